"""Plays a planned match: who is in it, who kills whom, who wins."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from bot.halo.models.enums import Outcome
from bot.sandbox.modes import Mode, Scoring
from bot.sandbox.plans import Plan
from bot.sandbox.players import Player

_BOT_RATING = 300


@dataclass(slots=True)
class Line:
    """One participant: a player, or a bot by its number. `score` is what the mode counts."""

    player: Player | None
    team: int
    bot: int = 0
    late: bool = False
    left: bool = False
    kills: int = 0
    deaths: int = 0
    assists: int = 0
    score: int = 0
    rank: int = 0
    outcome: Outcome = Outcome.LOSS

    @property
    def player_id(self) -> str:
        """The participant as matches name them."""
        return f"xuid({self.player.xuid})" if self.player else f"bid({self.bot}.0)"

    @property
    def weight(self) -> float:
        """How much of their side's kills fall to them."""
        rating = self.player.rating if self.player else _BOT_RATING
        return (500 + rating) * (0.5 if self.left or self.late else 1.0)


@dataclass(slots=True)
class Side:
    """One team, or one player of a free-for-all, and how it did."""

    team: int
    lines: list[Line]
    score: int = 0
    rounds_won: int = 0
    rounds_lost: int = 0
    rounds_tied: int = 0
    rank: int = 1
    outcome: Outcome = Outcome.LOSS


def line_up(rng: Random, plan: Plan, roster: Sequence[Player]) -> list[Side]:
    """Everybody on their side; the first player's side comes first."""
    players = iter(roster)
    if plan.free_for_all:
        lines = [Line(next(players), team) for team in range(plan.sizes[0])]
        _replace_leavers(rng, plan, lines, players)
        return [Side(line.team, [line]) for line in lines]
    teams = [0] if len(plan.sizes) == 1 else rng.sample((0, 1), 2)
    sides = []
    for place, (team, size) in enumerate(zip(teams, plan.sizes, strict=True)):
        lines = [Line(next(players), team) for _ in range(size)]
        if place == 1:
            lines += [Line(None, team, bot=31 + number) for number in range(plan.bots)]
        sides.append(Side(team, lines))
    _replace_leavers(rng, plan, sides[0].lines, players)
    return sides


def fight(rng: Random, plan: Plan, mode: Mode, sides: list[Side]) -> None:
    """Decide the match: scores, rounds, outcomes, kills and ranks."""
    _decide(rng, plan, mode, sides)
    for side in sides:
        kills = side.score
        if mode.scoring is not Scoring.KILLS:
            kills = round(mode.kills * len(side.lines) * rng.uniform(0.85, 1.15))
        _share_kills(rng, side, [other for other in sides if other is not side], kills)
        if mode.scoring is Scoring.OBJECTIVE:
            for line, points in zip(side.lines, _share(rng, side.score, side.lines), strict=True):
                line.score = points
    if len(sides) == 1:
        for line in sides[0].lines:
            line.deaths = rng.randrange(5)
    if mode.scoring is Scoring.KILLS:
        for line in _lines(sides):
            line.score = line.kills
    _rank(sides)


def _replace_leavers(rng: Random, plan: Plan, lines: list[Line], players: Iterator[Player]) -> None:
    """Let some leave, and late joiners take over their team ids."""
    own_leaves = plan.result is Outcome.DID_NOT_FINISH
    leaving = rng.sample(lines[1:], plan.leavers - own_leaves) if plan.leavers else []
    for line in [lines[0], *leaving] if own_leaves else leaving:
        line.left = True
    gone = [line for line in lines if line.left]
    lines += [Line(next(players), line.team, late=True) for line in gone[: plan.late]]


def _lines(sides: Sequence[Side]) -> list[Line]:
    return [line for side in sides for line in side.lines]


def _decide(rng: Random, plan: Plan, mode: Mode, sides: list[Side]) -> None:
    tie = plan.result is Outcome.TIE
    first_wins = plan.result is Outcome.WIN
    winner = sides[0] if first_wins else rng.choice(sides[1:]) if sides[1:] else None
    low, high = max(0, round(mode.target * 0.45)), max(1, round(mode.target * 0.94))
    tied_at = max(0, mode.target - rng.randrange(1, 4))
    for place, side in enumerate(sides):
        won = side is winner and not tie
        side.score = mode.target if won else rng.randrange(low, high)
        side.rounds_won = mode.rounds if won else rng.randrange(mode.rounds)
        if tie:
            side.score, side.rounds_won, side.rounds_tied = tied_at, 0, 1
        if plan.points:
            side.score = plan.points[place]
        if plan.rounds:
            side.rounds_won = plan.rounds[place]
        side.outcome = Outcome.TIE if tie else Outcome.WIN if won else Outcome.LOSS
    if len(sides) == 2:
        sides[0].rounds_lost = sides[1].rounds_won
        sides[1].rounds_lost = sides[0].rounds_won
    else:
        for side in sides:
            side.rounds_lost = 0 if side.outcome is Outcome.WIN else mode.rounds


def _share(rng: Random, amount: int, lines: Sequence[Line]) -> list[int]:
    if not lines:
        return []
    weights = [line.weight * rng.uniform(0.7, 1.3) for line in lines]
    drawn = Counter(rng.choices(range(len(lines)), weights, k=amount))
    return [drawn[place] for place in range(len(lines))]


def _share_kills(rng: Random, side: Side, others: list[Side], kills: int) -> None:
    for line, amount in zip(side.lines, _share(rng, kills, side.lines), strict=True):
        line.kills = amount
    team_mates = len(side.lines) - 1
    if team_mates:
        assists = _share(rng, round(kills * rng.uniform(0.3, 0.6)), side.lines)
        for line, amount in zip(side.lines, assists, strict=True):
            line.assists = amount
    victims = _lines(others)
    if victims:
        for line in rng.choices(victims, [1 / line.weight for line in victims], k=kills):
            line.deaths += 1


def _rank(sides: list[Side]) -> None:
    """Rank sides by outcome and score, and players by their side and then their own score."""
    order = {Outcome.WIN: 0, Outcome.TIE: 0}
    keys = {id(side): (order.get(side.outcome, 1), -side.score) for side in sides}
    if all(side.outcome is Outcome.TIE for side in sides):
        keys = dict.fromkeys(keys, (0, 0))
    for side in sides:
        side.rank = 1 + sum(keys[id(other)] < keys[id(side)] for other in sides)
    places = {id(line): (side.rank, -line.score) for side in sides for line in side.lines}
    for side in sides:
        for line in side.lines:
            line.rank = 1 + sum(place < places[id(line)] for place in places.values())
            line.outcome = Outcome.DID_NOT_FINISH if line.left else side.outcome
