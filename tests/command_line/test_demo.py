"""The demonstration's own parts. The page itself: test_processes.py and `make gallery`."""

import asyncio
import time
from dataclasses import replace

import pytest

from bot.app import App, create_bot
from bot.command_line.demo import DemoClock
from bot.discord_app.bot import HaloBot
from bot.discord_app.cooldowns import CHEAP
from tests.conftest import Server
from tests.support.discord import card
from tests.support.texts import CATALOGUE


@pytest.fixture
def simcord_bot(app: App) -> HaloBot:
    """With cooldowns, as in the demonstration."""
    return create_bot(replace(app, clock=DemoClock()), CATALOGUE)


async def test_cooldowns_end_while_the_simulated_discord_stops_the_time(server: Server) -> None:
    assert card(await server.player.slash(server.channel, "csr")).title == "Ranks"
    assert "Not so fast" in (card(await server.player.slash(server.channel, "csr")).title or "")
    await asyncio.to_thread(time.sleep, CHEAP)
    assert card(await server.player.slash(server.channel, "csr")).title == "Ranks"
