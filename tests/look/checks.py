"""What Discord would refuse, and what no card may hold, told independently of the code."""

import re
import unicodedata
from collections.abc import Iterable

import discord
from discord import ui
from simcord.components import walk_components

# The left-to-right mark and the joiner inside emoji are the cards' own means.
_HARMLESS = frozenset("\n\u200b\u200d\u200e")
# From left to right: an escaped backtick begins no code, and code knows no escapes.
_LITERAL = re.compile(r"\\.|```.*?```|`[^`\n]*`", re.DOTALL)
_TIMESTAMP = re.compile(r"(?<!\\)<t:-?\d+:R>")
# Whose card it is, and its title: both may lead to Halo Waypoint.
_OWN_LINK = re.compile(
    r"^(?:-# |### )?\[(?:[^\]\\]|\\.)+\]\(https://www\.halowaypoint\.com/[^)\s]*\)", re.MULTILINE
)
_MENTION = re.compile(r"@(?:everyone|here|[!&]?\d{17,20})")


def assert_acceptable(embed: discord.Embed) -> None:
    """Discord would take the embed: nothing empty, nothing too long, nothing left open."""
    parts: list[tuple[str | None, int]] = [
        (embed.title, 256),
        (embed.description, 4096),
        (embed.author.name, 256),
        (embed.footer.text, 2048),
    ]
    assert embed.title
    assert len(embed.fields) <= 25
    for field in embed.fields:
        assert field.name
        assert field.value
        parts += [(field.name, 256), (field.value, 1024)]
    for part, limit in parts:
        if part is not None:
            assert part.strip()
            assert _units(part) <= limit
    assert all(part.count("```") % 2 == 0 for part in _rendered(embed))
    assert sum(_units(part) for part, _ in parts if part is not None) <= 6000
    for url in (embed.url, embed.author.url):
        assert url is None or (url.isascii() and len(url) <= 512 and " " not in url)


def assert_harmless(embed: discord.Embed) -> None:
    """Nothing in the embed mentions, formats or reorders what the card did not mean to."""
    for part in _texts(embed):
        _assert_visible(part)
    for part in _rendered(embed):
        _assert_bare(part)


def assert_harmless_text(said: str) -> None:
    """The same of a card made of components, whose small print begins with the player's page."""
    _assert_visible(said)
    _assert_bare(_OWN_LINK.sub("", said))


def _assert_visible(part: str) -> None:
    assert not _MENTION.search(part)
    for character in part:
        if character not in _HARMLESS:
            assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _assert_bare(part: str) -> None:
    bare = _TIMESTAMP.sub("", _LITERAL.sub("", part))
    assert not set("<>[]|~") & set(bare)
    assert "://" not in bare


def said(layout: ui.LayoutView) -> str:
    """All text of a card made of components."""
    return "\n".join(
        item.content for item in layout.walk_children() if isinstance(item, ui.TextDisplay)
    )


def assert_sendable(layout: ui.LayoutView) -> None:
    """Discord would take the card: not too much of anything, and nothing empty."""
    parts = list(walk_components([item.to_component_dict() for item in layout.children]))
    assert len(parts) <= 40
    texts = [part["content"] for part in parts if part["type"] == 10]
    assert all(each.strip() for each in texts)
    assert sum(_units(each) for each in texts) <= 4_000
    for part in parts:
        assert len(part.get("options", ())) <= 25


def text_of(embed: discord.Embed) -> str:
    """All that the card says, a part a line."""
    return "\n".join(_texts(embed))


def field(embed: discord.Embed, name: str) -> str:
    """The value of the only field whose name begins so."""
    (found,) = (each for each in embed.fields if (each.name or "").startswith(name))
    return found.value or ""


def _texts(embed: discord.Embed) -> Iterable[str]:
    yield from (part for part in (embed.author.name, embed.footer.text) if part)
    yield from _rendered(embed)


def _rendered(embed: discord.Embed) -> Iterable[str]:
    yield from (part for part in (embed.title, embed.description) if part)
    for each in embed.fields:
        yield each.name or ""
        yield each.value or ""


def _units(text: str) -> int:
    return sum(2 if ord(character) > 0xFFFF else 1 for character in text)
