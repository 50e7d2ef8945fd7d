"""While somebody looks through the list of matches, new ones are played."""

import pytest

from bot.facts.results import Player
from bot.features.lookups import Lookups
from tests.support.clock import FakeClock
from tests.support.worlds import GrowingWorld


@pytest.fixture(scope="module")
def world() -> GrowingWorld:
    return GrowingWorld.new()


@pytest.mark.parametrize("position", [0, 1, 11, 12, 13, 24])
async def test_no_match_is_skipped_or_shown_twice(
    lookups: Lookups, main: Player, world: GrowingWorld, clock: FakeClock, position: int
) -> None:
    played = [match.match_id for match in world.matches_of(main.gamertag)]
    world.unplayed = 3
    match = await lookups.last_match.latest(main)
    for _ in range(position):
        match = await lookups.last_match.beside(match, 1)
    assert match.match_id == played[3 + position]
    world.unplayed = 0
    clock.advance(60)  # Histories hold for less.
    after = await lookups.last_match.beside(match, 1)
    assert after.match_id == played[3 + position + 1]
    assert after.position == 3 + position + 1
    back = await lookups.last_match.beside(match, -1)
    assert back.match_id == played[3 + position - 1]


async def test_the_new_ones_can_be_reached(
    lookups: Lookups, main: Player, world: GrowingWorld, clock: FakeClock
) -> None:
    played = [match.match_id for match in world.matches_of(main.gamertag)]
    world.unplayed = 2
    match = await lookups.last_match.beside(await lookups.last_match.latest(main), 1)
    world.unplayed = 0
    clock.advance(60)
    seen = []
    for _ in range(3):
        match = await lookups.last_match.beside(match, -1)
        seen.append(match.match_id)
    assert seen == played[2::-1]


async def test_pages_of_different_times_are_not_counted_through(
    lookups: Lookups, main: Player, world: GrowingWorld, clock: FakeClock
) -> None:
    played = [match.match_id for match in world.matches_of(main.gamertag)]
    world.unplayed = 3
    match = await lookups.last_match.latest(main)
    clock.advance(15)
    seen = [match]
    for _ in range(14):
        seen.append(await lookups.last_match.beside(seen[-1], 1))
    world.unplayed = 0
    # The first page has ended by now; the second, fetched later, still holds.
    clock.advance(10)
    for position in (12, 13):
        beside = await lookups.last_match.beside(seen[position], -1)
        assert beside.match_id == played[3 + position - 1]


async def test_a_refresh_shows_what_a_kept_history_does_not_name_yet(
    lookups: Lookups, main: Player, world: GrowingWorld
) -> None:
    played = [match.match_id for match in world.matches_of(main.gamertag)]
    world.unplayed = 1
    assert (await lookups.last_match.latest(main)).match_id == played[1]
    world.unplayed = 0
    assert (await lookups.last_match.latest(main)).match_id == played[1]
    assert (await lookups.last_match.latest(main, fresh=True)).match_id == played[0]
    assert (await lookups.last_match.latest(main)).match_id == played[0]
