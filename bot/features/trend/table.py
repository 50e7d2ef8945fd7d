"""Trends in a terminal."""

from collections.abc import Iterable, Sequence

from rich.console import Group
from rich.text import Text

from bot.features.trend.lookup import TrendReport
from bot.features.trend.series import Point, WinRates
from bot.look import figures, text, theme
from bot.look.record_table import combat_line, rank_lines
from bot.look.record_text import won_and_lost
from bot.look.terminal import note_lines, one_line
from bot.look.texts import Texts


def trend_table(report: TrendReport, texts: Texts) -> Group:
    """The latest matches: won and lost, the figures, and a line of bars for each."""
    csr = report.csr.points if report.csr is not None else ()
    return Group(
        Text(text.plain(report.player.gamertag), style="bold"),
        one_line(
            won_and_lost(report.record, texts), f"{texts.percent(report.record.win_rate)} won"
        ),
        *combat_line(report.combat, texts),
        *_spark("K/D", report.form.kills_per_death),
        *_spark("accuracy", report.form.accuracy),
        *_spark("CSR", csr),
        *rank_lines((report.rank,) if report.rank is not None else (), texts),
        *_win_rates(report.maps, texts),
        *_win_rates(report.modes, texts),
        *note_lines(report),
    )


def _spark(name: str, points: Sequence[Point]) -> Iterable[Text]:
    if bars := figures.sparkline([point.value for point in points]):
        yield Text(f"{bars} {name}")


def _win_rates(report: WinRates, texts: Texts) -> Iterable[Text]:
    for rate in report.rates:
        percent = texts.percent(rate.percent)
        yield Text(f"{percent:>6} won of {rate.matches:>3}{theme.SEPARATOR}{text.plain(rate.name)}")
