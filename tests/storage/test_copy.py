"""Moving an installation between databases."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Table, select, text

from bot.storage.copy import LEFT_BEHIND, CopyIncomplete, TargetNotEmpty, copy_database
from bot.storage.engine import Database
from bot.storage.errors import MigrationNeeded
from bot.storage.migrate import upgrade
from bot.storage.tables import (
    Account,
    AccountLease,
    AskedPlayer,
    Base,
    OwnLink,
    ServerLink,
    ServerSetting,
    UserSetting,
)

AT = datetime(2026, 5, 4, 20, 15, tzinfo=UTC)
LINKS = 1_203
COUNTS = {"accounts": 1, "asked_players": 1, "own_links": LINKS, "server_links": 1,
          "server_settings": 1, "user_settings": 1}  # fmt: skip
# A database that takes links without a word and keeps none.
SWALLOW = {
    "sqlite": "CREATE TRIGGER t BEFORE INSERT ON own_links BEGIN SELECT RAISE(IGNORE); END",
    "postgresql": "CREATE RULE r AS ON INSERT TO own_links DO INSTEAD NOTHING",
}


@pytest.fixture
async def source_url(tmp_path: Path) -> str:
    """A database in which everything holds something."""
    url = f"sqlite:///{tmp_path / 'source.db'}"
    await upgrade(url)
    database = await Database.open(url)
    async with database.begin() as session:
        session.add_all([
            *(OwnLink(user_id=n, xuid=2**62 + n, gamertag="Ünïcode 🎮", named_at=AT, linked_at=AT)
              for n in range(LINKS)),
            ServerLink(
                guild_id=2**62, user_id=1, xuid=1, gamertag="A", named_at=AT, linked_by=2,
                linked_at=AT,
            ),
            Account(name="main", sealed=b"\x00sealed\xff", updated_at=AT),
            ServerSetting(guild_id=1, match_kind="ranked"),
            UserSetting(
                user_id=1, pictures=False, time_zone="Asia/Tokyo", match_kind="custom",
                playlist="", on_leaderboards=False,
            ),
            AskedPlayer(user_id=1, xuid=1, gamertag="A", named_at=AT, asked_at=AT),
            AccountLease(name="main", holder="x", expires_at=1.0),
        ])  # fmt: skip
    await database.close()
    return url


@pytest.fixture
async def target(database_url: str) -> AsyncIterator[Database]:
    database = await Database.open(database_url)
    yield database
    await database.close()


async def rows(url: str, table: Table) -> list[tuple[object, ...]]:
    database = await Database.open(url)
    async with database.session() as session:
        found = (await session.execute(select(table).order_by(*table.primary_key))).all()
    await database.close()
    return [tuple(row) for row in found]


async def test_everything_but_leases_arrives_as_it_was(source_url: str, database_url: str) -> None:
    assert await copy_database(source_url, database_url) == COUNTS
    for table in Base.metadata.sorted_tables:
        expected = [] if table.name in LEFT_BEHIND else await rows(source_url, table)
        assert await rows(database_url, table) == expected


async def test_it_leads_back_as_well(source_url: str, database_url: str, tmp_path: Path) -> None:
    back = f"sqlite:///{tmp_path / 'back.db'}"
    await copy_database(source_url, database_url)
    assert await copy_database(database_url, back) == COUNTS
    for name in COUNTS:
        table = Base.metadata.tables[name]
        assert await rows(back, table) == await rows(source_url, table)


async def test_a_target_that_holds_anything_is_refused(
    source_url: str, database_url: str, target: Database
) -> None:
    await upgrade(database_url)
    async with target.begin() as session:
        session.add(ServerSetting(guild_id=7, match_kind="all"))
    with pytest.raises(TargetNotEmpty) as refused:
        await copy_database(source_url, database_url)
    assert "server_settings" in str(refused.value)
    assert await rows(database_url, Base.metadata.tables["own_links"]) == []


async def test_a_database_cannot_be_copied_onto_itself(source_url: str) -> None:
    with pytest.raises(TargetNotEmpty):
        await copy_database(source_url, source_url)


async def test_rows_that_do_not_arrive_undo_the_whole_copy(
    source_url: str, database_url: str, target: Database
) -> None:
    await upgrade(database_url)
    async with target.begin() as session:
        await session.execute(text(SWALLOW[session.get_bind().dialect.name]))
    with pytest.raises(CopyIncomplete) as failed:
        await copy_database(source_url, database_url)
    assert "own_links: 0 rows" in str(failed.value)
    assert await rows(database_url, Base.metadata.tables["accounts"]) == []


async def test_an_old_source_is_refused(database_url: str, tmp_path: Path) -> None:
    with pytest.raises(MigrationNeeded):
        await copy_database(f"sqlite:///{tmp_path / 'new.db'}", database_url)
