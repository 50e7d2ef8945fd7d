from collections.abc import Callable

import pytest

from bot.halo.names import Name, Names
from bot.storage.engine import Database
from bot.storage.errors import StorageUnavailable
from bot.storage.gamertags import ASKED_FOR, REREAD, GamertagIndex
from bot.storage.links import LinkRepository
from bot.storage.players import AskedPlayers
from bot.storage.user_settings import UserSettingsRepository
from tests.support.clock import FakeClock

ASKER, OTHER, HERE, ELSEWHERE = 1, 2, 10, 20
Ask = Callable[..., None]


@pytest.fixture
def ask(asked: AskedPlayers, clock: FakeClock) -> Ask:
    """Has somebody ask for players, a second apart."""

    def ask(user_id: int, **players: int) -> None:
        for gamertag, xuid in players.items():
            clock.advance(1)
            asked.remember(user_id, xuid, Name(gamertag.replace("_", " "), clock.now()))

    return ask


@pytest.fixture
async def filled(links: LinkRepository, asked: AskedPlayers, ask: Ask) -> None:
    """Something that fits "chief" in every place that there is."""
    ask(ASKER, Chip=100, Master_Chief=101, Chief_117=102)
    ask(OTHER, Chief_Asked_By_Another=103)
    await asked.flush()
    await links.link_self(ASKER, 1, "Own Chief")
    await links.link_self(OTHER, 2, "Other Chief")
    await links.link_member(HERE, OTHER, 3, "Chief Here", ASKER)
    await links.link_member(ELSEWHERE, OTHER, 4, "Chief There", ASKER)


def another(database: Database, clock: FakeClock) -> GamertagIndex:
    """The index of another process."""
    return GamertagIndex(database, clock, Names(), keep=5, keep_a_server=2)


@pytest.mark.usefixtures("filled")
async def test_they_are_the_askers_the_servers_and_those_asked_for(index: GamertagIndex) -> None:
    assert index.suggest("CHI ef", ASKER, HERE) == (
        "Chief Here", "Chief 117", "Own Chief", "Master Chief",
    )  # fmt: skip
    assert index.suggest("chi", ASKER, None, limit=2) == ("Chief 117", "Chip")
    assert index.suggest("", ASKER, HERE) == (
        "Own Chief", "Chief Here", "Chief 117", "Master Chief", "Chip",
    )  # fmt: skip


@pytest.mark.usefixtures("filled")
async def test_nobody_else_is_told_what_somebody_has_asked_for(index: GamertagIndex) -> None:
    assert index.suggest("chief", 3, None) == ()
    assert index.suggest("", 3, HERE) == ("Chief Here",)
    assert await index.near("Chief Hare", 3, HERE) == ("Chief Here",)
    assert await index.near("Other Chief", 3, None) == ()


@pytest.mark.usefixtures("filled")
async def test_they_are_read_at_the_start(
    database: Database, index: GamertagIndex, clock: FakeClock
) -> None:
    later = another(database, clock)
    assert later.suggest("chief", ASKER, HERE) == ()
    await later.load()
    for typed, guild_id in (("chief", HERE), ("chief", None), ("", ELSEWHERE)):
        assert later.suggest(typed, ASKER, guild_id) == index.suggest(typed, ASKER, guild_id)


@pytest.mark.usefixtures("filled")
async def test_what_was_asked_for_is_forgotten_in_time(
    database: Database, index: GamertagIndex, asked: AskedPlayers, ask: Ask, clock: FakeClock
) -> None:
    clock.advance(ASKED_FOR - 1)
    ask(ASKER, Chip=100)
    await asked.flush()
    for each in (index, another(database, clock)):
        await each.load()
        assert each.suggest("chi", ASKER, None) == ("Chip", "Own Chief")
        assert "Chief 117" not in await each.near("Chief 117", ASKER, None)


@pytest.mark.usefixtures("filled")
async def test_links_that_have_ended_are_no_longer_named(
    index: GamertagIndex, links: LinkRepository
) -> None:
    await links.unlink_self(ASKER, None)
    await links.unlink_member(HERE, OTHER)
    assert index.suggest("chief", ASKER, HERE) == ("Chief 117", "Master Chief")
    assert index.suggest("", OTHER, ELSEWHERE)[:2] == ("Other Chief", "Chief There")
    index.forget(OTHER)
    assert index.suggest("", OTHER, ELSEWHERE) == ()


@pytest.mark.usefixtures("filled")
async def test_who_unlinks_is_suggested_to_nobody(
    database: Database, index: GamertagIndex, links: LinkRepository, ask: Ask, clock: FakeClock
) -> None:
    # One of them is written already, the other one is not.
    ask(ASKER, Other_Chief=2)
    await links.unlink_self(ASKER, None)
    ask(3, Other_Chief=2, Chief_Here=3)
    await links.unlink_self(OTHER, HERE)
    for each in (index, another(database, clock)):
        await each.load()
        for user_id in (ASKER, OTHER, 3):
            found = each.suggest("chief", user_id, HERE)
            assert not {"Other Chief", "Chief Here"} & set(found)


