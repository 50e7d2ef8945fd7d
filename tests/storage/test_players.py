import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from contextvars import ContextVar

import pytest
from sqlalchemy import event, func, select

from bot.storage.engine import Database
from bot.storage.players import RecentPlayers
from bot.storage.tables import RecentPlayer
from bot.storage.url import parse_url
from tests.storage.refused import every_refusal
from tests.support.clock import FakeClock


@pytest.fixture
async def players(database: Database, clock: FakeClock) -> AsyncIterator[RecentPlayers]:
    players = RecentPlayers(database, clock)
    yield players
    await players.close()


async def remember(players: RecentPlayers, clock: FakeClock, *gamertags: str) -> None:
    for xuid, gamertag in enumerate(gamertags, start=1):
        clock.time += 1
        players.remember(xuid, gamertag)


async def test_nobody_is_near_at_first(players: RecentPlayers) -> None:
    assert await players.near("Chief") == ()


async def test_gamertags_by_xuid(players: RecentPlayers, clock: FakeClock) -> None:
    await remember(players, clock, "Chief", "Cortana")
    await players.flush()
    players.remember(2, "Weapon")
    players.remember(3, "Echo 216")
    assert await players.gamertags([1, 2, 3, 4]) == {1: "Chief", 2: "Weapon", 3: "Echo 216"}
    assert await players.gamertags([]) == {}


async def test_misspelt_gamertags_find_the_right_one(
    players: RecentPlayers, clock: FakeClock
) -> None:
    await remember(players, clock, "Master Chief", "Cortana", "Größe 117")
    assert await players.near("MasterCheif") == ("Master Chief",)
    assert await players.near("GRÖSSE117") == ("Größe 117",)
    assert await players.near("Arbiter") == ()


async def test_beginnings_come_first_and_the_newest_of_them(
    players: RecentPlayers, clock: FakeClock
) -> None:
    await remember(players, clock, "Chip", "Chief 117", "Chief 343", "Thief")
    assert await players.near("chief") == ("Chief 343", "Chief 117", "Thief")
    assert await players.near("chief", limit=1) == ("Chief 343",)


async def test_it_is_written_outside_of_the_command_that_asked(
    players: RecentPlayers, database: Database
) -> None:
    command: ContextVar[str] = ContextVar("command", default="")
    found = []

    def look(*_: object) -> None:
        found.append(command.get())

    event.listen(database.engine.sync_engine, "before_cursor_execute", look)
    command.set("csr")
    players.remember(1, "Chief")
    await players.flush()
    assert set(found) == {""}


@pytest.mark.parametrize("typed", ["%", "_", "\\", "", "   ", "'; --"])
async def test_odd_input_means_nothing_special(
    players: RecentPlayers, clock: FakeClock, typed: str
) -> None:
    await remember(players, clock, "Chief", "Cortana")
    assert await players.near(typed) == ()


async def test_a_renamed_player_is_known_by_the_new_gamertag(
    players: RecentPlayers, clock: FakeClock
) -> None:
    players.remember(2**63 - 1, "Old Gamertag")
    clock.time += 1
    players.remember(2**63 - 1, "Noble Six")
    assert await players.near("Old Gamertag") == ()
    assert await players.near("noblesix") == ("Noble Six",)


async def test_a_gamertag_that_changed_hands_is_given_once(players: RecentPlayers) -> None:
    players.remember(1, "Chief")
    players.remember(2, "Chief")
    assert await players.near("Chief") == ("Chief",)


async def test_the_oldest_are_forgotten(database: Database, clock: FakeClock) -> None:
    players = RecentPlayers(database, clock, keep=3, trim_every=1)
    for number, gamertag in enumerate(["Alpha", "Bravo", "Charlie", "Delta", "Echo"]):
        clock.time += 1
        players.remember(number, gamertag)
        await players.flush()
    await players.flush()
    async with database.session() as session:
        assert await session.scalar(select(func.count()).select_from(RecentPlayer)) == 3
    assert await players.near("Alpha") == ()
    assert await players.near("Charlie") == ("Charlie",)


async def test_what_a_locked_database_refuses_is_written_later(
    sqlite_url: str, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    database = await Database.open(sqlite_url)
    await database.create_tables()
    players = RecentPlayers(database, clock)
    async with database.engine.connect() as only:
        await only.exec_driver_sql("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(parse_url(sqlite_url).database or "")) as other:
        other.execute("BEGIN IMMEDIATE")
        for gamertag in ("Chief", "Chief 117"):
            players.remember(1, gamertag)
            await players.flush()
        assert await players.near("Chief") == ()
        # What is not written yet is known all the same.
        assert await players.gamertags([1, 2]) == {1: "Chief 117"}
    assert caplog.text.count("going on without") == 1
    clock.advance(60)
    assert await players.near("Chief") == ("Chief 117",)
    await players.close()
    await database.close()


@every_refusal
async def test_a_gamertag_that_the_database_cannot_store_holds_up_no_other(
    players: RecentPlayers, database: Database, bad: str, caplog: pytest.LogCaptureFixture
) -> None:
    for xuid in range(20):
        players.remember(xuid, f"Spartan {xuid}")
    players.remember(100, bad)
    players.remember(101, f"{bad} too")
    players.remember(102, "Cortana")
    await players.flush()
    async with database.session() as session:
        assert await session.scalar(select(func.count()).select_from(RecentPlayer)) == 21
    assert await players.near("Cortana") == ("Cortana",)
    assert caplog.text.count("cannot store") == 1
    assert "going on without" not in caplog.text


@every_refusal
async def test_it_is_set_aside_and_not_tried_again(
    players: RecentPlayers, database: Database, bad: str
) -> None:
    players.remember(100, bad)
    await players.flush()
    statements = []
    event.listen(
        database.engine.sync_engine, "before_cursor_execute", lambda *_: statements.append(1)
    )
    players.remember(100, bad)
    await players.flush()
    assert statements == []
    players.remember(100, "Renamed")
    assert await players.near("Renamed") == ("Renamed",)


@every_refusal
async def test_nobody_is_near_what_the_database_cannot_hold(
    players: RecentPlayers, bad: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert await players.near(bad) == ()
    assert "going on without" not in caplog.text
