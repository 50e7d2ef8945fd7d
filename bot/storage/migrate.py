"""Bringing the database's tables up to what the program expects, through Alembic.

Alembic is imported where it is used: with the SQL dialects that it brings along it is a fifth of a
start, and of all that import this module the worker does nothing with it.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from bot.storage.engine import Database, named_faults
from bot.storage.errors import DatabaseTooNew, MigrationNeeded
from bot.storage.pending import MIGRATIONS
from bot.storage.url import parse_url

if TYPE_CHECKING:
    from alembic.config import Config


async def upgrade(url: str, *, migrations: Path = MIGRATIONS) -> str:
    """Run all pending migrations; gives the revision that holds now.

    A second process that does the same waits for the first. The work is done in a thread, which
    goes on to its end even where the caller is cancelled. Raises DatabaseUrlWrong,
    StorageUnavailable, DatabaseTooNew.
    """
    from alembic import command  # noqa: PLC0415 - see above

    _current, head = await current_and_head(url, migrations=migrations)
    config = _config(migrations)
    config.attributes["url"] = url
    with named_faults(parse_url(url)):
        await asyncio.to_thread(command.upgrade, config, "head")
    return head


async def current_and_head(url: str, *, migrations: Path = MIGRATIONS) -> tuple[str | None, str]:
    """The database's revision, None where it has no tables yet, and the program's.

    Raises DatabaseUrlWrong, StorageUnavailable, DatabaseTooNew.
    """
    database = await Database.open(url)
    try:
        async with database.session() as session:
            connection = await session.connection()
            current = await connection.run_sync(_current)
    finally:
        await database.close()
    return current, await asyncio.to_thread(_head, current, migrations)


async def check(url: str, *, migrations: Path = MIGRATIONS) -> None:
    """Make sure that no migration is pending. Raises MigrationNeeded, and as current_and_head."""
    current, head = await current_and_head(url, migrations=migrations)
    if current != head:
        raise MigrationNeeded(f"the database is at {current or 'no revision'}, not at {head}")


def _config(migrations: Path) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return config


def _current(connection: Connection) -> str | None:
    from alembic.migration import MigrationContext  # noqa: PLC0415 - see above

    return MigrationContext.configure(connection).get_current_revision()


def _head(current: str | None, migrations: Path) -> str:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above
    from alembic.util import CommandError  # noqa: PLC0415 - see above

    scripts = ScriptDirectory.from_config(_config(migrations))
    if current is not None:
        try:
            scripts.get_revision(current)
        except CommandError:
            raise DatabaseTooNew(f"unknown revision {current}") from None
    head = scripts.get_current_head()
    if head is None:
        raise FileNotFoundError(f"there are no migrations in {migrations}")
    return head
