"""The comparison card: two players side by side."""

import discord

from bot.features.compare.figures import FIGURES, Figure
from bot.features.compare.lookup import Comparison
from bot.halo.ranks import Csr
from bot.look import combat, names, notes, text, theme
from bot.look.limits import FIELDS, fit
from bot.look.rank_text import placement, rank
from bot.look.tables import Column, table
from bot.look.texts import Texts

_NAME = 13


def compare_card(report: Comparison, texts: Texts) -> discord.Embed:
    """The records as a table, then the ranks, a field a playlist; within Discord's limits."""
    tags = (text.escape(report.first.gamertag), text.escape(report.second.gamertag))
    embed = discord.Embed(
        title=texts("{first} and {second}", first=tags[0], second=tags[1]),
        description=notes.stale_note(report.freshness, texts),
        colour=theme.NEUTRAL,
    )
    embed.add_field(
        name=texts("Service record"),
        value=notes.lines(text.CODE_FENCE, *_table(report, texts), text.CODE_FENCE),
        inline=False,
    )
    for each in report.standings[: FIELDS - 1]:
        embed.add_field(
            name=text.escape(names.playlist(each.name, each.playlist_id, texts)),
            value=notes.lines(
                f"{_standing(each.first, texts)}{theme.SEPARATOR}{tags[0]}",
                f"{_standing(each.second, texts)}{theme.SEPARATOR}{tags[1]}",
            ),
            inline=False,
        )
    embed.set_footer(
        text=notes.joined(
            texts("Matchmade matches; kills to medals are means of a match"),
            combat.left_out(texts, report.first_record, report.second_record),
            notes.missing_note(report, texts),
        )
    )
    return fit(embed)


def _table(report: Comparison, texts: Texts) -> list[str]:
    columns = (
        Column("", limit=12),
        Column(text.code(report.first.gamertag, _NAME), right=True, limit=_NAME),
        Column("", limit=1),
        Column(text.code(report.second.gamertag, _NAME), right=True, limit=_NAME),
        Column("", limit=1),
    )
    return table(columns, [_cells(each, report, texts) for each in FIGURES])


def _cells(figure: Figure, report: Comparison, texts: Texts) -> list[str]:
    first, second = figure.of(report.first_record), figure.of(report.second_record)
    ahead = figure.ahead(first, second)
    return [
        texts(figure.label),
        figure.written(first, texts),
        theme.AHEAD if ahead > 0 else "",
        figure.written(second, texts),
        theme.AHEAD if ahead < 0 else "",
    ]


def _standing(csr: Csr, texts: Texts) -> str:
    mark = theme.rank_style(csr).mark
    if not csr.ranked and csr.placement_left > 0 and csr.placement_total > 0:
        played = placement(csr, texts)
        return f"{mark} {texts('{played} placement matches', played=played)}"
    return f"{mark} **{rank(csr, texts)}**"
