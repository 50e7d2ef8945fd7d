"""Known gamertags in memory, so that they can be suggested while somebody types."""

import asyncio
import difflib
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.halo.clock import Clock
from bot.halo.identifiers import fold_gamertag
from bot.halo.names import Name, Names
from bot.storage.engine import Database
from bot.storage.errors import StorageUnavailable
from bot.storage.names import moment
from bot.storage.tables import AskedPlayer, Named, OwnLink, ServerLink, UserSetting

Value = TypeVar("Value")

KEEP = 10_000
# What one server's links, and one person's players, may take of that.
KEEP_A_SERVER = 1_000
KEEP_A_PERSON = 50
ASKED_FOR = 90 * 86_400.0
"""Seconds for which a player whom somebody asked for is remembered."""
REREAD = 120.0
"""Seconds after which what other processes have written is read."""

# Seconds within which the database may not have yet what was asked for.
_UNWRITTEN = 30.0
_AT_ONCE = 500
_SIMILAR_ENOUGH = 0.6

log = logging.getLogger(__name__)


class GamertagIndex:
    """Own links, servers' links, and what people have asked for: the newest `keep` rows of each.

    A gamertag is suggested to the user it is linked to, to those in a server whose admins have
    linked it there, and to those who have asked for it. load() fills the index; from then on
    whoever writes to the tables tells it. What other processes have written on the same database
    is read by refresh(). Suggesting asks nothing of anybody.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        names: Names,
        *,
        keep: int = KEEP,
        keep_a_server: int = KEEP_A_SERVER,
    ) -> None:
        self.names = names
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
        now = self._clock.now()
        known = _Known(self._keep, self._keep_a_server)
        own = select(OwnLink.user_id, *_name(OwnLink)).order_by(OwnLink.linked_at.desc())
        linked = (
            select(
                ServerLink.user_id,
                ServerLink.guild_id,
                UserSetting.on_leaderboards,
                *_name(ServerLink),
            )
            .outerjoin(UserSetting, UserSetting.user_id == ServerLink.user_id)
            .order_by(ServerLink.linked_at.desc())
        )
        asked = (
            select(AskedPlayer.user_id, AskedPlayer.asked_at, *_name(AskedPlayer))
            .where(AskedPlayer.asked_at > moment(now - ASKED_FOR))
            .order_by(AskedPlayer.asked_at.desc())
        )
        async with self._database.session() as session:
            async for row in _oldest_first(session, own.limit(self._keep)):
                known.link(row.user_id, None, row.xuid, self._recalled(row))
            async for row in _oldest_first(session, linked.limit(self._keep)):
                known.link(row.user_id, row.guild_id, row.xuid, self._recalled(row))
                known.show(row.user_id, shown=row.on_leaderboards is not False)
            async for row in _oldest_first(session, asked.limit(self._keep)):
                known.ask(row.user_id, row.xuid, self._recalled(row), row.asked_at.timestamp())
        for ask in self._known.asked_since(now - _UNWRITTEN):
            known.ask(*ask)
        for change in self._told:
            change(known)
        self._known = known

    async def begin(self) -> None:
        """Read it where that was never done; without the database go on with what is known."""
        if self._read_at == float("-inf"):
            await self._reread()

    def refresh(self) -> None:
        """Begin to read the tables again, unless that was done within REREAD seconds."""
        if self._clock.monotonic() - self._read_at < REREAD:
            return
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._reread(), name="gamertags")

    async def close(self) -> None:
        """Wait for reading that is under way."""
        if self._reading is not None:
            await self._reading

    def hear(self, xuid: int, name: Name) -> None:
        """Note what a player is called now."""
        self._tell(lambda known: known.hear(xuid, name))

    def ask(self, user_id: int, xuid: int, name: Name, at: float) -> None:
        """Note that a user has asked for a player (at: seconds since 1970)."""
        self._tell(lambda known: known.ask(user_id, xuid, name, at))

    def link(self, user_id: int, guild_id: int | None, xuid: int, name: Name) -> None:
        """Note a user's own link, or the one of a member in a server."""
        self._tell(lambda known: known.link(user_id, guild_id, xuid, name))

    def unlink(self, user_id: int, guild_id: int | None) -> None:
        """Forget a user's own link, or the one in a server."""
        self._tell(lambda known: known.unlink(user_id, guild_id))

    def show(self, user_id: int, *, shown: bool) -> None:
        """Note whether servers' links of a user may be suggested to others."""
        self._tell(lambda known: known.show(user_id, shown=shown))

    def forget(self, user_id: int) -> None:
        """Forget all links of a user, and whom the user has asked for."""
        self._tell(lambda known: known.forget(user_id))

    def forget_players(self, xuids: Collection[int]) -> None:
        """Forget that anybody has asked for these players."""
        self._tell(lambda known: known.forget_players(xuids))

    def suggest(
        self, typed: str, user_id: int, guild_id: int | None, limit: int = 25
    ) -> tuple[str, ...]:
        """Gamertags that hold what was typed: the asker's own, the server's, then those the asker
        has asked for, newest first.

        Those that begin with it come before those that hold it elsewhere; case and spaces do not
        count.
        """
        wanted = fold_gamertag(typed)
        begins: dict[str, str] = {}
        holds: dict[str, str] = {}
        for folded, gamertag in self._candidates(user_id, guild_id):
            if folded.startswith(wanted):
                begins.setdefault(folded, gamertag)
                if len(begins) >= limit:
                    break
            elif wanted in folded and len(holds) < limit:
                holds.setdefault(folded, gamertag)
        return tuple((begins | {key: holds[key] for key in holds if key not in begins}).values())[
            :limit
        ]

    async def near(
        self, typed: str, user_id: int, guild_id: int | None, limit: int = 3
    ) -> tuple[str, ...]:
        """Gamertags that begin like this one or look like it, of those that suggest() may name.

        The likeliest come first; case and spaces do not count.
        """
        wanted = fold_gamertag(typed)
        if not wanted:
            return ()
        known: dict[str, str] = {}
        for folded, gamertag in self._candidates(user_id, guild_id):
            known.setdefault(folded, gamertag)
        begins = [folded for folded in known if folded.startswith(wanted)]
        alike = await asyncio.to_thread(
            difflib.get_close_matches, wanted, known, limit, _SIMILAR_ENOUGH
        )
        return tuple(known[folded] for folded in dict.fromkeys([*begins, *alike]))[:limit]

    def _candidates(self, user_id: int, guild_id: int | None) -> Iterator[tuple[str, str]]:
        return self._known.candidates(user_id, guild_id, self._clock.now() - ASKED_FOR)

    def _recalled(self, row: Row[*tuple[Any, ...]]) -> Name:
        return self.names.recall(row.xuid, Name(row.gamertag, row.named_at.timestamp()))

    def _tell(self, change: Callable[["_Known"], None]) -> None:
        change(self._known)
        if self._reading is not None and not self._reading.done():
            self._told.append(change)

    async def _reread(self) -> None:
        try:
            await self.load()
        except StorageUnavailable as error:
            log.warning("gamertags could not be read: %s", error)
        finally:
            self._told.clear()


