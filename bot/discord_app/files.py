"""Reading the file that somebody attached to a command."""

import asyncio

import aiohttp
import discord

from bot.lookups.errors import FileUnusable
from bot.lookups.links_file import MAX_BYTES, TOO_LARGE
from bot.translatable import N_

_DEADLINE = 15.0


async def read_attachment(attachment: discord.Attachment) -> bytes:
    """The file's content. Raises FileUnusable where it is too large or cannot be fetched."""
    if attachment.size > MAX_BYTES:
        raise FileUnusable(hint=TOO_LARGE)
    try:
        async with asyncio.timeout(_DEADLINE):
            return await attachment.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise FileUnusable(
            type(error).__name__, hint=N_("Discord did not hand the file out. Attach it again.")
        ) from error
