"""Moving a grown installation to another database."""

from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy import Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine import Database, named_faults, write_transactions
from bot.storage.errors import StorageError
from bot.storage.migrate import check, upgrade
from bot.storage.tables import Base

# What belongs to processes that run on the source. (Cached answers are no tables of this database.)
LEFT_BEHIND = frozenset({"account_leases", "upstream_places", "upstream_pauses"})
_BATCH = 500


class TargetNotEmpty(StorageError):
    """The database to copy to already holds something."""

    title: ClassVar[str] = "The target database is not empty"
    hint = "Nothing was copied. Name an empty database as the target, or empty this one first."


class CopyIncomplete(StorageError):
    """The target holds another number of rows than the source."""

    title: ClassVar[str] = "The copy is not complete"
    hint = "Nothing was copied. Stop the bot on the source database, then copy again."


async def copy_database(source_url: str, target_url: str) -> Mapping[str, int]:
    """Copy links, accounts (sealed as they are), settings and the players people asked for.

    The target is migrated first. Everything arrives in one transaction, or nothing does. Gives the
    number of rows by table, counted in the target. Raises MigrationNeeded for the source,
    TargetNotEmpty, CopyIncomplete, and as Database.open.
    """
    await check(source_url)
    await upgrade(target_url)
    tables = [table for table in Base.metadata.sorted_tables if table.name not in LEFT_BEHIND]
    source, target = await Database.open(source_url), await Database.open(target_url)
    try:
        with named_faults(source.engine.url):
            snapshot = source.engine
            if snapshot.dialect.name == "postgresql":
                snapshot = snapshot.execution_options(isolation_level="REPEATABLE READ")
            async with snapshot.connect() as reader:
                return await _copy(reader, target, tables)
    finally:
        await source.close()
        await target.close()


async def _copy(
    reader: AsyncConnection, target: Database, tables: list[Table]
) -> Mapping[str, int]:
    with named_faults(target.engine.url):
        async with write_transactions(target.engine).begin() as writer:
            found = [table.name for table in tables if await _count(writer, table)]
            if found:
                raise TargetNotEmpty(f"rows in {', '.join(found)}")
            for table in tables:
                rows = await reader.stream(select(table))
                async for batch in rows.mappings().partitions(_BATCH):
                    await writer.execute(insert(table), [dict(row) for row in batch])
            counts = {table.name: await _count(writer, table) for table in tables}
            for table in tables:
                if (expected := await _count(reader, table)) != counts[table.name]:
                    raise CopyIncomplete(
                        f"{table.name}: {counts[table.name]} rows instead of {expected}"
                    )
            return counts


async def _count(connection: AsyncConnection, table: Table) -> int:
    return await connection.scalar(select(func.count()).select_from(table)) or 0
