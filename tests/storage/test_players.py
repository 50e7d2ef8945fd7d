import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from contextvars import ContextVar

import pytest
from sqlalchemy import event, select

from bot.halo.names import Name, Names
from bot.storage.engine import Database
from bot.storage.gamertags import ASKED_FOR, GamertagIndex
from bot.storage.players import AskedPlayers
from bot.storage.tables import AskedPlayer
from bot.storage.url import parse_url
from tests.storage.refused import every_refusal
from tests.support.clock import FakeClock

ASKER, OTHER = 1, 2


async def stored(database: Database) -> set[tuple[int, int, str]]:
    """By whom, which player, called what."""
    async with database.session() as session:
        rows = await session.scalars(select(AskedPlayer))
        return {(row.user_id, row.xuid, row.gamertag) for row in rows}


def ask(asked: AskedPlayers, clock: FakeClock, user_id: int, *xuids: int) -> None:
    for xuid in xuids:
        clock.advance(1)
        asked.remember(user_id, xuid, Name(f"Spartan {xuid}", clock.now()))


async def test_the_newest_of_each_person_are_kept(
    asked: AskedPlayers, database: Database, clock: FakeClock
) -> None:
    ask(asked, clock, ASKER, 1, 2, 3, 4, 2)
    ask(asked, clock, OTHER, 1, 2)
    await asked.flush()
    ask(asked, clock, ASKER, 5)
    await asked.flush()
    assert {(user_id, xuid) for user_id, xuid, _ in await stored(database)} == {
        (ASKER, 4), (ASKER, 2), (ASKER, 5), (OTHER, 1), (OTHER, 2),
    }  # fmt: skip


async def test_they_are_deleted_when_they_are_too_old(
    asked: AskedPlayers, database: Database, clock: FakeClock
) -> None:
    ask(asked, clock, ASKER, 1)
    await asked.flush()
    clock.advance(ASKED_FOR + 1)
    ask(asked, clock, OTHER, 2)
    await asked.flush()
    assert await stored(database) == {(OTHER, 2, "Spartan 2")}


async def test_asking_again_leaves_a_newer_name(
    asked: AskedPlayers, database: Database, clock: FakeClock
) -> None:
    asked.remember(ASKER, 1, Name("New Name", clock.now()))
    await asked.flush()
    asked.remember(ASKER, 1, Name("Old Name", clock.now() - 60))
    await asked.flush()
    assert await stored(database) == {(ASKER, 1, "New Name")}


async def test_what_is_forgotten_is_not_written_later(
    asked: AskedPlayers, database: Database, clock: FakeClock
) -> None:
    ask(asked, clock, ASKER, 1, 2)
    ask(asked, clock, OTHER, 1, 2)
    async with asked.paused:
        asked.forget_players({1})
        asked.forget_user(OTHER)
    await asked.flush()
    assert await stored(database) == {(ASKER, 2, "Spartan 2")}
    assert asked.index.suggest("", ASKER, None) == ("Spartan 2",)


async def test_it_is_written_outside_of_the_command_that_asked(
    asked: AskedPlayers, database: Database, clock: FakeClock
) -> None:
    command: ContextVar[str] = ContextVar("command", default="")
    found = []

    def look(*_: object) -> None:
        found.append(command.get())

    event.listen(database.engine.sync_engine, "before_cursor_execute", look)
    command.set("csr")
    ask(asked, clock, ASKER, 1)
    await asked.flush()
    assert set(found) == {""}


@pytest.fixture
async def locked(sqlite_url: str) -> AsyncIterator[Database]:
    """A database of its own, which does not wait for locks."""
    database = await Database.open(sqlite_url)
    await database.create_tables()
    async with database.engine.connect() as only:
        await only.exec_driver_sql("PRAGMA busy_timeout = 0")
    yield database
    await database.close()


async def test_what_a_locked_database_refuses_is_written_later(
    locked: Database,
    sqlite_url: str,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked = AskedPlayers(locked, clock, GamertagIndex(locked, clock, Names()))
    with closing(sqlite3.connect(parse_url(sqlite_url).database or "")) as other:
        other.execute("BEGIN IMMEDIATE")
        for xuid in (1, 2):
            ask(asked, clock, ASKER, xuid)
            await asked.flush()
        assert await stored(locked) == set()
    assert caplog.text.count("going on without") == 1
    clock.advance(60)
    ask(asked, clock, ASKER, 3)
    await asked.close()
    assert len(await stored(locked)) == 3


@every_refusal
async def test_a_gamertag_that_the_database_cannot_store_holds_up_no_other(
    asked: AskedPlayers,
    database: Database,
    clock: FakeClock,
    bad: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ask(asked, clock, ASKER, 1, 2)
    asked.remember(OTHER, 3, Name(bad, clock.now()))
    asked.remember(OTHER, 4, Name(f"{bad} too", clock.now()))
    ask(asked, clock, OTHER, 5)
    await asked.flush()
    assert {xuid for _, xuid, _ in await stored(database)} == {1, 2, 5}
    assert caplog.text.count("cannot store") == 1
    assert "going on without" not in caplog.text


@every_refusal
async def test_it_is_set_aside_and_not_tried_again(
    asked: AskedPlayers, database: Database, clock: FakeClock, bad: str
) -> None:
    asked.remember(ASKER, 1, Name(bad, clock.now()))
    await asked.flush()
    statements = []
    event.listen(
        database.engine.sync_engine, "before_cursor_execute", lambda *_: statements.append(1)
    )
    clock.advance(60)
    asked.remember(ASKER, 1, Name(bad, clock.now()))
    await asked.flush()
    assert statements == []
    asked.remember(ASKER, 1, Name("Renamed", clock.now()))
    await asked.flush()
    assert await stored(database) == {(ASKER, 1, "Renamed")}
