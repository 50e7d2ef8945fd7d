"""PostgreSQL behind pgbouncer in transaction mode, where each transaction may get another
connection to the server."""

import asyncio
from pathlib import Path

from sqlalchemy import text

from bot.storage.cache_database import CacheDatabase
from bot.storage.engine import Database
from bot.storage.migrate import upgrade
from bot.storage.settings import SettingsRepository
from tests.support.pgbouncer import pooled


async def test_transactions_may_change_their_connection(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with pooled(postgresql_url, tmp_path) as url:
        await upgrade(url)
        databases = [await Database.open(url) for _ in range(3)]
        repositories = [SettingsRepository(database) for database in databases]

        async def work(number: int) -> None:
            settings = repositories[number % 3]
            await settings.set_match_kind(number, "ranked")
            assert (await settings.get(number)).match_kind == "ranked"

        for _ in range(3):
            await asyncio.gather(*(work(number) for number in range(60)))
        async with databases[0].session() as session:
            assert await session.scalar(text("SELECT count(*) FROM server_settings")) == 60
        cache = CacheDatabase(url)
        await cache.open()
        await cache.close()
        for database in databases:
            await database.close()