@pytest.mark.usefixtures("filled")
async def test_who_stays_off_leaderboards_is_suggested_to_nobody_else(
    database: Database,
    index: GamertagIndex,
    asked: AskedPlayers,
    ask: Ask,
    clock: FakeClock,
) -> None:
    settings = UserSettingsRepository(database, asked)
    ask(3, Chief_Here=3)
    await settings.change(OTHER, on_leaderboards=False)
    for each in (index, another(database, clock)):
        await each.load()
        assert each.suggest("chief", 3, HERE) == ()
        assert "Chief Here" in each.suggest("chief", OTHER, HERE)
    await settings.change(OTHER, on_leaderboards=True)
    for each in (index, another(database, clock)):
        await each.load()
        assert each.suggest("chief", 3, HERE) == ("Chief Here",)


async def test_a_renamed_player_has_one_gamertag(
    index: GamertagIndex, ask: Ask, clock: FakeClock
) -> None:
    ask(ASKER, Old_Name=1)
    index.hear(1, Name("New Name", clock.now() + 1))
    index.hear(1, Name("Older Name", clock.now() - 1))
    index.hear(2, Name("Name of a Stranger", clock.now()))
    assert index.suggest("name", ASKER, None) == ("New Name",)


async def test_the_oldest_give_way(index: GamertagIndex, clock: FakeClock) -> None:
    for number in range(9):
        name = Name(f"Linked {number}", clock.now())
        index.ask(number, number, name, clock.now())
        index.link(number, HERE, number, name)
        index.link(ASKER, number, 100 + number, Name(f"Server {number}", clock.now()))
    assert [index.suggest("", number, None) for number in (3, 8)] == [(), ("Linked 8",)]
    assert index.suggest("", 50, 8) == ("Server 8",)
    assert index.suggest("", 50, 3) == ()
    assert index.suggest("linked", 50, HERE) == ("Linked 8", "Linked 7")


@pytest.mark.usefixtures("filled")
async def test_what_another_process_writes_is_heard_of_in_time(
    database: Database,
    links: LinkRepository,
    asked: AskedPlayers,
    ask: Ask,
    clock: FakeClock,
) -> None:
    other = another(database, clock)
    await other.load()
    await links.unlink_self(ASKER, HERE)
    ask(ASKER, Chief_of_Late=200)
    await asked.flush()
    other.refresh()
    await other.close()
    assert "Own Chief" in other.suggest("chief", ASKER, None)
    clock.advance(REREAD)
    other.refresh()
    # Suggesting waits for nothing, and what is told meanwhile is not lost.
    assert "Own Chief" in other.suggest("chief", ASKER, None)
    other.ask(ASKER, 201, Name("Chief Meanwhile", clock.now()), clock.now())
    await other.close()
    assert other.suggest("chief", ASKER, None) == (
        "Chief Meanwhile", "Chief of Late", "Chief 117", "Master Chief",
    )  # fmt: skip


async def test_a_database_that_fails_leaves_what_is_known(
    database: Database, index: GamertagIndex, ask: Ask, clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def fail() -> None:
        raise StorageUnavailable

    await index.load()
    ask(ASKER, Chief=1)
    monkeypatch.setattr(database, "session", fail)
    clock.advance(REREAD)
    index.refresh()
    await index.close()
    assert index.suggest("chief", ASKER, None) == ("Chief",)


async def test_misspelt_gamertags_find_the_right_one(index: GamertagIndex, ask: Ask) -> None:
    ask(ASKER, Master_Chief=1, Cortana=2)
    assert await index.near("MasterCheif", ASKER, None) == ("Master Chief",)
    assert await index.near("Arbiter", ASKER, None) == ()
    ask(OTHER, Größe_117=3)
    assert await index.near("GRÖSSE #117", OTHER, None) == ("Größe 117",)


async def test_beginnings_come_first_and_the_newest_of_them(index: GamertagIndex, ask: Ask) -> None:
    ask(ASKER, Chip=1, Chief_117=2, Chief_343=3, Thief=4)
    assert await index.near("chief", ASKER, None) == ("Chief 343", "Chief 117", "Thief")
    assert await index.near("chief", ASKER, None, limit=1) == ("Chief 343",)


@pytest.mark.usefixtures("filled")
async def test_they_are_read_once_by_whoever_is_first(
    database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise StorageUnavailable

    later = another(database, clock)
    await later.begin()
    monkeypatch.setattr(database, "session", fail)
    await later.begin()
    assert await later.near("Master Cheif", ASKER, None) == ("Master Chief",)
    without = another(database, clock)
    await without.begin()
    assert await without.near("Master Cheif", ASKER, None) == ()


@pytest.mark.parametrize("typed", ["%", "_", "\\", "", "   ", "'; --", "#", "\N{ZERO WIDTH SPACE}"])
async def test_odd_input_means_nothing_special(index: GamertagIndex, ask: Ask, typed: str) -> None:
    ask(ASKER, Chief=1, Cortana=2)
    assert await index.near(typed, ASKER, None) == ()
