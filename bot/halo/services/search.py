"""By what the assets of discovery_ugc can be searched, and how that is asked for."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TypedDict

from bot.halo.errors import InvalidQuery
from bot.halo.identifiers import PlayerRef
from bot.halo.models.enums import AssetKind

_DATES: Mapping[str, str] = {
    "created_from": "fromDateCreatedUtc",
    "created_to": "toDateCreatedUtc",
    "modified_from": "fromDateModifiedUtc",
    "modified_to": "toDateModifiedUtc",
    "published_from": "fromDatePublishedUtc",
    "published_to": "toDatePublishedUtc",
}
_ORDERS = ("asc", "desc")


class SearchFilters(TypedDict, total=False):
    """What narrows and sorts a search. All of it is optional, and all that is given has to hold.

    `term` is looked for in names and descriptions. `sort` is a property of the results, such as
    "PlaysRecent" or "DatePublishedUtc", `order` "asc" or "desc". `average_rating_min` is from 0
    to 5. Times are aware. None is no filter.
    """

    term: str | None
    tags: Sequence[str] | None
    author: PlayerRef | None
    asset_kind: AssetKind | int | None
    average_rating_min: float | None
    created_from: datetime | None
    created_to: datetime | None
    modified_from: datetime | None
    modified_to: datetime | None
    published_from: datetime | None
    published_to: datetime | None
    sort: str | None
    order: str | None


def search_query(filters: SearchFilters, author: str) -> list[tuple[str, str]]:
    """The query of a search; `author` is the one of the filters as "xuid(123)", or "".

    Raises InvalidQuery for a value that cannot be, and TypeError for a filter that is none.
    """
    unknown = filters.keys() - SearchFilters.__annotations__.keys()
    if unknown:
        raise TypeError(f"a search has no {', '.join(sorted(unknown))}")
    query = []
    if sort := filters.get("sort"):
        query.append(("sort", sort))
    if (order := filters.get("order")) is not None:
        if order not in _ORDERS:
            raise InvalidQuery(f"the order is asc or desc, not {order!r}")
        query.append(("order", order))
    if (kind := filters.get("asset_kind")) is not None:
        query.append(("assetKind", _kind(kind)))
    if term := filters.get("term"):
        query.append(("term", term))
    query += [("tags", tag) for tag in filters.get("tags") or ()]
    if author:
        query.append(("author", author))
    if (rating := filters.get("average_rating_min")) is not None:
        if not 0 <= rating <= 5:
            raise InvalidQuery(f"the lowest average rating is from 0 to 5, not {rating}")
        query.append(("averageRatingMin", f"{rating:g}"))
    for name, wire_name in _DATES.items():
        moment = filters.get(name)
        if isinstance(moment, datetime):
            query.append((wire_name, _time(moment, name)))
    return query


def _kind(kind: int) -> str:
    """The name that the service knows a kind by, or the number where it is new."""
    try:
        return AssetKind(kind).name.title().replace("_", "")
    except ValueError:
        return str(kind)


def _time(moment: datetime, name: str) -> str:
    if moment.tzinfo is None:
        raise InvalidQuery(f"{name} needs a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
