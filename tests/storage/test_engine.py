import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiosqlite
import pytest
from sqlalchemy import func, make_url, select, text

from bot.storage.engine import Database
from bot.storage.errors import DatabaseUrlWrong, SqliteTooOld, StorageUnavailable
from bot.storage.migrate import upgrade
from bot.storage.settings import SettingsRepository
from bot.storage.tables import ServerSetting
from bot.storage.url import parse_url


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///data/bot.db", "sqlite+aiosqlite:///data/bot.db"),
        ("sqlite+aiosqlite:///data/bot.db", "sqlite+aiosqlite:///data/bot.db"),
        ("sqlite://", "sqlite+aiosqlite://"),
        ("postgres://u:p@host/db", "postgresql+asyncpg://u:p@host/db"),
        ("postgresql://u:p@host:5433/db", "postgresql+asyncpg://u:p@host:5433/db"),
    ],
)
def test_urls_get_the_asynchronous_driver(given: str, used: str) -> None:
    assert parse_url(given).render_as_string(hide_password=False) == used


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hunter2",
        "mysql://u:hunter2@host/db",
        "postgresql://u:hunter2@host:port/db",
        "sqlite:////proc/none/hunter2/bot.db",
        "sqlite://hunter2.db",
    ],
)
async def test_a_wrong_url_is_named_and_not_shown(url: str) -> None:
    with pytest.raises(DatabaseUrlWrong) as raised:
        await Database.open(url)
    shown = f"{raised.value.title} {raised.value.hint}"
    assert "hunter2" not in shown
    assert "u:hunter2" not in str(raised.value)


async def test_an_unreachable_server_is_named_without_its_password() -> None:
    pytest.importorskip("asyncpg", reason="PostgreSQL support is not installed")
    with pytest.raises(StorageUnavailable) as raised:
        await Database.open("postgres://somebody:hunter2@127.0.0.1:1/db?password=hunter3")
    assert "127.0.0.1:1/db" in str(raised.value)
    assert "somebody" not in str(raised.value)
    assert "hunter" not in str(raised.value)


async def test_an_unknown_option_is_a_wrong_url() -> None:
    with pytest.raises(DatabaseUrlWrong):
        await Database.open("postgres://127.0.0.1:1/db?colour=blue")


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    file.write_text("This is a shopping list, and by no means a database. " * 50)
    with pytest.raises(StorageUnavailable):
        await Database.open(f"sqlite:///{file}")


def test_a_file_that_cannot_be_opened_leaves_no_thread_that_fails_later(tmp_path: Path) -> None:
    for _ in range(10):  # Several times: it was a race between a thread and the loop's end.
        with pytest.raises(StorageUnavailable):
            asyncio.run(Database.open(f"sqlite:///{tmp_path}"))


