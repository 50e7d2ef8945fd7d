"""A session in a terminal."""

from rich.console import Group
from rich.text import Text

from bot.features.session.card import left_out
from bot.features.session.lookup import SessionReport
from bot.look import text
from bot.look.record_table import combat_line, rank_lines
from bot.look.record_text import won_and_lost
from bot.look.terminal import note_lines, one_line, written
from bot.look.texts import Texts


def session_table(report: SessionReport, texts: Texts) -> Group:
    """One session: won and lost, the figures, and what it did to the ranks."""
    return Group(
        Text(text.plain(report.player.gamertag), style="bold"),
        one_line(
            won_and_lost(report.record, texts),
            texts.duration(report.length),
            written(report.started_at),
        ),
        *combat_line(report.combat, texts),
        *rank_lines(report.ranks, texts),
        *note_lines(report, left_out(report, texts)),
    )
