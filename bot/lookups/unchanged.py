"""Figures that only matches change need not be asked for again while none was played."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.halo.client import HaloClient
from bot.halo.clock import Clock
from bot.halo.errors import HaloError
from bot.halo.identifiers import Xuid
from bot.halo.models.base import EPOCH
from bot.halo.models.stats import MatchHistoryEntry
from bot.halo.transport.observe import recorded_calls
from bot.lookups.results import Player

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


class Unchanged:
    """Says how old a player's stored CSR and service record may be and still be true."""

    def __init__(self, client: HaloClient, clock: Clock, longest: float = LONGEST) -> None:
        """`longest` of 0 leaves everything to the endpoints' own freshness."""
        self._client = client
        self._clock = clock
        self._longest = longest

    async def max_age(self, player: Player, playlist_id: str = "") -> float | None:
        """Seconds since the player's latest match, or their latest in a playlist, was counted; at
        most a day.

        Costs a match history, which /lastmatch asks for too. None where that tells nothing: it
        is empty, perhaps private, older than it should be, or does not come in time.
        """
        if self._longest <= 0:
            return None
        try:
            with recorded_calls() as calls:
                async with asyncio.timeout(PATIENCE):
                    page = await self._client.stats.match_history(Xuid(player.xuid))
        except (HaloError, TimeoutError):
            return None
        ended = _latest_end(page.results, playlist_id)
        if calls.stale_since is not None or ended == EPOCH:
            return None
        since = self._clock.now() - ended.timestamp() - COUNTED
        return min(max(since // STEP * STEP, SHORTEST), self._longest)


def _latest_end(newest_first: Sequence[MatchHistoryEntry], playlist_id: str) -> datetime:
    """When the latest match in the playlist ended, or in any for ""; EPOCH where that is unknown.

    Where the playlist is not on the page, it was last played before all that is.
    """
    ended = EPOCH
    for entry in newest_first:
        info = entry.match_info
        ended = info.end_time
        played = info.playlist.asset_id if info.playlist is not None else None
        if ended == EPOCH or playlist_id in ("", played):
            break
    return ended
