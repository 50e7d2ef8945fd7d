"""Who of all linked users may stand on a server's leaderboard."""

from sqlalchemy import select

from bot.halo.names import Names
from bot.records import Link
from bot.storage.engine import Database
from bot.storage.links import own_link, server_link
from bot.storage.tables import OwnLink, ServerLink, UserSetting


class LeaderboardRepository:
    """Links, without those of users whose settings say so. May raise StorageUnavailable."""

    def __init__(self, database: Database, names: Names) -> None:
        self._database = database
        self._names = names

    async def listed(self, guild_id: int, limit: int) -> tuple[Link, ...]:
        """The links that admins made in this server, and own links of users anywhere.

        One a user, the own one first; at most `limit` of each kind, the newest. Which of the
        users with own links are in the server is not known here.
        """
        opted_out = select(UserSetting.user_id).where(UserSetting.on_leaderboards.is_(False))
        async with self._database.session() as session:
            admins = await session.scalars(
                select(ServerLink)
                .where(ServerLink.guild_id == guild_id, ServerLink.user_id.not_in(opted_out))
                .order_by(ServerLink.linked_at.desc(), ServerLink.user_id)
                .limit(limit)
            )
            own = await session.scalars(
                select(OwnLink)
                .where(OwnLink.user_id.not_in(opted_out))
                .order_by(OwnLink.linked_at.desc(), OwnLink.user_id)
                .limit(limit)
            )
            links = {row.user_id: server_link(row, self._names) for row in admins}
            links |= {row.user_id: own_link(row, self._names) for row in own}
            return tuple(links.values())
