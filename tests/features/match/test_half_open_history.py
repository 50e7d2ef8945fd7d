"""Players who show their matchmade games and hide the others."""

import pytest

from bot.facts.errors import NoMatches
from bot.facts.results import MatchKind, Player
from bot.features.lookups import Lookups
from bot.halo.errors import PrivateHistory
from tests.support.worlds import HalfOpenWorld


@pytest.fixture(scope="module")
def world() -> HalfOpenWorld:
    return HalfOpenWorld.new()


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (MatchKind.ALL, NoMatches),
        (MatchKind.MATCHMAKING, NoMatches),
        (MatchKind.CUSTOM, PrivateHistory),
        (MatchKind.LOCAL, PrivateHistory),
    ],
)
async def test_each_kind_has_its_own_setting(
    lookups: Lookups, main: Player, kind: MatchKind, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await lookups.last_match.latest(main, kind)
