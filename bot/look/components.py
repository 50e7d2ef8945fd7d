"""A card as Discord's components: a container of text, a picture, and controls.

Discord allows 4,000 characters of text and 40 components in one message.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import discord
from discord import ui

from bot.look import card as cards
from bot.look import figures, notes, tables, text, theme
from bot.look.layout import MOST_TEXT, small, words

_BLANK_LINE = "\n\n"
# Discord's limits for the label of a control, and for the second line of a choice.
_LABEL, _DETAIL = 80, 100
_NOTE = 400
# What a phone shows of a code block without wrapping it.
_NAME, _CELL = 15, 7


class Ids(Protocol):
    """Writes what Discord keeps of a control and sends back with a press."""

    def custom_id(self, name: str, state: object | None) -> str:
        """Returns the id of a control that shows that state; a menu has None of its own."""
        ...

    def value(self, state: object) -> str:
        """Returns the value of a menu's choice that shows that state."""
        ...


def layout(
    card: cards.Card,
    ids: Ids,
    emojis: Mapping[str, str],
    picture: discord.MediaGalleryItem | None = None,
) -> ui.LayoutView:
    """Returns the layout of the message that shows the card.

    With its `picture`, blocks that are `pictured` are left out. Discord.py expects no presses on
    it: whoever sends it answers them by the ids.
    """
    view = ui.LayoutView(timeout=None)
    view.add_item(_Container(card, ids, emojis).build(picture))
    view.stop()
    return view


def text_of(block: cards.Block, emojis: Mapping[str, str]) -> str:
    """Returns a block's text with Discord's markdown, without its controls."""
    match block:
        case cards.Paragraph():
            title = f"**{text.escape(block.title)}**" if block.title else ""
            return notes.lines(title, *(line_of(line, emojis) for line in block.lines))
        case cards.Figures():
            return "\n".join(
                notes.joined(f"**{each.value}** {each.label}", each.detail)
                for each in block.figures
            )
        case cards.Bars():
            title = f"**{text.escape(block.title)}**" if block.title else ""
            bars = (_bar(each, emojis) for each in block.bars)
            return _BLANK_LINE.join(part for part in (title, *bars) if part)
        case cards.Signs():
            return _signs(block, emojis)
        case cards.Table():
            return _table(block, emojis)
        case cards.Items():
            return _BLANK_LINE.join(
                notes.lines(*(line_of(line, emojis) for line in each.lines)) for each in block.items
            )


def line_of(line: cards.Line, emojis: Mapping[str, str]) -> str:
    """Returns one line of text with Discord's markdown."""
    return "".join(_part(part, emojis) for part in line)


class _Container:
    """Builds one container within Discord's limits."""

    def __init__(self, card: cards.Card, ids: Ids, emojis: Mapping[str, str]) -> None:
        self._card = card
        self._ids = ids
        self._emojis = emojis
        self._room = MOST_TEXT
        self._made: ui.Container[Any] = ui.Container(accent_colour=card.colour)

    def build(self, picture: discord.MediaGalleryItem | None) -> ui.Container[Any]:
        card = self._card
        foot = small(notes.lines(*(text.escape(note, _NOTE) for note in card.notes if note)))
        self._room -= text.length(foot)
        gathered = [self._head(pictured=picture is not None)]
        for block in card.blocks:
            if picture is not None and block.pictured:
                continue
            if isinstance(block, cards.Items):
                self._add_text(gathered)
                gathered = []
                self._add_items(block)
            else:
                gathered.append(text_of(block, self._emojis))
        self._add_text(gathered)
        if picture is not None:
            self._made.add_item(ui.MediaGallery(picture))
        if foot:
            self._made.add_item(words(foot))
        for row in card.controls:
            self._made.add_item(ui.ActionRow(*(self._control(each) for each in row)))
        return self._made

    def _head(self, *, pictured: bool) -> str:
        """The title and what belongs to it; a picture shows the title itself."""
        card = self._card
        about = f"-# {_link(card.about)}" if card.about is not None else ""
        title = text.escape(card.title, 200)
        if pictured:
            title = f"[{title}]({card.url})" if card.url else ""
        else:
            title = f"### [{title}]({card.url})" if card.url else f"### {title}"
        lines = (line_of(line, self._emojis) for line in card.subtitle)
        return notes.lines(about, title, *lines)

    def _add_text(self, parts: Iterable[str]) -> None:
        joined = _BLANK_LINE.join(part for part in parts if part)
        if joined and self._room > 0:
            shown = words(joined, self._room)
            self._room -= text.length(shown.content)
            self._made.add_item(shown)

    def _add_items(self, block: cards.Items) -> None:
        for item in block.items:
            lines = notes.lines(*(line_of(line, self._emojis) for line in item.lines))
            shown = words(lines, max(1, min(self._room, 320)))
            self._room -= text.length(shown.content)
            self._made.add_item(ui.Section(shown, accessory=self._button(item.control)))

    def _control(self, control: cards.Control) -> ui.Button[Any] | ui.Select[Any]:
        return self._menu(control) if isinstance(control, cards.Menu) else self._button(control)

    def _button(self, control: cards.Button | cards.Address) -> ui.Button[Any]:
        label = text.clip(control.label, _LABEL)
        if isinstance(control, cards.Address):
            return ui.Button(label=label, url=control.url)
        style = discord.ButtonStyle.primary if control.primary else discord.ButtonStyle.secondary
        return ui.Button(
            label=label,
            emoji=control.emoji or None,
            style=style,
            disabled=control.disabled,
            custom_id=self._ids.custom_id(control.name, control.state),
        )

    def _menu(self, control: cards.Menu) -> ui.Select[Any]:
        options = [
            discord.SelectOption(
                label=text.clip(text.plain(each.label, 200), _LABEL),
                value=self._ids.value(each.state),
                description=text.clip(each.detail, _DETAIL) or None,
                emoji=each.emoji or None,
                default=each.chosen,
            )
            for each in control.choices
        ]
        return ui.Select(
            custom_id=self._ids.custom_id(control.name, None),
            placeholder=text.clip(control.placeholder, _LABEL),
            options=options,
        )


