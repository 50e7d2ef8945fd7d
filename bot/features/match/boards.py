"""Sorting a match's players onto the boards they are shown on, for cards and tables alike."""

from dataclasses import dataclass

from bot.facts.results import MatchReport, PlayerLine, TeamScore
from bot.look import names, theme
from bot.look.texts import Texts


@dataclass(frozen=True, slots=True)
class Board:
    """One team's players. `team` is None for people without a listed team.

    `name` is in the reader's language, or "" in a free-for-all, which has one board by place.
    """

    name: str
    team_id: int | None
    team: TeamScore | None
    players: tuple[PlayerLine, ...]


def boards(match: MatchReport, texts: Texts) -> list[Board]:
    """Every team in the report's order, then those whose team is not listed: nobody is left out.

    A team that nobody was on has no board.
    """
    if not match.teams:
        return [Board("", None, None, match.players)] if match.players else []
    found = [
        Board(names.team(team.team_id, texts), team.team_id, team, _of_team(match, team.team_id))
        for team in match.teams
    ]
    listed = {team.team_id for team in match.teams}
    for team_id in dict.fromkeys(line.team_id for line in match.players):
        if team_id not in listed:
            name = texts("No team") if team_id is None else names.team(team_id, texts)
            found.append(Board(name, team_id, None, _of_team(match, team_id)))
    return [board for board in found if board.players]


def marks(line: PlayerLine, texts: Texts) -> str:
    """What is special about a participant: "BOT", "LATE", "LEFT", "LATE LEFT" or ""."""
    found = (
        (line.is_bot, theme.BOT),
        (line.joined_late, theme.LATE),
        (line.left_early, theme.LEFT),
    )
    return " ".join(texts(word) for there, word in found if there)


def _of_team(match: MatchReport, team_id: int | None) -> tuple[PlayerLine, ...]:
    return tuple(line for line in match.players if line.team_id == team_id)
