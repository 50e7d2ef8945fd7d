"""The medals of a career or of the last match."""

from dataclasses import replace

from bot.facts.errors import NoMedals
from bot.facts.gathering import at_once, gathering
from bot.facts.language import DEFAULT_LANGUAGE
from bot.facts.medal_names import earned_medals, sort_medals
from bot.facts.results import MatchReport, MedalScope, MedalSort, MedalsReport, Player
from bot.facts.unchanged import Unchanged
from bot.features.match.neighbours import LastMatch
from bot.halo.client import HaloClient
from bot.halo.errors import NotFound
from bot.halo.identifiers import Xuid
from bot.halo.models.stats import ServiceRecord
from bot.translatable import N_


class MedalsLookup:
    """Answers /medals."""

    def __init__(self, client: HaloClient, last_match: LastMatch, unchanged: Unchanged) -> None:
        self._client = client
        self._last_match = last_match
        self._unchanged = unchanged

    async def medals(
        self,
        player: Player,
        scope: MedalScope = MedalScope.CAREER,
        sort: MedalSort = MedalSort.COUNT,
        *,
        language: str = DEFAULT_LANGUAGE,
        fresh: bool = False,
    ) -> MedalsReport:
        """The medals earned in matchmaking so far, or in the latest match of any kind; `fresh` asks
        the service whatever is stored.

        Raises NoMedals, and for a match what LastMatch.latest() raises.
        """
        report = await (
            self._career(player, language, fresh=fresh)
            if scope is MedalScope.CAREER
            else self._match(player, language, fresh=fresh)
        )
        if not report.medals:
            raise NoMedals
        return sorted_by(report, sort)

    async def _career(self, player: Player, language: str, *, fresh: bool) -> MedalsReport:
        with gathering() as parts:
            try:
                async with at_once() as group:
                    record = group.create_task(self._record(player, fresh=fresh))
                    metadata = group.create_task(
                        parts.optional(
                            N_("medal names"), self._client.gamecms.medal_metadata(), may_come=True
                        )
                    )
            except NotFound as error:
                raise NoMedals from error
            counts = record.result().core_stats.medals
            medals = earned_medals(counts, metadata.result(), language)
            return MedalsReport(
                player,
                MedalScope.CAREER,
                MedalSort.COUNT,
                medals,
                missing=parts.missing,
                freshness=parts.freshness,
                gone=parts.gone,
            )

    async def _record(self, player: Player, *, fresh: bool) -> ServiceRecord:
        max_age = None if fresh else await self._unchanged.max_age(player)
        return await self._client.stats.service_record(
            Xuid(player.xuid), fresh=fresh, max_age=max_age
        )

    async def _match(self, player: Player, language: str, *, fresh: bool) -> MedalsReport:
        return medals_of(await self._last_match.latest(player, language=language, fresh=fresh))


def medals_of(match: MatchReport) -> MedalsReport:
    """The medals earned in a match."""
    missing, gone = (
        tuple(part for part in parts if part == "medal names")
        for parts in (match.missing, match.gone)
    )
    return MedalsReport(
        match.player,
        MedalScope.MATCH,
        MedalSort.COUNT,
        match.medals,
        match.match_id,
        missing,
        match.freshness,
        gone,
    )


def sorted_by(report: MedalsReport, sort: MedalSort) -> MedalsReport:
    """The same medals in another order."""
    return replace(report, sort=sort, medals=sort_medals(report.medals, sort))