def _part(part: cards.Part, emojis: Mapping[str, str]) -> str:
    match part:
        case cards.Strong():
            return f"**{text.escape(part.words, MOST_TEXT)}**"
        case cards.Link():
            return _link(part)
        case cards.Moment():
            return f"<t:{int(part.at.timestamp())}:{'R' if part.ago else 'f'}>"
        case cards.Code():
            return f"`{text.code(part.words)}`"
        case cards.Icon():
            return emojis.get(part.name, part.mark)
        case str():
            return _plain(part)
    raise AssertionError


def _plain(words: str) -> str:
    """The words escaped; the blanks that part them from their neighbours stay."""
    inner = words.strip()
    if not inner:
        return words
    before, _, after = words.partition(inner)
    return f"{before}{text.escape(inner, MOST_TEXT)}{after}"


def _link(link: cards.Link) -> str:
    name = text.escape(link.words)
    return f"[{name}]({link.url})" if link.url else name


def _bar(bar: cards.Bar, emojis: Mapping[str, str]) -> str:
    mark = emojis.get(bar.icon.name, bar.icon.mark) + " " if bar.icon is not None else ""
    drawn = figures.bar(bar.share) if bar.share is not None else ""
    detail = text.escape(bar.detail) if bar.detail else ""
    return notes.lines(
        f"{mark}**{text.escape(bar.label)}**",
        f"**{text.escape(bar.value)}**",
        "\u2002".join(part for part in (drawn, detail) if part),
        *(text.escape(line, 200) for line in bar.lines),
    )


def _signs(block: cards.Signs, emojis: Mapping[str, str]) -> str:
    """A line per sign, its count first, and its description below."""
    width = max((len(each.number) for each in block.signs), default=0)
    lines = [f"**{text.escape(block.title)}**" if block.title else ""]
    for each in block.signs:
        mark = emojis.get(each.icon.name, each.icon.mark)
        name = f"`{text.code(each.number):>{width}}` {mark} **{text.escape(each.name)}**"
        lines.append(notes.joined(name, text.escape(each.kind) if each.kind else ""))
        if each.description:
            lines.append(text.escape(each.description, 120))
    return notes.lines(*lines)


def _table(block: cards.Table, emojis: Mapping[str, str]) -> str:
    """The table as a code block, names first, narrow enough for a phone."""
    title = ""
    if block.title:
        mark = emojis.get(block.icon.name, block.icon.mark) + " " if block.icon is not None else ""
        title = f"{mark}**{text.escape(block.title)}**"
    columns = [
        tables.Column(each.heading, right=each.right, limit=_CELL if place else _NAME)
        for place, each in enumerate(block.columns)
    ]
    rows = [
        [
            (f"{theme.SUBJECT}{text.code(cell)}" if row.marked and not place else text.code(cell))
            for place, cell in enumerate(row.cells)
        ]
        for row in block.rows
    ]
    return notes.lines(title, text.CODE_FENCE, *tables.table(columns, rows), text.CODE_FENCE)
