"""Which gamertag belongs to which Discord user."""

from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.sql.dml import ReturningDelete

from bot.halo.clock import Clock
from bot.halo.names import Name, Names
from bot.records import Link
from bot.storage.engine import Database
from bot.storage.names import columns_of, name_of
from bot.storage.players import AskedPlayers, delete_asked
from bot.storage.tables import OwnLink, ServerLink
from bot.storage.upsert import upsert


class LinkRepository:
    """Links that users made for themselves, and links that admins made inside their server.

    What an admin does in one server is neither seen nor changed from another. Players go by their
    newest names. `asked` and its index are told of every change. All methods may raise
    StorageUnavailable.
    """

    def __init__(self, database: Database, clock: Clock, asked: AskedPlayers) -> None:
        self._database = database
        self._clock = clock
        self._asked = asked
        self._index = asked.index
        self._names = asked.index.names

    async def find(self, user_id: int, guild_id: int | None) -> Link | None:
        """The user's own link, or else the one an admin made in this server, or None."""
        async with self._database.session() as session:
            own = await session.get(OwnLink, user_id)
            if own is not None:
                return own_link(own, self._names)
            if guild_id is None:
                return None
            row = await session.get(ServerLink, (guild_id, user_id))
            return None if row is None else server_link(row, self._names)

    async def link_self(self, user_id: int, xuid: int, gamertag: str) -> Link:
        """Link the user everywhere, in place of any earlier own link."""
        name = self._name(xuid, gamertag)
        link = Link(user_id, xuid, name.gamertag, None, user_id, self._now())
        async with self._database.begin() as session:
            await upsert(
                session,
                OwnLink,
                user_id=user_id,
                linked_at=link.linked_at,
                **columns_of(xuid, name),
            )
        self._index.link(user_id, None, xuid, name)
        return link

    async def link_member(
        self, guild_id: int, user_id: int, xuid: int, gamertag: str, linked_by: int
    ) -> Link:
        """Link a member inside one server, in place of any earlier link made there by an admin."""
        name = self._name(xuid, gamertag)
        link = Link(user_id, xuid, name.gamertag, guild_id, linked_by, self._now())
        async with self._database.begin() as session:
            await upsert(
                session,
                ServerLink,
                guild_id=guild_id,
                user_id=user_id,
                linked_by=linked_by,
                linked_at=link.linked_at,
                **columns_of(xuid, name),
            )
        self._index.link(user_id, guild_id, xuid, name)
        return link

    async def unlink_self(self, user_id: int, guild_id: int | None) -> tuple[Link, ...]:
        """Remove the user's own link and the one an admin made for them in this server.

        Returns what was removed, the own link first. The players are no longer suggested to those
        who have asked for them either.
        """
        async with self._asked.paused:
            async with self._database.begin() as session:
                own = await session.scalars(
                    delete(OwnLink).where(OwnLink.user_id == user_id).returning(OwnLink)
                )
                removed = [own_link(row, self._names) for row in own]
                if guild_id is not None:
                    rows = await session.scalars(_delete_member(guild_id, user_id))
                    removed.extend(server_link(row, self._names) for row in rows)
                xuids = {link.xuid for link in removed}
                await delete_asked(session, xuids)
            self._asked.forget_players(xuids)
        for link in removed:
            self._index.unlink(user_id, link.guild_id)
        return tuple(removed)

    async def unlink_member(self, guild_id: int, user_id: int) -> Link | None:
        """Remove the link an admin made in this server; the user's own link stays.

        Returns what was removed, or None where there was none.
        """
        async with self._database.begin() as session:
            row = await session.scalar(_delete_member(guild_id, user_id))
        self._index.unlink(user_id, guild_id)
        return None if row is None else server_link(row, self._names)

    async def page(self, guild_id: int, offset: int, limit: int) -> tuple[tuple[Link, ...], int]:
        """Some of the links that admins made in this server, by gamertag, and the total number."""
        here = ServerLink.guild_id == guild_id
        order = (func.lower(ServerLink.gamertag), ServerLink.user_id)
        async with self._database.session() as session:
            total = await session.scalar(select(func.count()).select_from(ServerLink).where(here))
            rows = await session.scalars(
                select(ServerLink).where(here).order_by(*order).offset(offset).limit(limit)
            )
            return tuple(server_link(row, self._names) for row in rows), total or 0

    def _name(self, xuid: int, gamertag: str) -> Name:
        """The player's newest name; the given one, as of now, where none was heard."""
        return self._names.get(xuid) or Name(gamertag, self._clock.now())

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock.now(), UTC)


def _delete_member(guild_id: int, user_id: int) -> ReturningDelete[ServerLink]:
    return (
        delete(ServerLink)
        .where(ServerLink.guild_id == guild_id, ServerLink.user_id == user_id)
        .returning(ServerLink)
    )


def own_link(row: OwnLink, names: Names) -> Link:
    """The link in a row of a user's own ones, under the player's newest name."""
    gamertag = names.recall(row.xuid, name_of(row)).gamertag
    return Link(row.user_id, row.xuid, gamertag, None, row.user_id, row.linked_at)


def server_link(row: ServerLink, names: Names) -> Link:
    """The link in a row of those that admins made, under the player's newest name."""
    gamertag = names.recall(row.xuid, name_of(row)).gamertag
    return Link(row.user_id, row.xuid, gamertag, row.guild_id, row.linked_by, row.linked_at)
