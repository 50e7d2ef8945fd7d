"""Looking for maps and modes by name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.facts.errors import NothingFound
from bot.facts.gathering import gathering
from bot.facts.player_names import PlayerNames
from bot.facts.results import CURRENT, Freshness
from bot.halo.client import HaloClient
from bot.halo.identifiers import parse_xuid
from bot.halo.models import enums
from bot.halo.models.discovery_ugc import SearchResult
from bot.translatable import N_

ASSETS_PAGE = 10
"""How many finds a page has."""


class AssetKind(StrEnum):
    """What is looked for: maps, or modes with their settings (game variants)."""

    MAP = "map"
    MODE = "mode"


_NUMBERS = {
    AssetKind.MAP: enums.AssetKind.MAP,
    AssetKind.MODE: enums.AssetKind.UGC_GAME_VARIANT,
}


@dataclass(frozen=True, slots=True)
class FoundAsset:
    """A map or mode. `author` is a gamertag, or "" where it is no player or not known.

    `rating` is the mean of `ratings` from 0 to 5. `objects` is how many a map was built of. What is
    not known is None. `picture_url` is the service's own, or "".
    """

    asset_id: str
    name: str
    description: str
    author: str
    tags: tuple[str, ...]
    plays_recent: int | None
    plays_all_time: int | None
    likes: int | None
    rating: float | None
    ratings: int | None
    objects: int | None
    published_at: datetime | None
    picture_url: str


@dataclass(frozen=True, slots=True)
class AssetsReport:
    """A page, counted from 0, of what was found, the most played of late first.

    `term` is what was looked for, "" for everything; `total` is the service's own estimate.
    """

    kind: AssetKind
    term: str
    assets: tuple[FoundAsset, ...]
    page: int
    has_more: bool
    total: int
    missing: tuple[str, ...] = ()
    freshness: Freshness = CURRENT
    gone: tuple[str, ...] = ()


class AssetsLookup:
    """Answers /map and /mode."""

    def __init__(self, client: HaloClient, names: PlayerNames) -> None:
        self._client = client
        self._names = names

    async def search(self, kind: AssetKind, term: str = "", page: int = 0) -> AssetsReport:
        """A page of the published maps or modes with the term in their name or description.

        Raises NothingFound and the core's errors. The authors' names may be missing.
        """
        term = " ".join(term.split())
        with gathering() as parts:
            # One more than is shown tells whether the list goes on.
            found = await self._client.discovery_ugc.search(
                start=page * ASSETS_PAGE,
                count=ASSETS_PAGE + 1,
                term=term or None,
                asset_kind=_NUMBERS[kind],
                sort="PlaysRecent",
                order="desc",
            )
            if not found.results:
                raise NothingFound
            results = found.results[:ASSETS_PAGE]
            authors = {xuid for each in results if (xuid := parse_xuid(each.original_author))}
            names = await self._names.of(parts, authors, N_("authors"))
            return AssetsReport(
                kind,
                term,
                tuple(_asset(each, names) for each in results),
                page,
                len(found.results) > ASSETS_PAGE,
                found.estimated_total,
                parts.missing,
                parts.freshness,
                parts.gone,
            )


def _asset(sent: SearchResult, names: dict[int, str]) -> FoundAsset:
    return FoundAsset(
        asset_id=sent.asset_id,
        name=sent.name,
        description=sent.description,
        author=names.get(parse_xuid(sent.original_author) or 0, ""),
        tags=sent.tags,
        plays_recent=sent.plays_recent,
        plays_all_time=sent.plays_all_time,
        likes=sent.likes,
        rating=sent.average_rating,
        ratings=sent.number_of_ratings,
        objects=sent.number_of_objects,
        published_at=sent.date_published_utc.iso8601_date,
        picture_url=sent.thumbnail_url,
    )
