"""The lookups on the simulated services, without Discord."""

from collections.abc import Callable

import pytest

from bot.app import App
from bot.lookups.lookups import Lookups
from bot.lookups.results import Player
from bot.sandbox.world import World

Named = Callable[[str], Player]


@pytest.fixture
def lookups(app: App) -> Lookups:
    return app.lookups


@pytest.fixture
def named(world: World) -> Named:
    """The player of that gamertag in the simulated world."""
    return lambda gamertag: Player(world.player(gamertag).xuid, gamertag)


@pytest.fixture
def main(named: Named, world: World) -> Player:
    """The main player of the simulated world."""
    return named(world.main.gamertag)
