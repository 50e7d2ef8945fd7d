"""The names in the stored rows about players, kept up to date."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, or_, select, update

from bot.halo.clock import Clock
from bot.halo.names import Name
from bot.storage.engine import Database
from bot.storage.tables import Base, Named
from bot.storage.write_behind import WriteBehind


class StoredNames:
    """Writes newer names into every table of Named rows; nobody waits for it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._later = WriteBehind[int, Name](
            "what players are called now", clock, self._store, lambda name: name
        )

    def hear(self, xuid: int, name: Name) -> None:
        """Have the name written into the player's rows, if there are any with an older one."""
        self._later.note(xuid, name)

    async def flush(self) -> None:
        """Write what is noted, as far as the database lets."""
        await self._later.flush()

    async def close(self) -> None:
        """Write what is left, and end."""
        await self._later.close()

    async def _store(self, batch: Sequence[tuple[int, Name]]) -> None:
        names = dict(batch)
        # Most players are strangers: looking for them takes no lock.
        stored = await self._stored(sorted(names))
        if not any(stored.values()):
            return
        # What a clock that was ahead has written is older than it says.
        now = moment(self._clock.now())
        async with self._database.begin() as session:
            for table, xuids in stored.items():
                # In one order everywhere: two processes never wait for each other.
                for xuid in xuids:
                    at = moment(names[xuid].at)
                    await session.execute(
                        update(table)
                        .where(
                            table.c.xuid == xuid,
                            or_(table.c.named_at <= at, table.c.named_at > now),
                        )
                        .values(gamertag=names[xuid].gamertag, named_at=at)
                    )

    async def _stored(self, xuids: Sequence[int]) -> dict[Table, list[int]]:
        """By table, which of the players are in it."""
        found = {}
        async with self._database.session() as session:
            for table in _named_tables():
                known = await session.scalars(
                    select(table.c.xuid).where(table.c.xuid.in_(xuids)).distinct()
                )
                found[table] = sorted(known)
        return found


def name_of(row: Named) -> Name:
    """The name in a row."""
    return Name(row.gamertag, row.named_at.timestamp())


def columns_of(xuid: int, name: Name) -> dict[str, Any]:
    """The columns of a Named row."""
    return {"xuid": xuid, "gamertag": name.gamertag, "named_at": moment(name.at)}


def moment(seconds: float) -> datetime:
    """Seconds since 1970 as an aware datetime in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def _named_tables() -> list[Table]:
    named = [each.local_table for each in Base.registry.mappers if issubclass(each.class_, Named)]
    tables = [table for table in named if isinstance(table, Table)]
    return sorted(tables, key=lambda table: table.name)
