"""A CSR or medals that no match can have changed are not asked for again."""

from collections import Counter

import pytest

from bot.config import Settings
from bot.facts.results import Player
from bot.facts.unchanged import LONGEST
from bot.features.lookups import Lookups
from bot.sandbox.service import SandboxService
from tests.support.clock import FakeClock
from tests.support.faults import DOWN
from tests.support.worlds import GrowingWorld

HOUR = 3600.0
FIGURES = ("service_record", "playlist_csr")


@pytest.fixture(scope="module")
def world() -> GrowingWorld:
    return GrowingWorld.new()


async def asked(lookups: Lookups, main: Player, sandbox: SandboxService) -> Counter[str]:
    """What a lookup of all standings costs upstream, by endpoint."""
    before = len(sandbox.seen)
    await lookups.csr.standings(main)
    return Counter(request.endpoint for request in list(sandbox.seen)[before:])


async def test_without_a_match_only_the_history_is_asked_for(
    lookups: Lookups, main: Player, sandbox: SandboxService, clock: FakeClock
) -> None:
    first = await asked(lookups, main, sandbox)
    assert all(first[name] for name in FIGURES)
    clock.advance(HOUR / 2)
    assert await asked(lookups, main, sandbox) == {"match_history": 1}


async def test_after_a_match_all_is_asked_for_again(
    lookups: Lookups, main: Player, sandbox: SandboxService, clock: FakeClock, world: GrowingWorld
) -> None:
    newest = world.matches_of(main.gamertag)[0]
    world.unplayed = 1
    clock.time = newest.ended_at.timestamp() - 60
    await lookups.csr.standings(main)
    world.unplayed = 0
    # Sooner than the endpoints' own freshness would have it.
    clock.time = newest.ended_at.timestamp() + 180
    again = await asked(lookups, main, sandbox)
    assert all(again[name] for name in FIGURES)


async def test_a_match_has_only_its_own_playlist_s_rank_asked_for_again(
    lookups: Lookups, main: Player, sandbox: SandboxService, clock: FakeClock, world: GrowingWorld
) -> None:
    newest = world.matches_of(main.gamertag)[0]
    world.unplayed = 1
    clock.time = newest.ended_at.timestamp() - 60
    known = len((await lookups.csr.standings(main)).standings)
    world.unplayed = 0
    clock.time = newest.ended_at.timestamp() + 180
    again = await asked(lookups, main, sandbox)
    assert 0 < again["playlist_csr"] < known


async def test_medals_follow_the_same_rule(
    lookups: Lookups, main: Player, sandbox: SandboxService, clock: FakeClock, world: GrowingWorld
) -> None:
    newest = world.matches_of(main.gamertag)[0]
    world.unplayed = 1
    clock.time = newest.ended_at.timestamp() - 60
    await lookups.medals.medals(main)
    clock.advance(30)
    before = sandbox.count("service_record")
    await lookups.medals.medals(main)
    assert sandbox.count("service_record") == before
    world.unplayed = 0
    clock.time = newest.ended_at.timestamp() + 180
    await lookups.medals.medals(main)
    assert sandbox.count("service_record") == before + 1


async def test_after_a_day_all_is_asked_for_again(
    lookups: Lookups, main: Player, sandbox: SandboxService, clock: FakeClock
) -> None:
    await lookups.csr.standings(main)
    clock.advance(LONGEST + HOUR)
    again = await asked(lookups, main, sandbox)
    assert all(again[name] for name in FIGURES)


async def test_without_a_history_the_endpoints_own_freshness_holds(
    lookups: Lookups, main: Player, sandbox: SandboxService, clock: FakeClock
) -> None:
    sandbox.fail("match_history", DOWN)
    await lookups.csr.standings(main)
    clock.advance(HOUR)
    again = await asked(lookups, main, sandbox)
    assert all(again[name] for name in FIGURES)


class TestOwnFreshnessOff:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"cache_own_freshness": False})

    async def test_all_is_asked_for_each_time(
        self, lookups: Lookups, main: Player, sandbox: SandboxService
    ) -> None:
        await lookups.csr.standings(main)
        again = await asked(lookups, main, sandbox)
        assert all(again[name] for name in FIGURES)
        assert not again["match_history"]
