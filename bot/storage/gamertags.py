"""Known gamertags in memory, so that they can be suggested while somebody types."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.halo.clock import Clock
from bot.halo.identifiers import fold_gamertag
from bot.storage.engine import Database
from bot.storage.errors import StorageUnavailable
from bot.storage.tables import OwnLink, RecentPlayer, ServerLink

Value = TypeVar("Value")

KEEP = 10_000
# What one server's links may take of that.
KEEP_A_SERVER = 1_000
REREAD = 120.0
"""Seconds after which what other processes have written is read."""

# Players seen so lately that the database may not have them yet.
UNWRITTEN = 500
_AT_ONCE = 500

log = logging.getLogger(__name__)


class GamertagIndex:
    """The newest `keep` each of own links, of servers with links, and of players seen lately.

    load() fills it; from then on whoever writes to the tables tells it. What other processes have
    written on the same database is read by refresh(). Suggesting asks nothing of anybody.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        keep: int = KEEP,
        keep_a_server: int = KEEP_A_SERVER,
    ) -> None:
        self._database = database
        self._clock = clock
        self._keep = keep
        self._keep_a_server = keep_a_server
        self._known = _Known(keep, keep_a_server)
        self._read_at = float("-inf")
        self._reading: asyncio.Task[None] | None = None
        # What was told while the tables are being read: the answer may not have it yet.
        self._told: list[Callable[[_Known], None]] = []

    async def load(self) -> None:
        """Read what the database holds. Raises StorageUnavailable."""
        self._read_at = self._clock.monotonic()
        own = select(OwnLink.user_id, OwnLink.gamertag).order_by(OwnLink.linked_at.desc())
        linked = select(ServerLink.user_id, ServerLink.guild_id, ServerLink.gamertag).order_by(
            ServerLink.linked_at.desc()
        )
        seen = select(RecentPlayer.xuid, RecentPlayer.gamertag).order_by(
            RecentPlayer.seen_at.desc()
        )
        known = _Known(self._keep, self._keep_a_server)
        async with self._database.session() as session:
            async for user_id, gamertag in _oldest_first(session, own.limit(self._keep)):
                known.link(user_id, None, gamertag)
            async for user_id, guild_id, gamertag in _oldest_first(
                session, linked.limit(self._keep)
            ):
                known.link(user_id, guild_id, gamertag)
            async for xuid, gamertag in _oldest_first(session, seen.limit(self._keep)):
                known.see(xuid, gamertag)
        for xuid, (_, gamertag) in list(self._known.seen.items())[-UNWRITTEN:]:
            if xuid not in known.seen:
                known.see(xuid, gamertag)
        for change in self._told:
            change(known)
        self._known = known

    def refresh(self) -> None:
        """Begin to read the tables anew, unless that was done within REREAD seconds."""
        if self._clock.monotonic() - self._read_at < REREAD:
            return
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._reread(), name="gamertags")

    async def close(self) -> None:
        """Wait for reading that is under way."""
        if self._reading is not None:
            await self._reading

    def see(self, xuid: int, gamertag: str) -> None:
        """Note that a player was seen now, under this gamertag."""
        self._tell(lambda known: known.see(xuid, gamertag))

    def link(self, user_id: int, guild_id: int | None, gamertag: str) -> None:
        """Note a user's own link, or the one of a member in a server."""
        self._tell(lambda known: known.link(user_id, guild_id, gamertag))

    def unlink(self, user_id: int, guild_id: int | None) -> None:
        """Forget a user's own link, or the one in a server."""
        self._tell(lambda known: known.unlink(user_id, guild_id))

    def forget(self, user_id: int) -> None:
        """Forget all links of a user."""
        self._tell(lambda known: known.forget(user_id))

    def suggest(
        self, typed: str, user_id: int, guild_id: int | None, limit: int = 25
    ) -> tuple[str, ...]:
        """Gamertags that hold what was typed: the asker's, the server's, then others, newest first.

        Those that begin with it come before those that hold it elsewhere; case and spaces do not
        count. Others than the asker's and the server's are only named once something is typed.
        """
        wanted = fold_gamertag(typed)
        begins: dict[str, str] = {}
        holds: dict[str, str] = {}
        for folded, gamertag in self._known.candidates(user_id, guild_id, everybody=bool(wanted)):
            if folded.startswith(wanted):
                begins.setdefault(folded, gamertag)
                if len(begins) >= limit:
                    break
            elif wanted in folded and len(holds) < limit:
                holds.setdefault(folded, gamertag)
        return tuple((begins | {key: holds[key] for key in holds if key not in begins}).values())[
            :limit
        ]

    def _tell(self, change: Callable[["_Known"], None]) -> None:
        change(self._known)
        if self._reading is not None and not self._reading.done():
            self._told.append(change)

    async def _reread(self) -> None:
        try:
            await self.load()
        except StorageUnavailable as error:
            log.warning("gamertags not read anew: %s", error)
        finally:
            self._told.clear()


class _Known:
    """The gamertags themselves; see GamertagIndex for the methods of the same name."""

    def __init__(self, keep: int, keep_a_server: int) -> None:
        self._keep = keep
        self._keep_a_server = keep_a_server
        # Each from the oldest to the newest.
        self.own: OrderedDict[int, str] = OrderedDict()
        self.servers: OrderedDict[int, OrderedDict[int, str]] = OrderedDict()
        self.seen: OrderedDict[int, tuple[str, str]] = OrderedDict()

    def see(self, xuid: int, gamertag: str) -> None:
        _put(self.seen, xuid, (fold_gamertag(gamertag), gamertag), self._keep)

    def link(self, user_id: int, guild_id: int | None, gamertag: str) -> None:
        if guild_id is None:
            _put(self.own, user_id, gamertag, self._keep)
            return
        members = self.servers.get(guild_id, OrderedDict())
        _put(members, user_id, gamertag, self._keep_a_server)
        _put(self.servers, guild_id, members, self._keep)

    def unlink(self, user_id: int, guild_id: int | None) -> None:
        if guild_id is None:
            self.own.pop(user_id, None)
        elif guild_id in self.servers:
            self.servers[guild_id].pop(user_id, None)

    def forget(self, user_id: int) -> None:
        self.own.pop(user_id, None)
        for members in self.servers.values():
            members.pop(user_id, None)

    def candidates(
        self, user_id: int, guild_id: int | None, *, everybody: bool
    ) -> Iterator[tuple[str, str]]:
        """What may be suggested to a user, folded and as it is, in the order of suggestion."""
        if user_id in self.own:
            yield fold_gamertag(self.own[user_id]), self.own[user_id]
        if guild_id is not None:
            for gamertag in reversed(self.servers.get(guild_id, OrderedDict()).values()):
                yield fold_gamertag(gamertag), gamertag
        if everybody:
            yield from reversed(self.seen.values())


async def _oldest_first(
    session: AsyncSession, newest_first: Select[*tuple[Any, ...]]
) -> AsyncIterator[Row[*tuple[Any, ...]]]:
    """The rows of a question the other way round, a few at a time: others have their turns."""
    answer = await session.stream(newest_first)
    rows = [row async for some in answer.partitions(_AT_ONCE) for row in some]
    for number, row in enumerate(reversed(rows)):
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0)
        yield row


def _put(kept: OrderedDict[int, Value], key: int, value: Value, keep: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > keep:
        kept.popitem(last=False)
