"""The comparison card: two players side by side."""

from collections.abc import Callable
from dataclasses import dataclass

import discord

from bot.halo.ranks import Csr
from bot.lookups.compare import Comparison
from bot.lookups.records import Record
from bot.presentation import figures, notes, text, theme
from bot.presentation.limits import FIELDS, fit
from bot.presentation.rank_text import placement, rank
from bot.presentation.tables import Column, table
from bot.presentation.texts import Texts
from bot.translatable import N_

_NAME = 13


@dataclass(frozen=True, slots=True)
class _Row:
    """One figure of both players; `better` is 1 where more is better, -1 where less is, or 0."""

    label: str
    figure: Callable[[Record], float | None]
    decimals: int = 0
    better: int = 1
    share: bool = False


_ROWS = (
    _Row(N_("Matches"), lambda record: record.matches, better=0),
    _Row(N_("Hours"), lambda record: record.time_played.total_seconds() / 3600, better=0),
    _Row(N_("Won"), lambda record: record.win_rate, 1, share=True),
    _Row(N_("K/D"), lambda record: record.kills_per_death, 2),
    _Row(N_("KDA"), lambda record: record.average_kda, 2),
    _Row(N_("Accuracy"), lambda record: record.accuracy, 1, share=True),
    _Row(N_("Kills"), lambda record: record.per_match(record.kills), 1),
    _Row(N_("Deaths"), lambda record: record.per_match(record.deaths), 1, better=-1),
    _Row(N_("Assists"), lambda record: record.per_match(record.assists), 1),
    _Row(N_("Damage"), lambda record: record.per_match(record.damage_dealt)),
    _Row(N_("Medals"), lambda record: record.per_match(record.medals), 1),
    _Row(N_("Spree"), lambda record: record.best_spree),
)


def compare_card(report: Comparison, texts: Texts) -> discord.Embed:
    """The records as a table, then the ranks, a field a playlist; within Discord's limits."""
    names = (text.escape(report.first.gamertag), text.escape(report.second.gamertag))
    lines = _table(report, texts)
    embed = discord.Embed(
        title=texts("{first} and {second}", first=names[0], second=names[1]),
        description=notes.lines(
            notes.stale_note(report.freshness, texts), text.CODE_FENCE, *lines, text.CODE_FENCE
        ),
        colour=theme.NEUTRAL,
    )
    for each in report.standings[:FIELDS]:
        embed.add_field(
            name=text.escape(each.name),
            value=notes.lines(
                f"{_standing(each.first, texts)}{theme.SEPARATOR}{names[0]}",
                f"{_standing(each.second, texts)}{theme.SEPARATOR}{names[1]}",
            ),
            inline=False,
        )
    embed.set_footer(
        text=notes.joined(
            texts("Matchmade matches; kills to medals are means of a match"),
            notes.missing_note(report.missing, texts),
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
    return table(columns, [_cells(row, report, texts) for row in _ROWS])


def _cells(row: _Row, report: Comparison, texts: Texts) -> list[str]:
    first, second = row.figure(report.first_record), row.figure(report.second_record)
    ahead = 0
    if first is not None and second is not None and figures.known(first) and figures.known(second):
        # What is written alike is alike.
        first_shown, second_shown = round(first, row.decimals), round(second, row.decimals)
        ahead = row.better * ((first_shown > second_shown) - (first_shown < second_shown))
    return [
        texts(row.label),
        _figure(first, row, texts),
        theme.AHEAD if ahead > 0 else "",
        _figure(second, row, texts),
        theme.AHEAD if ahead < 0 else "",
    ]


def _figure(value: float | None, row: _Row, texts: Texts) -> str:
    write = texts.percent if row.share else texts.number
    return write(value, row.decimals)


def _standing(csr: Csr, texts: Texts) -> str:
    mark = theme.rank_style(csr).mark
    if not csr.ranked and csr.placement_left > 0 and csr.placement_total > 0:
        played = placement(csr, texts)
        return f"{mark} {texts('{played} placement matches', played=played)}"
    return f"{mark} **{rank(csr, texts)}**"
