"""By what a service record can be narrowed: only some combinations are known to the service."""

from collections.abc import Mapping
from typing import TypedDict

from bot.halo.endpoints import SERVICE_RECORD
from bot.halo.errors import InvalidQuery
from bot.halo.models.enums import ModeCategory

RECORD_KINDS = ("matchmade", "custom", "local")

_WIRE_NAMES: Mapping[str, str] = {
    "season_id": "seasonid",
    "game_variant_category": "gamevariantcategory",
    "playlist_id": "playlistassetid",
    "is_ranked": "isranked",
    "gameplay_interaction": "gameplayinteraction",
}
COMBINATIONS = (
    ("season_id",),
    ("season_id", "game_variant_category"),
    ("season_id", "game_variant_category", "playlist_id"),
    ("season_id", "game_variant_category", "is_ranked"),
    ("season_id", "playlist_id"),
    ("season_id", "gameplay_interaction"),
    ("game_variant_category",),
    ("game_variant_category", "is_ranked"),
)
"""The combinations of filters that the service takes, for matchmade records."""


class RecordFilters(TypedDict, total=False):
    """What narrows a service record; None is no filter."""

    season_id: str | None
    game_variant_category: ModeCategory | int | None
    playlist_id: str | None
    is_ranked: bool | None
    gameplay_interaction: int | None


def record_query(kind: str, filters: RecordFilters) -> list[tuple[str, str]]:
    """The query of a service record. Raises InvalidQuery for what the service does not take."""
    if kind not in RECORD_KINDS:
        raise _invalid(f"a service record is {', '.join(RECORD_KINDS)}, not {kind!r}")
    given = {name: filters.get(name) for name in _WIRE_NAMES if filters.get(name) is not None}
    if given and kind != "matchmade":
        raise _invalid(f"a {kind} service record takes no filters")
    if given and set(given) not in map(set, COMBINATIONS):
        known = ", ".join(" + ".join(names) for names in COMBINATIONS)
        raise _invalid(f"no record is narrowed by {' + '.join(given)}; there are {known}")
    return [(_WIRE_NAMES[name], _written(value)) for name, value in given.items()]


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, int) else str(value)


def _invalid(message: str) -> InvalidQuery:
    return InvalidQuery(message, endpoint=SERVICE_RECORD.name)
