"""The endpoints of the gamecms, discovery_ugc and economy services."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

from aiohttp import hdrs, web

from bot.halo import endpoints as core
from bot.halo.endpoints import Endpoint
from bot.halo.models.enums import AssetKind as KindNumber
from bot.sandbox import pictures
from bot.sandbox.answers import Answers
from bot.sandbox.assets import AssetKind
from bot.sandbox.handlers import Handler
from bot.sandbox.library import Search
from bot.sandbox.replies import Reply, found, listed, refusal
from bot.sandbox.wire import Json

MOST_RESULTS = 101
_DATES = tuple(
    f"{side}Date{what}Utc"
    for what in ("Created", "Modified", "Published")
    for side in ("from", "to")
)
_KINDS = {kind.name.lower().replace("_", ""): int(kind) for kind in KindNumber}


class ContentHandlers:
    """What the game is made of, answering from `answers`."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def table(self) -> Mapping[Endpoint, Handler]:
        """Which method answers which endpoint; the first that fits does."""
        answers = self._answers
        career = core.CAREER_REWARD_TRACK
        return {
            core.MEDAL_METADATA: self.medal_metadata,
            core.CSR_SEASON_CALENDAR: self._named_file(core.CSR_SEASON_CALENDAR),
            core.SEASON_CALENDAR: self._named_file(core.SEASON_CALENDAR),
            career: self._named_file(career),
            core.PLAYLIST_CONFIGURATION: self.playlist_configuration,
            core.PROGRESSION_FILE: self.progression_file,
            core.IMAGE: self._picture(answers.image, none=_file),
            core.SPRITE_SHEET: self._picture(answers.sprite_sheet, none=_file),
            core.CSR_IMAGE: self._picture(pictures.csr_image, "name"),
            core.ASSET_IMAGE: self._picture(pictures.asset_image),
            core.MAP: self._asset(AssetKind.MAP),
            core.MAP_LATEST: self._asset(AssetKind.MAP),
            core.GAME_VARIANT: self._asset(AssetKind.GAME_VARIANT),
            core.GAME_VARIANT_LATEST: self._asset(AssetKind.GAME_VARIANT),
            core.PLAYLIST: self._asset(AssetKind.PLAYLIST),
            core.PLAYLIST_LATEST: self._asset(AssetKind.PLAYLIST),
            core.MAP_MODE_PAIR: self._asset(AssetKind.MAP_MODE_PAIR),
            core.MAP_MODE_PAIR_LATEST: self._asset(AssetKind.MAP_MODE_PAIR),
            core.SEARCH: self.search,
            core.FILM: self.film,
            core.CUSTOMIZATION: self._of_player(answers.customization),
            core.CAREER_RANK: self._of_player(answers.career_rank),
            core.OPERATIONS: self._of_player(answers.operations),
        }

    async def medal_metadata(self, request: web.Request) -> Reply:  # noqa: ARG002
        """The medal metadata file."""
        return Reply(self._answers.medal_metadata())

    async def playlist_configuration(self, request: web.Request) -> Reply:
        """A playlist's file in gamecms."""
        return _file(self._answers.playlist_configuration(request.match_info["playlist_id"]))

    async def progression_file(self, request: web.Request) -> Reply:
        """A file of the progression shelf."""
        return _file(self._answers.progression_file(request.match_info["path"]))

    async def search(self, request: web.Request) -> Reply:
        """A page of assets."""
        try:
            asked = _search(request)
        except ValueError as error:
            return refusal(400, str(error))
        return Reply(self._answers.search(asked))

    async def film(self, request: web.Request) -> Reply:
        """The film of a match."""
        return found(self._answers.film(request.match_info["match_id"]))

    def _named_file(self, endpoint: Endpoint) -> Handler:
        async def file(request: web.Request) -> Reply:  # noqa: ARG001
            return _file(self._answers.progression_file(endpoint.path.partition("/file/")[2]))

        return file

    def _picture(
        self,
        answer: Callable[[str], bytes | None],
        named: str = "path",
        none: Callable[[None], Reply] = found,
    ) -> Handler:
        async def picture(request: web.Request) -> Reply:
            # A large sheet takes its time to draw.
            body = await asyncio.to_thread(answer, request.match_info[named])
            return none(None) if body is None else Reply(body, content_type="image/png")

        return picture

    def _of_player(self, answer: Callable[[str], Json | None]) -> Handler:
        async def of_player(request: web.Request) -> Reply:
            player = request.match_info["player"]
            if not player.startswith("xuid("):
                return refusal(400, "players are XUIDs")
            return found(answer(player))

        return of_player

    def _asset(self, kind: AssetKind) -> Handler:
        async def asset(request: web.Request) -> Reply:
            named = request.match_info
            tag = request.headers.get(hdrs.ACCEPT_LANGUAGE, "").partition(",")[0]
            language = tag.partition(";")[0].partition("-")[0].strip().lower()
            version = named.get("version_id")
            return found(self._answers.asset(kind, named["asset_id"], version, language))

        return asset


def _file(body: Json | None) -> Reply:
    """A file of gamecms, which says of what it does not have that it is forbidden."""
    return refusal(403, "Forbidden") if body is None else Reply(body)


def _search(request: web.Request) -> Search:
    """What a query asks for. Raises ValueError for what cannot be read."""
    query = request.query
    start, count = int(query.get("start", "0")), int(query.get("count", str(MOST_RESULTS)))
    if start < 0 or not 1 <= count <= MOST_RESULTS:
        raise ValueError(f"start begins at 0, count is from 1 to {MOST_RESULTS}")
    kind = query.get("assetKind", "")
    return Search(
        start=start,
        count=count,
        sort=query.get("sort", ""),
        order=query.get("order", "desc").lower(),
        kind=_KINDS[kind.lower()] if kind.lower() in _KINDS else int(kind) if kind else None,
        term=query.get("term", ""),
        tags=listed(request, "tags"),
        author=query.get("author", ""),
        rating=float(query.get("averageRatingMin", "0")),
        dates={key: datetime.fromisoformat(query[key]) for key in _DATES if key in query},
    )
