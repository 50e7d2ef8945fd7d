"""The one connection pool to the database, on SQLite or PostgreSQL."""

import asyncio
import contextlib
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiosqlite
from sqlalchemy import URL, Connection, event, text
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.halo.clock import Clock, SystemClock
from bot.storage.errors import (
    DatabaseUrlWrong,
    SqliteTooOld,
    StorageUnavailable,
    ValueRefused,
)
from bot.storage.outage import Outage
from bot.storage.tables import Base
from bot.storage.url import driver_options, parse_url, place
from bot.translatable import N_

# Seconds. A server is waited for no longer, so that the error names it and not the service that is
# asked meanwhile; after a fault that was SLOW to come it is left alone.
PATIENCE, SLOW, LEFT_ALONE = 8.0, 0.5, 5.0
_WRITES = "storage_writes"
# The SQLSTATE class of values that PostgreSQL cannot take.
_DATA = "22"
_BUSY_TIMEOUT = 5.0
_BUSY_PAUSE = 0.02
_PRAGMAS = (
    f"busy_timeout = {_BUSY_TIMEOUT * 1000:.0f}",
    "foreign_keys = ON",
    "synchronous = NORMAL",
)


# pgbouncer may give each transaction another connection to the server: a statement prepared on one
# is unknown on the next, and a name may be in use there already.
_FOR_POOLERS = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: f"halo_{uuid4().hex}",
}
# RETURNING came with it.
_OLDEST_SQLITE = (3, 35)


@dataclass(frozen=True, slots=True)
class Pool:
    """How the connections to a PostgreSQL server are kept; a SQLite file needs only `timeout`.

    There are at most `size` connections. `timeout` is the seconds to wait for a free one, and to
    make one; `statement_timeout` the seconds that a statement may take.
    """

    size: int = 10
    timeout: float = 10.0
    statement_timeout: float = 30.0


def write_transactions(engine: AsyncEngine) -> AsyncEngine:
    """The same pool, with transactions that take SQLite's write lock as they begin.

    SQLite fails at once, without waiting for others, where a transaction that has already read
    turns to writing.
    """
    return engine.execution_options(**{_WRITES: True})


def create_engine(url: str, pool: Pool = Pool()) -> AsyncEngine:
    """An engine for the URL, not connected yet; a SQLite file's folder is created.

    An in-memory database (sqlite://) lives in a single connection that sessions take turns with;
    it is lost when a task is cancelled in the middle of a statement. Raises DatabaseUrlWrong.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _create_sqlite_engine(parsed, pool.timeout)
    options = driver_options(parsed)
    try:
        return create_async_engine(
            options.url,
            hide_parameters=True,
            # A connection that a restart of the server has ended is noticed before it is used.
            pool_pre_ping=True,
            pool_size=pool.size,
            max_overflow=0,
            pool_timeout=pool.timeout,
            connect_args={
                "timeout": pool.timeout,
                "command_timeout": pool.statement_timeout,
                **_FOR_POOLERS,
                **options.arguments,
            },
        )
    except ModuleNotFoundError as error:
        raise DatabaseUrlWrong(
            "asyncpg is not installed",
            hint=N_("The bot's host has to install PostgreSQL support: the extra named postgres."),
        ) from error


def _create_sqlite_engine(url: URL, timeout: float) -> AsyncEngine:
    options: dict[str, Any] = {}
    if url.database in {None, "", ":memory:"}:
        options = {"pool_size": 1, "max_overflow": 0}
    elif _is_file(url):
        try:
            Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUrlWrong(f"{place(url)}: {error.strerror}") from error
    engine = create_async_engine(
        url, hide_parameters=True, poolclass=AsyncAdaptedQueuePool, pool_timeout=timeout, **options
    )

    # At every connection: a corrupt cache is set aside, and begins again in a new file.
    def keep_private(*_connection: object) -> None:
        _create_private(url)

    event.listen(engine.sync_engine, "do_connect", keep_private)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _try_file(url: URL) -> None:
    """Open a SQLite file once by itself. Raises StorageUnavailable.

    Where aiosqlite cannot open a file, its thread goes on without anybody who waits for it, and
    prints a traceback once the event loop has ended.
    """
    if url.get_backend_name() != "sqlite":
        return
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise SqliteTooOld(f"SQLite {sqlite3.sqlite_version}")
    if not _is_file(url):
        return
    _create_private(url)
    try:
        sqlite3.connect(url.database or "").close()
    except sqlite3.Error as error:
        raise StorageUnavailable(f"{place(url)}: {error}") from error


def _is_file(url: URL) -> bool:
    name = url.database
    return name not in {None, "", ":memory:"} and not (name or "").startswith("file:")


def _create_private(url: URL) -> None:
    """Create a SQLite file that only its owner can read; SQLite gives its WAL the same mode.

    What cannot be created is left for SQLite to complain of.
    """
    if not _is_file(url):
        return
    with contextlib.suppress(OSError):
        os.close(os.open(url.database or "", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.run_async(_set_pragmas)


async def _set_pragmas(connection: aiosqlite.Connection) -> None:
    # Cursors are closed here: one that stays open keeps its connection's view of the file.
    for pragma in _PRAGMAS:
        async with connection.execute(f"PRAGMA {pragma}"):
            pass
    # While another writes to a new file, turning it to WAL fails at once, whatever the timeout.
    ends_at = time.monotonic() + _BUSY_TIMEOUT
    while True:
        try:
            async with connection.execute("PRAGMA journal_mode = WAL"):
                pass
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > ends_at:
                raise
        else:
            return
        await asyncio.sleep(_BUSY_PAUSE)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


# No permission, no such schema, no such database, no such role: the host set it up so.
_HOSTS_FAULTS = frozenset({"42501", "3F000", "3D000", "28000", "28P01"})


@contextmanager
def named_faults(url: URL) -> Iterator[None]:
    """Turn the faults of an unreachable or broken database into StorageUnavailable, and those of a
    value that it cannot hold into ValueRefused.

    Errors that only a mistake in the program can cause pass through.
    """
    try:
        yield
    except Exception as error:
        if not _is_fault(error):
            raise
        kind = ValueRefused if _is_about_a_value(error) else StorageUnavailable
        raise kind(f"{place(url)}: {_reason(error)}") from error


def _is_fault(error: Exception) -> bool:
    """Whether the database, not the program, is to blame."""
    if _is_about_a_value(error):
        return True
    if isinstance(error, (IntegrityError, ProgrammingError)):
        return str(getattr(error.orig, "sqlstate", "")) in _HOSTS_FAULTS
    if isinstance(error, (DBAPIError, PoolTimeout, OSError)):
        return True
    # What asyncpg refuses while it connects reaches us as it is; asyncpg need not be installed.
    return type(error).__module__.partition(".")[0] == "asyncpg"


def _is_about_a_value(error: Exception) -> bool:
    """Whether the database works, but cannot hold a value."""
    if isinstance(error, (UnicodeEncodeError, OverflowError, DataError)):
        return True
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return isinstance(state, str) and state.startswith(_DATA)


def _reason(error: Exception) -> str:
    """The cause in one line, without the libraries' wrapping."""
    cause: BaseException = error
    if isinstance(error, DBAPIError) and error.orig is not None:
        cause = error.orig.__cause__ or error.orig
    text = str(cause).partition("\n")[0]
    return text or (
        "no answer in time" if isinstance(cause, TimeoutError) else type(cause).__name__
    )


