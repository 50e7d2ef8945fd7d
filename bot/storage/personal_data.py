"""Everything that is stored about a Discord user, wherever it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Column, Table, delete, select, update

from bot.storage.engine import Database
from bot.storage.players import AskedPlayers, delete_asked, linked_to
from bot.storage.tables import DISCORD_USER, Base, Named

Value: TypeAlias = str | bool | None


@dataclass(frozen=True, slots=True)
class PersonalRows:
    """The rows of one table that name the user in one column.

    Numbers and times are text: ids are too long for some readers of JSON.
    """

    table: str
    column: str
    rows: tuple[dict[str, Value], ...]


class PersonalData:
    """Finds and deletes by the columns that tables.py marks as UserId.

    A row whose column may not be empty is about the user. One whose column may be is about
    somebody else: the user is taken out of it, and of the row only keys and times are theirs to
    see. All methods may raise StorageUnavailable.
    """

    def __init__(self, database: Database, asked: AskedPlayers) -> None:
        self._database = database
        self._asked = asked

    async def collect(self, user_id: int) -> tuple[PersonalRows, ...]:
        """What is stored; only tables with any of it."""
        await self._asked.flush()
        found = []
        async with self._database.session() as session:
            for table, column in _marked():
                shown = [each for each in table.columns if _is_theirs(each, column)]
                rows = await session.execute(select(*shown).where(column == user_id))
                held = tuple({name: _text(row[name]) for name in row} for row in rows.mappings())
                if held:
                    found.append(PersonalRows(table.name, column.name, held))
        return tuple(found)

    async def delete(self, user_id: int) -> None:
        """Delete all of it, at once or not at all; also that others have asked for the players
        that the user is linked to."""
        async with self._asked.paused:
            async with self._database.begin() as session:
                xuids = await linked_to(session, user_id)
                await delete_asked(session, xuids)
                for table, column in _marked():
                    about = column == user_id
                    if column.nullable:
                        nobody = update(table).where(about).values({column.name: None})
                        await session.execute(nobody)
                    else:
                        await session.execute(delete(table).where(about))
            self._asked.forget_players(xuids)
            self._asked.forget_user(user_id)


def _marked() -> list[tuple[Table, Column[Any]]]:
    """All columns that hold a Discord user's id, with their tables."""
    return [
        (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get(DISCORD_USER)
    ]


def _is_theirs(shown: Column[Any], column: Column[Any]) -> bool:
    """Whether a column may be shown to the user whom another column of the row names."""
    if not column.nullable:
        return shown is column or not shown.info.get(DISCORD_USER)
    if shown.info.get(DISCORD_USER):
        return shown is column
    if shown.name in Named.__annotations__:
        return False
    return shown.primary_key or shown.type.python_type is datetime


def _text(value: Any) -> Value:
    if value is None or isinstance(value, (str, bool)):
        return value
    return value.isoformat() if isinstance(value, datetime) else str(value)
