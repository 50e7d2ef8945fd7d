"""The database of stored answers: reading, writing in batches, eviction in small steps."""

import asyncio
import logging
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import URL, Connection, bindparam, delete, func, inspect, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.halo.transport.store import CacheEntry, url_of
from bot.records import CacheStats
from bot.storage.cache_rows import to_entry, to_row
from bot.storage.cache_tables import PREFIX, answers, cache_metadata, figures, url_hash
from bot.storage.engine import Pool, create_engine, named_faults, write_transactions
from bot.storage.errors import DatabaseUrlWrong
from bot.storage.upsert import dialect_insert
from bot.storage.url import parse_url

log = logging.getLogger(__name__)

_COLUMNS = ("key", "variant", "head", "body", "requested_at", "received_at")
_OF_KEY = (answers.c.url_hash == bindparam("b_url")) & (answers.c.key == bindparam("b_key"))
_READ = select(*(answers.c[name] for name in _COLUMNS)).where(_OF_KEY)
# SQLite's own driver answers this in one turn of its thread; through the pool it takes ten.
_READ_SQLITE = f"SELECT {', '.join(_COLUMNS)} FROM {answers.name} WHERE url_hash = ? AND key = ?"  # noqa: S608
_CORRUPT = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_NAMES = tuple(column.name for column in answers.columns)
_LOCK = 4_815_162_343
_LARGE = 64 * 1024
# Rows that one transaction deletes: few, so that nobody waits for it.
STEP = 200


