"""What the lookups over many matches say of a player whose matches cannot be read."""

from collections.abc import Awaitable, Callable

import pytest

from bot.facts.errors import MatchMissing, NoMatches
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.halo.errors import PrivateHistory
from tests.conftest import Named

Ask = Callable[[Lookups, Player], Awaitable[object]]

ASKED: dict[str, Ask] = {
    "export": lambda lookups, player: lookups.export.matches(player),
    "session": lambda lookups, player: lookups.session.latest(player),
    "teammates": lambda lookups, player: lookups.teammates.teammates(player),
    "trend": lambda lookups, player: lookups.trend.trend(player),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize(
    ("gamertag", "error"), [("New Nova", NoMatches), ("Private Pike", PrivateHistory)]
)
async def test_it_is_named(
    lookups: Lookups, named: Named, ask: Ask, gamertag: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await ask(lookups, named(gamertag))


@pytest.mark.parametrize("name", ["export", "teammates", "trend"])
async def test_matches_that_are_gone_are_named(lookups: Lookups, named: Named, name: str) -> None:
    with pytest.raises(MatchMissing):
        await ASKED[name](lookups, named("Gone Ghost"))


async def test_custom_matches_have_no_trend(lookups: Lookups, named: Named) -> None:
    with pytest.raises(NoMatches):
        await lookups.trend.trend(named("Custom Casper"))
