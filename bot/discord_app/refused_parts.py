"""A message without those parts of it that Discord refuses."""

import copy
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from bot.look import text

Json: TypeAlias = dict[str, Any]

# How discord.py words each refused part: its place in the form, and what is wrong with it.
_PART = re.compile(r"^In (\S+): (.*)$", re.MULTILINE)
_TOO_LONG = re.compile(r"\b(\d+) or fewer\b")
# What is attached is not refused in part: the message has to be made without it.
_ATTACHED = "attachment://"
_GONE = object()


def refused_parts(said: str) -> dict[str, str]:
    """What a refusal says of each place it names, such as "embeds.0.fields.3.value"."""
    return dict(_PART.findall(said))


def without_refused(message: Json, refused: dict[str, str]) -> Json | None:
    """The message with texts that are too long cut, and other refused parts taken out.

    `refused` is as refused_parts() has it. An embed does without any of its parts; lists of fields,
    options and components do without any item, and what holds none after that goes as well. Returns
    None where something refused cannot be left out.
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
    """Each container on the way and the key that leads on, as far as the message goes."""
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
    """Take out the innermost thing on the way that the message can do without."""
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
    """A copy without what is gone, and without rows and menus that hold nothing any more."""
    if isinstance(part, list):
        return [each for each in map(_swept, part) if each is not _GONE]
    if not isinstance(part, dict):
        return part
    kept = {key: each for key, value in part.items() if (each := _swept(value)) is not _GONE}
    emptied = any(part.get(key) and not kept.get(key) for key in ("components", "options"))
    return _GONE if emptied and "type" in part else kept
