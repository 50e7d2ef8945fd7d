"""How the real service writes times, spans and sums into its JSON."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]

_DAY, _HOUR, _MINUTE = 86_400_000, 3_600_000, 60_000


def instant(moment: datetime) -> str:
    """A moment as "2025-01-29T04:07:25.964Z"."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def duration(span: timedelta) -> str:
    """A span as "PT9M9.421S", or with days as "P17DT10H55M53.768S"."""
    left = round(span.total_seconds() * 1000)
    days, left = divmod(left, _DAY)
    hours, left = divmod(left, _HOUR)
    minutes, left = divmod(left, _MINUTE)
    text = f"P{days}DT" if days else "PT"
    text += f"{hours}H" if hours else ""
    text += f"{minutes}M" if minutes else ""
    if left or text.endswith("T"):
        text += f"{left / 1000:.3f}".rstrip("0").rstrip(".") + "S"
    return text


def render(value: Any) -> Any:
    """The same structure with every moment and span written as text."""
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, timedelta):
        return duration(value)
    if isinstance(value, dict):
        return {key: render(item) for key, item in value.items()}
    if isinstance(value, list):
        return [render(item) for item in value]
    return value


def counts(entries: Iterable[Json]) -> list[Json]:
    """Lists of medals or personal scores as one list, most earned first."""
    summed: dict[int, Json] = {}
    for entry in entries:
        known = summed.setdefault(
            entry["NameId"],
            {"NameId": entry["NameId"], "Count": 0, "TotalPersonalScoreAwarded": 0},
        )
        known["Count"] += entry["Count"]
        known["TotalPersonalScoreAwarded"] += entry["TotalPersonalScoreAwarded"]
    return sorted(summed.values(), key=lambda entry: (-entry["Count"], entry["NameId"]))


def total(blocks: Iterable[Json]) -> Json:
    """Stats blocks of several players or matches as one: numbers and spans add up, lists merge.

    Keys with "Longest" or "Max" keep the greatest; a null stays null. The first block decides
    which keys there are.
    """
    first, *others = blocks
    summed = {
        key: counts(value) if isinstance(value, list) else value for key, value in first.items()
    }
    for block in others:
        for key, known in summed.items():
            value = block[key]
            if value is None or isinstance(value, str):
                continue
            if isinstance(value, list):
                summed[key] = counts([*known, *value])
            elif key.startswith(("Longest", "Max")):
                summed[key] = max(known, value)
            else:
                summed[key] = known + value
    return summed