async def test_a_missing_folder_is_created(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "bot.db"
    database = await Database.open(f"sqlite:///{file}")
    await database.close()
    assert file.exists()


async def test_every_sqlite_connection_is_prepared(sqlite_url: str) -> None:
    database = await Database.open(sqlite_url)
    async with database.session() as first, database.session() as second:
        for session in (first, second):
            found = [
                await session.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
            ]
            assert found == ["wal", 1, 5000, 1]
    await database.close()


async def test_an_in_memory_database_is_one_for_all_its_sessions() -> None:
    database = await Database.open("sqlite://")
    await database.create_tables()
    settings = SettingsRepository(database)
    await asyncio.gather(*(settings.set_match_kind(guild, "ranked") for guild in range(20)))
    kinds = {(await settings.get(guild)).match_kind for guild in range(20)}
    await database.close()
    assert kinds == {"ranked"}


async def test_an_error_rolls_everything_back(database: Database) -> None:
    async def fail_halfway() -> None:
        async with database.begin() as session:
            session.add(ServerSetting(guild_id=1, match_kind="ranked"))
            await session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        await fail_halfway()
    async with database.session() as session:
        assert await session.get(ServerSetting, 1) is None


async def test_a_cancelled_writer_leaves_the_database_usable(database: Database) -> None:
    inside = asyncio.Event()

    async def write_for_ever() -> None:
        async with database.begin() as session:
            session.add(ServerSetting(guild_id=1, match_kind="ranked"))
            await session.flush()
            inside.set()
            await asyncio.Event().wait()

    writer = asyncio.create_task(write_for_ever())
    await inside.wait()
    writer.cancel()
    await asyncio.gather(writer, return_exceptions=True)
    settings = SettingsRepository(database)
    assert (await settings.get(1)).match_kind == "all"
    assert (await settings.set_match_kind(1, "custom")).match_kind == "custom"


async def test_writers_that_read_first_wait_for_one_another(database: Database) -> None:
    async def add_one() -> None:
        async with database.begin() as session:
            if session.get_bind().dialect.name == "postgresql":
                await session.execute(text("LOCK TABLE server_settings IN EXCLUSIVE MODE"))
            count = await session.scalar(select(func.count()).select_from(ServerSetting))
            session.add(ServerSetting(guild_id=count, match_kind="all"))

    await asyncio.gather(*(add_one() for _ in range(25)))
    async with database.session() as session:
        assert await session.scalar(select(func.max(ServerSetting.guild_id))) == 24


async def test_a_new_file_waits_for_whoever_else_begins_with_it(sqlite_url: str) -> None:
    with closing(sqlite3.connect(parse_url(sqlite_url).database or "")) as other:
        other.execute("BEGIN IMMEDIATE")
        opening = asyncio.create_task(Database.open(sqlite_url))
        done, _ = await asyncio.wait([opening], timeout=0.3)
        assert not done
        other.rollback()
        await (await opening).close()


async def test_no_connection_is_left_in_the_past(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A cursor that is open keeps its connection's view of the file, and whoever looks on at the
    # event loop may keep a cursor for longer than its statement takes.
    kept = []
    begin = aiosqlite.Cursor.__init__

    def keep(cursor: aiosqlite.Cursor, *given: Any) -> None:
        begin(cursor, *given)
        kept.append(cursor)

    monkeypatch.setattr(aiosqlite.Cursor, "__init__", keep)
    database = await Database.open(sqlite_url)
    async with database.begin() as session:
        await session.execute(text("CREATE TABLE written (number INT)"))
    for written in range(1, 5):
        async with database.begin() as session:
            await session.execute(text("INSERT INTO written VALUES (1)"))
        async with database.session() as one, database.session() as another:
            for reader in (one, another):
                found = await reader.scalar(text("SELECT count(*) FROM written"))
                assert found == written
    await database.close()


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"database": "nope"}, 'database "nope" does not exist'),
        ({"username": "nobody9"}, 'role "nobody9" does not exist'),
        ({"host": "no-such-host.invalid"}, "no-such-host.invalid"),
        ({"query": {"sslmode": "verify-full", "sslrootcert": "/none.crt"}}, "No such file"),
        ({"query": {"sslmode": "require"}}, "rejected SSL upgrade"),
    ],
)
async def test_the_cause_of_a_failed_connection_is_kept(
    postgresql_url: str, change: dict[str, Any], cause: str
) -> None:
    url = make_url(postgresql_url).set(**change).render_as_string(hide_password=False)
    with pytest.raises(StorageUnavailable) as raised:
        await Database.open(url)
    assert cause in str(raised.value)
    assert "\n" not in str(raised.value)


async def test_a_role_without_permission_is_told(postgresql_url: str) -> None:
    owner = await Database.open(postgresql_url)
    role = f"guest_{uuid4().hex}"
    async with owner.begin() as session:
        await session.execute(text(f"CREATE ROLE {role} LOGIN"))
        await session.execute(text("REVOKE CREATE ON SCHEMA public FROM public"))
    try:
        guest = make_url(postgresql_url).set(username=role)
        with pytest.raises(StorageUnavailable, match="permission denied for schema public"):
            await upgrade(guest.render_as_string(hide_password=False))
    finally:
        async with owner.begin() as session:
            await session.execute(text(f"DROP ROLE {role}"))
        await owner.close()


async def test_an_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(SqliteTooOld):
        await Database.open(sqlite_url)


async def test_nobody_else_can_read_a_new_file(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path / 'bot.db'}")
    await database.create_tables()
    modes = {entry.name: entry.stat().st_mode & 0o777 for entry in os.scandir(tmp_path)}
    await database.close()
    assert modes == dict.fromkeys(("bot.db", "bot.db-wal", "bot.db-shm"), 0o600)
