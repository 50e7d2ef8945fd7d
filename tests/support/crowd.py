"""A world of the sandbox with more players than any other."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from bot.sandbox.matches import play
from bot.sandbox.plans import ranked_plan
from bot.sandbox.players import make_players
from bot.sandbox.world import World
from tests.support.clock import NOW

CROWD = 200
_FIRST = 2_533_274_800_000_000
_MODEL = "Ember Fox"


def crowded(count: int = CROWD, now: datetime = NOW) -> World:
    """A world with `count` more players, named by in_crowd(); each has played one ranked match."""
    rng = Random(117)
    players = make_players(rng)
    model = next(player for player in players if player.gamertag == _MODEL)
    crowd = [
        replace(model, xuid=_FIRST + place, gamertag=in_crowd(place)) for place in range(count)
    ]
    ordinary = [player for player in players if not player.reserved]
    matches = []
    for number, player in enumerate(crowd):
        plan = ranked_plan(rng)
        roster = [player, *rng.sample(ordinary, plan.humans - 1)]
        matches.append(play(rng, plan, roster, now - timedelta(minutes=20 * number + 5)))
    return World([*players, *crowd], matches, rng)


def in_crowd(place: int) -> str:
    """The gamertag of one in the crowd, counted from 0."""
    return f"Crowd {place:03}"
