"""The session card: how the matches went that somebody played in one go."""

from collections.abc import Sequence

import discord

from bot.facts.played_match import Tally
from bot.features.session.lookup import SESSION_GAP, SessionReport
from bot.halo.models.enums import Outcome
from bot.look import combat, figures, notes, text, theme, waypoint
from bot.look.limits import fit
from bot.look.record_text import add_combat, add_ranks, won_and_lost
from bot.look.texts import Texts


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
            left_out(report, texts),
            _more(report, texts),
            notes.missing_note(report, texts),
        )
    )
    return fit(embed)


def length(report: SessionReport, texts: Texts) -> str:
    """How many matches there were, in which time: "7 matches · 1 h 53 min"."""
    return notes.joined(
        texts.count("{count} match", "{count} matches", len(report.outcomes)),
        texts.duration(report.length),
    )


def outcome_marks(outcomes: Sequence[Outcome | int]) -> str:
    """A mark a match, in the given order."""
    return "".join(theme.outcome_style(outcome).mark for outcome in outcomes)


def _when(report: SessionReport, texts: Texts) -> str:
    if report.ongoing and report.started_at is not None:
        return texts("began {when}", when=figures.ago(report.started_at))
    if report.ended_at is not None:
        return texts("ended {when}", when=figures.ago(report.ended_at))
    return ""


def _end(texts: Texts) -> str:
    minutes = int(SESSION_GAP.total_seconds() // 60)
    return texts.count(
        "A pause of {count} minute ends a session",
        "A pause of {count} minutes ends a session",
        minutes,
    )


def left_out(report: SessionReport, texts: Texts) -> str:
    """Which kills the figures leave out: of whole matches, and in matches; "" where none."""
    matches = texts.count(
        "without {count} match against AI",
        "without {count} matches against AI",
        report.against_ai,
    )
    return notes.joined(matches if report.against_ai else "", combat.left_out(texts, report.combat))


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
