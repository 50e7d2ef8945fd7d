"""More commands at once than can be worked on at once."""

import asyncio
from collections.abc import AsyncIterator

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot.discord_app.bot import HaloBot
from bot.discord_app.cards import OwnedView
from bot.discord_app.interactions import MOST_UNDER_WAY, OK, Busy, Handled
from bot.discord_app.reply import answer, report_error
from tests.support import controls
from tests.support.clock import FakeClock
from tests.support.gateway import Asked, LoopbackDiscord
from tests.support.running import running
from tests.support.texts import CATALOGUE, ENGLISH
from tests.support.waiting import until

EPHEMERAL = 1 << 6
BUSY = f"⚠️ {Busy.title}"


class Waiting(OwnedView):
    """A card with a button whose press changes nothing."""

    @property
    def embed(self) -> discord.Embed:
        return discord.Embed(title="Done")

    def arrange(self) -> None:
        """Nothing changes."""

    @discord.ui.button(label="Press")
    async def press(
        self, interaction: discord.Interaction, _button: "discord.ui.Button[Waiting]"
    ) -> None:
        await self.turn(interaction, lambda: None)


class BusyCog(commands.Cog):
    """A command that keeps the event loop busy until it is let go, and notes in which pass of the
    loop it has begun."""

    def __init__(self) -> None:
        self.passes = 0
        self.began: list[int] = []
        self.let_go = False

    async def count(self) -> None:
        """Count the passes of the loop."""
        while True:
            self.passes += 1
            await asyncio.sleep(0)

    @app_commands.command(description="Work")
    async def work(self, interaction: discord.Interaction) -> None:
        self.began.append(self.passes)
        while not self.let_go:  # noqa: ASYNC110 - keeps the loop busy
            await asyncio.sleep(0)
        await answer(
            interaction, discord.Embed(title="Done"),
            Waiting(interaction.user.id, report_error, ENGLISH),
        )  # fmt: skip


class Stage:
    """The bot on the small Discord, and how everything asked of it ended."""

    def __init__(self, loopback: LoopbackDiscord, clock: FakeClock) -> None:
        self.discord = loopback
        self.cog = BusyCog()
        self.handled: list[Handled] = []
        self.bot = HaloBot(clock, [self.cog], CATALOGUE, [self.handled.append], shard_count=1)

    async def ask(self, count: int) -> list[Asked]:
        """So many commands, all of them under way."""
        begun = len(self.cog.began) + count
        asked = [await self.discord.command("work") for _ in range(count)]
        await until(lambda: len(self.cog.began) == begun)
        return asked


@pytest.fixture
async def stage(loopback: LoopbackDiscord, clock: FakeClock) -> AsyncIterator[Stage]:
    stage = Stage(loopback, clock)
    counting = asyncio.create_task(stage.cog.count())
    async with running(stage.bot, loopback):
        yield stage
        stage.cog.let_go = True
    counting.cancel()


async def test_work_begins_one_by_one(stage: Stage) -> None:
    await stage.ask(30)
    assert len(set(stage.cog.began)) == 30


async def test_a_command_is_deferred_while_others_keep_the_bot_busy(stage: Stage) -> None:
    await stage.ask(50)
    asked = await stage.discord.command("work")
    await asked.deferred.wait()
    assert stage.handled == []


async def test_who_asks_beyond_what_can_be_worked_on_is_asked_to_come_back(stage: Stage) -> None:
    first, *_ = await stage.ask(MOST_UNDER_WAY)
    refused = await stage.discord.command("work")
    await refused.answered.wait()
    assert refused.title == BUSY
    assert refused.answer["flags"] == EPHEMERAL
    assert "Try again <t:" in refused.answer["embeds"][0]["description"]
    assert not refused.deferred.is_set()
    await until(lambda: len(stage.handled) == 1)
    assert stage.handled[0].outcome == "Busy"
    stage.cog.let_go = True
    await first.answered.wait()
    await until(lambda: len(stage.handled) == MOST_UNDER_WAY + 1)
    (again,) = await stage.ask(1)
    await again.answered.wait()
    assert again.title == "Done"


async def test_a_press_too_many_is_refused_privately_and_changes_nothing(stage: Stage) -> None:
    stage.cog.let_go = True
    (card,) = await stage.ask(1)
    await card.answered.wait()
    stage.cog.let_go = False
    await stage.ask(MOST_UNDER_WAY)
    calls = len(stage.discord.calls)
    press = await stage.discord.press(card, "Press")
    await press.answered.wait()
    assert (press.title, press.answer["flags"]) == (BUSY, EPHEMERAL)
    await until(lambda: len(stage.handled) == 2)
    assert len(stage.discord.calls) == calls + 1
    assert list(controls.live(card.components)) == ["Press"]
    stage.cog.let_go = True
    press = await stage.discord.press(card, "Press")
    await until(lambda: len(stage.handled) == MOST_UNDER_WAY + 3)
    assert {one.outcome for one in stage.handled} == {OK, "Busy"}
