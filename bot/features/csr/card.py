"""The CSR card: where a player stands in every ranked playlist."""

import discord

from bot.facts.results import CsrReport, PlaylistStanding
from bot.look import names, notes, text, theme, waypoint
from bot.look.limits import FIELDS, fit
from bot.look.rank_text import peak, standing
from bot.look.texts import Texts


def csr_card(report: CsrReport, texts: Texts) -> discord.Embed:
    """A field a playlist: rank, way to the next one, peaks; within Discord's limits."""
    best = report.standings[0].current if report.standings else None
    embed = discord.Embed(
        title=texts("Ranks"),
        description=notes.stale_note(report.freshness, texts),
        colour=theme.rank_style(best).colour if best is not None else theme.NEUTRAL,
    )
    embed.set_author(
        name=text.plain(report.player.gamertag), url=waypoint.player_url(report.player)
    )
    if not report.standings:
        embed.description = notes.lines(
            embed.description or "", texts("No ranked playlist to show.")
        )
    for each in report.standings[:FIELDS]:
        mark = theme.rank_style(each.current).mark
        playlist = names.playlist(each.name, each.playlist_id, texts)
        embed.add_field(
            name=f"{mark} {text.escape(playlist)}", value=_value(each, texts), inline=False
        )
    embed.set_footer(
        text=notes.joined(
            _left_out(len(report.standings) - FIELDS, texts),
            _unchecked(report.unchecked, texts),
            notes.missing_note(report, texts),
        )
    )
    return fit(embed)


def _value(each: PlaylistStanding, texts: Texts) -> str:
    peaks = texts(
        "Season peak {season} · all time {all_time}",
        season=peak(each.season_peak, texts),
        all_time=peak(each.all_time_peak, texts),
    )
    return notes.lines(standing(each.current, texts), peaks)


def _left_out(count: int, texts: Texts) -> str:
    if count <= 0:
        return ""
    return texts.count("and {count} more playlist", "and {count} more playlists", count)


def _unchecked(count: int, texts: Texts) -> str:
    if count <= 0:
        return ""
    return texts.count(
        "{count} more playlist may be ranked: ask again in a moment",
        "{count} more playlists may be ranked: ask again in a moment",
        count,
    )
