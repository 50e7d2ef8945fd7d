"""The latest match of a player, and its neighbours."""

from typing import Protocol

from bot.facts.empty_history import why_empty
from bot.facts.errors import NoMatches
from bot.facts.gathering import Gathering, gathering
from bot.facts.language import DEFAULT_LANGUAGE
from bot.facts.results import MatchKind, MatchReport, Player
from bot.features.match.lookup import MatchLookup, ShowEarly
from bot.features.match.report import Place
from bot.halo.client import HaloClient
from bot.halo.identifiers import Xuid
from bot.halo.models.stats import MatchHistory
from bot.halo.services.stats import PAGE
from bot.translatable import N_

# Pages begin this far apart and so overlap: each match stands well inside of one.
PAGE_STEP = 12
# Pages in which a match is looked for that has moved on: a hundred matches may have been played.
SEARCHED = 4


class Listed(Protocol):
    """A match and where it stood in its player's list, counted from 0; a MatchReport is one."""

    @property
    def match_id(self) -> str:
        """The match's id."""

    @property
    def player(self) -> Player:
        """Whose list it is."""

    @property
    def position(self) -> int:
        """Where it stood."""


class LastMatch:
    """Answers /lastmatch."""

    def __init__(self, client: HaloClient, matches: MatchLookup) -> None:
        self._client = client
        self._matches = matches

    async def latest(
        self,
        player: Player,
        kind: MatchKind = MatchKind.ALL,
        *,
        language: str = DEFAULT_LANGUAGE,
        early: ShowEarly | None = None,
        fresh: bool = False,
    ) -> MatchReport:
        """The player's latest match of a kind; `fresh` asks the service whatever is stored.

        Who played and what it did to their ranks takes one request more than the rest. `early` is
        given the report without that, marked by `pending`, unless all of it comes at once.
        Raises NoMatches, PrivateHistory, MatchMissing and the core's errors. What else is missing
        is noted in the report.
        """
        with gathering() as parts:
            page = await self._page(player, kind, 0, fresh=fresh)
            if not page.results:
                raise await why_empty(self._client, player, kind)
            return await self._report(parts, player, page, 0, language, early)

    async def beside(
        self,
        match: Listed,
        step: int,
        kind: MatchKind = MatchKind.ALL,
        *,
        language: str = DEFAULT_LANGUAGE,
    ) -> MatchReport:
        """The match `step` places older (negative: newer) than this one in the player's list, or,
        with 0, this one.

        The list may have grown since: the match is looked for from where it stood on, and counted
        from there. Raises like latest().
        """
        with gathering() as parts:
            page = await self._page_with(match, kind)
            position = max(0, _position(page, match) + step)
            if position < page.start:
                page = await self._page(match.player, kind, position)
            if position - page.start >= len(page.results):
                raise NoMatches(hint=N_("There is no older match."))
            return await self._report(parts, match.player, page, position, language)

    async def _page_with(self, match: Listed, kind: MatchKind) -> MatchHistory:
        """The page that the match is on by now, or else the one it was on."""
        first = page = await self._page(match.player, kind, match.position)
        for _ in range(SEARCHED):
            if _holds(page, match) or len(page.results) < PAGE:
                break
            page = await self._page(match.player, kind, page.start + PAGE - 1)
        return page if _holds(page, match) else first

    async def _page(
        self, player: Player, kind: MatchKind, position: int, *, fresh: bool = False
    ) -> MatchHistory:
        """The page that holds a position with both its neighbours.

        Two pages may have been fetched at different times, with new matches in between; counting
        from a match to its neighbour is safe within one page only.
        """
        start = max(0, position - 1) // PAGE_STEP * PAGE_STEP
        page = await self._client.stats.match_history(
            Xuid(player.xuid), start=start, kind=kind.value, fresh=fresh
        )
        # A page of a recording may name another start than the one asked for.
        return page if page.start == start else page.model_copy(update={"start": start})

    async def _report(
        self,
        parts: Gathering,
        player: Player,
        page: MatchHistory,
        position: int,
        language: str,
        early: ShowEarly | None = None,
    ) -> MatchReport:
        entry = page.results[position - page.start]
        place = Place(position, _has_older(page, position))
        return await self._matches.listed(
            parts, entry.match_id, entry.match_info, player, place, language, early
        )


def _holds(page: MatchHistory, match: Listed) -> bool:
    return any(entry.match_id == match.match_id for entry in page.results)


def _position(page: MatchHistory, match: Listed) -> int:
    """Where the match stands in the list by this page, or else where it stood."""
    ids = [entry.match_id for entry in page.results]
    return page.start + ids.index(match.match_id) if match.match_id in ids else match.position


def _has_older(page: MatchHistory, position: int) -> bool:
    return position - page.start + 1 < len(page.results) or len(page.results) >= PAGE
