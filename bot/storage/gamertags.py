"""Known gamertags in memory, so that they can be suggested while somebody types."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import TypeVar

from sqlalchemy import select

from bot.storage.engine import Database
from bot.storage.tables import OwnLink, RecentPlayer, ServerLink

Value = TypeVar("Value")

KEEP = 10_000
# What one server's links may take of that.
KEEP_A_SERVER = 1_000


class GamertagIndex:
    """The newest `keep` each of own links, of servers with links, and of players seen lately.

    load() fills it; from then on whoever writes to the tables tells it. Another process on the
    same database is not heard of until it is loaded again. Suggesting asks nothing of anybody.
    """

    def __init__(
        self, database: Database, *, keep: int = KEEP, keep_a_server: int = KEEP_A_SERVER
    ) -> None:
        self._database = database
        self._keep = keep
        self._keep_a_server = keep_a_server
        # Each from the oldest to the newest.
        self._own: OrderedDict[int, str] = OrderedDict()
        self._servers: OrderedDict[int, OrderedDict[int, str]] = OrderedDict()
        self._seen: OrderedDict[int, tuple[str, str]] = OrderedDict()

    async def load(self) -> None:
        """Read what the database holds, in place of what is known. Raises StorageUnavailable."""
        own = select(OwnLink.user_id, OwnLink.gamertag).order_by(OwnLink.linked_at.desc())
        linked = select(ServerLink.user_id, ServerLink.guild_id, ServerLink.gamertag).order_by(
            ServerLink.linked_at.desc()
        )
        seen = select(RecentPlayer.xuid, RecentPlayer.gamertag).order_by(
            RecentPlayer.seen_at.desc()
        )
        async with self._database.session() as session:
            mine, theirs, players = [
                list(reversed((await session.execute(rows.limit(self._keep))).all()))
                for rows in (own, linked, seen)
            ]
        self._own, self._servers, self._seen = OrderedDict(), OrderedDict(), OrderedDict()
        for user_id, gamertag in mine:
            self.link(user_id, None, gamertag)
        for user_id, guild_id, gamertag in theirs:
            self.link(user_id, guild_id, gamertag)
        for xuid, gamertag in players:
            self.see(xuid, gamertag)

    def see(self, xuid: int, gamertag: str) -> None:
        """Note that a player was seen now, under this gamertag."""
        _put(self._seen, xuid, (fold(gamertag), gamertag), self._keep)

    def link(self, user_id: int, guild_id: int | None, gamertag: str) -> None:
        """Note a user's own link, or the one of a member in a server."""
        if guild_id is None:
            _put(self._own, user_id, gamertag, self._keep)
            return
        members = self._servers.get(guild_id, OrderedDict())
        _put(members, user_id, gamertag, self._keep_a_server)
        _put(self._servers, guild_id, members, self._keep)

    def unlink(self, user_id: int, guild_id: int | None) -> None:
        """Forget a user's own link, or the one in a server."""
        if guild_id is None:
            self._own.pop(user_id, None)
        elif guild_id in self._servers:
            self._servers[guild_id].pop(user_id, None)

    def forget(self, user_id: int) -> None:
        """Forget all links of a user."""
        self._own.pop(user_id, None)
        for members in self._servers.values():
            members.pop(user_id, None)

    def suggest(
        self, typed: str, user_id: int, guild_id: int | None, limit: int = 25
    ) -> tuple[str, ...]:
        """Gamertags that hold what was typed: the asker's, the server's, then others, newest first.

        Those that begin with it come before those that hold it elsewhere; case and spaces do not
        count. Others than the asker's and the server's are only named once something is typed.
        """
        wanted = fold(typed)
        begins: dict[str, str] = {}
        holds: dict[str, str] = {}
        for folded, gamertag in self._candidates(user_id, guild_id, everybody=bool(wanted)):
            if folded.startswith(wanted):
                begins.setdefault(folded, gamertag)
                if len(begins) >= limit:
                    break
            elif wanted in folded and len(holds) < limit:
                holds.setdefault(folded, gamertag)
        return tuple((begins | {key: holds[key] for key in holds if key not in begins}).values())[
            :limit
        ]

    def _candidates(
        self, user_id: int, guild_id: int | None, *, everybody: bool
    ) -> Iterator[tuple[str, str]]:
        if user_id in self._own:
            yield fold(self._own[user_id]), self._own[user_id]
        if guild_id is not None:
            for gamertag in reversed(self._servers.get(guild_id, OrderedDict()).values()):
                yield fold(gamertag), gamertag
        if everybody:
            yield from reversed(self._seen.values())


def fold(gamertag: str) -> str:
    """The gamertag for comparing: neither case nor spaces count."""
    return "".join(gamertag.casefold().split())


def _put(kept: OrderedDict[int, Value], key: int, value: Value, keep: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > keep:
        kept.popitem(last=False)
