"""Newer names reach every stored row about a player, older ones none."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import event, select

from bot.halo.names import Name
from bot.storage.engine import Database
from bot.storage.links import LinkRepository
from bot.storage.names import StoredNames
from bot.storage.players import AskedPlayers
from bot.storage.tables import AskedPlayer, OwnLink, ServerLink
from tests.storage.refused import every_refusal
from tests.support.clock import FakeClock

CHIEF, OTHER, GUILD, ADMIN = 117, 343, 10, 9
TABLES = (OwnLink, ServerLink, AskedPlayer)


@pytest.fixture
async def names(database: Database, clock: FakeClock) -> AsyncIterator[StoredNames]:
    names = StoredNames(database, clock)
    yield names
    await names.close()


@pytest.fixture
async def filled(links: LinkRepository, asked: AskedPlayers, clock: FakeClock) -> None:
    """A row about each of two players in every table."""
    for user_id, xuid in enumerate((CHIEF, OTHER), start=1):
        name = Name(f"Spartan {xuid}", clock.now())
        await links.link_self(user_id, xuid, name.gamertag)
        await links.link_member(GUILD, user_id, xuid, name.gamertag, ADMIN)
        asked.remember(user_id, xuid, name)
    await asked.flush()


async def called(database: Database, xuid: int) -> list[str]:
    """What the player is called in each table."""
    async with database.session() as session:
        return [
            gamertag
            for table in TABLES
            for gamertag in await session.scalars(select(table.gamertag).where(table.xuid == xuid))
        ]


@pytest.mark.usefixtures("filled")
async def test_a_newer_name_is_written_into_every_table(
    names: StoredNames, database: Database, clock: FakeClock
) -> None:
    names.hear(CHIEF, Name("Master Chief", clock.now() + 60))
    names.hear(7, Name("A Stranger", clock.now() + 60))
    await names.flush()
    assert await called(database, CHIEF) == ["Master Chief"] * 3
    assert await called(database, OTHER) == ["Spartan 343"] * 3


@pytest.mark.usefixtures("filled")
async def test_an_older_name_is_written_nowhere(
    names: StoredNames, database: Database, clock: FakeClock
) -> None:
    names.hear(CHIEF, Name("John", clock.now() - 1))
    await names.flush()
    clock.advance(60)
    names.hear(CHIEF, Name("Spartan 117", clock.now()))
    await names.flush()
    # Between two moments at which the service has said the same.
    names.hear(CHIEF, Name("John", clock.now() - 30))
    await names.flush()
    assert await called(database, CHIEF) == ["Spartan 117"] * 3


@pytest.mark.usefixtures("filled")
async def test_a_name_from_a_clock_that_was_ahead_gives_way(
    names: StoredNames, database: Database, clock: FakeClock
) -> None:
    clock.advance(-86_400)
    names.hear(CHIEF, Name("Master Chief", clock.now()))
    await names.flush()
    assert await called(database, CHIEF) == ["Master Chief"] * 3


@pytest.mark.usefixtures("filled")
async def test_strangers_lock_nothing(
    names: StoredNames, database: Database, clock: FakeClock
) -> None:
    statements: list[str] = []
    event.listen(
        database.engine.sync_engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_rest: statements.append(statement),
    )
    names.hear(7, Name("A Stranger", clock.now()))
    await names.flush()
    assert statements
    assert not [each for each in statements if "UPDATE" in each or "IMMEDIATE" in each]


@every_refusal
@pytest.mark.usefixtures("filled")
async def test_a_name_that_the_database_cannot_store_holds_up_no_other(
    names: StoredNames, database: Database, clock: FakeClock, bad: str
) -> None:
    names.hear(CHIEF, Name(bad, clock.now() + 60))
    names.hear(OTHER, Name("Linda", clock.now() + 60))
    await names.flush()
    assert await called(database, CHIEF) == ["Spartan 117"] * 3
    assert await called(database, OTHER) == ["Linda"] * 3
