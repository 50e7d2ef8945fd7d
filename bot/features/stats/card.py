"""The service-record card: what a player did in all matches of some kind."""

import discord

from bot.facts.records import Record
from bot.features.stats.lookup import StatsReport, StatsScope
from bot.look import combat, figures, names, notes, text, theme, waypoint
from bot.look.limits import fit
from bot.look.texts import Texts
from bot.translatable import N_

SCOPES = {
    StatsScope.OVERALL: N_("Overall"),
    StatsScope.RANKED: N_("Ranked"),
    StatsScope.SEASON: N_("Season"),
    StatsScope.PLAYLIST: N_("Playlist"),
    StatsScope.MODE: N_("Mode"),
}


def stats_card(report: StatsReport, texts: Texts) -> discord.Embed:
    """Results, fights, shots, damage and what else is counted; within Discord's limits."""
    record = report.record
    embed = discord.Embed(
        title=notes.joined(texts("Service record"), text.escape(heading(report, texts), 200)),
        description=notes.stale_note(report.freshness, texts),
        colour=theme.NEUTRAL,
    )
    embed.set_author(
        name=text.plain(report.player.gamertag), url=waypoint.player_url(report.player)
    )
    if record.matches > 0:
        embed.add_field(name=texts("Matches"), value=_results(record, texts), inline=False)
        _add_fights(embed, record, texts)
        _add_kinds_of_kills(embed, record, texts)
        _add_rest(embed, record, texts)
    else:
        embed.description = notes.lines(embed.description or "", texts("No matches of this kind."))
    embed.set_footer(
        text=notes.joined(
            texts("Matchmade matches only"),
            notes.missing_note(report, texts),
        )
    )
    return fit(embed)


def heading(report: StatsReport, texts: Texts) -> str:
    """Which matches are counted: "Overall", "Ranked Arena · Season 9-1"."""
    question = report.question
    season = names.season(question.season, texts)
    match question.scope:
        case StatsScope.OVERALL | StatsScope.RANKED:
            return texts(SCOPES[question.scope])
        case StatsScope.SEASON:
            return season
        case StatsScope.PLAYLIST:
            used = {each.playlist_id: each.name for each in report.playlists}
            chosen = names.playlist(used.get(question.playlist, ""), question.playlist, texts)
            return notes.joined(chosen, season)
        case StatsScope.MODE:
            return names.mode(None, question.mode or 0, texts)


def _results(record: Record, texts: Texts) -> str:
    rate = texts.percent(record.win_rate, 1)
    ended = (
        (record.wins, texts.count("{count} won", "{count} won", record.wins)),
        (record.losses, texts.count("{count} lost", "{count} lost", record.losses)),
        (record.ties, texts.count("{count} tied", "{count} tied", record.ties)),
        (
            record.unfinished,
            texts.count("{count} unfinished", "{count} unfinished", record.unfinished),
        ),
    )
    matches = texts.count("{count} match", "{count} matches", record.matches)
    played = texts("{duration} played", duration=texts.duration(record.time_played))
    won = texts("**{share}** won", share=rate)
    return notes.lines(
        notes.joined(f"**{matches}**", played),
        notes.joined(*(words for count, words in ended if count != 0)),
        f"{figures.bar(record.win_rate / 100 if record.win_rate is not None else None)}\u2002{won}",
    )


def _add_fights(embed: discord.Embed, record: Record, texts: Texts) -> None:
    totals = (record.kills, record.deaths, record.assists)
    averages = " / ".join(texts.number(record.per_match(total), 1) for total in totals)
    kda = texts.signed(record.average_kda, 2)
    embed.add_field(
        name=texts("K / D / A"),
        value=notes.lines(f"**{combat.fought(record, texts)}**", _mean(averages, texts)),
    )
    embed.add_field(
        name=texts("K/D ratio"),
        value=notes.lines(
            f"**{texts.number(record.kills_per_death, 2)}**",
            _mean(f"KDA {kda}", texts),
            combat.left_out(texts, record),
        ),
    )
    embed.add_field(
        name=texts("Accuracy"),
        value=notes.lines(f"**{texts.percent(record.accuracy)}**", combat.shots(record, texts)),
    )


def _add_kinds_of_kills(embed: discord.Embed, record: Record, texts: Texts) -> None:
    kinds = (
        (texts("Headshots"), record.headshot_kills),
        (texts("Melee"), record.melee_kills),
        (texts("Grenades"), record.grenade_kills),
        (texts("Power weapons"), record.power_weapon_kills),
    )
    embed.add_field(
        name=texts("Kills by"),
        value="\n".join(f"{name} **{texts.number(count)}**" for name, count in kinds),
    )


def _add_rest(embed: discord.Embed, record: Record, texts: Texts) -> None:
    dealt, taken = record.per_match(record.damage_dealt), record.per_match(record.damage_taken)
    embed.add_field(
        name=texts("Damage a match"),
        value=notes.lines(
            texts("**{damage}** dealt", damage=texts.number(dealt)),
            texts("{damage} taken", damage=texts.number(taken)),
        ),
    )
    embed.add_field(
        name=texts("Medals"),
        value=notes.lines(
            f"**{texts.number(record.medals)}**",
            _mean(texts.number(record.per_match(record.medals), 1), texts),
            texts("Best spree {kills}", kills=texts.number(record.best_spree)),
        ),
    )


def _mean(figure: str, texts: Texts) -> str:
    return texts("{figure} a match", figure=figure)
