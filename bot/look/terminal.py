"""Results in a terminal: rich tables for people, in English; JSON for programs."""

import json
import math
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum, IntEnum

from rich.table import Table
from rich.text import Text

from bot.facts.results import Told
from bot.look import text, theme


def to_json(report: object, *, ascii_only: bool = False) -> str:
    """The report, any of the lookups' dataclasses, as indented JSON.

    Times are ISO 8601, durations seconds, numbered kinds their names ("WIN"), unknown kinds their
    numbers; figures that are no number are null. `ascii_only` writes other characters as escapes.
    """
    return json.dumps(_jsonable(report), ensure_ascii=ascii_only, indent=2, allow_nan=False)


def titled_table(title: str) -> Table:
    """An empty table without lines, under a title on the left."""
    return Table(title=Text(title), title_justify="left", box=None, pad_edge=False, expand=False)


def one_line(*parts: str) -> Text:
    """The parts that are there, on one line."""
    return Text(theme.SEPARATOR.join(text.plain(part, 2000) for part in parts if part))


def written(moment: datetime | None) -> str:
    """A moment in UTC; a dash where it is not known."""
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment is not None else theme.DASH


def note_lines(told: Told, *others: str) -> Iterable[Text]:
    """What is missing, and how old the rest is."""
    words = [other for other in others if other]
    for parts, state in (
        (told.missing, "not available right now"),
        (told.gone, "no longer available"),
    ):
        if parts:
            words.append(f"{state}: {', '.join(map(text.plain, parts))}")
    freshness = told.freshness
    if freshness.stale:
        since = f", true at {freshness.as_of:%Y-%m-%d %H:%M} UTC" if freshness.as_of else ""
        words.append(f"shown from the cache{since}")
    if words:
        yield Text(theme.SEPARATOR.join(words), style="dim")


def _jsonable(value: object) -> object:
    match value:
        case IntEnum():
            return value.name
        case Enum():
            return value.value
        case datetime():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case float():
            return value if math.isfinite(value) else None
        case str():
            # A lone surrogate cannot be written in UTF-8.
            return value.encode("utf-8", "replace").decode()
        case tuple() | list():
            return [_jsonable(part) for part in value]
        case _ if is_dataclass(value):
            return {part.name: _jsonable(getattr(value, part.name)) for part in fields(value)}
        case _:
            return value
