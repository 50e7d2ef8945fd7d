"""Gamertags of many players at once, also where the service does not tell all of them."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import TypeAlias

from bot.facts.gathering import Gathering
from bot.halo.client import HaloClient
from bot.halo.errors import HaloError
from bot.translatable import N_

Remembered: TypeAlias = Callable[[Collection[int]], Awaitable[dict[int, str]]]
"""Tells which gamertags are stored, by XUID."""

KEEP = 10_000
"""How many players' gamertags are kept in memory."""

NAMES = N_("names")


class PlayerNames:
    """Knows gamertags by XUID: from the service, or else as they were seen last."""

    def __init__(self, client: HaloClient, remembered: Remembered, *, keep: int = KEEP) -> None:
        self._client = client
        self._remembered = remembered
        self._keep = keep
        # The least recently seen first.
        self._seen: OrderedDict[int, str] = OrderedDict()

    async def of(
        self, parts: Gathering, players: Iterable[int], part: str = NAMES
    ) -> dict[int, str]:
        """The gamertags of these players, by XUID.

        The part is noted as missing where one is not known from anywhere.
        """
        wanted = set(players)
        failure = None
        try:
            users = await self._client.profile.users_by_xuid(wanted)
        except HaloError as error:
            users, failure = (), error
        told = {user.xuid: user.gamertag for user in users if user.gamertag}
        self._see(told)
        names = await self._known(wanted - told.keys()) | told
        if wanted - names.keys():
            if failure is not None:
                parts.note_failure(part, failure)
            else:
                parts.note_missing(part)
        return names

    def _see(self, names: Mapping[int, str]) -> None:
        for xuid, gamertag in names.items():
            self._seen[xuid] = gamertag
            self._seen.move_to_end(xuid)
        while len(self._seen) > self._keep:
            self._seen.popitem(last=False)

    async def _known(self, players: Collection[int]) -> dict[int, str]:
        known = {xuid: self._seen[xuid] for xuid in players if xuid in self._seen}
        left = [xuid for xuid in players if xuid not in known]
        return await self._remembered(left) | known if left else known
