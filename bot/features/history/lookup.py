"""The matches of a player, page by page."""

import asyncio
from dataclasses import dataclass

from bot.facts.asset_names import asset_name, match_mode
from bot.facts.empty_history import why_empty
from bot.facts.errors import NoMatches
from bot.facts.gathering import Gathering, at_once, gathering
from bot.facts.language import DEFAULT_LANGUAGE
from bot.facts.played_match import has_just_ended, opponents_of, participant
from bot.facts.records import combat_of
from bot.facts.results import CURRENT, Fought, Freshness, ListedMatch, MatchKind, Player
from bot.halo.client import HaloClient
from bot.halo.clock import Clock
from bot.halo.errors import NotFound
from bot.halo.identifiers import Xuid
from bot.halo.models.stats import MatchCount, MatchHistoryEntry, MatchStats
from bot.halo.services.base import for_each
from bot.translatable import N_

HISTORY_PAGE = 10
"""How many matches a page has: each costs a request for its figures, and some for its names."""


@dataclass(frozen=True, slots=True)
class HistoryReport:
    """A page, counted from 0, of a player's matches, newest first.

    `total` is how many matches of the kind there are, or None where the service did not tell.
    """

    player: Player
    kind: MatchKind
    matches: tuple[ListedMatch, ...]
    page: int
    has_older: bool
    total: int | None
    missing: tuple[str, ...] = ()
    freshness: Freshness = CURRENT
    gone: tuple[str, ...] = ()


class HistoryLookup:
    """Answers /history."""

    def __init__(self, client: HaloClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def page(
        self,
        player: Player,
        kind: MatchKind = MatchKind.ALL,
        page: int = 0,
        *,
        language: str = DEFAULT_LANGUAGE,
    ) -> HistoryReport:
        """A page of the player's matches of a kind, each with its names and figures.

        A match that has just ended is waited for, as /lastmatch does.
        Raises NoMatches, PrivateHistory and the core's errors. What else is missing is noted in
        the report.
        """
        with gathering() as parts:
            start = page * HISTORY_PAGE
            # One more than is shown tells whether the list goes on.
            history = await self._client.stats.match_history(
                Xuid(player.xuid), start=start, count=HISTORY_PAGE + 1, kind=kind.value
            )
            if not history.results:
                if page > 0:
                    raise NoMatches(hint=N_("There are no older matches."))
                raise await why_empty(self._client, player, kind)

            async def listed(entry: MatchHistoryEntry) -> ListedMatch:
                return await self._listed(parts, player, entry, language)

            async with at_once() as group:
                matches = group.create_task(for_each(listed, history.results[:HISTORY_PAGE]))
                count = group.create_task(
                    parts.optional(N_("count"), self._client.stats.match_count(Xuid(player.xuid)))
                )
            return HistoryReport(
                player,
                kind,
                tuple(matches.result()),
                page,
                len(history.results) > HISTORY_PAGE,
                _total(count.result(), kind),
                parts.missing,
                parts.freshness,
                parts.gone,
            )

    async def _listed(
        self, parts: Gathering, player: Player, entry: MatchHistoryEntry, language: str
    ) -> ListedMatch:
        info, ugc = entry.match_info, self._client.discovery_ugc
        map_name, mode_name, playlist_name, fought = await asyncio.gather(
            asset_name(parts, N_("maps"), ugc.map, info.map_variant, language),
            match_mode(parts, N_("modes"), ugc.game_variant, info, language),
            asset_name(parts, N_("playlists"), ugc.playlist, info.playlist, language),
            parts.optional(N_("figures"), self._fought(entry, player)),
        )
        return ListedMatch(
            match_id=entry.match_id,
            started_at=info.start_time,
            duration=info.played_for,
            outcome=entry.outcome,
            lifecycle=info.lifecycle_mode,
            map_name=map_name,
            mode_name=mode_name,
            mode_category=info.game_variant_category,
            playlist_name=playlist_name,
            playlist_id=info.playlist.asset_id if info.playlist is not None else "",
            fought=fought,
        )

    async def _fought(self, entry: MatchHistoryEntry, player: Player) -> Fought | None:
        just_ended = has_just_ended(entry.match_info, self._clock)
        try:
            stats = await self._client.stats.match_stats(entry.match_id, just_ended=just_ended)
        except NotFound:
            # Of some matches the service keeps no figures.
            return None
        return _fought(stats, player)


def _fought(stats: MatchStats, player: Player) -> Fought | None:
    own = participant(stats, player.xuid)
    combat = combat_of(own) if own is not None else None
    if own is None or combat is None:
        return None
    return Fought(combat.kills, combat.deaths, combat.assists, opponents_of(stats, own))


def _total(count: MatchCount | None, kind: MatchKind) -> int | None:
    if count is None:
        return None
    match kind:
        case MatchKind.ALL:
            return count.matches_played_count
        case MatchKind.MATCHMAKING:
            return count.matchmade_matches_played_count
        case MatchKind.CUSTOM:
            return count.custom_matches_played_count
        case MatchKind.LOCAL:
            return count.local_matches_played_count
