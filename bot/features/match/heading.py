"""What both cards of a match begin and end with: result, place, time, and where it stands."""

from collections.abc import Sequence

import discord

from bot.facts.results import ListedMatch, MatchReport, TeamScore
from bot.halo.models.enums import LifecycleMode, Outcome
from bot.look import figures, names, notes, text, theme, waypoint
from bot.look.combat import against
from bot.look.texts import Texts

# More teams' scores than this make no readable title.
_SCORES = 4


def start_card(match: MatchReport, texts: Texts) -> discord.Embed:
    """An embed with everything but the figures: coloured by the outcome, not yet fitted.

    A neutral one has nobody's name and outcome.
    """
    embed = discord.Embed(
        title=result(match, texts),
        description=notes.lines(
            f"**{text.escape(mode_on_map(match, texts))}**",
            notes.joined(
                _kind(match, texts),
                texts.duration(match.duration),
                _when(match),
                against(match.opponents, texts),
            ),
            notes.stale_note(match.freshness, texts),
        ),
        colour=theme.outcome_style(match.outcome).colour,
        url=waypoint.match_url(match.player, match.match_id),
    )
    if not match.neutral:
        embed.set_author(
            name=text.plain(match.player.gamertag), url=waypoint.player_url(match.player)
        )
    embed.set_footer(
        text=notes.joined(
            place(match, texts),
            notes.missing_note(match, texts),
            notes.pending_note(match.pending, texts),
        )
    )
    return embed


def result(match: MatchReport, texts: Texts) -> str:
    """How it ended: "Victory · 50 – 43", "Tie · 1 – 1 in rounds · 200 – 180", "2nd of 8"."""
    label = texts(theme.outcome_style(match.outcome).label)
    if not match.teams:
        return notes.joined(*_free_for_all(match, label, texts))
    points = scores([team.score for team in match.teams], texts)
    if not match.by_rounds:
        return notes.joined(label, points)
    if len(match.teams) == 1:
        return notes.joined(label, _rounds(match.teams[0], texts), points)
    rounds = scores([team.rounds_won for team in match.teams], texts)
    return notes.joined(label, texts("{rounds} in rounds", rounds=rounds), points)


def team_result(team: TeamScore, texts: Texts, *, by_rounds: bool) -> str:
    """One team's score: "50", or "2 rounds · 200"."""
    score = texts.number(team.score)
    return notes.joined(_rounds(team, texts), score) if by_rounds else score


def mode_on_map(match: MatchReport | ListedMatch, texts: Texts) -> str:
    """What was played where: "Slayer on Live Fire"."""
    mode, map_name = names.mode(match.mode_name, match.mode_category, texts), match.map_name
    return texts("{mode} on {map}", mode=mode, map=map_name) if map_name else mode


def kind(match: MatchReport | ListedMatch, texts: Texts) -> str:
    """The playlist's name, or what kind of game it was; "" if unknown."""
    if playlist := names.known_playlist(match.playlist_name, match.playlist_id, texts):
        return playlist
    match match.lifecycle:
        case LifecycleMode.CUSTOM:
            return texts("Custom game")
        case LifecycleMode.LAN:
            return texts("Local network game")
        case LifecycleMode.MATCHMADE:
            return texts("Matchmaking")
        case _:
            return ""


def place(match: MatchReport, texts: Texts) -> str:
    """Where the match stands in its list: "Latest match", "Match 3 in the list"; "" in none."""
    if match.position < 0:
        return ""
    if match.position == 0:
        return texts("Latest match")
    return texts("Match {number} in the list", number=texts.number(match.position + 1))


def _kind(match: MatchReport, texts: Texts) -> str:
    name = kind(match, texts)
    return text.escape(name) if name else ""


def _when(match: MatchReport) -> str:
    return figures.ago(match.started_at)


def _rounds(team: TeamScore, texts: Texts) -> str:
    return texts.count("{count} round", "{count} rounds", team.rounds_won)


def scores(values: Sequence[int], texts: Texts) -> str:
    """Every team's score on one line: "50 – 43"; of many teams the first ones."""
    shown = [texts.number(score) for score in values[:_SCORES]]
    if len(values) > _SCORES:
        shown.append(theme.ELLIPSIS)
    return f" {theme.DASH} ".join(shown)


def placing(match: MatchReport, texts: Texts) -> str:
    """The player's place among all, "2nd of 8", for matches without teams; "" if unknown."""
    subject = match.subject
    if subject is None or subject.rank is None:
        return ""
    rank = texts.ordinal(subject.rank)
    if subject.rank > len(match.players):
        return rank
    return texts("{place} of {players}", place=rank, players=texts.number(len(match.players)))


def _free_for_all(match: MatchReport, label: str, texts: Texts) -> tuple[str, ...]:
    rank = placing(match, texts)
    if not rank:
        return (label,)
    # The place says more than "Defeat" does; the colour tells it anyway.
    return (rank,) if match.outcome == Outcome.LOSS else (label, rank)