@dataclass(slots=True)
class Batch:
    """What is to be written in one transaction: first forget, then save, then note the uses."""

    forgotten: set[str] = field(default_factory=set)
    saved: dict[str, Sequence[CacheEntry]] = field(default_factory=dict)
    used: dict[str, float] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that are saved or were used."""
        return tuple(dict.fromkeys((*self.saved, *self.used)))

    def of_keys(self, keys: Sequence[str]) -> "Batch":
        """What is to be saved and noted of these keys."""
        return Batch(
            saved={key: self.saved[key] for key in keys if key in self.saved},
            used={key: self.used[key] for key in keys if key in self.used},
        )


class CacheDatabase:
    """Owns the engine of the stored answers' database, and its tables.

    All methods may raise StorageUnavailable or an error of the driver.
    """

    def __init__(self, url: str, pool: Pool | None = None) -> None:
        self._engine: AsyncEngine = create_engine(url, pool or Pool())
        self._is_sqlite = self._engine.dialect.name == "sqlite"
        self._reader: aiosqlite.Connection | None = None

    @property
    def file(self) -> Path | None:
        """The SQLite file, or None where there is none."""
        name = self._engine.url.database
        if not self._is_sqlite or name is None or name in {"", ":memory:"}:
            return None
        return Path(name)

    async def open(self) -> None:
        """Create the tables where they are missing; a corrupt SQLite file is set aside first."""
        try:
            await self._prepare()
        except Exception as error:
            if not is_corrupt(error):
                raise
            await self.rebuild()

    async def rebuild(self) -> None:
        """Put a corrupt SQLite file beside, and begin with an empty one."""
        await self.close()
        file = self.file
        if file is not None:
            await asyncio.to_thread(_set_aside, file)
        await self._prepare()

    async def close(self) -> None:
        """Close all connections."""
        reader, self._reader = self._reader, None
        if reader is not None:
            await reader.close()
        await self._engine.dispose()

    async def read(self, key: str) -> list[CacheEntry]:
        """All variants of a key, newest first."""
        wanted = url_hash(url_of(key))
        rows: Sequence[Sequence[Any]]
        with named_faults(self._engine.url):
            if self._reader is not None:
                rows = list(await self._reader.execute_fetchall(_READ_SQLITE, (wanted, key)))
            else:
                async with self._engine.connect() as connection:
                    found = await connection.execute(_READ, {"b_url": wanted, "b_key": key})
                    rows = found.all()
        if sum(len(row[3]) for row in rows) > _LARGE:
            entries = await asyncio.to_thread(lambda: [to_entry(row) for row in rows])
        else:
            entries = [to_entry(row) for row in rows]
        return sorted(entries, key=lambda entry: entry.received_at, reverse=True)

    async def find(self, url: str) -> list[CacheEntry]:
        """What is stored for a URL, for all accounts and languages."""
        columns = [answers.c[name] for name in _COLUMNS]
        with named_faults(self._engine.url):
            async with self._engine.connect() as connection:
                found = await connection.execute(
                    select(*columns).where(answers.c.url_hash == url_hash(url))
                )
                rows = found.all()
        return [to_entry(row) for row in rows]

    async def write(self, batch: Batch, now: float) -> tuple[int, int]:
        """Write a batch in one transaction; gives how many rows and bytes it inserted."""
        entries = [entry for entries in batch.saved.values() for entry in entries]
        rows = await asyncio.to_thread(lambda: [to_row(entry, now) for entry in entries])
        forgotten = [{"b_url": url_hash(url)} for url in sorted(batch.forgotten)]
        replaced = [_of_key(key) for key in sorted(batch.saved)]
        used = [_of_key(key) | {"b_used": moment} for key, moment in sorted(batch.used.items())]
        with named_faults(self._engine.url):
            async with write_transactions(self._engine).begin() as connection:
                if forgotten:
                    of_url = answers.c.url_hash == bindparam("b_url")
                    await connection.execute(delete(answers).where(of_url), forgotten)
                if replaced:
                    await connection.execute(delete(answers).where(_OF_KEY), replaced)
                if rows:
                    await connection.execute(self._insert(), rows)
                if used:
                    later = answers.c.used_at < bindparam("b_used")
                    await connection.execute(
                        update(answers).where(_OF_KEY, later).values(used_at=bindparam("b_used")),
                        used,
                    )
        return len(rows), sum(row["size"] for row in rows)

    async def evict(self, unused_since: float | None = None) -> tuple[int, int]:
        """Delete a few of the least recently used, all or only those not used since then.

        Gives how many rows and bytes went.
        """
        oldest = select(answers.c.id).order_by(answers.c.used_at).limit(STEP)
        if unused_since is not None:
            oldest = oldest.where(answers.c.used_at < unused_since)
        with named_faults(self._engine.url):
            async with write_transactions(self._engine).begin() as connection:
                gone = await connection.scalars(
                    delete(answers)
                    .where(answers.c.id.in_(oldest.scalar_subquery()))
                    .returning(answers.c.size)
                )
                sizes = gone.all()
        return len(sizes), sum(sizes)

    async def stats(self) -> CacheStats:
        """How many entries are stored and how large they are, and the figures counted so far."""
        totals = select(func.count(), func.sum(answers.c.size), func.min(answers.c.used_at))
        with named_faults(self._engine.url):
            async with self._engine.connect() as connection:
                rows, size, oldest = (await connection.execute(totals)).one()
                counted = (await connection.execute(select(figures.c.name, figures.c.value))).all()
        return CacheStats(rows, int(size or 0), oldest, {row.name: row.value for row in counted})

    async def count(self, grown: Mapping[str, int]) -> None:
        """Add to the figures."""
        values = [{"name": name, "value": value} for name, value in grown.items() if value]
        if not values:
            return
        statement = self._insert_into(figures)
        value = figures.c.value + statement.excluded.value
        with named_faults(self._engine.url):
            async with write_transactions(self._engine).begin() as connection:
                await connection.execute(
                    statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}),
                    values,
                )

    def _insert(self) -> Any:
        statement = self._insert_into(answers)
        changed = {name: statement.excluded[name] for name in _NAMES if name != "id"}
        return statement.on_conflict_do_update(index_elements=["id"], set_=changed)

    def _insert_into(self, table: Any) -> Any:
        return dialect_insert(self._engine.dialect.name, table)

    async def _prepare(self) -> None:
        """Create what is missing, and connect for reading."""
        with named_faults(self._engine.url):
            async with write_transactions(self._engine).begin() as connection:
                if not self._is_sqlite:
                    await connection.execute(
                        text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK}
                    )
                await connection.run_sync(_create_tables)
        if self.file is not None and self._reader is None:
            self._reader = await aiosqlite.connect(self.file, timeout=5)


def cache_url(database_url: str, own_url: str = "") -> str:
    """Where stored answers go: to a URL of their own, else an SQLite file beside the database's,
    else the same PostgreSQL database. Raises DatabaseUrlWrong.

    An SQLite file with anything else in it is refused, for a corrupt one is set aside.
    """
    main = parse_url(database_url)
    if own_url:
        own = parse_url(own_url)
        if own.get_backend_name() == "sqlite" and _same_file(own, main):
            raise DatabaseUrlWrong(
                "stored answers in the database's own file",
                hint="CACHE_DATABASE_URL has to name another file than DATABASE_URL, or nothing.",
            )
        return own_url
    if main.get_backend_name() != "sqlite" or main.database in {None, "", ":memory:"}:
        return database_url
    file = Path(main.database or "")
    beside = main.set(database=str(file.with_name(f"{file.stem}-cache{file.suffix}")))
    return beside.render_as_string(hide_password=False)


def _same_file(one: URL, other: URL) -> bool:
    if other.get_backend_name() != "sqlite" or one.database in {None, "", ":memory:"}:
        return False
    return Path(one.database or "").resolve() == Path(other.database or "").resolve()


def is_corrupt(error: BaseException | None) -> bool:
    """Whether an error means that an SQLite file is no sound database."""
    while error is not None:
        if getattr(error, "sqlite_errorcode", None) in _CORRUPT:
            return True
        error = getattr(error, "orig", None) or error.__cause__
    return False


def _of_key(key: str) -> dict[str, Any]:
    return {"b_url": url_hash(url_of(key)), "b_key": key}


def _create_tables(connection: Connection) -> None:
    for name in inspect(connection).get_table_names():
        if name.startswith(PREFIX) and name not in cache_metadata.tables:
            connection.execute(text(f'DROP TABLE "{name}"'))
    cache_metadata.create_all(connection)


def _set_aside(file: Path) -> None:
    aside = file.with_name(f"{file.name}.corrupt")
    log.warning("the stored answers in %s are corrupt: set aside as %s", file.name, aside.name)
    for suffix in ("", "-wal", "-shm"):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.replace(aside.with_name(aside.name + suffix))
