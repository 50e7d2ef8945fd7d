"""Insert or replace, in the words that SQLite and PostgreSQL share."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper

from bot.storage.tables import Base

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def dialect_insert(name: str, table: Any) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT in a dialect, "sqlite" or "postgresql", which may say what to do on a conflict."""
    # The engine has loaded its own dialect; importing the other one is a tenth of a start.
    dialect = import_module(f"sqlalchemy.dialects.{name}")
    statement: sqlite.Insert | postgresql.Insert = dialect.insert(table)
    return statement


def insert(session: AsyncSession, table: type[Base]) -> "sqlite.Insert | postgresql.Insert":
    """The same in the session's dialect."""
    return dialect_insert(session.get_bind().dialect.name, table)


async def upsert(session: AsyncSession, table: type[Base], **values: Any) -> None:
    """Insert a row, or replace the other columns of the row that has its primary key."""
    mapper: Mapper[Any] = inspect(table)
    keys = [column.name for column in mapper.primary_key]
    statement = insert(session, table).values(**values)
    changed = {name: statement.excluded[name] for name in values if name not in keys}
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))
