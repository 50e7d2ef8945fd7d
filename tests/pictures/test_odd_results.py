"""Every picture of everything that the types allow: drawn, laid out, and told in words."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.played_match import RankMove
from bot.features.career.picture import career_picture
from bot.features.compare.picture import comparison_picture
from bot.features.csr.picture import csr_picture
from bot.features.leaderboard.lookup import LeaderboardReport
from bot.features.leaderboard.picture import leaderboard_picture
from bot.features.match.picture import match_picture
from bot.features.session.picture import session_picture
from bot.features.stats.picture import service_record_picture
from bot.features.teammates.picture import teammates_picture
from bot.features.trend.picture import csr_trend_picture, form_trend_picture
from bot.features.trend.series import CsrTrend
from bot.features.trend.win_rates import win_rates_picture
from bot.look.drawing import Drawing
from bot.look.texts import Texts
from bot.pictures.renderer import Renderer
from tests.look import strategies as results
from tests.pictures import strategies
from tests.pictures.checks import assert_drawn, assert_laid_out, assert_told


def _as_the_first_member(report: LeaderboardReport, texts: Texts) -> Drawing:
    return leaderboard_picture(report, 1, texts)


def _csr_trend(odd: tuple[CsrTrend, RankMove | None], texts: Texts) -> Drawing:
    return csr_trend_picture(*odd, texts)


KINDS: list[tuple[Callable[[Any, Texts], Drawing], st.SearchStrategy[Any]]] = [
    (match_picture, results.matches),
    (csr_picture, results.csr_reports),
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
