"""Workers that share the shards of one bot, as Discord sees them."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import pytest
from pydantic import SecretStr

from bot.command_line.run import run_bot
from bot.config import Settings
from bot.discord_app.bot import HaloBot
from tests.support.gateway import TOKEN, LoopbackDiscord
from tests.support.processes import PATIENCE
from tests.support.waiting import until


@pytest.fixture(autouse=True)
def shards_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Discord wants five seconds between two shards; this one does not."""

    async def identify(*_: object, **__: object) -> None:
        pass

    monkeypatch.setattr(HaloBot, "before_identify_hook", identify)


@pytest.fixture
def worker_settings(settings: Settings, loopback: LoopbackDiscord) -> Settings:
    """One worker alone, which asks Discord how many shards there are to be."""
    return settings.model_copy(
        update={
            "discord_token": SecretStr(TOKEN),
            "discord_base_url": loopback.base_url,
            "shard_count": None,
        }
    )


@asynccontextmanager
async def running(
    settings: Settings, loopback: LoopbackDiscord, *shards: Iterable[int]
) -> AsyncIterator[None]:
    """Workers with these shards each, of three; in one process, on a database that they can share
    because it is one."""
    workers = [
        settings.model_copy(update={"shard_ids": tuple(ids), "shard_count": 3}) for ids in shards
    ]
    tasks = [asyncio.create_task(run_bot(one)) for one in workers or [settings]]
    expected = {number for ids in shards for number in ids} or set(range(loopback.recommended))
    try:
        await until(lambda: set(loopback.shards) == expected or any(t.done() for t in tasks))
        assert [task.exception() for task in tasks if task.done()] == []
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_one_worker_runs_as_many_shards_as_discord_recommends(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    loopback.recommended = 2
    async with running(worker_settings, loopback):
        assert sorted(loopback.identified) == [(0, 2), (1, 2)]
        for shard in (0, 1):
            asked = await loopback.command("status", shard=shard)
            await asyncio.wait_for(asked.answered.wait(), PATIENCE)
            assert f"shard {shard} of 2" in str(asked.answer["embeds"])
    assert loopback.shards == {}


async def test_each_worker_answers_on_its_own_shards_and_one_publishes_the_commands(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    async with running(worker_settings, loopback, (0, 2), (1,)):
        assert sorted(loopback.identified) == [(0, 3), (1, 3), (2, 3)]
        assert loopback.calls.count("PUT /applications/1/commands") == 1
        for shard in (0, 1, 2):
            asked = await loopback.command("help", shard=shard)
            await asyncio.wait_for(asked.answered.wait(), PATIENCE)
            # Ready to be clicked, also by the worker that did not publish them.
            assert "</help:" in str(asked.answer)


async def test_a_command_before_anything_is_published_is_answered(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    async with running(worker_settings, loopback, (1,)):
        asked = await loopback.command("help", shard=1)
        await asyncio.wait_for(asked.answered.wait(), PATIENCE)
        assert "PUT /applications/1/commands" not in loopback.calls
        assert asked.answer["embeds"]
