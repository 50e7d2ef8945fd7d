"""Long work: what its reply shows meanwhile, and how it can be ended."""

import asyncio

import discord
import pytest
from aiohttp import ServerDisconnectedError
from discord import app_commands
from discord.ext import commands
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env
from simcord.results import InteractionResult

from bot.discord_app.bot import HaloBot
from bot.discord_app.cards import NOT_YOURS
from bot.discord_app.progress import INTERVAL, with_progress
from bot.discord_app.progress_card import TIMEOUT
from bot.discord_app.reply import answer
from bot.errors import BotError
from bot.facts.progress import Progress
from bot.halo.transport.ticket import Asker, Lane, current_asker
from tests.look.checks import assert_acceptable
from tests.support.clock import FakeClock
from tests.support.discord import card, controls, message
from tests.support.spoilt import spoilt
from tests.support.texts import CATALOGUE

STEPS = 4


class LongWork(commands.Cog):
    """A command whose work takes its steps when a test lets it."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.env: Env | None = None
        self.step = asyncio.Semaphore(0)
        self.error: Exception | None = None
        self.ended = ""
        self.command: asyncio.Task[None] | None = None
        self.asker: Asker | None = None

    @app_commands.command(name="work", description="Take long")
    async def work(self, interaction: discord.Interaction) -> None:
        self.command = asyncio.current_task()
        done = await with_progress(interaction, self._clock, "Working", self._work)
        if done is not None:
            await answer(interaction, discord.Embed(title=done))

    async def _work(self, progress: Progress) -> str:
        assert self.env is not None
        self.ended = "early"
        self.asker = current_asker()
        for done in range(1, STEPS + 1):
            await self.env.external_wait(self.step.acquire(), reason="the test lets it go on")
            await progress(done, STEPS)
        if self.error is not None:
            raise self.error
        self.ended = "done"
        return "Done"


@pytest.fixture
def long_work(clock: FakeClock) -> LongWork:
    return LongWork(clock)


@pytest.fixture
def simcord_bot(long_work: LongWork, clock: FakeClock) -> HaloBot:
    return HaloBot(clock, [long_work], CATALOGUE, shard_count=1)


@pytest.fixture
def guild(simcord_env: Env, long_work: LongWork) -> GuildHandle:
    long_work.env = simcord_env
    return simcord_env.create_guild()


@pytest.fixture
def channel(guild: GuildHandle) -> ChannelHandle:
    return guild.create_text_channel("stats")


@pytest.fixture
def asker(simcord_env: Env, guild: GuildHandle) -> MemberActor:
    return guild.add_member(simcord_env.create_user("alex"))


@pytest.fixture
async def result(asker: MemberActor, channel: ChannelHandle) -> InteractionResult:
    """The reply to the command, whose work has just begun."""
    return await asker.slash(channel, "work")


async def take(env: Env, long_work: LongWork, steps: int) -> None:
    """Let the work take some steps."""
    for _ in range(steps):
        long_work.step.release()
        await env.settle()


async def test_the_reply_says_at_once_what_goes_on(
    result: InteractionResult, simcord_env: Env, long_work: LongWork
) -> None:
    assert_acceptable(card(result))
    assert (card(result).title, card(result).description) == ("⏳ Working", "…")
    assert controls(result) == {"Cancel": True}
    await take(simcord_env, long_work, STEPS)
    assert card(result).title == "Done"
    assert controls(result) == {}


async def test_its_requests_let_others_go_first(
    result: InteractionResult, simcord_env: Env, long_work: LongWork, asker: MemberActor
) -> None:
    assert long_work.asker is not None
    assert (long_work.asker.user, long_work.asker.lane) == (asker.id, Lane.BULK)
    await take(simcord_env, long_work, STEPS)


async def test_progress_is_shown_now_and_then(
    result: InteractionResult, simcord_env: Env, long_work: LongWork, clock: FakeClock
) -> None:
    await take(simcord_env, long_work, 1)
    assert card(result).description == "…"
    clock.advance(INTERVAL)
    await take(simcord_env, long_work, 1)
    assert (card(result).description or "").endswith("2 of 4")
    await take(simcord_env, long_work, 1)
    assert (card(result).description or "").endswith("2 of 4")
    await take(simcord_env, long_work, 1)
    assert card(result).title == "Done"


async def test_the_work_can_be_cancelled(
    result: InteractionResult, simcord_env: Env, long_work: LongWork, asker: MemberActor
) -> None:
    await take(simcord_env, long_work, 1)
    pressed = await asker.click(message(result), label="Cancel")
    assert pressed.followups == []
    assert card(result).title == "Cancelled"
    assert controls(result) == {"Cancel": False}
    assert long_work.ended == "early"
    assert simcord_env.errors == []


async def test_others_may_not_cancel_it(
    result: InteractionResult, simcord_env: Env, long_work: LongWork, guild: GuildHandle
) -> None:
    stranger = guild.add_member(simcord_env.create_user("kim"))
    refused = await stranger.click(message(result), label="Cancel")
    assert refused.ephemeral
    assert message(refused).content == NOT_YOURS
    await take(simcord_env, long_work, STEPS)
    assert card(result).title == "Done"


async def test_the_button_goes_off_when_nobody_can_press_it_any_more(
    result: InteractionResult, simcord_env: Env, long_work: LongWork
) -> None:
    await simcord_env.advance_time(TIMEOUT)
    assert controls(result) == {"Cancel": False}
    await take(simcord_env, long_work, STEPS)
    assert long_work.ended == "done"


@pytest.mark.simcord(check_errors=False)
async def test_a_failure_takes_the_place_of_the_progress(
    result: InteractionResult, simcord_env: Env, long_work: LongWork
) -> None:
    long_work.error = BotError()
    await take(simcord_env, long_work, STEPS)
    assert card(result).title == "⚠️ Something went wrong"
    assert controls(result) == {}


async def test_progress_that_cannot_be_shown_does_not_stop_the_work(
    simcord_env: Env,
    asker: MemberActor,
    channel: ChannelHandle,
    long_work: LongWork,
    clock: FakeClock,
) -> None:
    # The first card and each change of it are lost; the answer is not.
    with spoilt(ServerDisconnectedError, tries=None, says="Working"):
        result = await asker.slash(channel, "work")
        for _ in range(STEPS):
            clock.advance(INTERVAL)
            await take(simcord_env, long_work, 1)
    assert card(result).title == "Done"
    assert controls(result) == {}


async def test_an_answer_that_is_lost_is_sent_again(
    simcord_env: Env, asker: MemberActor, channel: ChannelHandle, long_work: LongWork
) -> None:
    with spoilt(ServerDisconnectedError, says="Done"):
        result = await asker.slash(channel, "work")
        await take(simcord_env, long_work, STEPS)
    assert card(result).title == "Done"


async def test_the_end_of_the_program_ends_the_work(
    result: InteractionResult, simcord_env: Env, long_work: LongWork
) -> None:
    (task,) = (each for each in asyncio.all_tasks() if each.get_name() == "Working")
    assert long_work.command is not None
    long_work.command.cancel()
    await simcord_env.settle()
    assert task.cancelled()
    assert long_work.command.cancelled()
    assert long_work.ended == "early"
