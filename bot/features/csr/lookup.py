"""Where a player stands in every ranked playlist."""

import asyncio
from collections.abc import Coroutine, Sequence

from bot.facts.asset_names import playlist_name
from bot.facts.errors import NoRankedMatches, NoSuchPlaylist
from bot.facts.gathering import Gathering, at_once, gathering
from bot.facts.language import DEFAULT_LANGUAGE
from bot.facts.ranked_playlists import has_csr
from bot.facts.results import CsrReport, Player, PlaylistStanding
from bot.facts.unchanged import Ages, Unchanged
from bot.halo.client import HaloClient
from bot.halo.errors import NotFound
from bot.halo.identifiers import Xuid
from bot.halo.models.skill import PlaylistCsrResult
from bot.halo.ranks import RANKED_PLAYLISTS
from bot.translatable import N_

# A playlist this program does not know may be ranked too. Asking costs a request each, once a
# day and playlist for all players together; what takes longer is asked by the next lookup.
SECONDS_FOR_UNKNOWN_PLAYLISTS = 2.0


class CsrLookup:
    """Answers /csr."""

    def __init__(self, client: HaloClient, unchanged: Unchanged) -> None:
        self._client = client
        self._unchanged = unchanged

    async def standings(
        self,
        player: Player,
        *,
        playlist: str = "",
        language: str = DEFAULT_LANGUAGE,
        fresh: bool = False,
    ) -> CsrReport:
        """The standings in all ranked playlists the player has used, best first; `fresh` asks the
        service whatever is stored.

        `playlist` narrows them to one, by id or by (part of) its name; a known id is looked up
        whether the player has used it or not. Raises NoRankedMatches, NoSuchPlaylist and the
        core's errors.
        """
        wanted = playlist.strip().casefold()
        known = wanted in RANKED_PLAYLISTS
        with gathering() as parts:
            ranked, unchecked, ages = [wanted], 0, Ages()
            if not known:
                ages = Ages() if fresh else await self._unchanged.ages(player)
                used = await self._used_playlists(player, fresh, ages.overall)
                ranked, unchecked = await self.ranked_of(used)

            def standing(playlist_id: str) -> Coroutine[None, None, PlaylistStanding | None]:
                max_age = ages.of(playlist_id)
                return self._standing(parts, player, playlist_id, language, fresh, max_age)

            async with at_once() as group:
                tasks = [group.create_task(standing(each)) for each in ranked]
            standings = [found for task in tasks if (found := task.result()) is not None]
            if not standings:
                _raise_first_failure(parts, ranked)
                raise NoRankedMatches
            if not known:
                standings = [each for each in standings if _is_called(each, wanted)]
            if not standings:
                _raise_first_failure(parts, ranked)
                raise NoSuchPlaylist
            standings.sort(key=_rank_order, reverse=True)
            return CsrReport(
                player,
                tuple(standings),
                unchecked,
                parts.missing,
                parts.freshness,
                parts.gone,
            )

    async def _used_playlists(
        self, player: Player, fresh: bool, max_age: float | None
    ) -> Sequence[str]:
        try:
            record = await self._client.stats.service_record(
                Xuid(player.xuid), fresh=fresh, max_age=max_age
            )
        except NotFound:
            return ()
        return record.subqueries.playlist_asset_ids

    async def ranked_of(self, used: Sequence[str]) -> tuple[list[str], int]:
        """The ranked ones of these playlists, and of how many it is not known yet."""
        ranked = [each for each in used if each in RANKED_PLAYLISTS]
        unknown = [each for each in used if each not in RANKED_PLAYLISTS]
        if not unknown:
            return ranked, 0
        tasks = {asyncio.create_task(has_csr(self._client, each)): each for each in unknown}
        try:
            done, late = await asyncio.wait(tasks, timeout=SECONDS_FOR_UNKNOWN_PLAYLISTS)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        answers = [(tasks[task], task.result()) for task in done]
        ranked += [each for each, ranks in answers if ranks]
        return ranked, len(late) + sum(ranks is None for _, ranks in answers)

    async def _standing(
        self,
        parts: Gathering,
        player: Player,
        playlist_id: str,
        language: str,
        fresh: bool,
        max_age: float | None,
    ) -> PlaylistStanding | None:
        xuid = Xuid(player.xuid)

        async def told() -> PlaylistCsrResult | None:
            answer = await self._client.skill.playlist_csr(
                playlist_id, [xuid], fresh=fresh, max_age=max_age
            )
            return answer.of(xuid)

        found, name = await asyncio.gather(
            parts.optional(RANKED_PLAYLISTS.get(playlist_id, N_("a playlist")), told()),
            playlist_name(parts, self._client, playlist_id, language),
        )
        if found is None:
            return None
        return PlaylistStanding(
            playlist_id,
            name,
            found.current.to_csr(),
            found.season_max.to_csr(),
            found.all_time_max.to_csr(),
        )


def _rank_order(standing: PlaylistStanding) -> tuple[bool, int, int]:
    return standing.current.ranked, standing.current.value, standing.all_time_peak.value


def _is_called(standing: PlaylistStanding, wanted: str) -> bool:
    names = (standing.name, RANKED_PLAYLISTS.get(standing.playlist_id, ""))
    return wanted == standing.playlist_id.casefold() or any(
        wanted in name.casefold() for name in names
    )


def _raise_first_failure(parts: Gathering, ranked: Sequence[str]) -> None:
    """Where nothing is left because playlists failed, the reason is the service's."""
    if ranked and parts.first_failure is not None:
        raise parts.first_failure
