import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError

from bot.storage.engine import Database
from bot.storage.errors import StorageUnavailable
from bot.storage.players import REPEAT_AFTER, RecentPlayers
from bot.storage.tables import RecentPlayer
from tests.support.clock import FakeClock


@pytest.fixture
def players(database: Database, clock: FakeClock) -> RecentPlayers:
    return RecentPlayers(database, clock)


async def remember(players: RecentPlayers, clock: FakeClock, *gamertags: str) -> None:
    for xuid, gamertag in enumerate(gamertags, start=1):
        clock.time += 1
        await players.remember(xuid, gamertag)


async def test_nobody_is_near_at_first(players: RecentPlayers) -> None:
    assert await players.near("Chief") == ()


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


@pytest.mark.parametrize("typed", ["%", "_", "\\", "", "   ", "'; --"])
async def test_odd_input_means_nothing_special(
    players: RecentPlayers, clock: FakeClock, typed: str
) -> None:
    await remember(players, clock, "Chief", "Cortana")
    assert await players.near(typed) == ()


async def test_a_renamed_player_is_known_by_the_new_gamertag(
    players: RecentPlayers, clock: FakeClock
) -> None:
    await players.remember(2**63 - 1, "Old Gamertag")
    clock.time += 1
    await players.remember(2**63 - 1, "Noble Six")
    assert await players.near("Old Gamertag") == ()
    assert await players.near("noblesix") == ("Noble Six",)


async def test_a_gamertag_that_changed_hands_is_given_once(players: RecentPlayers) -> None:
    await players.remember(1, "Chief")
    await players.remember(2, "Chief")
    assert await players.near("Chief") == ("Chief",)


async def test_who_was_seen_just_now_is_not_written_again(
    database: Database, players: RecentPlayers, clock: FakeClock
) -> None:
    async def written() -> int:
        async with database.session() as session:
            row = await session.get(RecentPlayer, 1)
            assert row is not None
            return int(row.seen_at.timestamp() - began)

    began = clock.now()
    await players.remember(1, "Chief")
    clock.time += REPEAT_AFTER / 2
    await players.remember(1, "Chief")
    assert await written() == 0
    clock.time += REPEAT_AFTER / 2
    await players.remember(1, "Chief")
    assert await written() == REPEAT_AFTER


async def test_who_could_not_be_written_is_written_the_next_time(
    database: Database, players: RecentPlayers
) -> None:
    async with database.begin() as session:
        await session.execute(text("ALTER TABLE recent_players RENAME TO elsewhere"))
    with pytest.raises((StorageUnavailable, ProgrammingError)):
        await players.remember(1, "Chief")
    async with database.begin() as session:
        await session.execute(text("ALTER TABLE elsewhere RENAME TO recent_players"))
    await players.remember(1, "Chief")
    assert await players.near("Chief") == ("Chief",)


async def test_the_oldest_are_forgotten(database: Database, clock: FakeClock) -> None:
    players = RecentPlayers(database, clock, keep=3, trim_every=1)
    await remember(players, clock, "Alpha", "Bravo", "Charlie", "Delta", "Echo")
    async with database.session() as session:
        assert await session.scalar(select(func.count()).select_from(RecentPlayer)) == 3
    assert await players.near("Alpha") == ()
    assert await players.near("Charlie") == ("Charlie",)
