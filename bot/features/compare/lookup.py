"""Two players side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.facts.asset_names import playlist_name
from bot.facts.errors import NoRecord, OnePlayerOnly
from bot.facts.gathering import Gathering, at_once, gathering
from bot.facts.language import DEFAULT_LANGUAGE
from bot.facts.records import Record, record_of
from bot.facts.results import CURRENT, Freshness, Player
from bot.features.csr.lookup import CsrLookup
from bot.features.stats.lookup import StatsLookup
from bot.halo.client import HaloClient
from bot.halo.identifiers import Xuid
from bot.halo.models.stats import ServiceRecord
from bot.halo.ranks import RANKED_PLAYLISTS, Csr
from bot.halo.services.base import for_each
from bot.translatable import N_


@dataclass(frozen=True, slots=True)
class SharedStanding:
    """Where both players stand in a ranked playlist that both used; `name` is "" where unknown."""

    playlist_id: str
    name: str
    first: Csr
    second: Csr


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two players' records of matchmade matches, and their ranks, the best one first."""

    first: Player
    second: Player
    first_record: Record
    second_record: Record
    standings: tuple[SharedStanding, ...]
    missing: tuple[str, ...] = ()
    freshness: Freshness = CURRENT
    gone: tuple[str, ...] = ()

    @property
    def best(self) -> tuple[Csr, ...]:
        """Both ranks in the first playlist; () where they share none."""
        return tuple(csr for each in self.standings[:1] for csr in (each.first, each.second))


class CompareLookup:
    """Answers /compare."""

    def __init__(self, client: HaloClient, stats: StatsLookup, csr: CsrLookup) -> None:
        self._client = client
        self._stats = stats
        self._csr = csr

    async def compare(
        self, first: Player, second: Player, *, language: str = DEFAULT_LANGUAGE
    ) -> Comparison:
        """Both players' records and ranks.

        Raises OnePlayerOnly, NoRecord and the core's errors. Ranks may be missing.
        """
        if first.xuid == second.xuid:
            raise OnePlayerOnly
        with gathering() as parts:
            async with at_once() as group:
                one = group.create_task(self._record(first))
                other = group.create_task(self._record(second))
            records = (one.result(), other.result())
            used = [set(record.subqueries.playlist_asset_ids) for record in records]
            ranked, _ = await self._csr.ranked_of(sorted(used[0] & used[1]))

            async def standing(playlist_id: str) -> SharedStanding | None:
                return await self._standing(parts, playlist_id, first, second, language)

            found = await for_each(standing, ranked)
            standings = [each for each in found if each is not None and _is_telling(each)]
            standings.sort(key=_best, reverse=True)
            return Comparison(
                first,
                second,
                record_of(records[0]),
                record_of(records[1]),
                tuple(standings),
                parts.missing,
                parts.freshness,
                parts.gone,
            )

    async def _record(self, player: Player) -> ServiceRecord:
        record = await self._stats.overall(player)
        if record is None:
            raise NoRecord(player.gamertag)
        return record

    async def _standing(
        self, parts: Gathering, playlist_id: str, first: Player, second: Player, language: str
    ) -> SharedStanding | None:
        xuids = (Xuid(first.xuid), Xuid(second.xuid))
        part = RANKED_PLAYLISTS.get(playlist_id, N_("a playlist"))
        async with at_once() as group:
            csr = group.create_task(
                parts.optional(part, self._client.skill.playlist_csr(playlist_id, xuids))
            )
            named = group.create_task(playlist_name(parts, self._client, playlist_id, language))
        answer = csr.result()
        if answer is None:
            return None
        found = parts.told(part, answer.of, xuids)
        if not all(xuid in found for xuid in xuids):
            return None
        one, other = (found[xuid].current.to_csr() for xuid in xuids)
        return SharedStanding(playlist_id, named.result(), one, other)


def _is_telling(standing: SharedStanding) -> bool:
    return standing.first.ranked or standing.second.ranked


def _best(standing: SharedStanding) -> int:
    both: Sequence[Csr] = (standing.first, standing.second)
    return max(csr.value for csr in both)
