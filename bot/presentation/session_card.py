"""The session card: how the matches went that somebody played in one go."""

from collections.abc import Sequence

import discord

from bot.halo.models.enums import Outcome
from bot.lookups.played_match import RankMove, Tally
from bot.lookups.records import Record
from bot.lookups.session import SESSION_GAP, SessionReport
from bot.presentation import figures, names, notes, text, theme, waypoint
from bot.presentation.limits import fit
from bot.presentation.rank_text import rank_change
from bot.presentation.texts import Texts

_RANKS = 6


def session_card(report: SessionReport, texts: Texts) -> discord.Embed:
    """Won and lost, K/D, accuracy and what it did to the ranks; within Discord's limits."""
    embed = discord.Embed(
        title=notes.joined(texts("Session"), won_and_lost(report.record, texts)),
        description=notes.lines(
            text.sentence(_when(report, texts)),
            notes.stale_note(report.freshness, texts),
        ),
        colour=_colour(report.record),
    )
    embed.set_author(
        name=text.plain(report.player.gamertag), url=waypoint.player_url(report.player)
    )
    embed.add_field(name=length(report, texts), value=outcome_marks(report.outcomes), inline=False)
    add_combat(embed, report.combat, texts)
    add_ranks(embed, report.ranks, texts)
    embed.set_footer(
        text=notes.joined(
            _end(texts),
            _counted(report, texts),
            _more(report, texts),
            notes.missing_note(report, texts),
        )
    )
    return fit(embed)


def won_and_lost(record: Tally, texts: Texts) -> str:
    """The outcomes in words: "5 won · 2 lost", with ties and unfinished ones where there are."""
    parts = [
        texts.count("{count} won", "{count} won", record.wins),
        texts.count("{count} lost", "{count} lost", record.losses),
    ]
    if record.ties:
        parts.append(texts.count("{count} tied", "{count} tied", record.ties))
    if record.unfinished:
        parts.append(texts.count("{count} unfinished", "{count} unfinished", record.unfinished))
    return notes.joined(*parts)


def length(report: SessionReport, texts: Texts) -> str:
    """How many matches there were, in which time: "7 matches · 1 h 53 min"."""
    return notes.joined(
        texts.count("{count} match", "{count} matches", len(report.outcomes)),
        texts.duration(report.ended_at - report.started_at),
    )


def outcome_marks(outcomes: Sequence[Outcome | int]) -> str:
    """A mark a match, in the given order."""
    return "".join(theme.outcome_style(outcome).mark for outcome in outcomes)


def add_combat(embed: discord.Embed, combat: Record, texts: Texts) -> None:
    """Fields for K/D, accuracy and damage of several matches; none where nothing is known."""
    if not combat.matches:
        return
    parts = (texts.number(part) for part in (combat.kills, combat.deaths, combat.assists))
    embed.add_field(
        name=texts("K/D"),
        value=f"**{texts.number(combat.kills_per_death, 2)}**\n{' / '.join(parts)}",
    )
    embed.add_field(
        name=texts("Accuracy"),
        value=f"**{texts.percent(combat.accuracy)}**\n{shots(combat, texts)}",
    )
    embed.add_field(
        name=texts("Damage"),
        value=f"**{texts.number(combat.damage_dealt)}**\n{mean_damage(combat, texts)}",
    )


def shots(combat: Record, texts: Texts) -> str:
    """How many shots hit: "931 of 1,589 shots"."""
    if not combat.shots_fired:
        return texts("no shots fired")
    hit = texts.number(combat.shots_hit)
    return texts.count(
        "{hit} of {count} shot", "{hit} of {count} shots", combat.shots_fired, hit=hit
    )


def mean_damage(combat: Record, texts: Texts) -> str:
    """The damage of one match: "5,120 a match"; there has to be one."""
    mean = texts.number(round(combat.damage_dealt / combat.matches))
    return texts("{damage} a match", damage=mean)


def add_ranks(embed: discord.Embed, moves: Sequence[RankMove], texts: Texts) -> None:
    """A field a ranked playlist for what the matches did to the rank there."""
    for move in moves[:_RANKS]:
        if (change := rank_change(move.skill, texts)) is None:
            continue
        heading, value = change
        played = texts.count("{count} match", "{count} matches", move.matches)
        playlist = names.playlist(move.playlist_name, move.playlist_id, texts)
        name = notes.joined(text.escape(playlist), heading, played)
        embed.add_field(name=name, value=value, inline=False)


def _when(report: SessionReport, texts: Texts) -> str:
    if report.ongoing:
        return texts("began {when}", when=figures.ago(report.started_at))
    return texts("ended {when}", when=figures.ago(report.ended_at))


def _end(texts: Texts) -> str:
    minutes = int(SESSION_GAP.total_seconds() // 60)
    return texts.count(
        "A pause of {count} minute ends a session",
        "A pause of {count} minutes ends a session",
        minutes,
    )


def _counted(report: SessionReport, texts: Texts) -> str:
    if report.combat.matches == report.record.matches or not report.combat.matches:
        return ""
    return texts("figures of matches against players")


def _more(report: SessionReport, texts: Texts) -> str:
    if not report.began_earlier:
        return ""
    return texts.count(
        "the latest match of it", "the latest {count} matches of it", len(report.outcomes)
    )


def _colour(record: Tally) -> int:
    if record.wins == record.losses:
        return theme.NEUTRAL
    outcome = Outcome.WIN if record.wins > record.losses else Outcome.LOSS
    return theme.outcome_style(outcome).colour
