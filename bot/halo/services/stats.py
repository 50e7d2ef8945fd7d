"""Match histories, matches and service records (halostats.svc.halowaypoint.com).

A player may be given in any form; the service takes gamertags as they are. Unless said otherwise
a method raises NotFound for a player or match that does not exist.
"""

from collections.abc import AsyncGenerator

from bot.halo.endpoints import (
    CHALLENGE_DECKS,
    MATCH_COUNT,
    MATCH_HISTORY,
    MATCH_PRIVACY,
    MATCH_PROGRESSION,
    MATCH_STATS,
    SERVICE_RECORD,
)
from bot.halo.errors import InvalidQuery
from bot.halo.identifiers import PlayerRef
from bot.halo.models.enums import ModeCategory
from bot.halo.models.stats import (
    ChallengeDecks,
    MatchCount,
    MatchHistory,
    MatchHistoryEntry,
    MatchPrivacy,
    MatchProgression,
    MatchStats,
    ServiceRecord,
)
from bot.halo.paging import Fetch, Page, Part, all_items, check_window, fetch_page
from bot.halo.services.base import Service, cut_to, no_cache, player_id, up_to
from bot.halo.services.record_filters import RecordFilters, record_query
from bot.halo.transport.base import Request

PAGE = 25
"""The largest page of a match history."""

MATCH_KINDS = ("all", "matchmaking", "custom", "local")


class StatsService(Service):
    """What was played, and how it went."""

    async def match_history(
        self,
        player: PlayerRef,
        *,
        start: int = 0,
        count: int = PAGE,
        kind: str = "all",
        fresh: bool = False,
    ) -> MatchHistory:
        """GET /hi/players/{player}/matches: newest first, from position `start`, 1 to 25 of them.

        `kind` is all, matchmaking, custom or local; `fresh` goes past what is stored. An empty
        page can mean a private history. Raises InvalidQuery before anything is sent.
        """
        _check_kind(kind)
        check_window(start, count, PAGE)
        query = [("start", str(start)), ("count", str(count))]
        if kind != "all":
            query.append(("type", kind))
        request = Request.to(
            MATCH_HISTORY,
            query=query,
            headers=no_cache(fresh),
            model=MatchHistory,
            player=player_id(player),
        )
        return cut_to(count, await self._get(MatchHistory, request))

    async def match_page(
        self,
        player: PlayerRef,
        *,
        start: int = 0,
        count: int = PAGE,
        kind: str = "all",
        fresh: bool = False,
    ) -> Page[MatchHistoryEntry]:
        """The same as a page that knows the next (older) and the previous (newer) one."""
        check_window(start, count, PAGE)
        return await fetch_page(self._entries(player, kind, fresh), start, count)

    def matches(
        self,
        player: PlayerRef,
        *,
        kind: str = "all",
        start: int = 0,
        stop: int | None = None,
        limit: int | None = None,
        fresh: bool = False,
    ) -> AsyncGenerator[MatchHistoryEntry, None]:
        """GET /hi/players/{player}/matches: the whole history, for `async for`, newest first.

        The next page is fetched ahead while one is used. From position `start` to before `stop`,
        at most `limit`; None is no bound. Each match comes once, also when one is played
        meanwhile. Raises as match_history() does.
        """
        _check_kind(kind)
        return all_items(
            self._entries(player, kind, fresh),
            PAGE,
            lambda entry: entry.match_id,
            start=start,
            stop=stop,
            limit=limit,
        )

    async def match_count(self, player: PlayerRef) -> MatchCount:
        """GET /hi/players/{player}/matches/count: how many matches of each kind."""
        request = Request.to(MATCH_COUNT, model=MatchCount, player=player_id(player))
        return await self._get(MatchCount, request)

    async def match_stats(self, match_id: str, *, just_ended: bool = False) -> MatchStats:
        """GET /hi/matches/{match_id}/stats: everybody's figures in one match.

        A match that `just_ended` answers 404 for up to half a minute; then that is waited out.
        """
        request = Request.to(
            MATCH_STATS, model=MatchStats, retry_not_found=just_ended, match_id=match_id
        )
        return await self._get(MatchStats, request)

    async def match_progression(
        self, player: PlayerRef, match_id: str, *, just_ended: bool = False
    ) -> MatchProgression:
        """GET /hi/players/{player}/matches/{match_id}/progression: what it did to challenges.

        For players other than the signed-in one nobody has shown an answer: a refusal raises
        Forbidden. `just_ended` as for match_stats().
        """
        request = Request.to(
            MATCH_PROGRESSION,
            model=MatchProgression,
            retry_not_found=just_ended,
            player=player_id(player),
            match_id=match_id,
        )
        return await self._get(MatchProgression, request)

    async def service_record(
        self,
        player: PlayerRef,
        *,
        kind: str = "matchmade",
        season_id: str | None = None,
        game_variant_category: ModeCategory | int | None = None,
        playlist_id: str | None = None,
        is_ranked: bool | None = None,
        gameplay_interaction: int | None = None,
        fresh: bool = False,
        max_age: float | None = None,
    ) -> ServiceRecord:
        """GET /hi/players/{player}/{kind}/servicerecord: the totals of all matches of a kind.

        `kind` is matchmade, custom or local. Matchmade ones can be narrowed, by the combinations
        in record_filters.py; any other raises InvalidQuery before anything is sent. What a player
        has matches for are the `subqueries` of the record without filters; `season_id` is a path,
        "Csr/Seasons/CsrSeason9-1.json". A stored answer is taken up to `max_age` in seconds,
        where that is given.
        """
        filters = RecordFilters(
            season_id=season_id,
            game_variant_category=game_variant_category,
            playlist_id=playlist_id,
            is_ranked=is_ranked,
            gameplay_interaction=gameplay_interaction,
        )
        request = Request.to(
            SERVICE_RECORD,
            query=record_query(kind, filters),
            headers=up_to(max_age, fresh=fresh),
            model=ServiceRecord,
            player=player_id(player),
            kind=kind,
        )
        return await self._get(ServiceRecord, request)

    async def challenge_decks(self, player: PlayerRef) -> ChallengeDecks:
        """GET /hi/players/{player}/decks: the challenges and how far they are.

        For players other than the signed-in one nobody has shown an answer: a refusal raises
        Forbidden.
        """
        request = Request.to(CHALLENGE_DECKS, model=ChallengeDecks, player=player_id(player))
        return await self._get(ChallengeDecks, request)

    async def match_privacy(self, player: PlayerRef) -> MatchPrivacy:
        """GET /hi/players/{player}/matches-privacy. Raises Forbidden where we may not know."""
        request = Request.to(MATCH_PRIVACY, model=MatchPrivacy, player=player_id(player))
        return await self._get(MatchPrivacy, request)

    def _entries(self, player: PlayerRef, kind: str, fresh: bool) -> Fetch[MatchHistoryEntry]:
        async def fetch(start: int, count: int) -> Part[MatchHistoryEntry]:
            page = await self.match_history(
                player, start=start, count=count, kind=kind, fresh=fresh
            )
            return Part(page.results, max(page.result_count, len(page.results)))

        return fetch


def _check_kind(kind: str) -> None:
    if kind not in MATCH_KINDS:
        raise InvalidQuery(
            f"the kind of matches is {', '.join(MATCH_KINDS)}, not {kind!r}",
            endpoint=MATCH_HISTORY.name,
        )
