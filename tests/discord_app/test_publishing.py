"""Publishing the commands to a Discord that refuses it for a while."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from discord.app_commands import AppCommand

from bot.discord_app.bot import HaloBot
from bot.discord_app.endpoint import use_discord_at
from bot.discord_app.publishing import Publishing
from cogs.help import HelpCog
from tests.support.clock import FakeClock
from tests.support.gateway import TOKEN, LoopbackDiscord
from tests.support.gateway_faults import (
    AWAY,
    DAILY_LIMIT,
    INVALID_FORM,
    MINUTES,
    NOT_PUBLISHED,
    PUBLISHING,
    Refusal,
)
from tests.support.texts import CATALOGUE
from tests.support.waiting import until

LISTING = "GET /applications/1/commands"


class HeldClock(FakeClock):
    """A clock whose sleepers wait until they are let go, one sleep at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = asyncio.Semaphore(0)

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        await self.turns.acquire()


@asynccontextmanager
async def running(loopback: LoopbackDiscord, clock: FakeClock) -> AsyncIterator[HaloBot]:
    """A bot that has come up with what there is."""
    use_discord_at(loopback.base_url)
    bot = HaloBot(clock, [HelpCog()], CATALOGUE, shard_count=1)
    task = asyncio.create_task(bot.start(TOKEN))
    await until(lambda: loopback.connected.is_set() or task.done())
    try:
        yield bot
    finally:
        await bot.wind_down(0)
        await task


async def answer(loopback: LoopbackDiscord) -> str:
    asked = await loopback.command("help")
    await asked.answered.wait()
    return str(asked.answer["embeds"])


@pytest.mark.parametrize("refusal", NOT_PUBLISHED, ids=lambda one: f"{one.status}-{one.code}")
async def test_the_bot_comes_up_with_the_commands_that_discord_has(
    loopback: LoopbackDiscord, caplog: pytest.LogCaptureFixture, refusal: Refusal
) -> None:
    async with running(loopback, HeldClock()):
        assert "</help:10>" in await answer(loopback)
    loopback.connected.clear()
    loopback.refusals[PUBLISHING] = refusal
    clock = HeldClock()
    async with running(loopback, clock) as bot:
        assert "</help:10>" in await answer(loopback)
        loopback.commands, (published,) = [], loopback.commands
        del loopback.refusals[PUBLISHING]
        clock.turns.release()
        await until(lambda: bool(loopback.commands))
        assert loopback.commands == [published]
        assert not bot.is_closed()
    (line,) = (each for each in caplog.messages if "not published" in each)
    assert refusal.message in line or "Retry in 300.00 seconds" in line or "1 and 100" in line


@pytest.mark.parametrize(
    ("refusal", "pauses"),
    [
        (AWAY, [5.0, 10.0, 20.0, 40.0]),
        (INVALID_FORM, [5.0, 10.0, 20.0, 40.0]),
        (MINUTES, [300.0, 300.0, 300.0, 300.0]),
        (DAILY_LIMIT, [43_200.0, 43_200.0, 43_200.0, 43_200.0]),
        (Refusal(403, 50001, "Missing Access", retry_after=7.5), [7.5, 10.0, 20.0, 40.0]),
    ],
    ids=["503", "50035", "429", "30034", "403"],
)
async def test_it_tries_again_more_and_more_rarely_or_when_discord_says(
    loopback: LoopbackDiscord, refusal: Refusal, pauses: list[float]
) -> None:
    loopback.refusals[PUBLISHING] = refusal
    clock = HeldClock()
    async with running(loopback, clock):
        for number in range(len(pauses)):
            await until(lambda number=number: len(clock.slept) > number)  # type: ignore[misc]
            clock.turns.release()
    assert clock.slept[: len(pauses)] == pauses


async def test_a_day_is_the_longest_wait_and_an_hour_without_a_word(
    loopback: LoopbackDiscord,
) -> None:
    loopback.refusals[PUBLISHING] = Refusal(503, retry_after=0.0)
    clock = FakeClock()
    async with running(loopback, clock):
        await until(lambda: len(clock.slept) > 12)
        assert clock.slept[12] == 3_600.0
        loopback.refusals[PUBLISHING] = Refusal(400, 30034, retry_after=1e9)
        await until(lambda: clock.slept[-1] == 86_400.0)


async def test_a_discord_that_takes_its_time_does_not_hold_up_the_start(
    loopback: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord_app.publishing.FIRST_ANSWER", 0.0)
    # Discord.py sits out limits of up to half a minute.
    loopback.refusals[PUBLISHING] = Refusal(429, retry_after=29.0)
    clock = FakeClock()
    async with running(loopback, clock):
        await answer(loopback)
    assert clock.slept == []


async def test_help_says_so_where_discord_does_not_send_the_list_either(
    loopback: LoopbackDiscord,
) -> None:
    loopback.refusals |= {PUBLISHING: AWAY, LISTING: MINUTES}
    async with running(loopback, HeldClock()):
        assert "did not send the list of commands" in await answer(loopback)
        del loopback.refusals[LISTING]
        assert "What you can ask for" in await answer(loopback)


async def test_a_fault_of_the_program_is_none_of_discords() -> None:
    async def publish() -> Sequence[AppCommand]:
        raise LookupError("a translation")

    clock = FakeClock()
    with pytest.raises(LookupError):
        await Publishing(clock, publish).begin()
    assert clock.slept == []
