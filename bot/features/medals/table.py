"""Medals in a terminal."""

from rich.console import Group
from rich.text import Text

from bot.facts.results import MedalsReport
from bot.features.medals.card import SORTS
from bot.look import names, text, theme
from bot.look.terminal import note_lines, titled_table
from bot.look.texts import Texts


def medals_table(report: MedalsReport, texts: Texts) -> Group:
    """The medals in the report's order, one a row."""
    table = titled_table(
        f"{text.plain(report.player.gamertag)}: {texts.number(report.total)} medals"
    )
    table.caption = SORTS[report.sort]
    table.add_column("Count", justify="right", style="bold")
    for heading in ("Medal", "Difficulty", "Type", "Description"):
        table.add_column(heading, overflow="fold")
    for medal in report.medals:
        difficulty = theme.difficulty_style(medal.difficulty)
        table.add_row(
            texts.number(medal.count),
            Text(text.plain(names.medal(medal, texts))),
            Text(difficulty.label or theme.DASH, style=difficulty.terminal),
            Text(text.plain(medal.kind) if medal.kind else theme.DASH),
            Text(text.plain(medal.description, 200) if medal.description else ""),
        )
    return Group(table, *note_lines(report.missing, report.freshness))
