"""A card: what is shown of a report, said once.

`components` turns a card into Discord's components, `terminal` into tables, `alt` into alt text;
the scene of a picture takes its figures from the same blocks. Words are raw: each renderer
escapes them for its place.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.look import theme
from bot.look.drawing import Drawing, Tile


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in UTC, told in the reader's own clock; `ago` tells how long ago it was."""

    at: datetime
    ago: bool = False


@dataclass(frozen=True, slots=True)
class Icon:
    """A sign of the game: the application emoji of that name, or the plain mark without it."""

    name: str
    mark: str


@dataclass(frozen=True, slots=True)
class Code:
    """Words in letters of one width."""

    words: str


Part: TypeAlias = str | Strong | Link | Moment | Icon | Code
Line: TypeAlias = tuple[Part, ...]
"""One line of text; its parts stand side by side as they are."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text under an optional heading."""

    lines: tuple[Line, ...]
    title: str = ""
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures side by side."""

    figures: tuple[Tile, ...]
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A row with a bar: `share` is how far it is filled, from 0 to 1; None draws no bar.

    `label` names the row, `value` is its figure, `detail` says what the bar leads to, and `lines`
    follow below.
    """

    label: str
    value: str
    share: float | None = None
    detail: str = ""
    lines: tuple[str, ...] = ()
    colour: int = theme.NEUTRAL
    icon: Icon | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Rows with a bar each."""

    bars: tuple[Bar, ...]
    title: str = ""
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """Something of the game with a sign of its own, such as a medal, and how often it came.

    `number` is that count in words; `kind` and `description` may be "". `colour` is that of the
    shape drawn where the game's own picture is missing.
    """

    icon: Icon
    name: str
    number: str
    kind: str = ""
    description: str = ""
    colour: int = theme.NEUTRAL


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs in order."""

    signs: tuple[Sign, ...]
    title: str = ""
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. Figures stand on the right."""

    heading: str
    right: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; the marked one is about the player who was asked for."""

    cells: tuple[str, ...]
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first column names the row."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    icon: Icon | None = None
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A button that shows its screen in another state. Names differ within a card."""

    name: str
    label: str
    state: Any
    emoji: str = ""
    primary: bool = False
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """A button that opens an address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a menu; choosing it shows the menu's screen in that state."""

    label: str
    state: Any
    detail: str = ""
    emoji: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu of at most 25 choices."""

    name: str
    placeholder: str
    choices: tuple[Choice, ...]


Control: TypeAlias = Button | Address | Menu


@dataclass(frozen=True, slots=True)
class Item:
    """Lines with a button of their own."""

    lines: tuple[Line, ...]
    control: Button | Address


@dataclass(frozen=True, slots=True)
class Items:
    """Rows of text with a button each."""

    items: tuple[Item, ...]
    pictured: bool = False


Block: TypeAlias = Paragraph | Figures | Bars | Signs | Table | Items


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that a message shows.

    `about` is whose card it is. `picture` makes the drawing from the card itself; it is called
    only where pictures are shown, and blocks that are `pictured` are then left out of the words.
    `notes` are small print, a line each. `controls` are rows of up to five buttons or one menu.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    about: Link | None = None
    subtitle: tuple[Line, ...] = ()
    colour: int = theme.NEUTRAL
    url: str = ""
    notes: tuple[str, ...] = ()
    picture: "Callable[[Card], Drawing] | None" = None
    controls: tuple[tuple[Control, ...], ...] = ()

    def every_control(self) -> Iterator[Control]:
        """Yields the controls from top to bottom."""
        for block in self.blocks:
            if isinstance(block, Items):
                yield from (item.control for item in block.items)
        for row in self.controls:
            yield from row
