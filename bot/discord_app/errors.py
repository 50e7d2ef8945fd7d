"""What can be wrong between the bot and Discord."""

import textwrap
import traceback
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import aiohttp
import discord
from discord.gateway import ReconnectWebSocket

from bot.errors import BotError
from bot.translatable import N_

# The codes with which the gateway closes for good, and the way out of each. The token, the shards
# and the version are the host's to mend; discord.py connects again after every other code.
_COPY_AGAIN = "Copy DISCORD_TOKEN again from Bot at https://discord.com/developers/applications."
_CLOSE_CODES = {
    4004: f"The token is not valid. {_COPY_AGAIN}",
    4010: "This shard does not exist: correct SHARD_IDS and SHARD_COUNT.",
    4011: "The bot is in too many servers for so few shards: raise SHARD_COUNT.",
    4012: "The bot speaks an API version that has ended: install the newest version of the bot.",
    4013: "The bot asks for events that do not exist: install the newest version of the bot.",
    4014: "The bot asks for events that it may not receive: install the newest version of the bot.",
}
_UNKNOWN_CODE = "Look it up under Gateway Close Event Codes at https://discord.com/developers/docs."
_TOO_MANY_REQUESTS, _SERVER_ERRORS = 429, 500
# Characters of an answer that go into a log line. A proxy in front of Discord may send whole pages.
_WORDS = 500

REFUSALS = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
"""What a call of Discord's API raises where Discord refuses it or cannot be reached."""


class DiscordError(BotError):
    """Root of what keeps the bot from Discord."""

    title: ClassVar[str] = "The bot cannot work on Discord"


class DiscordRefused(DiscordError):
    """Discord does not accept the token, or what the bot asks for. Trying again does not help."""

    title = "Discord does not let the bot in"
    hint = _COPY_AGAIN


class DiscordUnreachable(DiscordError):
    """Discord cannot be reached, or has trouble of its own."""

    title = "Discord cannot be reached"
    hint = "Check the network and https://discordstatus.com."


class CommandsUnknown(BotError):
    """Discord did not say which commands it has."""

    title = N_("Discord did not send the list of commands")
    hint = N_("Try again in a moment.")


_BROKEN = (ValueError, LookupError, TypeError, AttributeError, zlib.error)


@contextmanager
def named_connection_errors() -> Iterator[None]:
    """Turn what discord.py raises while it is connected into a DiscordError."""
    try:
        with named_discord_errors():
            yield
    except _BROKEN as error:
        # A frame that is no event at all; its own text may quote it.
        raise DiscordUnreachable(f"the gateway sent nonsense: {place_of(error)}") from None


@contextmanager
def named_discord_errors() -> Iterator[None]:
    """Turn what discord.py raises while it calls Discord's API into a DiscordError."""
    try:
        yield
    except discord.LoginFailure as error:
        raise DiscordRefused("login refused") from error
    except discord.PrivilegedIntentsRequired as error:
        # Discord.py has an exception of its own for this one code.
        raise _closed(4014) from error
    except discord.ConnectionClosed as error:
        raise _closed(error.code) from error
    except discord.RateLimited as error:
        raise DiscordUnreachable(in_words(error), retry_after=error.retry_after) from error
    except discord.HTTPException as error:
        if error.status >= _SERVER_ERRORS or error.status == _TOO_MANY_REQUESTS:
            raise DiscordUnreachable(in_words(error)) from error
        words = in_words(error)
        raise DiscordRefused(words, hint=f"Its answer: {words}") from error
    except (discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
        raise DiscordUnreachable(in_words(error)) from error


def _closed(code: int) -> DiscordRefused:
    way_out = _CLOSE_CODES.get(code, _UNKNOWN_CODE)
    return DiscordRefused(
        f"the gateway closed with {code}", hint=f"It closed the connection with {code}. {way_out}"
    )


def in_words(error: BaseException) -> str:
    """What an error says of itself, in one line."""
    words = ": ".join(filter(None, (type(error).__name__, str(error))))
    return textwrap.shorten(words, _WORDS, placeholder="...")


def place_of(error: BaseException) -> str:
    """The kind of an error and the line it comes from.

    For errors about data that is not to be logged: their own text may quote it.
    """
    frames = traceback.extract_tb(error.__traceback__)
    at = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{at}"


def why_no_connection(error: BaseException) -> str:
    """Why a connection to the gateway failed, in one line; "" where that is no fault of the network
    or of Discord."""
    if isinstance(error, ReconnectWebSocket):
        return "the gateway hung up"
    faults = (*REFUSALS, discord.GatewayNotFound, discord.ConnectionClosed)
    return in_words(error) if isinstance(error, faults) else ""
