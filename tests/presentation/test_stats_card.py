from hypothesis import given
from hypothesis import strategies as st

from bot.lookups.stats import Choice, StatsQuestion, StatsReport, StatsScope
from bot.presentation.stats_card import stats_card
from bot.presentation.texts import Texts
from tests.presentation.checks import assert_acceptable, assert_harmless
from tests.presentation.strategies import (
    at_leisure,
    freshness,
    languages,
    missing,
    names,
    players,
    records,
)

choices = st.lists(st.builds(Choice, names, names), max_size=3).map(tuple)
reports = st.builds(
    StatsReport,
    player=players,
    question=st.builds(
        StatsQuestion, st.sampled_from(StatsScope), season=names, playlist=names, mode=names
    ),
    record=records,
    seasons=choices,
    playlists=choices,
    modes=choices,
    missing=missing,
    freshness=freshness,
)


@at_leisure
@given(reports, languages)
def test_any_record_makes_a_card(report: StatsReport, texts: Texts) -> None:
    embed = stats_card(report, texts)
    assert_acceptable(embed)
    assert_harmless(embed)
