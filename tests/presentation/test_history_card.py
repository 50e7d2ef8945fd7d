from hypothesis import given
from hypothesis import strategies as st

from bot.halo.models.enums import LifecycleMode
from bot.lookups.history import Fought, HistoryReport, ListedMatch
from bot.lookups.results import MatchKind
from bot.presentation.history_card import history_card, match_options
from bot.presentation.texts import Texts
from tests.presentation.checks import assert_acceptable, assert_harmless
from tests.presentation.strategies import (
    at_leisure,
    freshness,
    languages,
    missing,
    modes,
    moments,
    names,
    numbers,
    outcomes,
    players,
)

listed = st.builds(
    ListedMatch,
    match_id=names,
    started_at=moments,
    duration=st.timedeltas(),
    outcome=outcomes,
    lifecycle=st.sampled_from(LifecycleMode) | st.integers(-1, 20),
    map_name=st.none() | names,
    mode_name=st.none() | names,
    mode_category=modes,
    playlist_name=st.none() | names,
    fought=st.none() | st.builds(Fought, numbers, numbers, numbers),
)
reports = st.builds(
    HistoryReport,
    player=players,
    kind=st.sampled_from(MatchKind),
    matches=st.lists(listed, max_size=10).map(tuple),
    page=st.integers(0, 100_000),
    has_older=st.booleans(),
    total=st.none() | numbers,
    missing=missing,
    freshness=freshness,
)


@at_leisure
@given(reports, languages)
def test_any_page_makes_a_card(report: HistoryReport, texts: Texts) -> None:
    embed = history_card(report, texts)
    assert_acceptable(embed)
    assert_harmless(embed)


@at_leisure
@given(reports, languages)
def test_any_page_makes_a_menu(report: HistoryReport, texts: Texts) -> None:
    options = match_options(report, texts)
    assert [option.value for option in options] == [str(n) for n in range(len(report.matches))]
    for option in options:
        for part in (option.label, option.description or ""):
            assert 0 < len(part.encode("utf-16-le")) // 2 <= 100
