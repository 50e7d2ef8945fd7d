from collections.abc import AsyncIterator

import pytest

from bot.storage.engine import Database
from bot.storage.errors import StorageUnavailable
from bot.storage.gamertags import REREAD, GamertagIndex
from bot.storage.links import LinkRepository
from bot.storage.players import RecentPlayers
from tests.support.clock import FakeClock

ASKER, OTHER, HERE, ELSEWHERE = 1, 2, 10, 20


@pytest.fixture
def index(database: Database, clock: FakeClock) -> GamertagIndex:
    return GamertagIndex(database, clock, keep=5, keep_a_server=2)


@pytest.fixture
def links(database: Database, clock: FakeClock, index: GamertagIndex) -> LinkRepository:
    return LinkRepository(database, clock, index)


@pytest.fixture
async def recent(
    database: Database, clock: FakeClock, index: GamertagIndex
) -> AsyncIterator[RecentPlayers]:
    players = RecentPlayers(database, clock, index)
    yield players
    await players.close()


async def fill(links: LinkRepository, recent: RecentPlayers, clock: FakeClock) -> None:
    for xuid, gamertag in enumerate(("Chip", "Master Chief", "Chief 117"), start=100):
        clock.advance(1)
        recent.remember(xuid, gamertag)
    await recent.flush()
    await links.link_self(ASKER, 1, "Own Chief")
    await links.link_self(OTHER, 2, "Other Chief")
    await links.link_member(HERE, OTHER, 3, "Chief Here", ASKER)
    await links.link_member(ELSEWHERE, OTHER, 4, "Chief There", ASKER)


async def test_they_are_known_from_the_moment_they_are_written(
    index: GamertagIndex, links: LinkRepository, recent: RecentPlayers, clock: FakeClock
) -> None:
    await fill(links, recent, clock)
    assert index.suggest("CHI ef", ASKER, HERE) == (
        "Chief Here", "Chief 117", "Own Chief", "Master Chief",
    )  # fmt: skip
    assert index.suggest("chi", ASKER, None, limit=2) == ("Chief 117", "Chip")


async def test_they_are_read_at_the_start(
    database: Database,
    index: GamertagIndex,
    links: LinkRepository,
    recent: RecentPlayers,
    clock: FakeClock,
) -> None:
    await fill(links, recent, clock)
    later = GamertagIndex(database, clock, keep=5, keep_a_server=2)
    assert later.suggest("chief", ASKER, HERE) == ()
    await later.load()
    for typed, guild_id in (("chief", HERE), ("chief", None), ("", ELSEWHERE)):
        assert later.suggest(typed, ASKER, guild_id) == index.suggest(typed, ASKER, guild_id)


async def test_nobody_else_is_named_before_anything_is_typed(
    index: GamertagIndex, links: LinkRepository, recent: RecentPlayers, clock: FakeClock
) -> None:
    await fill(links, recent, clock)
    assert index.suggest("", ASKER, HERE) == ("Own Chief", "Chief Here")
    assert index.suggest("  ", 3, None) == ()


async def test_links_that_have_ended_are_no_longer_named(
    index: GamertagIndex, links: LinkRepository, recent: RecentPlayers, clock: FakeClock
) -> None:
    await fill(links, recent, clock)
    await links.unlink_self(ASKER, None)
    await links.unlink_member(HERE, OTHER)
    assert index.suggest("", ASKER, HERE) == ()
    assert index.suggest("", OTHER, ELSEWHERE) == ("Other Chief", "Chief There")
    index.forget(OTHER)
    assert index.suggest("", OTHER, ELSEWHERE) == ()


async def test_a_renamed_player_has_one_gamertag(
    index: GamertagIndex, recent: RecentPlayers
) -> None:
    recent.remember(1, "Old Name")
    recent.remember(1, "New Name")
    assert index.suggest("name", ASKER, None) == ("New Name",)


def test_the_oldest_give_way(index: GamertagIndex) -> None:
    for number in range(9):
        index.see(number, f"Seen {number}")
        index.link(number, HERE, f"Linked {number}")
        index.link(ASKER, number, f"Server {number}")
    assert index.suggest("seen", ASKER, None) == tuple(f"Seen {n}" for n in (8, 7, 6, 5, 4))
    assert index.suggest("", ASKER, 8) == ("Server 8",)
    assert index.suggest("", ASKER, 3) == ()
    assert len(index.suggest("linked", ASKER, HERE)) <= 2


async def test_what_another_process_writes_is_heard_of_in_time(
    database: Database,
    index: GamertagIndex,
    links: LinkRepository,
    recent: RecentPlayers,
    clock: FakeClock,
) -> None:
    await fill(links, recent, clock)
    other = GamertagIndex(database, clock, keep=5, keep_a_server=2)
    await other.load()
    await links.unlink_self(ASKER, HERE)
    clock.advance(1)
    recent.remember(200, "Chief of Late")
    await recent.flush()
    other.refresh()
    await other.close()
    assert "Own Chief" in other.suggest("chief", ASKER, None)
    clock.advance(REREAD)
    other.refresh()
    # Suggesting waits for nothing, and what is told meanwhile is not lost.
    assert "Own Chief" in other.suggest("chief", ASKER, None)
    other.see(201, "Chief Meanwhile")
    await other.close()
    assert other.suggest("chief", ASKER, None) == (
        "Chief Meanwhile", "Chief of Late", "Chief 117", "Master Chief",
    )  # fmt: skip


async def test_a_database_that_fails_leaves_what_is_known(
    database: Database, index: GamertagIndex, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise StorageUnavailable

    await index.load()
    index.see(1, "Chief")
    monkeypatch.setattr(database, "session", fail)
    clock.advance(REREAD)
    index.refresh()
    await index.close()
    assert index.suggest("chief", ASKER, None) == ("Chief",)
