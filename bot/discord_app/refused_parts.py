"""Removes the parts that Discord refuses from a message."""

import copy
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from bot.look import text

Json: TypeAlias = dict[str, Any]

# How discord.py words a refused part: its path in the form, and the reason.
_PART = re.compile(r"^In (\S+): (.*)$", re.MULTILINE)
_TOO_LONG = re.compile(r"\b(\d+) or fewer\b")
# A refused attachment cannot be removed here: its card shows less in words.
_ATTACHED = "attachment://"
_GONE = object()


def refused_parts(said: str) -> dict[str, str]:
    """Returns the reason for each refused path, such as "embeds.0.fields.3.value"."""
    return dict(_PART.findall(said))


def without_refused(message: Json, refused: dict[str, str]) -> Json | None:
    """Returns a copy of the message without the refused parts; texts that are too long are cut.

    `refused` comes from refused_parts(). Any part of an embed can go, and any field, option or
    component; rows and menus left empty go as well. Returns None if a refused part is needed.
    """
    mended = copy.deepcopy(message)
    body = mended.get("data", mended)
    if not refused or not all(_mend(mended, body, *each) for each in refused.items()):
        return None
    swept: Json = _swept(mended)
    body = swept.get("data", swept)
    return swept if body.get("embeds") or body.get("components") else None


def _mend(message: Json, body: Json, place: str, why: str) -> bool:
    path = place.split(".")
    steps = list(_steps(message if path[0] in message else body, path))
    if not steps:
        return False
    inside, key = steps[-1]
    part = inside[key]
    limit = _TOO_LONG.search(why)
    if limit and isinstance(part, str) and text.length(part) > int(limit[1]) > 0:
        inside[key] = text.clip_markdown(part, int(limit[1]))
        return True
    return _ATTACHED not in str(part) and _take_out(body, steps)


def _steps(message: Json, path: Sequence[str]) -> Iterator[tuple[Any, Any]]:
    """Yields each container along the path with its key, as far as the path exists."""
    inside: Any = message
    for name in path:
        key: Any = int(name) if isinstance(inside, list) and name.isdigit() else name
        if isinstance(inside, list):
            known = isinstance(key, int) and key < len(inside)
        else:
            known = isinstance(inside, dict) and key in inside
        if not known:
            return
        yield inside, key
        inside = inside[key]


def _take_out(body: Json, steps: list[tuple[Any, Any]]) -> bool:
    """Marks the innermost part along the path that the message can do without."""
    embeds = body.get("embeds")
    needed = [embeds, body.get("attachments"), None if embeds else body.get("components")]
    around = None
    found = None
    for inside, key in steps:
        in_list = isinstance(inside, list) and not any(inside is each for each in needed)
        if in_list or (around is not None and around is embeds):
            found = inside, key
        around = inside
    if found is not None:
        inside, key = found
        inside[key] = _GONE
    return found is not None


def _swept(part: Any) -> Any:
    """Returns a copy without the marked parts and without empty rows and menus."""
    if isinstance(part, list):
        return [each for each in map(_swept, part) if each is not _GONE]
    if not isinstance(part, dict):
        return part
    kept = {key: each for key, value in part.items() if (each := _swept(value)) is not _GONE}
    emptied = any(part.get(key) and not kept.get(key) for key in ("components", "options"))
    return _GONE if emptied and "type" in part else kept
