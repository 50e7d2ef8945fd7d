"""Discord's limits for embeds, kept whatever a match holds."""

from dataclasses import dataclass

import discord

from bot.look import text

TITLE = 256
DESCRIPTION = 4096
FIELDS = 25
FIELD_NAME = 256
FIELD_VALUE = 1024
FOOTER = 2048
AUTHOR = 256
TOTAL = 6000
# Less than this of a field's value is not worth showing.
_LEAST_VALUE = 40
_BLANK = "\u200b"


@dataclass(slots=True)
class _Field:
    name: str
    value: str
    inline: bool

    @property
    def length(self) -> int:
        return text.length(self.name) + text.length(self.value)


def fit(embed: discord.Embed) -> discord.Embed:
    """A copy that Discord accepts: what is too long is clipped, what is empty left out.

    When the whole is too long, the last fields give way first, then the description.
    """
    fitted = embed.copy()
    fitted.title = text.clip_markdown((embed.title or "").strip(), TITLE) or None
    fitted.description = text.clip_markdown((embed.description or "").strip(), DESCRIPTION) or None
    _fit_author_and_footer(fitted)
    fields = [
        _Field(
            text.clip_markdown((field.name or "").strip(), FIELD_NAME) or _BLANK,
            text.clip_markdown((field.value or "").strip(), FIELD_VALUE),
            bool(field.inline),
        )
        for field in embed.fields
    ]
    fields = [field for field in fields if field.value][:FIELDS]
    fitted.clear_fields()
    room = TOTAL - _length(fitted)
    for field in _that_fit(fields, room):
        fitted.add_field(name=field.name, value=field.value, inline=field.inline)
    if room < 0:
        description = fitted.description or ""
        fitted.description = text.clip_markdown(description, text.length(description) + room)
    return fitted


def _fit_author_and_footer(embed: discord.Embed) -> None:
    author, footer = embed.author, embed.footer
    embed.remove_author()
    embed.remove_footer()
    if name := text.clip((author.name or "").strip(), AUTHOR):
        embed.set_author(name=name, url=author.url, icon_url=author.icon_url)
    if words := text.clip((footer.text or "").strip(), FOOTER):
        embed.set_footer(text=words, icon_url=footer.icon_url)


def _length(embed: discord.Embed) -> int:
    parts = (embed.title, embed.description, embed.author.name, embed.footer.text)
    return sum(text.length(part) for part in parts if part)


def _that_fit(fields: list[_Field], room: int) -> list[_Field]:
    kept: list[_Field] = []
    for field in fields:
        left = room - sum(other.length for other in kept)
        if field.length > left:
            rest = left - text.length(field.name)
            if rest >= _LEAST_VALUE:
                kept.append(_Field(field.name, text.clip_markdown(field.value, rest), field.inline))
            break
        kept.append(field)
    return kept
