"""Sessions, trends and teammates in a terminal."""

from collections.abc import Iterable, Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from bot.lookups.played_match import RankMove
from bot.lookups.records import Record
from bot.lookups.session import SessionReport
from bot.lookups.teammates import TeammatesReport
from bot.lookups.trend import TrendReport
from bot.lookups.trends import Point, WinRates
from bot.presentation import figures, names, text, theme
from bot.presentation.rank_text import rank, way_in_words
from bot.presentation.session_card import won_and_lost
from bot.presentation.terminal import note_lines, one_line
from bot.presentation.texts import Texts


def session_table(report: SessionReport, texts: Texts) -> Group:
    """One session: won and lost, the figures, and what it did to the ranks."""
    return Group(
        Text(text.plain(report.player.gamertag), style="bold"),
        one_line(
            won_and_lost(report.record, texts),
            texts.duration(report.ended_at - report.started_at),
            f"{report.started_at:%Y-%m-%d %H:%M} UTC",
        ),
        *_combat(report.combat, texts),
        *_ranks(report.ranks, texts),
        *note_lines(report),
    )


def trend_table(report: TrendReport, texts: Texts) -> Group:
    """The latest matches: won and lost, the figures, and a line of bars for each."""
    csr = report.csr.points if report.csr is not None else ()
    return Group(
        Text(text.plain(report.player.gamertag), style="bold"),
        one_line(
            won_and_lost(report.record, texts), f"{texts.percent(report.record.win_rate)} won"
        ),
        *_combat(report.combat, texts),
        *_spark("K/D", report.form.kills_per_death),
        *_spark("accuracy", report.form.accuracy),
        *_spark("CSR", csr),
        *_ranks((report.rank,) if report.rank is not None else (), texts),
        *_win_rates(report.maps, texts),
        *_win_rates(report.modes, texts),
        *note_lines(report),
    )


def teammates_table(report: TeammatesReport, texts: Texts) -> Group:
    """The teammates, one a row."""
    table = Table(box=None, pad_edge=False)
    for heading in ("Games", "Won", "Win rate"):
        table.add_column(heading, justify="right")
    table.add_column("Player", overflow="fold")
    for each in report.teammates:
        table.add_row(
            texts.number(each.together.matches),
            texts.number(each.together.wins),
            texts.percent(each.together.win_rate),
            Text(text.plain(names.gamertag(each.player, texts))),
        )
    return Group(
        Text(text.plain(report.player.gamertag), style="bold"),
        one_line(
            won_and_lost(report.record, texts), f"{texts.percent(report.record.win_rate)} won"
        ),
        table,
        *note_lines(report),
    )


def _combat(combat: Record, texts: Texts) -> Iterable[Text]:
    if combat.matches:
        parts = (texts.number(part) for part in (combat.kills, combat.deaths, combat.assists))
        yield one_line(
            f"K/D {texts.number(combat.kills_per_death, 2)}",
            " / ".join(parts),
            f"accuracy {texts.percent(combat.accuracy)}",
        )


def _ranks(moves: Sequence[RankMove], texts: Texts) -> Iterable[Text]:
    for move in moves:
        after, change = move.skill.after, move.skill.change
        if after is None:
            continue
        moved = f"({texts.signed(change)})" if change is not None else ""
        name = text.plain(names.playlist(move.playlist_name, move.playlist_id, texts))
        yield Text(
            theme.SEPARATOR.join(
                (name, f"{rank(after, texts)} {moved}".strip(), way_in_words(after, texts))
            ),
            style=theme.rank_style(after).terminal,
        )


def _spark(name: str, points: Sequence[Point]) -> Iterable[Text]:
    if bars := figures.sparkline([point.value for point in points]):
        yield Text(f"{bars} {name}")


def _win_rates(report: WinRates, texts: Texts) -> Iterable[Text]:
    for rate in report.rates:
        percent = texts.percent(rate.percent)
        yield Text(f"{percent:>6} won of {rate.matches:>3}{theme.SEPARATOR}{text.plain(rate.name)}")
