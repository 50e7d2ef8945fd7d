"""The bot in this process, on the small Discord."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.discord_app.bot import HaloBot
from bot.discord_app.endpoint import use_discord_at
from tests.support.gateway import TOKEN, LoopbackDiscord


@asynccontextmanager
async def running(bot: HaloBot, discord: LoopbackDiscord) -> AsyncIterator[None]:
    """Connected in this block; wound down at its end without waiting for anything under way."""
    use_discord_at(discord.base_url)
    connection = asyncio.create_task(bot.start(TOKEN))
    await discord.connected.wait()
    yield
    await bot.wind_down(0)
    await asyncio.gather(connection, return_exceptions=True)
