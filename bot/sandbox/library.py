"""What discovery_ugc of the sandbox knows beside single assets: pairs, the search, films."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.sandbox import assets
from bot.sandbox.assets import Asset, common_part, invented_id
from bot.sandbox.matches import Match
from bot.sandbox.players import FIRST_XUID
from bot.sandbox.wire import Json, instant

_FIRST_CREATED = datetime(2021, 11, 15, 18, tzinfo=UTC)
_CHUNK = 20_000
AUTHOR = f"xuid({FIRST_XUID})"


@dataclass(frozen=True, slots=True)
class Search:
    """What a search asks for. `dates` are by query key, such as "fromDateCreatedUtc"."""

    start: int = 0
    count: int = 101
    sort: str = ""
    order: str = "desc"
    kind: int | None = None
    term: str = ""
    tags: Sequence[str] = ()
    author: str = ""
    rating: float = 0.0
    dates: Mapping[str, datetime] | None = None


def search(asked: Search) -> Json:
    """A page of the published assets that fit."""
    found = [entry for place, asset in _SHELF if _fits(entry := _entry(place, asset), asked)]
    key = asked.sort.lower()
    names = {name.lower(): name for name in (found[0] if found else ())}
    if key in names:
        found.sort(key=lambda entry: _sortable(entry[names[key]]), reverse=asked.order != "asc")
    page = found[asked.start : asked.start + asked.count]
    tags = Counter(tag for entry in found for tag in entry["Tags"])
    return {
        "Tags": [{"Tag": tag, "Count": count} for tag, count in tags.most_common(5)],
        "EstimatedTotal": len(found),
        "Start": asked.start,
        "Count": asked.count,
        "ResultCount": len(page),
        "Results": page,
        "Links": {},
    }


def pair_json(match: Match) -> Json:
    """The map-mode pair of a match."""
    plan = match.plan
    reference = match.info["PlaylistMapModePair"]
    pair = Asset(assets.AssetKind.MAP_MODE_PAIR, f"{plan.variant.name} on {plan.map.name}")
    return {
        "CustomData": {},
        "Tags": [],
        "MapLink": common_part(plan.map),
        "UgcGameVariantLink": common_part(plan.variant),
        **common_part(pair, files=False),
        "AssetId": reference["AssetId"],
        "VersionId": reference["VersionId"],
    }


def film_json(match: Match) -> Json:
    """The film of a match: chunks of 20 seconds between a header and a summary."""
    film_id = invented_id("film", match.match_id)
    length = int(match.playing.total_seconds() * 1000)
    starts = [0, *range(0, length, _CHUNK), length]
    kinds = [1, *(2 for _ in starts[2:]), 3]
    return {
        "FilmStatusBond": 1,
        "CustomData": {
            "FilmLength": length,
            "Chunks": [
                {
                    "Index": index,
                    "ChunkStartTimeOffsetMilliseconds": start,
                    "DurationMilliseconds": min(_CHUNK, length - start) if kind == 2 else 10,
                    "ChunkSize": 117_000 + index,
                    "FileRelativePath": f"/filmChunk{index}",
                    "ChunkType": kind,
                }
                for index, (start, kind) in enumerate(zip(starts, kinds, strict=True))
            ],
            "HasGameEnded": True,
            "ManifestRefreshSeconds": 30,
            "MatchId": match.match_id,
            "FilmMajorVersion": 34,
        },
        "BlobStoragePathPrefix": f"{assets.BLOBS}/ugcstorage/film/{film_id}/",
        "AssetId": film_id,
    }


_SHELF = tuple(
    (place, asset)
    for place, asset in enumerate((*assets.MAPS, *assets.VARIANTS, *assets.PLAYLISTS))
    if asset.published
)


def _entry(place: int, asset: Asset) -> Json:
    common = common_part(asset)
    stats = common["AssetStats"]
    created = _FIRST_CREATED + timedelta(days=place)
    return {
        "AssetId": asset.asset_id,
        "AssetVersionId": asset.version_id,
        "Name": asset.name,
        "Description": asset.description,
        "AssetKind": asset.kind.number,
        "Tags": ["343i", asset.kind.value],
        "ThumbnailUrl": f"{common['Files']['Prefix']}images/thumbnail.png",
        "ReferencedAssets": [invented_id("referenced", asset.name)],
        "OriginalAuthor": AUTHOR,
        "Likes": place,
        "Bookmarks": 0,
        "PlaysRecent": 1000 - place,
        "NumberOfObjects": 0,
        "DateCreatedUtc": {"ISO8601Date": instant(created)},
        "DateModifiedUtc": {"ISO8601Date": instant(created + timedelta(days=1))},
        "DatePublishedUtc": {"ISO8601Date": instant(created + timedelta(days=2))},
        "HasNodeGraph": False,
        "ReadOnlyClones": False,
        "PlaysAllTime": 100_000 - place,
        "Contributors": [AUTHOR],
        "ParentAssetCount": 3,
        "AverageRating": stats["AverageRating"],
        "NumberOfRatings": stats["NumberOfRatings"],
    }


def _fits(entry: Json, asked: Search) -> bool:
    term = asked.term.casefold()
    return (
        asked.kind in (None, entry["AssetKind"])
        and term in f"{entry['Name']} {entry['Description']}".casefold()
        and set(asked.tags) <= set(entry["Tags"])
        and asked.author in ("", entry["OriginalAuthor"])
        and entry["AverageRating"] >= asked.rating
        and all(_in_time(entry, key, limit) for key, limit in (asked.dates or {}).items())
    )


def _in_time(entry: Json, key: str, limit: datetime) -> bool:
    """Whether a date of an entry keeps to a limit such as "fromDateCreatedUtc"."""
    name = key.removeprefix("from").removeprefix("to")
    moment = datetime.fromisoformat(entry[name]["ISO8601Date"])
    return moment >= limit if key.startswith("from") else moment <= limit


def _sortable(value: object) -> str | float:
    if isinstance(value, dict):
        return str(value.get("ISO8601Date"))
    return value if isinstance(value, int | float) else str(value).casefold()
