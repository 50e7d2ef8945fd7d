"""PostgreSQL going away and coming back under an open pool."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url

from bot.storage import engine as engine_module
from bot.storage.cache_database import CacheDatabase
from bot.storage.cache_tables import answers as answers_table
from bot.storage.engine import Database, Pool
from bot.storage.errors import StorageUnavailable
from bot.storage.migrate import upgrade
from bot.storage.settings import SettingsRepository
from tests.support.clock import FakeClock
from tests.support.proxy import Proxy

END_ALL_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
async def server(postgresql_url: str) -> URL:
    """Where a migrated PostgreSQL database of this test's own is."""
    await upgrade(postgresql_url)
    return make_url(postgresql_url)


@pytest.fixture
async def proxy(server: URL) -> AsyncIterator[Proxy]:
    async with Proxy(server.host or "127.0.0.1", server.port or 5432) as proxy:
        yield proxy


@pytest.fixture
async def database(server: URL, proxy: Proxy) -> AsyncIterator[Database]:
    url = server.set(host="127.0.0.1", port=proxy.port).render_as_string(hide_password=False)
    database = await Database.open(url, Pool(size=3, timeout=2))
    yield database
    await database.close()


async def fill_pool(database: Database) -> None:
    """Have three connections lie in the pool."""
    async with database.session() as a, database.session() as b, database.session() as c:
        for session in (a, b, c):
            await session.execute(text("SELECT 1"))


async def test_ended_connections_are_replaced_unnoticed(database: Database, server: URL) -> None:
    settings = SettingsRepository(database)
    await settings.set_match_kind(1, "ranked")
    await fill_pool(database)
    other = await Database.open(server.render_as_string(hide_password=False))
    async with other.begin() as session:
        ended = (await session.execute(END_ALL_OTHERS)).all()
    await other.close()
    assert len(ended) == 3
    assert (await settings.get(1)).match_kind == "ranked"
    assert (await settings.set_match_kind(1, "custom")).match_kind == "custom"


async def test_a_server_that_is_down_is_named_and_used_again_when_it_is_back(
    database: Database, proxy: Proxy
) -> None:
    settings = SettingsRepository(database)
    await settings.set_match_kind(1, "ranked")
    await fill_pool(database)
    await proxy.cut()
    for _ in range(5):
        with pytest.raises(StorageUnavailable):
            await settings.get(1)
    await proxy.mend()
    kinds = await asyncio.gather(*(settings.get(1) for _ in range(10)))
    assert {one.match_kind for one in kinds} == {"ranked"}


async def test_a_cut_in_the_middle_of_a_transaction_is_named_and_undone(
    database: Database, proxy: Proxy
) -> None:
    settings = SettingsRepository(database)

    async def write_and_be_cut() -> None:
        async with database.begin() as session:
            await session.execute(text("INSERT INTO server_settings VALUES (1, 'ranked')"))
            await proxy.cut()
            await session.execute(text("SELECT 1"))

    with pytest.raises(StorageUnavailable):
        await write_and_be_cut()
    await proxy.mend()
    assert (await settings.get(1)).match_kind == "all"


async def test_a_full_pool_is_named_after_its_timeout(server: URL) -> None:
    url = server.render_as_string(hide_password=False)
    database = await Database.open(url, Pool(size=1, timeout=0.05))
    async with database.session() as taken:
        await taken.execute(text("SELECT 1"))
        with pytest.raises(StorageUnavailable):
            await SettingsRepository(database).get(1)
    assert (await SettingsRepository(database).get(1)).match_kind == "all"
    await database.close()


async def test_the_stored_answers_have_the_same_pool(server: URL) -> None:
    url = server.render_as_string(hide_password=False)
    answers = CacheDatabase(url, Pool(size=1, statement_timeout=1.0))
    await answers.open()
    database = await Database.open(url)
    async with database.begin() as session:
        await session.execute(text(f"LOCK TABLE {answers_table.name} IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(StorageUnavailable):
            await answers.read("GET||https://example.com/")
    assert await answers.read("GET||https://example.com/") == []
    await answers.close()
    await database.close()


async def test_a_statement_has_an_end(server: URL) -> None:
    url = server.render_as_string(hide_password=False)
    database = await Database.open(url, Pool(size=1, statement_timeout=0.05))
    with pytest.raises(StorageUnavailable):
        async with database.session() as session:
            await session.execute(text("SELECT pg_sleep(60)"))
    assert (await SettingsRepository(database).get(1)).match_kind == "all"
    await database.close()


async def test_a_server_that_is_frozen_is_waited_for_once(
    server: URL, proxy: Proxy, clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr(engine_module, "PATIENCE", 0.7)
    url = server.set(host="127.0.0.1", port=proxy.port).render_as_string(hide_password=False)
    database = await Database.open(url, Pool(size=3, timeout=2), clock)
    settings = SettingsRepository(database)
    proxy.freeze()
    with pytest.raises(StorageUnavailable, match="no answer in time"):
        await settings.get(1)
    for ask in (settings.get(1), settings.set_match_kind(1, "ranked"), database.ping()):
        with pytest.raises(StorageUnavailable, match="no answer a moment ago"):
            await ask
    assert caplog.text.count("the database does not answer") == 1
    proxy.thaw()
    # What must not be lost is tried all the same.
    async with database.begin(insist=True) as session:
        assert await session.scalar(text("SELECT 1")) == 1
    clock.advance(engine_module.LEFT_ALONE)
    assert (await settings.get(1)).match_kind == "all"
    await database.close()
