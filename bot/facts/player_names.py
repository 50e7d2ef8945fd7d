"""Gamertags of many players at once, also where the service does not tell all of them."""

from collections.abc import Iterable

from bot.facts.gathering import Gathering
from bot.halo.client import HaloClient
from bot.halo.errors import HaloError
from bot.translatable import N_

NAMES = N_("names")


class PlayerNames:
    """Knows gamertags by XUID: from the service, or else by the newest name that was heard."""

    def __init__(self, client: HaloClient) -> None:
        self._client = client

    async def of(
        self, parts: Gathering, players: Iterable[int], part: str = NAMES
    ) -> dict[int, str]:
        """Returns the gamertags of these players, by XUID.

        The part is noted as missing where one is not known from anywhere.
        """
        wanted = set(players)
        failure = None
        try:
            users = await self._client.profile.users_by_xuid(wanted)
        except HaloError as error:
            users, failure = (), error
        told = {user.xuid: user.gamertag for user in users if user.gamertag}
        heard = {xuid: self._client.names.get(xuid) for xuid in wanted - told.keys()}
        names = {xuid: name.gamertag for xuid, name in heard.items() if name is not None} | told
        if wanted - names.keys():
            if failure is not None:
                parts.note_failure(part, failure)
            else:
                parts.note_missing(part)
        return names
