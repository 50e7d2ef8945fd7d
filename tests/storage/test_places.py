"""Places and pauses after the clock of the PostgreSQL server has been put back."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import update

from bot.halo.clock import SystemClock
from bot.halo.endpoints import Rate
from bot.storage.engine import Database
from bot.storage.migrate import upgrade
from bot.storage.places import UpstreamPlaces
from bot.storage.tables import UpstreamPause, UpstreamPlace

SCOPE, RATE, LEASE = "main host", Rate(2, 1.0), 4.0
DAY = 86_400.0


@pytest.fixture
async def database(postgresql_url: str) -> AsyncIterator[Database]:
    await upgrade(postgresql_url)
    database = await Database.open(postgresql_url)
    yield database
    await database.close()


@pytest.fixture
def places(database: Database) -> UpstreamPlaces:
    return UpstreamPlaces(database, SystemClock())


async def put_clock_back(database: Database, seconds: float) -> None:
    """What is stored lies so much further ahead."""
    async with database.begin() as session:
        await session.execute(update(UpstreamPlace).values(free_at=UpstreamPlace.free_at + seconds))
        await session.execute(update(UpstreamPause).values(until=UpstreamPause.until + seconds))


async def test_places_in_use_and_free_ones_are_to_be_had_again(
    places: UpstreamPlaces, database: Database
) -> None:
    await places.take(SCOPE, RATE, "makes them", LEASE)
    held = await places.take(SCOPE, RATE, "held", LEASE)
    assert held is not None
    await put_clock_back(database, DAY)
    taken = [await places.take(SCOPE, RATE, str(number), LEASE) for number in range(2)]
    assert sorted(one.number for one in taken if one is not None) == [0, 1]
    assert max(one.wait for one in taken if one is not None) == 0
    assert await places.take(SCOPE, RATE, "one too many", LEASE) is None


async def test_a_place_that_is_kept_stays_its_holders(
    places: UpstreamPlaces, database: Database
) -> None:
    await places.take(SCOPE, RATE, "makes them", LEASE)
    for holder in ("one", "other"):
        await places.take(SCOPE, RATE, holder, LEASE)
    await put_clock_back(database, DAY)
    assert await places.keep(["one", "other"], LEASE) == {"one", "other"}
    assert await places.take(SCOPE, RATE, "one too many", LEASE) is None


async def test_a_pause_longer_than_any_is_void(places: UpstreamPlaces, database: Database) -> None:
    await places.take(SCOPE, RATE, "makes them", LEASE)
    await places.pause(SCOPE, 1e9)
    assert 3_500 < await places.pause_left(SCOPE) <= 3_600
    await put_clock_back(database, DAY)
    assert await places.pause_left(SCOPE) == 0
    taken = await places.take(SCOPE, RATE, "one", LEASE)
    assert taken is not None
    assert taken.pause == 0
    await places.pause(SCOPE, 20.0)
    assert 0 < await places.pause_left(SCOPE) <= 20
