import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.assets.card import asset_card, asset_options, assets_card
from bot.features.assets.lookup import AssetKind, AssetsReport, FoundAsset
from bot.look import waypoint
from bot.look.texts import Texts
from tests.look.checks import assert_acceptable, assert_harmless
from tests.look.strategies import (
    at_leisure,
    figures,
    freshness,
    languages,
    missing,
    moments,
    names,
    numbers,
)

found = st.builds(
    FoundAsset,
    asset_id=st.uuids().map(str) | names,
    name=names,
    description=names,
    author=names,
    tags=st.lists(names, max_size=20).map(tuple),
    plays_recent=numbers,
    plays_all_time=numbers,
    likes=numbers,
    rating=figures,
    ratings=numbers,
    objects=numbers,
    published_at=st.none() | moments,
    picture_url=names,
)
reports = st.builds(
    AssetsReport,
    kind=st.sampled_from(AssetKind),
    term=st.just("") | names,
    assets=st.lists(found, max_size=10).map(tuple),
    page=st.integers(0, 10_000),
    has_more=st.booleans(),
    total=numbers,
    missing=missing,
    freshness=freshness,
)


@at_leisure
@given(reports, languages)
def test_any_finds_make_cards_and_a_menu(report: AssetsReport, texts: Texts) -> None:
    for embed in (
        assets_card(report, texts),
        *(asset_card(report, asset, texts) for asset in report.assets[:2]),
    ):
        assert_acceptable(embed)
        assert_harmless(embed)
    for option in asset_options(report, texts):
        for part in (option.label, option.description or "", option.value):
            assert 0 < len(part.encode("utf-16-le")) // 2 <= 100


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://blobs-infiniteugc.svc.halowaypoint.com/a/thumbnail.jpg", True),
        ("http://blobs-infiniteugc.svc.halowaypoint.com/a.jpg", False),
        ("https://example.com/.svc.halowaypoint.com", False),
        ("https://[bad", False),
        ("https://a.svc.halowaypoint.com/" + "a" * 600, False),
        ("", False),
    ],
)
def test_pictures_come_from_the_service_only(url: str, shown: bool) -> None:
    assert waypoint.picture_url(url) == (url if shown else None)
