"""Teammates in a terminal."""

from rich.console import Group
from rich.table import Table
from rich.text import Text

from bot.features.teammates.lookup import TeammatesReport
from bot.look import names, text
from bot.look.record_text import won_and_lost
from bot.look.terminal import note_lines, one_line
from bot.look.texts import Texts


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
