"""Events that discord.py cannot read, from a loopback Discord."""

import asyncio
import logging
from collections.abc import AsyncIterator

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot.discord_app.bot import HaloBot
from bot.discord_app.endpoint import use_discord_at
from bot.discord_app.reply import answer
from tests.support.clock import FakeClock
from tests.support.gateway import TOKEN, LoopbackDiscord
from tests.support.gateway_faults import UNREADABLE
from tests.support.gateway_objects import SERVER
from tests.support.texts import CATALOGUE
from tests.support.waiting import until


class Echo(commands.Cog):
    """A command that says in how many servers the bot is."""

    @app_commands.command(description="Answer")
    async def echo(self, interaction: discord.Interaction) -> None:
        await answer(interaction, discord.Embed(title=f"{len(interaction.client.guilds)} servers"))


@pytest.fixture
async def bot(loopback: LoopbackDiscord) -> AsyncIterator[HaloBot]:
    use_discord_at(loopback.base_url)
    bot = HaloBot(FakeClock(), [Echo()], CATALOGUE, shard_count=1)
    running = asyncio.create_task(bot.start(TOKEN))
    await loopback.connected.wait()
    yield bot
    await bot.wind_down(0)
    await running


@pytest.mark.parametrize(("event", "data"), UNREADABLE, ids=[event for event, _ in UNREADABLE])
async def test_it_is_named_and_skipped(
    bot: HaloBot, loopback: LoopbackDiscord, caplog: pytest.LogCaptureFixture,
    event: str, data: object,
) -> None:  # fmt: skip
    caplog.set_level(logging.INFO, "bot")
    await loopback.tell(event, data)
    asked = await loopback.command("echo")
    await asked.answered.wait()
    assert asked.title == "1 servers"
    (line,) = (each for each in caplog.messages if "cannot be read" in each)
    assert event in line
    assert "what people write" not in caplog.text
    assert "Traceback" not in caplog.text
    assert not bot.is_closed()


async def test_a_server_that_cannot_be_read_keeps_no_other_from_being_there(
    bot: HaloBot, loopback: LoopbackDiscord
) -> None:
    await loopback.tell("GUILD_CREATE", {"id": "7", "name": "Odd", "roles": 3})
    await loopback.tell("GUILD_CREATE", {**SERVER, "id": "8"})
    await until(lambda: bot.get_guild(8) is not None)
    assert bot.get_guild(4) is not None


async def test_one_at_the_very_start_keeps_nobody_from_being_answered(
    loopback: LoopbackDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    loopback.ready = {"guilds": [{"id": "what people write"}]}
    use_discord_at(loopback.base_url)
    bot = HaloBot(FakeClock(), [Echo()], CATALOGUE, shard_count=1)
    running = asyncio.create_task(bot.start(TOKEN))
    await loopback.connected.wait()
    asked = await loopback.command("echo")
    await asked.answered.wait()
    assert "skipped READY" in caplog.text
    await bot.wind_down(0)
    await running
