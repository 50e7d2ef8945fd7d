"""The playlist card: which modes and maps are in rotation, and how likely each is."""

from collections import defaultdict
from collections.abc import Sequence

import discord

from bot.features.rotation.lookup import InRotation, RotationReport
from bot.look import names, notes, text, theme
from bot.look.limits import FIELDS, fit
from bot.look.texts import Texts

_DESCRIPTION = 300
# A field's value holds about so many names; the rest is counted.
_PARTS = 24


def rotation_card(report: RotationReport, texts: Texts, *, by_map: bool = False) -> discord.Embed:
    """A field a mode with its maps, or the other way around; within Discord's limits."""
    described = text.escape(report.description, _DESCRIPTION) if report.description else ""
    embed = discord.Embed(
        title=text.escape(names.playlist(report.name, report.playlist_id, texts)),
        description=notes.lines(
            described, _rules(report, texts), notes.stale_note(report.freshness, texts)
        ),
        colour=theme.MEDALS if report.is_ranked else theme.NEUTRAL,
    )
    if not report.entries:
        embed.description = notes.lines(
            embed.description or "", texts("The service lists nothing in rotation right now.")
        )
    groups = _grouped(report.entries, texts, by_map=by_map)
    for name, parts in groups[:FIELDS]:
        share = sum(part.share for part in parts)
        embed.add_field(
            name=f"{text.escape(name)}{theme.SEPARATOR}{texts.percent(100 * share, 1)}",
            value=_parts(parts, texts, by_map=by_map),
            inline=False,
        )
    left = len(groups) - FIELDS
    embed.set_footer(
        text=notes.joined(
            texts("and {count} more", count=texts.number(left)) if left > 0 else "",
            notes.missing_note(report, texts),
        )
    )
    return fit(embed)


def _rules(report: RotationReport, texts: Texts) -> str:
    ranked = {True: texts("Ranked"), False: texts("Not ranked"), None: ""}[report.is_ranked]
    sides = _sides(report.teams, report.team_size, texts)
    return notes.joined(ranked, sides, _count(report.entries, texts))


def _sides(teams: int, size: int, texts: Texts) -> str:
    """How many play: "4 against 4", "8 for themselves"; "" where unknown."""
    if teams <= 0 or size <= 0:
        return ""
    if size == 1 and teams > 2:
        return texts("{players} for themselves", players=texts.number(teams))
    players = texts.number(size)
    if teams == 1:
        return texts("{players} together", players=players)
    if teams == 2:
        return texts("{players} against {players}", players=players)
    return texts("{teams} teams of {players}", teams=texts.number(teams), players=players)


def _count(entries: Sequence[InRotation], texts: Texts) -> str:
    if not entries:
        return ""
    return texts.count("{count} combination", "{count} combinations", len(entries))


def _grouped(
    entries: Sequence[InRotation], texts: Texts, *, by_map: bool
) -> list[tuple[str, list[InRotation]]]:
    """The entries of each mode, or of each map, the likeliest group first."""
    groups: defaultdict[str, list[InRotation]] = defaultdict(list)
    for entry in entries:
        groups[(entry.map_name if by_map else entry.mode_name) or texts("Others")].append(entry)
    return sorted(groups.items(), key=lambda group: -sum(part.share for part in group[1]))


def _parts(parts: Sequence[InRotation], texts: Texts, *, by_map: bool) -> str:
    """What is in a group: "Bazaar 5.1 % · Aquarius 5.1 %"."""
    shown = [
        f"{text.escape(name, 40)}\u00a0**{texts.percent(100 * part.share, 1)}**"
        for part in parts[:_PARTS]
        if (name := part.mode_name if by_map else part.map_name)
    ]
    if len(parts) > _PARTS:
        shown.append(texts("and {count} more", count=texts.number(len(parts) - _PARTS)))
    return theme.SEPARATOR.join(shown) or theme.DASH
