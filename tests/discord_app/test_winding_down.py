"""The end of the bot with commands and presses under way, on a loopback Discord."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Any

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot.discord_app.bot import HaloBot
from bot.discord_app.card_ids import KeptId
from bot.discord_app.cards import OwnedView
from bot.discord_app.interactions import Handled, Restarting
from bot.discord_app.reply import answer, report_error
from bot.discord_app.tree import OPENS_MODAL
from bot.features.links.modal import LinkModal
from tests.support import controls
from tests.support.clock import FakeClock
from tests.support.gateway import Asked, LoopbackDiscord
from tests.support.running import running
from tests.support.texts import CATALOGUE, ENGLISH
from tests.support.waiting import until

CARD = discord.Embed(title="A card")


class SlowView(OwnedView):
    """One button, whose press waits until the cog lets go."""

    def __init__(self, owner_id: int, cog: "SlowCog") -> None:
        super().__init__(owner_id, report_error, ENGLISH)
        self._cog = cog

    @property
    def embed(self) -> discord.Embed:
        return CARD

    def arrange(self) -> None:
        self.press.label, self.press.disabled = "Press", False

    @discord.ui.button(label="Press")
    async def press(
        self, interaction: discord.Interaction, button: "discord.ui.Button[SlowView]"
    ) -> None:
        await self.work(interaction, button, self._cog.wait)


class SlowCog(commands.Cog):
    """A command that waits until it is let go, and one that does not wait."""

    def __init__(self) -> None:
        self.let_go = asyncio.Event()
        self.waiting = asyncio.Semaphore(0)
        self.restores = {"slow": self._restore}

    async def _restore(self, interaction: discord.Interaction, _state: Sequence[str]) -> SlowView:
        await self.wait()
        return SlowView(interaction.user.id, self)

    async def wait(self) -> None:
        self.waiting.release()
        await self.let_go.wait()

    @app_commands.command(description="Wait")
    async def slow(self, interaction: discord.Interaction) -> None:
        await self.wait()
        await answer(interaction, CARD)

    @app_commands.command(description="Wait, whoever wants it to end")
    async def stubborn(self, interaction: discord.Interaction) -> None:
        while not self.let_go.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await self.wait()

    @app_commands.command(description="Answer at once")
    async def quick(self, interaction: discord.Interaction) -> None:
        await answer(interaction, CARD, SlowView(interaction.user.id, self))

    @app_commands.command(description="Ask for a gamertag", extras={OPENS_MODAL: True})
    async def form(self, interaction: discord.Interaction) -> None:
        async def save(interaction: discord.Interaction, _gamertag: str) -> None:
            await interaction.response.defer(thinking=True)
            await self.wait()
            await answer(interaction, CARD)

        await interaction.response.send_modal(LinkModal("alex", report_error, ENGLISH, save))

    @app_commands.command(description="Fail")
    async def broken(self, interaction: discord.Interaction, named: str) -> None:
        raise Restarting if named == "yes" else LookupError


class Stage:
    """A bot on a loopback Discord, and what it told its listener."""

    def __init__(self, loopback: LoopbackDiscord) -> None:
        self.discord = loopback
        self.cog = SlowCog()
        self.handled: list[Handled] = []
        self.bot = HaloBot(FakeClock(), [self.cog], CATALOGUE, [self.handled.append], shard_count=1)

    async def answered(self, name: str, **options: Any) -> Asked:
        asked = await self.discord.command(name, **options)
        await asked.answered.wait()
        return asked


@pytest.fixture
async def stage(loopback: LoopbackDiscord) -> AsyncIterator[Stage]:
    stage = Stage(loopback)
    async with running(stage.bot, loopback):
        yield stage
        stage.cog.let_go.set()


async def test_what_is_under_way_is_finished_and_what_comes_is_refused(stage: Stage) -> None:
    asked = await stage.discord.command("slow")
    await stage.cog.waiting.acquire()
    winding_down = asyncio.create_task(stage.bot.wind_down(60))
    await asyncio.sleep(0)
    refused = await stage.answered("quick")
    assert "restarting" in refused.title
    assert not asked.answered.is_set()
    stage.cog.let_go.set()
    await winding_down
    assert asked.title == CARD.title
    assert stage.bot.is_closed()


async def test_what_comes_when_the_connection_is_being_ended_is_let_go(stage: Stage) -> None:
    await stage.bot.interactions.drain(0, report_error)
    late = await stage.discord.command("quick")
    await until(lambda: bool(stage.handled))
    assert not late.answered.is_set()


async def test_what_does_not_end_is_cut_off_and_its_user_told(stage: Stage) -> None:
    asked = await stage.discord.command("slow")
    await stage.cog.waiting.acquire()
    await stage.bot.wind_down(0)
    assert "restarting" in asked.title
    assert [(one.name, one.outcome) for one in stage.handled] == [("slow", "cancelled")]


async def test_one_that_cannot_be_cut_off_keeps_nobody_from_being_told(stage: Stage) -> None:
    asked = [await stage.discord.command(name) for name in ("stubborn", "slow")]
    for _ in asked:
        await stage.cog.waiting.acquire()
    await stage.bot.wind_down(0)
    assert ["restarting" in one.title for one in asked] == [True, True]


async def test_a_press_that_is_cut_off_leaves_the_controls_to_the_next_process(
    stage: Stage,
) -> None:
    card = await stage.answered("quick")
    press = await stage.discord.press(card, "Press")
    await stage.cog.waiting.acquire()
    assert controls.is_at_work(card.components)
    await stage.bot.wind_down(0)
    assert "restarting" in press.title
    assert list(controls.live(card.components)) == ["Press"]


async def test_so_does_one_on_a_card_that_is_being_restored(stage: Stage) -> None:
    card = await stage.answered("quick")
    (shown,) = controls.live(card.components).values()
    kept = KeptId("slow", "press", int(card.asker["id"]), ())
    await stage.discord.use(card, {**shown, "custom_id": str(kept)})
    await stage.cog.waiting.acquire()
    assert controls.live(card.components) == {}
    await stage.bot.wind_down(0)
    assert list(controls.live(card.components)) == ["Press"]


async def test_a_press_is_finished_too(stage: Stage) -> None:
    card = await stage.answered("quick")
    press = await stage.discord.press(card, "Press")
    await stage.cog.waiting.acquire()
    winding_down = asyncio.create_task(stage.bot.wind_down(60))
    await asyncio.sleep(0)
    stage.cog.let_go.set()
    await winding_down
    assert press.answered.is_set()
    assert [one.name for one in stage.handled] == ["quick", "button"]


async def test_a_form_is_finished_too(stage: Stage) -> None:
    form = await stage.answered("form")
    filled_in = await stage.discord.fill_in(form, "Ember Fox")
    await stage.cog.waiting.acquire()
    winding_down = asyncio.create_task(stage.bot.wind_down(60))
    await asyncio.sleep(0)
    stage.cog.let_go.set()
    await winding_down
    assert filled_in.title == CARD.title
    assert [one.name for one in stage.handled] == ["form", "form"]


async def test_a_press_that_comes_too_late_is_refused(stage: Stage) -> None:
    card = await stage.answered("quick")
    await stage.discord.command("slow")
    await stage.cog.waiting.acquire()
    winding_down = asyncio.create_task(stage.bot.wind_down(60))
    await asyncio.sleep(0)
    press = await stage.discord.press(card, "Press")
    await press.answered.wait()
    assert "restarting" in press.title
    stage.cog.let_go.set()
    await winding_down


async def test_who_is_being_answered_as_discord_ends_the_connection_for_good_gets_the_answer(
    stage: Stage,
) -> None:
    asked = await stage.discord.command("slow")
    await stage.cog.waiting.acquire()
    await stage.discord.close(0, 4014)
    await until(lambda: stage.bot.interactions.restarting)
    stage.cog.let_go.set()
    await until(stage.bot.is_closed)
    assert asked.title == CARD.title


async def test_or_is_told_before_the_session_with_discord_ends(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord_app.bot.DRAIN", 0)
    card = await stage.answered("quick")
    asked = [await stage.discord.command("slow"), await stage.discord.press(card, "Press")]
    for _ in asked:
        await stage.cog.waiting.acquire()
    await stage.discord.close(0, 4004)
    await until(stage.bot.is_closed)
    assert ["lost its connection" in one.title for one in asked] == [True, True]
    assert list(controls.live(card.components)) == ["Press"]
    outcomes = [(one.name, one.outcome) for one in stage.handled]
    assert outcomes == [("quick", "ok"), ("slow", "cancelled"), ("button", "cancelled")]


async def test_a_stop_while_discord_ends_the_connection_tells_nobody_twice(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord_app.bot.DRAIN", 60)
    asked = await stage.discord.command("slow")
    await stage.cog.waiting.acquire()
    await stage.discord.close(0, 4014)
    await until(lambda: stage.bot.interactions.restarting)
    stopping = asyncio.create_task(stage.bot.wind_down(0))
    stage.cog.let_go.set()
    await stopping
    assert asked.title == CARD.title


async def test_without_anything_under_way_the_end_comes_at_once(stage: Stage) -> None:
    await stage.bot.wind_down(60)
    assert stage.bot.is_closed()


async def test_listeners_learn_how_each_command_ended(stage: Stage) -> None:
    await stage.answered("quick")
    await stage.answered("broken", named="yes")
    await stage.answered("broken", named="no")
    await stage.bot.wind_down(60)
    outcomes = [(one.name, one.outcome) for one in stage.handled]
    assert outcomes == [("quick", "ok"), ("broken", "Restarting"), ("broken", "fault")]
