"""Cards made of components: text, lines and pictures with the controls among them.

Discord allows 4,000 characters and 40 components in one message.
"""

from typing import Any

import discord
from discord import ui

from bot.look import notes, text, theme

MOST_TEXT = 4_000
_BLANK_LINE = "\n\n"


def words(content: str, limit: int = MOST_TEXT) -> ui.TextDisplay[Any]:
    """Text with markdown, cut where it is longer; never empty, which Discord would refuse."""
    return ui.TextDisplay(text.clip_markdown(content.strip(), limit) or theme.DASH)


def small(content: str) -> str:
    """Each line as small print; the content must be free of markdown that begins a line."""
    return "\n".join(f"-# {line}" for line in content.split("\n") if line)


def card_container(
    card: discord.Embed, picture: ui.MediaGallery[Any] | None, *controls: ui.ActionRow[Any]
) -> ui.Container[Any]:
    """An embed's card with controls in it; with its picture, what that shows is left out.

    Fields that stand beside each other in an embed become a line each.
    """
    container: ui.Container[Any] = ui.Container(accent_colour=card.colour or theme.NEUTRAL)
    head, _, rest = (card.description or "").partition(_BLANK_LINE)
    body = [] if picture is not None else [rest, *_fields(card)]
    foot = small(text.escape(card.footer.text, MOST_TEXT)) if card.footer.text else ""
    top = notes.lines(small(_author(card)), f"### {card.title}" if card.title else "", head)
    room = MOST_TEXT - text.length(foot)
    container.add_item(words(_BLANK_LINE.join(each for each in (top, *body) if each), room))
    if picture is not None:
        container.add_item(picture)
    if foot:
        container.add_item(words(foot))
    for row in controls:
        container.add_item(row)
    return container


def _author(card: discord.Embed) -> str:
    if not card.author.name:
        return ""
    name = text.escape(card.author.name)
    return f"[{name}]({card.author.url})" if card.author.url else name


def _fields(card: discord.Embed) -> list[str]:
    """A field a paragraph; those that were beside each other a line each, in one paragraph."""
    paragraphs: list[list[str]] = []
    beside = False
    for field in card.fields:
        lines = (field.value or "").split("\n")
        if field.inline:
            line = f"{field.name} {notes.joined(*lines)}"
            if beside:
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
        else:
            paragraphs.append([f"**{field.name}**", *lines])
        beside = bool(field.inline)
    return ["\n".join(lines) for lines in paragraphs]
