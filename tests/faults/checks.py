"""What holds for whatever the program answers while something is wrong."""

import re
from collections.abc import Iterator

import discord

from bot.errors import BotError
from bot.look.advice import advice_of
from tests.look.checks import assert_acceptable, text_of

_WARNING = "⚠️ "
# The simulated services' tokens look like this and like nothing else.
_SECRET = re.compile(r"sandbox-(?:refresh-)?[0-9a-f]{32}|sandbox-refresh-token")


def is_error(embed: discord.Embed) -> bool:
    """Whether the card says that something went wrong."""
    return (embed.title or "").startswith(_WARNING)


def assert_answer(name: str, embed: discord.Embed) -> None:
    """Discord takes the card, its error has a name, and it holds no secret."""
    assert_acceptable(embed)
    if is_error(embed):
        assert embed.title in set(_named()), name
    assert_no_secret(text_of(embed), name)


def assert_no_secret(text: str, where: str) -> None:
    """No token is in it."""
    assert not _SECRET.search(text), where


def _named(kind: type[BotError] = BotError) -> Iterator[str]:
    """The titles of all errors that have a name."""
    title, _ = advice_of(kind) or (kind.title, "")
    yield f"{_WARNING}{title}"
    for each in kind.__subclasses__():
        yield from _named(each)
