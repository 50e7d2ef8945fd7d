"""Gamertags seen lately, to suggest the right one for a misspelt one."""

import asyncio
import difflib
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import delete, select

from bot.halo.clock import Clock
from bot.storage.engine import Database
from bot.storage.gamertags import GamertagIndex, fold
from bot.storage.tables import RecentPlayer
from bot.storage.upsert import upsert

_COMPARED = 5_000
_SIMILAR_ENOUGH = 0.6


class RecentPlayers:
    """A bounded memory of players, the newest `keep`; trimmed every `trim_every` writes.

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
        self._index = index or GamertagIndex(database, clock)
        self._keep = keep
        self._trim_every = trim_every
        self._writes = 0

    async def remember(self, xuid: int, gamertag: str) -> None:
        """Note that the player was seen now, under this gamertag."""
        now = datetime.fromtimestamp(self._clock.now(), UTC)
        async with self._database.begin() as session:
            await upsert(
                session,
                RecentPlayer,
                xuid=xuid,
                gamertag=gamertag,
                gamertag_folded=fold(gamertag),
                seen_at=now,
            )
            if self._writes % self._trim_every == 0:
                newest = (
                    select(RecentPlayer.xuid)
                    .order_by(RecentPlayer.seen_at.desc(), RecentPlayer.xuid)
                    .limit(self._keep)
                )
                await session.execute(delete(RecentPlayer).where(RecentPlayer.xuid.not_in(newest)))
        self._writes += 1
        self._index.see(xuid, gamertag)

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


def _alike(folded: str, gamertags: Iterable[str], limit: int) -> list[str]:
    by_folded = {fold(gamertag): gamertag for gamertag in gamertags}
    matches = difflib.get_close_matches(folded, by_folded, limit, _SIMILAR_ENOUGH)
    return [by_folded[match] for match in matches]
