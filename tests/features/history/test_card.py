from dataclasses import replace

import discord
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.results import Fought, ListedMatch, MatchKind, MatchReport, Opponents
from bot.features.history.card import match_options, page_options
from bot.features.history.lookup import HISTORY_PAGE, HistoryReport
from bot.features.history.view import HistoryView
from bot.halo.models.enums import LifecycleMode
from bot.look.texts import Texts
from tests.look.checks import assert_harmless_text, assert_sendable, said
from tests.look.strategies import (
    at_leisure,
    freshness,
    languages,
    maybe_moments,
    maybe_numbers,
    missing,
    modes,
    names,
    numbers,
    outcomes,
    players,
    spans,
)

listed = st.builds(
    ListedMatch,
    match_id=names,
    started_at=maybe_moments,
    duration=spans,
    outcome=outcomes,
    lifecycle=st.sampled_from(LifecycleMode) | st.integers(-1, 20),
    map_name=st.none() | names,
    mode_name=st.none() | names,
    mode_category=modes,
    playlist_name=st.none() | names,
    fought=st.none() | st.builds(Fought, *[maybe_numbers] * 3, st.sampled_from(Opponents)),
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


async def report_error(_interaction: discord.Interaction, error: Exception) -> None:
    raise error


async def load(_page: int) -> HistoryReport:
    raise LookupError


async def open_match(_match_id: str) -> MatchReport:
    raise LookupError


def view(report: HistoryReport, texts: Texts) -> HistoryView:
    """The browser with this page."""
    return HistoryView(1, report_error, texts, report, load, open_match)


@at_leisure
@given(reports, languages)
def test_any_page_makes_a_browser(report: HistoryReport, texts: Texts) -> None:
    browser = view(report, texts)
    assert_sendable(browser)
    assert_harmless_text(said(browser))


@at_leisure
@given(reports, st.integers(1, 10**15), languages)
def test_any_number_of_pages_can_be_jumped_through(
    report: HistoryReport, pages: int, texts: Texts
) -> None:
    page = min(report.page, pages - 1)
    options = page_options(replace(report, page=page, total=pages * HISTORY_PAGE), texts)
    values = [int(option.value) for option in options]
    assert len(options) <= 25
    if pages == 1:
        assert options == []
        return
    assert values == sorted(set(values))
    assert {0, page, pages - 1} <= set(values)
    assert (values[0], values[-1]) == (0, pages - 1)
    assert [option.value for option in options if option.default] == [str(page)]
    if pages <= 25:
        assert len(values) == pages


@at_leisure
@given(reports, languages)
def test_any_page_makes_a_menu(report: HistoryReport, texts: Texts) -> None:
    options = match_options(report, texts)
    assert len({option.value for option in options}) == len(report.matches)
    for option in options:
        for part in (option.label, option.description or "", option.value):
            assert 0 < len(part.encode("utf-16-le")) // 2 <= 100
