"""A card as alt text: what a screen reader says of its picture."""

from collections.abc import Iterator

from bot.look import card as cards
from bot.look.drawing import ALT_TEXT, alt_text
from bot.look.drawn import drawn
from bot.look.texts import Texts


def alt_of(card: cards.Card, texts: Texts) -> str:
    """Returns what the picture of the card says, in sentences, within Discord's limit."""
    return alt_text(*(drawn(each, ALT_TEXT) for each in _sentences(card, texts) if each))


def line_in_words(line: cards.Line, texts: Texts) -> str:
    """Returns a line of a card as plain words."""
    return "".join(_part(part, texts) for part in line)


def _sentences(card: cards.Card, texts: Texts) -> Iterator[str]:
    whose = f"{card.about.words}: " if card.about is not None else ""
    yield f"{whose}{card.title}"
    for line in card.subtitle:
        yield line_in_words(line, texts)
    for block in card.blocks:
        if block.pictured:
            yield from _block(block, texts)
    yield from card.notes


def _block(block: cards.Block, texts: Texts) -> Iterator[str]:
    if not isinstance(block, cards.Figures | cards.Items) and block.title:
        yield f"{block.title}:"
    match block:
        case cards.Paragraph():
            yield from (line_in_words(line, texts) for line in block.lines)
        case cards.Figures():
            yield from (figure.in_words for figure in block.figures)
        case cards.Bars():
            for bar in block.bars:
                told = (part for part in (bar.value, bar.detail, *bar.lines) if part)
                yield f"{bar.label}: {', '.join(told)}"
        case cards.Signs():
            yield ", ".join(f"{sign.name} ×{sign.number}" for sign in block.signs)
        case cards.Table():
            headings = [column.heading for column in block.columns][1:]
            for name, *cells in (row.cells for row in block.rows):
                told = (
                    f"{heading} {cell}".strip()
                    for heading, cell in zip(headings, cells, strict=True)
                )
                yield ", ".join((name, *told))
        case cards.Items():
            for item in block.items:
                yield ", ".join(line_in_words(line, texts) for line in item.lines)


def _part(part: cards.Part, texts: Texts) -> str:
    match part:
        case cards.Strong() | cards.Link() | cards.Code():
            return part.words
        case cards.Moment():
            return texts.moment(part.at)
        case cards.Icon():
            return ""
        case str():
            return part
    raise AssertionError
