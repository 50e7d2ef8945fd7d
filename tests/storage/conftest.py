from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.engine import Database
from bot.storage.migrate import upgrade


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
