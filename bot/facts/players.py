"""Finding out whom a question is about."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.facts.errors import NotLinked
from bot.facts.results import Player
from bot.halo.client import HaloClient
from bot.halo.clock import Clock
from bot.halo.errors import HaloError, PlayerNotFound
from bot.halo.identifiers import Xuid, clean_gamertag, fold_gamertag, parse_xuid
from bot.records import Asker, Link
from bot.storage.links import LinkRepository
from bot.storage.players import AskedPlayers

# Fewer are a gamertag.
_FEWEST_DIGITS = 16
# Seconds after which the service is asked what a linked player is called now, and for which
# somebody waits to be told.
_NAME_HOLDS = 86_400.0
_PATIENCE = 1.0

log = logging.getLogger(__name__)


class Players:
    """From what people type, or whom they mention, to a player."""

    def __init__(
        self, client: HaloClient, clock: Clock, links: LinkRepository, asked: AskedPlayers
    ) -> None:
        self._client = client
        self._clock = clock
        self._links = links
        self._asked = asked
        self._renewals: set[asyncio.Task[None]] = set()

    async def by_gamertag(self, typed: str, asker: Asker | None = None) -> Player:
        """The player of this gamertag, or of this XUID in any of its forms.

        The asker is suggested the player from now on; nobody is, where there is none. Raises
        PlayerNotFound as identify() does.
        """
        player = await self.identify(typed, asker)
        name = self._client.names.get(player.xuid)
        if asker is not None and name is not None:
            self._asked.remember(asker.user_id, player.xuid, name)
        return player

    async def identify(self, typed: str, asker: Asker | None = None) -> Player:
        """The same, and nobody is suggested the player for it.

        Raises PlayerNotFound, with gamertags that look like the typed one, of those that may be
        suggested to the asker.
        """
        # A name that is stored may be newer than the answers in the cache.
        await self._asked.index.begin()
        wanted = clean_gamertag(typed)
        xuid = parse_xuid(wanted)
        if xuid is not None and len(wanted) >= _FEWEST_DIGITS:
            return await self.by_xuid(xuid)
        try:
            user = await self._client.profile.user_by_gamertag(wanted)
        except PlayerNotFound as error:
            near = await self._near(wanted, asker)
            raise PlayerNotFound(error.gamertag, near=near, endpoint=error.endpoint) from error
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
        link = await self.link_of(user_id, guild_id, own=own)
        return Player(link.xuid, link.gamertag)

    async def link_of(self, user_id: int, guild_id: int | None, *, own: bool) -> Link:
        """The link that counts for a user here. Raises NotLinked."""
        link = await self._links.find(user_id, guild_id)
        if link is None:
            raise NotLinked(None if own else user_id)
        (link,) = await self.renamed([link])
        return link

    async def renamed(self, links: Sequence[Link]) -> tuple[Link, ...]:
        """The links under their players' newest names.

        The service is asked for those that it has not vouched for within a day. Whoever waits for
        that does so for a second at most; what comes later is known next time.
        """
        names = self._client.names
        oldest = self._clock.now() - _NAME_HOLDS
        known = {link.xuid: names.get(link.xuid) for link in links}
        doubtful = [xuid for xuid, name in known.items() if name is None or name.at < oldest]
        if doubtful:
            await asyncio.wait([self._renew(doubtful)], timeout=_PATIENCE)
        found = {xuid: name.gamertag for xuid in known if (name := names.get(xuid)) is not None}
        return tuple(replace(each, gamertag=found.get(each.xuid, each.gamertag)) for each in links)

    async def close(self) -> None:
        """End what nobody waits for any more."""
        for task in self._renewals:
            task.cancel()
        await asyncio.gather(*self._renewals, return_exceptions=True)

    def _renew(self, xuids: Collection[int]) -> asyncio.Task[None]:
        async def ask() -> None:
            try:
                await self._client.profile.users_by_xuid(xuids)
            except HaloError as error:
                log.info("going on with the names known before: %s", error)

        task = asyncio.create_task(ask(), name="linked players' names")
        self._renewals.add(task)
        task.add_done_callback(self._renewals.discard)
        return task

    async def _near(self, wanted: str, asker: Asker | None) -> tuple[str, ...]:
        if asker is None:
            return ()
        near = await self._asked.index.near(wanted, asker.user_id, asker.guild_id)
        # A gamertag that was known and is gone: its player is called something else by now.
        return tuple(each for each in near if fold_gamertag(each) != fold_gamertag(wanted))
