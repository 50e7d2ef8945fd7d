"""Maps, modes, playlists and films (discovery-infiniteugc.svc.halowaypoint.com).

`language` is a locale such as "de-DE"; the service answers in it where it can. Without a version
the newest published one is meant. All methods raise NotFound for what does not exist.
"""

from collections.abc import AsyncGenerator
from typing import TypeVar, Unpack

from bot.halo.endpoints import (
    ASSET_FILES,
    ASSET_IMAGE,
    FILM,
    GAME_VARIANT,
    GAME_VARIANT_LATEST,
    MAP,
    MAP_LATEST,
    MAP_MODE_PAIR,
    MAP_MODE_PAIR_LATEST,
    PLAYLIST,
    PLAYLIST_LATEST,
    SEARCH,
    Endpoint,
)
from bot.halo.errors import InvalidQuery
from bot.halo.identifiers import format_xuid
from bot.halo.models.base import HaloModel
from bot.halo.models.discovery_ugc import (
    Film,
    GameVariant,
    Map,
    MapModePair,
    Playlist,
    SearchPage,
    SearchResult,
)
from bot.halo.models.gamecms import Image
from bot.halo.paging import Fetch, Page, Part, all_items, check_window, fetch_page
from bot.halo.services.base import Service, cut_to
from bot.halo.services.profile import ProfileService
from bot.halo.services.search import SearchFilters, search_query
from bot.halo.transport.base import Request, Sender

Asset = TypeVar("Asset", bound=HaloModel)
_FILES = f"https://{ASSET_FILES}/"
MOST_RESULTS = 101
"""The largest page of a search."""


class DiscoveryUgcService(Service):
    """What is played on, what is played, and where it is found."""

    def __init__(self, sender: Sender, profile: ProfileService | None = None) -> None:
        super().__init__(sender)
        self._profile = profile or ProfileService(sender)

    async def map(self, asset_id: str, version_id: str = "", *, language: str = "en-US") -> Map:
        """GET /hi/maps/{asset_id}, or with /versions/{version_id}."""
        return await self._asset(Map, (MAP, MAP_LATEST), asset_id, version_id, language)

    async def game_variant(
        self, asset_id: str, version_id: str = "", *, language: str = "en-US"
    ) -> GameVariant:
        """GET /hi/ugcGameVariants/{asset_id}, or with /versions/{version_id}."""
        rows = (GAME_VARIANT, GAME_VARIANT_LATEST)
        return await self._asset(GameVariant, rows, asset_id, version_id, language)

    async def playlist(
        self, asset_id: str, version_id: str = "", *, language: str = "en-US"
    ) -> Playlist:
        """GET /hi/playlists/{asset_id}, or with /versions/{version_id}."""
        rows = (PLAYLIST, PLAYLIST_LATEST)
        return await self._asset(Playlist, rows, asset_id, version_id, language)

    async def map_mode_pair(
        self, asset_id: str, version_id: str = "", *, language: str = "en-US"
    ) -> MapModePair:
        """GET /hi/mapModePairs/{asset_id}, or with /versions/{version_id}."""
        rows = (MAP_MODE_PAIR, MAP_MODE_PAIR_LATEST)
        return await self._asset(MapModePair, rows, asset_id, version_id, language)

    async def asset_image(self, url: str) -> Image:
        """GET blobs-infiniteugc.svc.halowaypoint.com/{path}: a picture's bytes, at most 16 MB.

        `url` is the whole address, such as an asset's `hero_image_url`. Public: nobody has to be
        signed in. Raises InvalidQuery for an address elsewhere.
        """
        path = url.removeprefix(_FILES)
        if path == url or {"", ".", ".."} & set(path.split("/")):
            raise InvalidQuery(f"{url!r} is no asset's file", endpoint=ASSET_IMAGE.name)
        return await self._get(Image, Request.to(ASSET_IMAGE, model=Image, path=path))

    async def film(self, match_id: str) -> Film:
        """GET /hi/films/matches/{match_id}/spectate: where the recording of a match is."""
        return await self._get(Film, Request.to(FILM, model=Film, match_id=match_id))

    async def search(
        self, *, start: int = 0, count: int = MOST_RESULTS, **filters: Unpack[SearchFilters]
    ) -> SearchPage:
        """GET /hi/search: the answer from position `start`, of 1 to 101 assets.

        Raises InvalidQuery before anything is sent, and PlayerNotFound for an author's gamertag
        that nobody has.
        """
        check_window(start, count, MOST_RESULTS)
        query = [("start", str(start)), ("count", str(count))]
        query += search_query(filters, await self._author(filters))
        request = Request.to(SEARCH, query=query, model=SearchPage)
        return cut_to(count, await self._get(SearchPage, request))

    async def search_page(
        self, *, start: int = 0, count: int = MOST_RESULTS, **filters: Unpack[SearchFilters]
    ) -> Page[SearchResult]:
        """The same as a page that knows the next and the previous one."""
        check_window(start, count, MOST_RESULTS)
        return await fetch_page(self._results(filters), start, count)

    def search_results(
        self,
        *,
        start: int = 0,
        stop: int | None = None,
        limit: int | None = None,
        **filters: Unpack[SearchFilters],
    ) -> AsyncGenerator[SearchResult, None]:
        """GET /hi/search: all that is found, for `async for`, the next page fetched ahead.

        From position `start` to before `stop`, at most `limit`; None is no bound. Raises as
        search() does.
        """
        return all_items(
            self._results(filters),
            MOST_RESULTS,
            lambda result: result.asset_id,
            start=start,
            stop=stop,
            limit=limit,
        )

    def _results(self, filters: SearchFilters) -> Fetch[SearchResult]:
        async def fetch(start: int, count: int) -> Part[SearchResult]:
            page = await self.search(start=start, count=count, **filters)
            return Part(page.results, max(page.result_count, len(page.results)))

        return fetch

    async def _author(self, filters: SearchFilters) -> str:
        # Whatever else is wrong is said before a gamertag costs a request.
        search_query(filters, "")
        author = filters.get("author")
        return "" if author is None else format_xuid(await self._profile.xuid(author))

    async def _asset(
        self,
        model: type[Asset],
        rows: tuple[Endpoint, Endpoint],
        asset_id: str,
        version_id: str,
        language: str,
    ) -> Asset:
        exact, latest = rows
        request = Request.to(
            exact if version_id else latest,
            headers={"accept-language": language},
            model=model,
            asset_id=asset_id,
            version_id=version_id,
        )
        return await self._get(model, request)
