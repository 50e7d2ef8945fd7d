"""Which players people have asked for, to suggest them again to those who asked."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import delete, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from bot.halo.clock import Clock
from bot.halo.names import Name
from bot.storage.engine import Database
from bot.storage.gamertags import ASKED_FOR, KEEP_A_PERSON, GamertagIndex
from bot.storage.names import columns_of, moment
from bot.storage.tables import AskedPlayer, OwnLink, ServerLink
from bot.storage.upsert import insert
from bot.storage.write_behind import WriteBehind

# Seconds between two looks for what has become too old.
_AGEING = 3_600.0
_Key: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Ask:
    name: Name
    at: datetime


class AskedPlayers:
    """Remembers for each person the newest `keep` players, for ASKED_FOR seconds.

    `index` is told of every change. Nobody waits for a write.
    """

    def __init__(
        self, database: Database, clock: Clock, index: GamertagIndex, *, keep: int = KEEP_A_PERSON
    ) -> None:
        self.index = index
        self._database = database
        self._clock = clock
        self._keep = keep
        self._aged_at = float("-inf")
        self._later = WriteBehind[_Key, _Ask](
            "players asked for", clock, self._store, lambda ask: ask.name
        )

    @property
    def paused(self) -> asyncio.Lock:
        """While somebody holds this, nothing is written: for whoever deletes."""
        return self._later.paused

    def remember(self, user_id: int, xuid: int, name: Name) -> None:
        """Note that the user has asked for the player now; written soon."""
        now = self._clock.now()
        self.index.ask(user_id, xuid, name, now)
        self._later.note((user_id, xuid), _Ask(name, moment(now)))

    def forget_players(self, xuids: Collection[int]) -> None:
        """Forget in memory that anybody has asked for these players."""
        self._later.drop(lambda key: key[1] in xuids)
        self.index.forget_players(xuids)

    def forget_user(self, user_id: int) -> None:
        """Forget in memory whom the user has asked for, and the user's links."""
        self._later.drop(lambda key: key[0] == user_id)
        self.index.forget(user_id)

    async def flush(self) -> None:
        """Write what is noted, as far as the database lets."""
        await self._later.flush()

    async def close(self) -> None:
        """Write what is left, and end."""
        await self._later.close()

    async def _store(self, batch: Sequence[tuple[_Key, _Ask]]) -> None:
        async with self._database.begin() as session:
            for (user_id, xuid), ask in batch:
                new = insert(session, AskedPlayer).values(
                    user_id=user_id, asked_at=ask.at, **columns_of(xuid, ask.name)
                )
                # The name in a row that is there already may be newer.
                await session.execute(
                    new.on_conflict_do_update(
                        index_elements=["user_id", "xuid"],
                        set_={"asked_at": new.excluded.asked_at},
                    )
                )
            for user_id in sorted({user_id for (user_id, _), _ in batch}):
                await self._trim(session, user_id)
            await self._age(session)

    async def _trim(self, session: AsyncSession, user_id: int) -> None:
        theirs = AskedPlayer.user_id == user_id
        newest = (
            select(AskedPlayer.xuid)
            .where(theirs)
            .order_by(AskedPlayer.asked_at.desc(), AskedPlayer.xuid)
            .limit(self._keep)
        )
        await session.execute(delete(AskedPlayer).where(theirs, AskedPlayer.xuid.not_in(newest)))

    async def _age(self, session: AsyncSession) -> None:
        """Delete what is too old, of everybody, once an hour."""
        now = self._clock.monotonic()
        if now - self._aged_at < _AGEING:
            return
        oldest = moment(self._clock.now() - ASKED_FOR)
        await session.execute(delete(AskedPlayer).where(AskedPlayer.asked_at < oldest))
        self._aged_at = now


async def linked_to(session: AsyncSession, user_id: int) -> frozenset[int]:
    """Returns the XUIDs that the user is linked to, by themself or by any server's admins."""
    own = select(OwnLink.xuid).where(OwnLink.user_id == user_id)
    servers = select(ServerLink.xuid).where(ServerLink.user_id == user_id)
    return frozenset(await session.scalars(union(own, servers)))


async def delete_asked(session: AsyncSession, xuids: Collection[int]) -> None:
    """Delete that anybody has asked for these players; then call forget_players()."""
    await session.execute(delete(AskedPlayer).where(AskedPlayer.xuid.in_(xuids)))
