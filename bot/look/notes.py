"""What every card says about its own completeness and age."""

from collections.abc import Iterable

from bot.facts.results import Freshness, Told
from bot.look import figures, text, theme
from bot.look.card import Line, Moment
from bot.look.texts import Texts


def stale_note(freshness: Freshness, texts: Texts) -> str:
    """A line for a description where an older answer stands in; "" where the result is current."""
    if not freshness.stale:
        return ""
    if freshness.as_of is None:
        words = texts("Shown from the cache: the service did not answer.")
    else:
        words = texts("Shown from the cache, true {when}", when=figures.ago(freshness.as_of))
    return f"{theme.STALE} {words}"


def stale_line(freshness: Freshness, texts: Texts) -> tuple[Line, ...]:
    """Returns a line for a card where an older answer stands in; none where it is current."""
    if not freshness.stale:
        return ()
    if freshness.as_of is None:
        return ((f"{theme.STALE} {texts('Shown from the cache: the service did not answer.')}",),)
    before, _, after = texts("Shown from the cache, true {when}", when="\0").partition("\0")
    return ((f"{theme.STALE} {before}", Moment(freshness.as_of, ago=True), after),)


def missing_note(told: Told, texts: Texts) -> str:
    """Words for a footer on what the service could not tell this time, and on what it no longer
    has; "" where it told all."""
    passing, gone = (
        ", ".join(text.plain(texts(part)) for part in parts) for parts in (told.missing, told.gone)
    )
    return joined(
        texts("Not available right now: {parts}", parts=passing) if passing else "",
        texts("No longer available: {parts}", parts=gone) if gone else "",
    )


def page(number: int, pages: int, texts: Texts) -> str:
    """Which page this is, counted from 0: "Page 2 of 3"."""
    return texts("Page {page} of {pages}", page=texts.number(number + 1), pages=texts.number(pages))


def pending_note(pending: Iterable[str], texts: Texts) -> str:
    """Words for a footer on what is still on its way; "" where nothing is."""
    parts = ", ".join(text.plain(texts(part)) for part in pending)
    return texts("Still on the way: {parts}", parts=parts) if parts else ""


def joined(*parts: str) -> str:
    """The parts that are there, on one line."""
    return theme.SEPARATOR.join(part for part in parts if part)


def lines(*parts: str) -> str:
    """The parts that are there, one a line."""
    return "\n".join(part for part in parts if part)


def paragraphs(*parts: str) -> str:
    """The parts that are there, with an empty line between them; it ends a list."""
    return "\n\n".join(part for part in parts if part)
