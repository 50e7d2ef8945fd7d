from hypothesis import given
from hypothesis import strategies as st

from bot.features.rotation.card import rotation_card
from bot.features.rotation.lookup import InRotation, RotationReport
from bot.look.texts import Texts
from tests.look.checks import assert_acceptable, assert_harmless
from tests.look.strategies import (
    at_leisure,
    figures,
    freshness,
    languages,
    missing,
    names,
    numbers,
)
from tests.support.texts import ENGLISH

reports = st.builds(
    RotationReport,
    playlist_id=names,
    name=names,
    description=names,
    is_ranked=st.none() | st.booleans(),
    teams=numbers,
    team_size=numbers,
    entries=st.builds(
        lambda found, times: tuple(found * times),
        st.lists(st.builds(InRotation, names, names, figures), max_size=8),
        st.sampled_from((1, 3, 20)),
    ),
    missing=missing,
    freshness=freshness,
)


@at_leisure
@given(reports, st.booleans(), languages)
def test_any_rotation_makes_a_card(report: RotationReport, by_map: bool, texts: Texts) -> None:
    embed = rotation_card(report, texts, by_map=by_map)
    assert_acceptable(embed)
    assert_harmless(embed)


def test_more_modes_than_discord_has_fields() -> None:
    entries = tuple(InRotation(f"Mode {number}", "", 1 / 40) for number in range(40))
    report = RotationReport("id", "All of it", "", None, 1, 4, entries)
    embed = rotation_card(report, ENGLISH)
    assert len(embed.fields) == 25
    assert embed.footer.text == "and 15 more"
    assert embed.description == "4 together · 40 combinations"


def test_nothing_in_rotation() -> None:
    embed = rotation_card(RotationReport("id", "Empty", "", True, 0, 0, ()), ENGLISH)
    assert embed.description == "Ranked\nThe service lists nothing in rotation right now."
