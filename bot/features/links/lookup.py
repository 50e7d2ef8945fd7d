"""Linking Discord users to gamertags."""

from bot.facts.errors import NoServerLink, NotLinked
from bot.facts.players import Players
from bot.records import Asker, Link
from bot.storage.links import LinkRepository

LINKS_PER_PAGE = 15
MOST_LINKS = 10_000


class Links:
    """Answers /link, /unlink, /whois and their admin relatives. Stored by XUID.

    A user's own link wins over an admin's; an admin's link holds in that server only.
    """

    def __init__(self, players: Players, links: LinkRepository) -> None:
        self._players = players
        self._links = links

    async def link_self(self, user_id: int, gamertag: str, guild_id: int | None = None) -> Link:
        """Link the user everywhere, once the profile service knows the gamertag.

        `guild_id` is the server where the user asks for it. Raises PlayerNotFound.
        """
        player = await self._players.identify(gamertag, Asker(user_id, guild_id))
        return await self._links.link_self(user_id, player.xuid, player.gamertag)

    async def link_member(self, guild_id: int, user_id: int, gamertag: str, linked_by: int) -> Link:
        """Link a member inside one server, once the profile service knows the gamertag.

        Raises PlayerNotFound.
        """
        player = await self._players.identify(gamertag, Asker(linked_by, guild_id))
        return await self._links.link_member(
            guild_id, user_id, player.xuid, player.gamertag, linked_by
        )

    async def unlink_self(self, user_id: int, guild_id: int | None) -> tuple[Link, ...]:
        """Remove the user's own link and an admin's in this server. Raises NotLinked."""
        removed = await self._links.unlink_self(user_id, guild_id)
        if not removed:
            raise NotLinked
        return removed

    async def unlink_member(self, guild_id: int, user_id: int) -> Link:
        """Remove the link an admin made in this server. Raises NoServerLink."""
        removed = await self._links.unlink_member(guild_id, user_id)
        if removed is None:
            raise NoServerLink
        return removed

    async def whois(self, user_id: int, guild_id: int | None, *, own: bool) -> Link:
        """The link that counts for a user here. Raises NotLinked."""
        return await self._players.link_of(user_id, guild_id, own=own)

    async def all(self, guild_id: int) -> tuple[Link, ...]:
        """All links that this server's admins made, at most MOST_LINKS."""
        return (await self._links.page(guild_id, 0, MOST_LINKS))[0]

    async def page(self, guild_id: int, page: int) -> tuple[tuple[Link, ...], int]:
        """A page (from 0) of the links that this server's admins made, and how many there are."""
        links, total = await self._links.page(guild_id, page * LINKS_PER_PAGE, LINKS_PER_PAGE)
        return await self._players.renamed(links), total
