"""Finding out whom a question is about."""

from bot.facts.errors import NotLinked
from bot.facts.results import Player
from bot.halo.client import HaloClient
from bot.halo.errors import PlayerNotFound
from bot.halo.identifiers import Xuid, clean_gamertag, fold_gamertag, parse_xuid
from bot.storage.links import LinkRepository
from bot.storage.players import RecentPlayers

# Fewer are a gamertag.
_FEWEST_DIGITS = 16


class Players:
    """From what people type, or whom they mention, to a player."""

    def __init__(self, client: HaloClient, links: LinkRepository, recent: RecentPlayers) -> None:
        self._client = client
        self._links = links
        self._recent = recent

    async def by_gamertag(self, typed: str) -> Player:
        """The player of this gamertag, or of this XUID in any of its forms.

        Raises PlayerNotFound, with known gamertags that look like the typed one.
        """
        wanted = clean_gamertag(typed)
        xuid = parse_xuid(wanted)
        if xuid is not None and len(wanted) >= _FEWEST_DIGITS:
            return await self.by_xuid(xuid)
        try:
            user = await self._client.profile.user_by_gamertag(wanted)
        except PlayerNotFound as error:
            known = await self._recent.near(wanted)
            # A gamertag that was known and is gone: its player is called something else by now.
            near = tuple(
                gamertag for gamertag in known if fold_gamertag(gamertag) != fold_gamertag(wanted)
            )
            raise PlayerNotFound(error.gamertag, near=near, endpoint=error.endpoint) from error
        self._recent.remember(user.xuid, user.gamertag)
        return Player(user.xuid, user.gamertag)

    async def by_xuid(self, xuid: Xuid) -> Player:
        """The player of this XUID. Raises PlayerNotFound."""
        users = await self._client.profile.users_by_xuid([xuid])
        if not users:
            raise PlayerNotFound(str(xuid))
        return Player(users[0].xuid, users[0].gamertag)

    async def by_link(self, user_id: int, guild_id: int | None, *, own: bool = True) -> Player:
        """The player linked to a Discord user; in a server also by one of its admins.

        `own` says whether the asker is that user. Raises NotLinked.
        """
        link = await self._links.find(user_id, guild_id)
        if link is None:
            raise NotLinked(None if own else user_id)
        return Player(link.xuid, link.gamertag)
