"""Why the bot cannot get onto Discord."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import aiohttp
import discord
from discord.gateway import ReconnectWebSocket

from bot.errors import BotError

# What the gateway closes with, and what it means (discord.com/developers, "Gateway Close Event
# Codes"): the token, the shards and the intents are the host's to mend.
_REFUSALS = {
    4004: "Check DISCORD_TOKEN: it is under Bot at https://discord.com/developers/applications.",
    4010: "Discord does not know this shard: correct SHARD_IDS and SHARD_COUNT.",
    4011: "The bot is in too many servers for so few shards: raise SHARD_COUNT.",
    4013: "The bot asks for intents that Discord does not know: install the newest version.",
    4014: "The bot asks for intents that it is not allowed: install the newest version.",
}


class DiscordError(BotError):
    """Root of what keeps the bot from Discord."""

    title: ClassVar[str] = "The bot cannot work on Discord"


class DiscordRefused(DiscordError):
    """Discord does not accept the token, or what the bot asks for."""

    title = "Discord does not let the bot in"
    hint = _REFUSALS[4004]


class DiscordUnreachable(DiscordError):
    """Discord cannot be reached, or has trouble of its own."""

    title = "Discord cannot be reached"
    hint = "Check the network and https://discordstatus.com, then start the bot again."


@contextmanager
def named_discord_errors() -> Iterator[None]:
    """Turn what discord.py raises while it logs in and connects into a DiscordError."""
    try:
        yield
    except discord.LoginFailure as error:
        raise DiscordRefused("login refused") from error
    except discord.ConnectionClosed as error:
        raise DiscordRefused(
            f"the gateway closed with {error.code}", hint=_REFUSALS.get(error.code)
        ) from error
    except discord.HTTPException as error:
        if error.status >= 500:
            raise DiscordUnreachable(f"status {error.status}") from error
        raise DiscordRefused(
            f"status {error.status}, code {error.code}: {error.text}",
            hint=f"It answered with status {error.status}; the log of the bot says to what.",
        ) from error
    except (discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
        raise DiscordUnreachable(why_no_connection(error)) from error


def why_no_connection(error: BaseException) -> str:
    """Why a connection to the gateway failed, or "" where that is no fault of the network or of
    Discord."""
    if isinstance(error, ReconnectWebSocket):
        return "the gateway hung up"
    faults = (
        OSError, aiohttp.ClientError,
        discord.HTTPException, discord.GatewayNotFound, discord.ConnectionClosed,
    )  # fmt: skip
    if not isinstance(error, faults):
        return ""
    return ": ".join(filter(None, (type(error).__name__, str(error))))
