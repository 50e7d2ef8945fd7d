"""Gamertags seen lately, to suggest the right one for a misspelt one."""

import asyncio
import difflib
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from contextvars import copy_context
from datetime import UTC, datetime
from itertools import islice
from typing import TypeAlias

from sqlalchemy import delete, select

from bot.halo.clock import Clock
from bot.halo.identifiers import fold_gamertag
from bot.storage.batches import Refusals, store_in_parts
from bot.storage.engine import Database
from bot.storage.errors import StorageUnavailable, ValueRefused
from bot.storage.gamertags import GamertagIndex
from bot.storage.outage import Outage
from bot.storage.tables import RecentPlayer
from bot.storage.upsert import upsert

_COMPARED = 5_000
_SIMILAR_ENOUGH = 0.6
# Seconds. Whoever is seen again within them is written once.
LINGER = 5.0
# Rows in one transaction.
_BATCH = 500
# XUID, gamertag, and when the player was seen.
_Seen: TypeAlias = tuple[int, tuple[str, datetime]]


class RecentPlayers:
    """A bounded memory of players, the newest `keep`; trimmed every `trim_every` players.

    `index` is told of every player. Nobody waits for a write; a database that fails is
    logged once, and what it did not take is written later. A gamertag that it cannot hold is set
    aside.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        index: GamertagIndex | None = None,
        *,
        keep: int = 20_000,
        trim_every: int = 500,
    ) -> None:
        self._database = database
        self._clock = clock
        self._index = index or GamertagIndex(database, clock)
        self._keep = keep
        self._trim_every = trim_every
        self._until_trimmed = 0
        self._unwritten: dict[int, tuple[str, datetime]] = {}
        self._hurry = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None
        self._outage = Outage("the players seen lately", clock)
        self._refusals = Refusals("the players seen lately")
        # By XUID the gamertags that were set aside: they are not tried again.
        self._set_aside: dict[int, str] = {}
        # Not the command's: a timer that a command starts may stand still in the demonstration.
        self._context = copy_context()

    def remember(self, xuid: int, gamertag: str) -> None:
        """Note that the player was seen now, under this gamertag; written soon."""
        self._index.see(xuid, gamertag)
        if self._set_aside.get(xuid) == gamertag:
            return
        if xuid in self._unwritten or len(self._unwritten) < self._keep:
            self._unwritten[xuid] = gamertag, datetime.fromtimestamp(self._clock.now(), UTC)
        if not self._outage.is_on:
            self._write_soon()

    async def flush(self) -> None:
        """Write what is noted, as far as the database lets."""
        self._hurry.set()
        await asyncio.shield(self._write_soon())

    async def close(self) -> None:
        """Write what is left, and end."""
        if not self._outage.is_on:
            await self.flush()
        elif self._writing is not None:
            self._hurry.set()
            await self._writing

    def _write_soon(self) -> asyncio.Task[None]:
        if self._writing is None or self._writing.done():
            self._writing = self._context.copy().run(
                asyncio.create_task, self._write(), name="players seen lately"
            )
        return self._writing

    async def _write(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                await self._hurry.wait()
        self._hurry.clear()
        while self._unwritten:
            batch = dict(islice(self._unwritten.items(), _BATCH))
            try:
                await store_in_parts(tuple(batch.items()), self._store, self._refused)
            except StorageUnavailable as error:
                self._outage.fault(error)
                return
            self._outage.over()
            for xuid, seen in batch.items():
                if self._unwritten[xuid] is seen:
                    del self._unwritten[xuid]

    def _refused(self, row: _Seen, error: ValueRefused) -> None:
        xuid, (gamertag, _) = row
        if len(self._set_aside) < self._keep:
            self._set_aside[xuid] = gamertag
        self._refusals.note(error)

    async def _store(self, batch: Sequence[_Seen]) -> None:
        async with self._database.begin() as session:
            for xuid, (gamertag, seen_at) in batch:
                await upsert(
                    session,
                    RecentPlayer,
                    xuid=xuid,
                    gamertag=gamertag,
                    gamertag_folded=fold_gamertag(gamertag),
                    seen_at=seen_at,
                )
            if self._until_trimmed <= 0:
                newest = (
                    select(RecentPlayer.xuid)
                    .order_by(RecentPlayer.seen_at.desc(), RecentPlayer.xuid)
                    .limit(self._keep)
                )
                await session.execute(delete(RecentPlayer).where(RecentPlayer.xuid.not_in(newest)))
                self._until_trimmed = self._trim_every
        self._until_trimmed -= len(batch)

    async def gamertags(self, xuids: Collection[int]) -> dict[int, str]:
        """The gamertags under which these players were seen last, by XUID.

        Where the database fails, only those not yet written.
        """
        known = {xuid: self._unwritten[xuid][0] for xuid in xuids if xuid in self._unwritten}
        if self._outage.is_on:
            return known
        stored = select(RecentPlayer.xuid, RecentPlayer.gamertag).where(
            RecentPlayer.xuid.in_([xuid for xuid in xuids if xuid not in known])
        )
        try:
            async with self._database.session() as session:
                found = await session.execute(stored)
                return {row.xuid: row.gamertag for row in found} | known
        except StorageUnavailable as error:
            self._outage.fault(error)
            return known

    async def near(self, gamertag: str, limit: int = 3) -> tuple[str, ...]:
        """Known gamertags that begin like this one or look like it, the likeliest first.

        Case and spaces do not count. The gamertag itself is among them where it is known. Nobody,
        where the database fails.
        """
        folded = fold_gamertag(gamertag)
        if not folded or self._outage.is_on:
            return ()
        await self.flush()
        try:
            return await self._near(folded, limit)
        except ValueRefused:
            # What the database cannot hold is like nothing in it.
            return ()
        except StorageUnavailable as error:
            self._outage.fault(error)
            return ()

    async def _near(self, folded: str, limit: int) -> tuple[str, ...]:
        newest_first = RecentPlayer.seen_at.desc()
        async with self._database.session() as session:
            begins = await session.scalars(
                select(RecentPlayer.gamertag)
                .where(RecentPlayer.gamertag_folded.startswith(folded, autoescape=True))
                .order_by(newest_first)
                .limit(limit)
            )
            found = list(dict.fromkeys(begins))
            if len(found) >= limit:
                return tuple(found)
            known = await session.scalars(
                select(RecentPlayer.gamertag).order_by(newest_first).limit(_COMPARED)
            )
            names = known.all()
        alike = await asyncio.to_thread(_alike, folded, names, limit)
        return tuple(dict.fromkeys([*found, *alike]))[:limit]


def _alike(folded: str, gamertags: Iterable[str], limit: int) -> list[str]:
    by_folded = {fold_gamertag(gamertag): gamertag for gamertag in gamertags}
    matches = difflib.get_close_matches(folded, by_folded, limit, _SIMILAR_ENOUGH)
    return [by_folded[match] for match in matches]
