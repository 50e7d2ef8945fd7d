"""How Alembic reaches the database: from bot.storage.migrate or from its own command line.

The command line takes the database from the environment variable DATABASE_URL.
"""

import asyncio
import os
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.util import CommandError
from sqlalchemy import Connection, text

from bot.storage.cache_tables import PREFIX
from bot.storage.engine import create_engine, write_transactions
from bot.storage.tables import Base, UtcDateTime
from bot.storage.url import parse_url

# Any fixed number: all migrating processes have to ask for the same lock.
LOCK = 4_815_162_342


def database_url() -> str:
    url = context.config.attributes.get("url") or os.environ.get("DATABASE_URL")
    if not url:
        raise CommandError(
            "set the environment variable DATABASE_URL, e.g. sqlite:///halo-stats.db"
        )
    return str(url)


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Keep revisions free of this program's own types, which may change after them."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave alone the tables of stored answers, which make themselves."""
    return kind != "table" or name is None or not name.startswith(PREFIX)


def migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # SQLite's write lock does the same as the transaction begins.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        include_name=include_name,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_online() -> None:
    engine = create_engine(database_url())
    try:
        async with write_transactions(engine).begin() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


def run_offline() -> None:
    """Print the SQL instead of running it."""
    context.configure(
        dialect_name=parse_url(database_url()).get_backend_name(),
        target_metadata=Base.metadata,
        literal_binds=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    asyncio.run(run_online())
