"""Names as they are drawn: nothing that has no shape, breaks a template or leaves its line."""

import unicodedata

from bot.facts.results import Told
from bot.look import notes, text
from bot.look.texts import Texts

# More marks on one letter than any language writes would reach into the lines around it.
_MARKS = 2
_PRINT = 300


def drawn(words: str, limit: int = text.NAME) -> str:
    """The text as text.plain() gives it, without unassigned characters and piled-up marks."""
    kept: list[str] = []
    marks = 0
    for character in text.plain(words, limit):
        category = unicodedata.category(character)
        # The break that text.plain() puts into mentions is of no use in a picture.
        if category in {"Cn", "Cf"} and character != "\u200d":
            continue
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= _MARKS:
            kept.append(character)
    return "".join(kept).strip() or text.NAMELESS


def small_print(told: Told, texts: Texts) -> str:
    """What a picture says about its own age and completeness; "" where both are fine."""
    age, freshness = "", told.freshness
    if freshness.stale:
        age = texts("Shown from the cache")
        if freshness.as_of is not None:
            age = texts(
                "Shown from the cache, true at {moment}", moment=texts.moment(freshness.as_of)
            )
    missing = notes.missing_note(told, texts)
    return notes.joined(age, drawn(missing, _PRINT) if missing else "")
