"""Every picture of everything that the types allow: drawn, laid out, and told in words."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookups.leaderboard import LeaderboardReport
from bot.lookups.played_match import RankMove
from bot.lookups.trends import CsrTrend
from bot.presentation.pictures.career import career_picture
from bot.presentation.pictures.comparison import comparison_picture
from bot.presentation.pictures.csr import csr_picture
from bot.presentation.pictures.drawing import Drawing
from bot.presentation.pictures.leaderboard import leaderboard_picture
from bot.presentation.pictures.match import match_picture
from bot.presentation.pictures.medals import medals_picture
from bot.presentation.pictures.renderer import Renderer
from bot.presentation.pictures.service_record import service_record_picture
from bot.presentation.pictures.session import session_picture
from bot.presentation.pictures.teammates import teammates_picture
from bot.presentation.pictures.trends import csr_trend_picture, form_trend_picture
from bot.presentation.pictures.win_rates import win_rates_picture
from bot.presentation.texts import Texts
from tests.presentation import strategies as results
from tests.presentation.pictures import strategies
from tests.presentation.pictures.checks import assert_drawn, assert_laid_out, assert_told


def _as_the_first_member(report: LeaderboardReport, texts: Texts) -> Drawing:
    return leaderboard_picture(report, 1, texts)


def _csr_trend(odd: tuple[CsrTrend, RankMove | None], texts: Texts) -> Drawing:
    return csr_trend_picture(*odd, texts)


KINDS: list[tuple[Callable[[Any, Texts], Drawing], st.SearchStrategy[Any]]] = [
    (match_picture, results.matches),
    (csr_picture, results.csr_reports),
    (medals_picture, results.medals_reports),
    (service_record_picture, results.stats_reports),
    (career_picture, results.career_reports),
    (comparison_picture, results.comparisons),
    (_as_the_first_member, results.leaderboard_reports),
    (session_picture, results.session_reports),
    (teammates_picture, results.teammates_reports),
    (_csr_trend, strategies.csr_trends),
    (form_trend_picture, results.trend_reports),
    (win_rates_picture, results.win_rates),
]


@pytest.mark.parametrize(("draw", "odd"), KINDS, ids=[draw.__name__ for draw, _ in KINDS])
def test_any_result_makes_a_picture(
    renderer: Renderer, draw: Callable[[Any, Texts], Drawing], odd: st.SearchStrategy[Any]
) -> None:
    @strategies.a_few
    @given(odd, results.languages)
    def check(result: Any, texts: Texts) -> None:
        drawing = draw(result, texts)
        assert_told(drawing)
        assert_laid_out(renderer, drawing)
        assert_drawn(renderer, drawing)

    check()
