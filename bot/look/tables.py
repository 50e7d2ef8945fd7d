"""Monospaced tables for code blocks."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from bot.look import theme

_LEFT_TO_RIGHT_MARK = "\u200e"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, the side its cells stand on, and its greatest width."""

    heading: str
    right: bool = False
    limit: int = 7


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of aligned cells, headings first; wide characters count for the two cells they take.

    Cells that are too wide end with an ellipsis. The cells must be free of line breaks.
    """
    lines = [[column.heading for column in columns], *rows]
    widths = [
        min(column.limit, max(cell_len(line[place]) for line in lines))
        for place, column in enumerate(columns)
    ]
    return [
        " ".join(
            _cell(text, width, column)
            for text, width, column in zip(line, widths, columns, strict=True)
        ).rstrip()
        for line in lines
    ]


def _cell(text: str, width: int, column: Column) -> str:
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + theme.ELLIPSIS
    padding = " " * (width - cell_len(text))
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text):
        # Without the marks the figures that follow would be laid out right to left, too.
        text = f"{_LEFT_TO_RIGHT_MARK}{text}{_LEFT_TO_RIGHT_MARK}"
    return padding + text if column.right else text + padding
