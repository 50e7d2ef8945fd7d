"""Figures that only matches change need not be asked for again while none was played."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.facts.results import Player
from bot.halo.client import HaloClient
from bot.halo.clock import Clock
from bot.halo.errors import HaloError
from bot.halo.identifiers import Xuid
from bot.halo.transport.observe import recorded_calls

LONGEST = 86_400.0
"""Seconds for which an answer is used at most: seasons end, and ranks are put right, without a
match."""
# Seconds after the end of a match until the service has counted it everywhere.
COUNTED = 120.0
# Seconds for which an answer is used at least, and by which ages are rounded: callers within one
# such step ask the same, and so share an answer.
SHORTEST, STEP = 20.0, 60.0
# Seconds to wait for the history; without it the endpoints' own freshness holds.
PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Ages:
    """How old stored answers may be and still be true, in seconds; None where nothing tells.

    `overall` is for what any match changes, `of()` for what only matches in a playlist do.
    """

    overall: float | None = None
    by_playlist: Mapping[str, float] = field(default_factory=dict)
    others: float | None = None

    def of(self, playlist_id: str) -> float | None:
        """For what only matches in this playlist change."""
        return self.by_playlist.get(playlist_id, self.others)


class Unchanged:
    """Says how old a player's stored CSR and service record may be and still be true."""

    def __init__(self, client: HaloClient, clock: Clock, longest: float = LONGEST) -> None:
        """`longest` of 0 leaves everything to the endpoints' own freshness."""
        self._client = client
        self._clock = clock
        self._longest = longest

    async def max_age(self, player: Player) -> float | None:
        """Seconds since the player's latest match was counted; see ages()."""
        return (await self.ages(player)).overall

    async def ages(self, player: Player) -> Ages:
        """Seconds since the player's latest matches were counted, at most a day.

        Costs a match history, which /lastmatch asks for too. Says nothing where that does not: it
        is empty, perhaps private, older than it should be, or does not come in time.
        """
        if self._longest <= 0:
            return Ages()
        try:
            with recorded_calls() as calls:
                async with asyncio.timeout(PATIENCE):
                    page = await self._client.stats.match_history(Xuid(player.xuid))
        except (HaloError, TimeoutError):
            return Ages()
        matches = [entry.match_info for entry in page.results]
        ends = [match.end_time for match in matches if match.end_time is not None]
        if not matches or len(ends) < len(matches) or calls.stale_since is not None:
            return Ages()
        # The newest first; a playlist that is not on the page was last played before all that is.
        by_playlist = {
            match.playlist.asset_id: self._since(end)
            for match, end in reversed(list(zip(matches, ends, strict=True)))
            if match.playlist is not None
        }
        return Ages(self._since(ends[0]), by_playlist, self._since(ends[-1]))

    def _since(self, ended_at: datetime) -> float:
        since = self._clock.now() - ended_at.timestamp() - COUNTED
        return min(max(since // STEP * STEP, SHORTEST), self._longest)
