"""A look at the bot's account on Discord, over REST alone: `python -m bot check`."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import discord
from yarl import URL

from bot.discord_app.errors import named_discord_errors

NEEDED = discord.Permissions(
    view_channel=True, send_messages=True, embed_links=True, attach_files=True
)
# Seconds that all of it may take.
_DEADLINE = 20.0
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found. `lacking` has, by server name, the permissions that its role lacks there;
    channels may take away more, which only shows in use."""

    name: str
    servers: int
    lacking: Mapping[str, tuple[str, ...]]


async def inspect_discord(token: str, proxy: URL | None = None) -> Inspection:
    """Log in and look at every server. Raises DiscordRefused, DiscordUnreachable."""
    client = discord.Client(intents=discord.Intents.none(), proxy=str(proxy) if proxy else None)
    try:
        with named_discord_errors():
            async with asyncio.timeout(_DEADLINE):
                await client.login(token)
                servers = await _servers(client)
    finally:
        await client.close()
    lacking = {}
    for name, granted in servers:
        missing = NEEDED & ~granted
        if missing.value and not granted.administrator:
            lacking[name] = tuple(permission for permission, needed in missing if needed)
    return Inspection(str(client.user), len(servers), lacking)


async def _servers(client: discord.Client) -> list[tuple[str, discord.Permissions]]:
    """Every server's name and what the bot may do there."""
    found: list[tuple[str, discord.Permissions]] = []
    last: discord.Object | None = None
    while True:
        page = await client.http.get_guilds(
            _PAGE, after=None if last is None else last.id, with_counts=False
        )
        # Discord says what the bot may do in each, which discord.py's Guild leaves out.
        found += [(one["name"], discord.Permissions(int(one["permissions"]))) for one in page]
        if len(page) < _PAGE:
            return found
        last = discord.Object(page[-1]["id"])
