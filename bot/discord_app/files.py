"""Reading the file that somebody attached to a command."""

import asyncio

import discord

from bot.discord_app.errors import REFUSALS
from bot.facts.errors import FileUnusable
from bot.translatable import N_

_DEADLINE = 15.0


async def read_attachment(
    attachment: discord.Attachment, *, max_bytes: int, too_large: str
) -> bytes:
    """Returns the file's content.

    Raises FileUnusable, with the hint `too_large` for more than `max_bytes`, or because the file
    cannot be fetched.
    """
    if attachment.size > max_bytes:
        raise FileUnusable(hint=too_large)
    try:
        async with asyncio.timeout(_DEADLINE):
            return await attachment.read()
    except REFUSALS as error:
        raise FileUnusable(
            type(error).__name__, hint=N_("Discord did not hand the file out. Attach it again.")
        ) from error
