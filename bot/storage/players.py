"""Gamertags seen lately, to suggest the right one for a misspelt one."""

import asyncio
import difflib
from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, datetime
from math import inf

from sqlalchemy import delete, select

from bot.halo.clock import Clock
from bot.storage.engine import Database
from bot.storage.gamertags import GamertagIndex, fold
from bot.storage.tables import RecentPlayer
from bot.storage.upsert import upsert

REPEAT_AFTER = 600.0
"""Seconds after which a player under a known gamertag is written down again."""
# How many of the players written down last are known by heart.
_BY_HEART = 2_000
_COMPARED = 5_000
_SIMILAR_ENOUGH = 0.6


class RecentPlayers:
    """A bounded memory of players, the newest `keep`; trimmed every `trim_every` writes.

    When somebody was seen is known to ten minutes, so that the popular cost no write each time.
    `index` is told of every player. All methods may raise StorageUnavailable.
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
        self._index = index or GamertagIndex(database)
        self._keep = keep
        self._trim_every = trim_every
        self._writes = 0
        # Gamertag and moment by XUID, the oldest first.
        self._written: OrderedDict[int, tuple[str, float]] = OrderedDict()

    async def remember(self, xuid: int, gamertag: str) -> None:
        """Note that the player was seen now, under this gamertag."""
        self._index.see(xuid, gamertag)
        now = self._clock.now()
        known, written_at = self._written.get(xuid, ("", -inf))
        if known == gamertag and now - written_at < REPEAT_AFTER:
            return
        # Before it is written, so that of many who ask at once one writes.
        self._written[xuid] = (gamertag, now)
        self._written.move_to_end(xuid)
        if len(self._written) > _BY_HEART:
            self._written.popitem(last=False)
        try:
            await self._write(xuid, gamertag, datetime.fromtimestamp(now, UTC))
        except BaseException:
            self._written.pop(xuid, None)
            raise

    async def near(self, gamertag: str, limit: int = 3) -> tuple[str, ...]:
        """Known gamertags that begin like this one or look like it, the likeliest first.

        Case and spaces do not count. The gamertag itself is among them where it is known.
        """
        folded = fold(gamertag)
        if not folded:
            return ()
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

    async def _write(self, xuid: int, gamertag: str, seen_at: datetime) -> None:
        async with self._database.begin() as session:
            await upsert(
                session,
                RecentPlayer,
                xuid=xuid,
                gamertag=gamertag,
                gamertag_folded=fold(gamertag),
                seen_at=seen_at,
            )
            if self._writes % self._trim_every == 0:
                newest = (
                    select(RecentPlayer.xuid)
                    .order_by(RecentPlayer.seen_at.desc(), RecentPlayer.xuid)
                    .limit(self._keep)
                )
                await session.execute(delete(RecentPlayer).where(RecentPlayer.xuid.not_in(newest)))
        self._writes += 1


def _alike(folded: str, gamertags: Iterable[str], limit: int) -> list[str]:
    by_folded = {fold(gamertag): gamertag for gamertag in gamertags}
    matches = difflib.get_close_matches(folded, by_folded, limit, _SIMILAR_ENOUGH)
    return [by_folded[match] for match in matches]
