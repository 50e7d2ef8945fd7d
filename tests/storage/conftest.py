from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.halo.names import Names
from bot.storage.engine import Database
from bot.storage.gamertags import GamertagIndex
from bot.storage.links import LinkRepository
from bot.storage.migrate import upgrade
from bot.storage.players import AskedPlayers
from tests.support.clock import FakeClock


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bot.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database of this test's own."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database with all tables, made by the migrations."""
    await upgrade(database_url)
    database = await Database.open(database_url)
    yield database
    await database.close()


@pytest.fixture
def index(database: Database, clock: FakeClock) -> GamertagIndex:
    return GamertagIndex(database, clock, Names(), keep=5, keep_a_server=2)


@pytest.fixture
async def asked(
    database: Database, clock: FakeClock, index: GamertagIndex
) -> AsyncIterator[AskedPlayers]:
    asked = AskedPlayers(database, clock, index, keep=3)
    yield asked
    await asked.close()


@pytest.fixture
def links(database: Database, clock: FakeClock, asked: AskedPlayers) -> LinkRepository:
    return LinkRepository(database, clock, asked)