class _Known:
    """The gamertags themselves; see GamertagIndex for the methods of the same name."""

    def __init__(self, keep: int, keep_a_server: int) -> None:
        self._keep = keep
        self._keep_a_server = keep_a_server
        # By XUID: the gamertag folded, and the name. Enough for all that is below.
        self._names: OrderedDict[int, tuple[str, Name]] = OrderedDict()
        # XUIDs, each from the oldest to the newest.
        self._own: OrderedDict[int, int] = OrderedDict()
        self._servers: OrderedDict[int, OrderedDict[int, int]] = OrderedDict()
        # With the moment that each was asked for.
        self._asked: OrderedDict[int, OrderedDict[int, float]] = OrderedDict()
        self._hidden: set[int] = set()

    def hear(self, xuid: int, name: Name) -> None:
        known = self._names.get(xuid)
        if known is not None and known[1].at <= name.at:
            self._names[xuid] = fold_gamertag(name.gamertag), name

    def ask(self, user_id: int, xuid: int, name: Name, at: float) -> None:
        self._call(xuid, name)
        players = self._asked.get(user_id, OrderedDict())
        _put(players, xuid, at, KEEP_A_PERSON)
        _put(self._asked, user_id, players, self._keep)

    def link(self, user_id: int, guild_id: int | None, xuid: int, name: Name) -> None:
        self._call(xuid, name)
        if guild_id is None:
            _put(self._own, user_id, xuid, self._keep)
            return
        members = self._servers.get(guild_id, OrderedDict())
        _put(members, user_id, xuid, self._keep_a_server)
        _put(self._servers, guild_id, members, self._keep)

    def unlink(self, user_id: int, guild_id: int | None) -> None:
        if guild_id is None:
            self._own.pop(user_id, None)
        elif guild_id in self._servers:
            self._servers[guild_id].pop(user_id, None)

    def show(self, user_id: int, *, shown: bool) -> None:
        (self._hidden.discard if shown else self._hidden.add)(user_id)

    def forget(self, user_id: int) -> None:
        self._own.pop(user_id, None)
        self._asked.pop(user_id, None)
        self._hidden.discard(user_id)
        for members in self._servers.values():
            members.pop(user_id, None)

    def forget_players(self, xuids: Collection[int]) -> None:
        for players in self._asked.values():
            for xuid in xuids:
                players.pop(xuid, None)

    def asked_since(self, since: float) -> Iterator[tuple[int, int, Name, float]]:
        """What was asked for since then (seconds since 1970), as ask() takes it."""
        for user_id, players in self._asked.items():
            for xuid, at in players.items():
                if at > since and xuid in self._names:
                    yield user_id, xuid, self._names[xuid][1], at

    def candidates(
        self, user_id: int, guild_id: int | None, since: float
    ) -> Iterator[tuple[str, str]]:
        """What may be suggested to a user, folded and as it is, in the order of suggestion."""
        for xuid in self._xuids(user_id, guild_id, since):
            if xuid in self._names:
                folded, name = self._names[xuid]
                yield folded, name.gamertag

    def _xuids(self, user_id: int, guild_id: int | None, since: float) -> Iterable[int]:
        if user_id in self._own:
            yield self._own[user_id]
        if guild_id is not None:
            members = self._servers.get(guild_id, OrderedDict())
            for member, xuid in reversed(members.items()):
                if member == user_id or member not in self._hidden:
                    yield xuid
        for xuid, at in reversed(self._asked.get(user_id, OrderedDict()).items()):
            if at > since:
                yield xuid

    def _call(self, xuid: int, name: Name) -> None:
        known = self._names.get(xuid)
        if known is None or known[1].at <= name.at:
            known = fold_gamertag(name.gamertag), name
        _put(self._names, xuid, known, 4 * self._keep)


def _name(table: type[Named]) -> tuple[Any, Any, Any]:
    return table.xuid, table.gamertag, table.named_at


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
