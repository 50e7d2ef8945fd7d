"""Looking for maps and modes by name."""

import pytest

from bot.facts.errors import NothingFound
from bot.features.assets.lookup import ASSETS_PAGE, AssetKind
from bot.features.lookups import Lookups
from bot.halo.errors import Unavailable
from bot.sandbox import assets
from bot.sandbox.service import SandboxService
from tests.support.faults import DOWN


async def test_a_map_by_part_of_its_name(lookups: Lookups) -> None:
    report = await lookups.assets.search(AssetKind.MAP, "  live   FIRE ")
    (found,) = report.assets
    assert (found.asset_id, found.name) == (assets.LIVE_FIRE.asset_id, "Live Fire")
    assert (found.author, found.rating, found.ratings) == ("MapleLeaf 117", 4.1, 71)
    assert found.published_at is not None
    assert found.picture_url.startswith("https://blobs-infiniteugc.svc.halowaypoint.com/")
    assert (report.term, report.total, report.has_more) == ("live FIRE", 1, False)


async def test_all_modes_page_by_page_the_most_played_first(lookups: Lookups) -> None:
    names: list[str] = []
    plays: list[int] = []
    page, more = 0, True
    while more:
        report = await lookups.assets.search(AssetKind.MODE, page=page)
        assert len(report.assets) <= ASSETS_PAGE
        names += [asset.name for asset in report.assets]
        plays += [asset.plays_recent or 0 for asset in report.assets]
        page, more = page + 1, report.has_more
    published = [variant.name for variant in assets.VARIANTS if variant.published]
    assert sorted(names) == sorted(published)
    assert plays == sorted(plays, reverse=True)


@pytest.mark.parametrize(("term", "page"), [("no such map", 0), ("", 50)])
async def test_nothing_found(lookups: Lookups, term: str, page: int) -> None:
    with pytest.raises(NothingFound):
        await lookups.assets.search(AssetKind.MAP, term, page)


async def test_authors_may_be_missing(lookups: Lookups, sandbox: SandboxService) -> None:
    sandbox.fail("users_by_xuid", DOWN)
    report = await lookups.assets.search(AssetKind.MAP)
    assert {asset.author for asset in report.assets} == {""}
    assert report.missing == ("authors",)


async def test_without_the_search_nothing_can_be_said(
    lookups: Lookups, sandbox: SandboxService
) -> None:
    sandbox.fail("search", DOWN)
    with pytest.raises(Unavailable):
        await lookups.assets.search(AssetKind.MAP)
