"""Whether the database's tables are what the program expects, without Alembic where they are.

Alembic is a tenth of what a start imports, and most starts find nothing to migrate.
"""

from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.storage.engine import Database

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
"""Beside the package `bot`, in the repository as well as where it is installed."""


async def check(url: str, *, migrations: Path = MIGRATIONS) -> None:
    """Make sure that no migration is pending.

    Raises MigrationNeeded, DatabaseUrlWrong, StorageUnavailable, DatabaseTooNew.
    """
    database = await Database.open(url)
    try:
        async with database.session() as session:
            connection = await session.connection()
            current = await connection.run_sync(_current)
    finally:
        await database.close()
    if current is None or current != _newest(migrations):
        # What is amiss, Alembic knows best.
        await import_module("bot.storage.migrate").check(url, migrations=migrations)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if revision is None else str(revision)


def _newest(migrations: Path) -> str | None:
    """The newest revision by the names of the files, which begin with their revisions."""
    names = (path.stem.partition("_")[0] for path in (migrations / "versions").glob("*.py"))
    return max(names, default=None)
