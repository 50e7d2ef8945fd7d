"""One match: by its id, and as the other lookups put it together."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeAlias

from bot.facts.asset_names import asset_name, linked_asset, match_mode
from bot.facts.errors import MatchMissing, NoMatchId, NoSuchMatch
from bot.facts.gathering import Gathering, at_once, gathering
from bot.facts.language import DEFAULT_LANGUAGE
from bot.facts.played_match import has_just_ended
from bot.facts.player_names import PlayerNames
from bot.facts.results import MatchReport, Player
from bot.features.match.report import MatchNames, MatchParts, Place, build_match_report
from bot.halo.client import HaloClient
from bot.halo.clock import Clock
from bot.halo.errors import NotFound
from bot.halo.identifiers import parse_match_id
from bot.halo.models.discovery_ugc import Asset
from bot.halo.models.gamecms import MedalMetadata
from bot.halo.models.skill import SkillResult
from bot.halo.models.stats import MatchInfo, MatchStats
from bot.translatable import N_

ShowEarly: TypeAlias = Callable[[MatchReport], Awaitable[None]]

# Seconds. What comes from the cache mostly takes less, and then there is nothing to show early; the
# first card comes no sooner than that after the match.
SOON = 0.002
NO_LIST = Place(-1, has_older=False)


class MatchLookup:
    """Answers /match."""

    def __init__(self, client: HaloClient, clock: Clock, names: PlayerNames) -> None:
        self._client = client
        self._clock = clock
        self._player_names = names

    async def by_id(
        self, match: str, player: Player | None = None, *, language: str = DEFAULT_LANGUAGE
    ) -> MatchReport:
        """The match of an id or of a Halo Waypoint address, as the player saw it or as nobody did.

        Raises NoMatchId, NoSuchMatch and the core's errors. What else is missing is noted in the
        report.
        """
        match_id = parse_match_id(match)
        if match_id is None:
            raise NoMatchId
        with gathering() as parts:
            try:
                stats = await self._client.stats.match_stats(match_id)
            except NotFound as error:
                raise NoSuchMatch(str(error)) from error

            async def known() -> MatchStats:
                return stats

            return await self._report(parts, known(), stats.match_info, player, NO_LIST, language)

    async def listed(
        self,
        parts: Gathering,
        match_id: str,
        info: MatchInfo,
        player: Player,
        place: Place,
        language: str,
        early: ShowEarly | None = None,
    ) -> MatchReport:
        """The report on a match of a player's history, which has told its circumstances already.

        `early` is given the report without who played, unless all of it comes at once. Raises
        MatchMissing and the core's errors. A match that has just ended is waited for.
        """
        just_ended = has_just_ended(info, self._clock)
        match = self._match(match_id, just_ended)
        return await self._report(
            parts, match, info, player, place, language, just_ended=just_ended, early=early
        )

    async def _report(
        self,
        parts: Gathering,
        stats: Coroutine[None, None, MatchStats],
        info: MatchInfo,
        player: Player | None,
        place: Place,
        language: str,
        *,
        just_ended: bool = False,
        early: ShowEarly | None = None,
    ) -> MatchReport:
        async with at_once() as group:
            match = group.create_task(stats)
            people = group.create_task(self._people(parts, match, just_ended))
            names = group.create_task(self._names(parts, info, language))

            def report() -> MatchReport:
                skills, gamertags = people.result() if people.done() else ({}, {})
                map_asset, variant_name, playlist_name, metadata = names.result()
                linked = {player.xuid: player.gamertag} if player is not None else {}
                return build_match_report(
                    MatchParts(
                        player=player,
                        stats=match.result(),
                        names=MatchNames(
                            map_name=map_asset.public_name or None if map_asset else None,
                            mode_name=variant_name,
                            playlist_name=playlist_name,
                            gamertags=linked | gamertags,
                            map_picture_url=map_asset.hero_image_url if map_asset else None,
                        ),
                        place=place,
                        skills=skills,
                        metadata=metadata,
                        language=language,
                        missing=parts.missing,
                        gone=parts.gone,
                        freshness=parts.freshness,
                        pending=() if people.done() else (N_("names"), N_("skill")),
                    )
                )

            if early is not None:
                await asyncio.wait([match])
                await asyncio.gather(asyncio.wait([names]), asyncio.wait([people], timeout=SOON))
                if not people.done():
                    await early(report())
        return report()

    async def _match(self, match_id: str, just_ended: bool) -> MatchStats:
        try:
            return await self._client.stats.match_stats(match_id, just_ended=just_ended)
        except NotFound as error:
            raise MatchMissing(str(error)) from error

    async def _people(
        self, parts: Gathering, match: Awaitable[MatchStats], just_ended: bool
    ) -> tuple[dict[int, SkillResult], dict[int, str]]:
        """Once it is known who played: what it did to their ranks, and their gamertags."""
        stats = await match
        people = [p.xuid for p in stats.players if p.xuid is not None and not p.is_bot]
        names = self._player_names.of(parts, people)
        if stats.match_info.playlist is None or not people:
            return {}, await names
        ask = self._client.skill.match_skill(stats.match_id, people, just_ended=just_ended)
        may_come = has_just_ended(stats.match_info, self._clock)
        gamertags, skill = await asyncio.gather(
            names, parts.optional(N_("skill"), ask, may_come=may_come)
        )
        return parts.told(N_("skill"), skill.of, people) if skill is not None else {}, gamertags

    async def _names(self, parts: Gathering, info: MatchInfo, language: str) -> "_Names":
        ugc = self._client.discovery_ugc
        return await asyncio.gather(
            linked_asset(parts, N_("map"), ugc.map, info.map_variant, language),
            match_mode(parts, N_("mode"), ugc.game_variant, info, language),
            asset_name(parts, N_("playlist"), ugc.playlist, info.playlist, language),
            parts.optional(N_("medal names"), self._client.gamecms.medal_metadata(), may_come=True),
        )


_Names = tuple[Asset | None, str | None, str | None, MedalMetadata | None]
