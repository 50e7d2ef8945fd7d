from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.features.trend import charts
from bot.features.trend.picture import csr_trend_picture, form_trend_picture
from bot.features.trend.series import CsrTrend, FormTrend, WinRate, WinRateBy
from bot.features.trend.win_rates import RateScene, win_rates_picture
from bot.look import theme
from bot.pictures.renderer import Renderer
from tests.look.samples import PLAYER
from tests.pictures.checks import assert_drawn, assert_laid_out, assert_told
from tests.pictures.samples import CSR_MOVE, CSR_TREND, TREND, WIN_RATES, points
from tests.support.texts import ENGLISH


def test_csr_over_time_with_the_tier_it_reached(renderer: Renderer) -> None:
    drawing = csr_trend_picture(CSR_TREND, CSR_MOVE, ENGLISH)
    scene = drawing.scene
    (plot,) = scene.plots
    assert (scene.title, scene.right) == ("CSR in Ranked Arena", "+48 since Jun 1, 2026")
    assert [tick.words for tick in plot.ticks] == [
        "1150", "1175", "1200", "1225", "1250", "1275",
    ]  # fmt: skip
    assert plot.bands == (charts.Band(0.4, "Diamond", 0x4C9BFF),)
    assert (plot.last, plot.line[0], plot.line[-1]) == ("1228", (0.0, 0.24), (1.0, 0.624))
    assert [tick.words for tick in plot.below] == ["Jun 1, 2026", "Jun 3, 2026"]
    assert drawing.alt == (
        "MapleLeaf 117: CSR in Ranked Arena, Jun 1, 2026 to Jun 3, 2026. "
        "+48 since Jun 1, 2026 · from 1180 to 1228, lowest 1180, highest 1228."
    )
    assert_laid_out(renderer, drawing)
    assert_drawn(renderer, drawing)


def test_form_has_two_plots_with_the_figures_of_all_matches_together(renderer: Renderer) -> None:
    drawing = form_trend_picture(TREND, ENGLISH)
    ratios, shares = drawing.scene.plots
    assert drawing.scene.title == "The last 30 matches"
    assert ratios.title == "K/D · 1.20 over all matches together"
    assert shares.title == "Accuracy · 51% over all matches together"
    assert [band.name for band in ratios.bands] == ["even"]
    assert [band.name for band in shares.bands] == ["all together"]
    assert len(ratios.average) == len(ratios.line) == 30
    assert shares.ticks[0].words.endswith("%")
    assert_told(drawing)
    assert_laid_out(renderer, drawing)
    assert_drawn(renderer, drawing)


def test_days_are_those_of_the_readers_time_zone() -> None:
    # The first point is of 19:40 in UTC.
    scene = csr_trend_picture(CSR_TREND, CSR_MOVE, ENGLISH.in_zone(ZoneInfo("Asia/Tokyo"))).scene
    assert scene.right == "+48 since Jun 2, 2026"
    assert scene.plots[0].below[0].words == "Jun 2, 2026"


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_matches(renderer: Renderer, count: int) -> None:
    few = points(*range(1500, 1500 + count))
    for drawing in (
        csr_trend_picture(CsrTrend(PLAYER, "1", "Ranked Arena", few), None, ENGLISH),
        form_trend_picture(replace(TREND, form=FormTrend(PLAYER, few, ())), ENGLISH),
    ):
        assert_told(drawing)
        assert_laid_out(renderer, drawing)
        assert_drawn(renderer, drawing)


def test_figures_that_are_none_are_left_out() -> None:
    odd = points(float("nan"), float("inf"), 1.5, 1e300, 2.5)
    assert [point.value for point in charts.usable(odd)] == [1.5, 2.5]


def test_a_long_series_keeps_its_end() -> None:
    kept = charts.usable(points(*range(1001)))
    assert len(kept) <= 240
    assert kept[-1].value == 1000


@pytest.mark.parametrize(
    ("values", "least", "low", "high"),
    [([1234.0], 100, 1175, 1300), ([3.0, 3.0], 1, 2.5, 3.5), ([0.2], 1, 0.0, 1.0)],
)
def test_axes_have_round_ends_around_their_values(
    values: list[float], least: float, low: float, high: float
) -> None:
    scale = charts.axis(values, least=least, floor=0)
    assert (scale.low, scale.high) == (low, high)


def test_win_rates_by_map(renderer: Renderer) -> None:
    drawing = win_rates_picture(WIN_RATES, ENGLISH)
    assert (drawing.scene.title, drawing.scene.overall) == ("Win rate by map", "53% in all")
    assert drawing.scene.rates == (
        RateScene("Live Fire", 31 / 52, "60%", "31 of 52", theme.DONE),
        RateScene("Recharge", 22 / 47, "47%", "22 of 47", theme.LOW),
        RateScene("リチャージ", 0.5, "50%", "20 of 40", theme.SOFT),
    )
    assert "Live Fire 60% (31 of 52)" in drawing.alt
    assert_laid_out(renderer, drawing)
    assert_drawn(renderer, drawing)


def test_more_modes_than_there_is_room_for(renderer: Renderer) -> None:
    many = tuple(WinRate(f"Mode {number}", 1, 2) for number in range(15))
    drawing = win_rates_picture(replace(WIN_RATES, by=WinRateBy.MODE, rates=many), ENGLISH)
    assert (drawing.scene.title, drawing.scene.more) == ("Win rate by mode", "and 3 more")
    assert_drawn(renderer, drawing)


def test_no_matches_at_all(renderer: Renderer) -> None:
    drawing = win_rates_picture(replace(WIN_RATES, rates=()), ENGLISH)
    assert drawing.alt == "MapleLeaf 117: Win rate by map. No matches yet."
    assert_drawn(renderer, drawing)
