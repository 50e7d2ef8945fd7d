"""Ranks in a terminal."""

from rich.console import Group
from rich.text import Text

from bot.facts.results import CsrReport
from bot.look import names, text, theme
from bot.look.rank_text import peak, placement, rank, way_in_words
from bot.look.terminal import note_lines, titled_table
from bot.look.texts import Texts


def csr_table(report: CsrReport, texts: Texts) -> Group:
    """The standings, a playlist a row."""
    table = titled_table(text.plain(report.player.gamertag))
    table.add_column("Playlist", overflow="fold")
    table.add_column("Rank")
    table.add_column("To go", style="dim")
    for heading in ("Season peak", "All time"):
        table.add_column(heading, justify="right")
    for each in report.standings:
        current = each.current
        in_placement = not current.ranked and current.placement_total > 0
        name = placement(current, texts) if in_placement else rank(current, texts)
        table.add_row(
            Text(text.plain(names.playlist(each.name, each.playlist_id, texts))),
            Text(name, style=theme.rank_style(current).terminal),
            Text(way_in_words(current, texts)),
            Text(peak(each.season_peak, texts)),
            Text(peak(each.all_time_peak, texts)),
        )
    unchecked = f"{report.unchecked} more may be ranked" if report.unchecked > 0 else ""
    return Group(table, *note_lines(report, unchecked))
