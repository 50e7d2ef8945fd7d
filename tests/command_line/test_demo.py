"""The demonstration's own parts. The page itself: test_processes.py and `make gallery`."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from simcord.preview._markdown import markdown_tokens

from bot.app import App, create_bot
from bot.command_line.demo import ADMIN, PLAYER, DemoClock
from bot.discord_app.bot import HaloBot
from bot.discord_app.cooldowns import CHEAP
from bot.sandbox.page import DemoPage
from tests.conftest import Server
from tests.support.discord import card
from tests.support.texts import CATALOGUE
from tests.support.waiting import eventually


@pytest.fixture
def simcord_bot(app: App) -> HaloBot:
    """With cooldowns, as in the demonstration."""
    return create_bot(replace(app, clock=DemoClock()), CATALOGUE)


async def test_cooldowns_end_while_the_simulated_discord_stops_the_time(server: Server) -> None:
    assert card(await server.player.slash(server.channel, "csr")).title == "Ranks"
    assert "Not so fast" in (card(await server.player.slash(server.channel, "csr")).title or "")
    await asyncio.to_thread(time.sleep, CHEAP)
    assert card(await server.player.slash(server.channel, "csr")).title == "Ranks"


async def test_the_page_names_members_and_commands_and_knows_the_time(app: App) -> None:
    async with DemoPage(create_bot(app, CATALOGUE), 0, PLAYER, ADMIN, recorded=False) as page:
        named = {"users": {"1": "alex"}, "commands": {"2": "csr"}}
        for part in ("embed_description", "embed_field_value"):
            tokens = str(markdown_tokens("<@1> </csr:2>", part, context=named))
            assert "@alex" in tokens
            assert "'/csr'" in tokens
        page._preview.capture_time = long_ago = datetime.now(UTC) - timedelta(hours=1)
        await eventually(lambda: page._preview.capture_time > long_ago + timedelta(minutes=59))