class Database:
    """The engine and its sessions; one per process, closed at its end.

    A PostgreSQL server that does not answer is waited for once: for the next seconds sessions fail
    at once, and then one of them tries again.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock | None = None) -> None:
        self.engine = engine
        self._is_server = engine.dialect.name == "postgresql"
        self._outage = Outage("the database does not answer", clock or SystemClock(), LEFT_ALONE)
        self._readers = async_sessionmaker(engine, expire_on_commit=False)
        self._writers = async_sessionmaker(write_transactions(engine), expire_on_commit=False)

    @classmethod
    async def open(cls, url: str, pool: Pool = Pool(), clock: Clock | None = None) -> "Database":
        """Connect once, to know that it works. Raises DatabaseUrlWrong, StorageUnavailable."""
        database = cls(create_engine(url, pool), clock)
        try:
            await asyncio.to_thread(_try_file, database.engine.url)
            await database.ping()
        except BaseException:
            await database.close()
            raise
        return database

    async def create_tables(self) -> None:
        """Create all tables as the models have them: only for an in-memory database.

        A database that is kept gets its tables from bot.storage.migrate.
        """
        with named_faults(self.engine.url):
            async with write_transactions(self.engine).begin() as connection:
                await connection.run_sync(Base.metadata.create_all)

    async def ping(self) -> None:
        """Ask the database for next to nothing. Raises StorageUnavailable."""
        async with self.session() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A session for reading, all of it in one transaction. Raises StorageUnavailable."""
        async with self._patiently(), self._readers() as session:
            yield session

    @asynccontextmanager
    async def begin(self, *, insist: bool = False) -> AsyncIterator[AsyncSession]:
        """A session that commits at its end, or rolls back on an error.

        With `insist`, it is tried although the database did not answer a moment ago, and takes the
        time it needs. Raises StorageUnavailable.
        """
        if insist:
            with named_faults(self.engine.url):
                async with self._writers.begin() as session:
                    yield session
            return
        async with self._patiently(), self._writers.begin() as session:
            yield session

    @asynccontextmanager
    async def _patiently(self) -> AsyncIterator[None]:
        """Name faults, wait for a server only so long, and remember that it was in vain."""
        if not self._is_server:
            with named_faults(self.engine.url):
                yield
            return
        if self._outage.is_on:
            raise StorageUnavailable(f"{place(self.engine.url)}: no answer a moment ago")
        self._outage.probe()
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            with named_faults(self.engine.url):
                async with asyncio.timeout(PATIENCE):
                    yield
        except ValueRefused:
            raise
        except StorageUnavailable as error:
            if loop.time() - began > SLOW:
                self._outage.fault(error)
            raise
        self._outage.over()
