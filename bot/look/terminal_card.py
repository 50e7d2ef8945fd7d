"""A card in a terminal: what a message shows, as rich tables and lines."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.look import card as cards
from bot.look import figures, notes, text, theme
from bot.look.alt import line_in_words
from bot.look.terminal import titled_table
from bot.look.texts import Texts


def card_in_terminal(card: cards.Card, texts: Texts) -> Group:
    """Returns the card without its controls; links are left out, and names are as they are."""
    return Group(*_parts(card, texts))


def _parts(card: cards.Card, texts: Texts) -> Iterator[RenderableType]:
    if card.about is not None:
        yield Text(text.plain(card.about.words), style="bold")
    yield Text(text.plain(card.title, 200), style=f"bold {theme.web(card.colour)}")
    for line in card.subtitle:
        yield _line(line, texts)
    for block in card.blocks:
        if isinstance(block, cards.Paragraph | cards.Bars | cards.Signs) and block.title:
            yield Text(text.plain(block.title), style="bold")
        yield from _block(block, texts)
    for note in card.notes:
        if note:
            yield Text(text.plain(note, 400), style="dim")


def _block(block: cards.Block, texts: Texts) -> Iterator[RenderableType]:
    match block:
        case cards.Paragraph():
            yield from (_line(line, texts) for line in block.lines)
        case cards.Figures():
            table = titled_table("")
            table.add_column("", style="bold", justify="right")
            table.add_column("")
            table.add_column("", style="dim")
            for each in block.figures:
                table.add_row(*map(Text, (each.value, each.label, each.detail)))
            table.show_header = False
            yield table
        case cards.Bars():
            yield from (_bar(each) for each in block.bars)
        case cards.Signs():
            yield _signs(block)
        case cards.Table():
            yield _table(block)
        case cards.Items():
            for item in block.items:
                yield from (_line(line, texts) for line in item.lines)


def _line(line: cards.Line, texts: Texts) -> Text:
    return Text(text.plain(line_in_words(line, texts), 2000))


def _bar(bar: cards.Bar) -> Text:
    drawn = figures.bar(bar.share) if bar.share is not None else ""
    words = notes.joined(bar.label, bar.value, " ".join((drawn, bar.detail)).strip(), *bar.lines)
    return Text(text.plain(words, 400), style=theme.web(bar.colour))


def _signs(block: cards.Signs) -> Table:
    table = titled_table("")
    table.show_header = False
    table.add_column("", justify="right", style="bold")
    for _ in range(3):
        table.add_column("", overflow="fold")
    for each in block.signs:
        name = Text(text.plain(each.name), style=theme.web(each.colour))
        told = (text.plain(words, 200) if words else "" for words in (each.kind, each.description))
        table.add_row(each.number, name, *map(Text, told))
    return table


def _table(block: cards.Table) -> Table:
    table = titled_table(block.title)
    for place, column in enumerate(block.columns):
        right = column.right and place > 0
        table.add_column(column.heading, justify="right" if right else "left", overflow="fold")
    for row in block.rows:
        table.add_row(*map(Text, row.cells), style="bold" if row.marked else "")
    return table
