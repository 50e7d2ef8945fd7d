"""Many people at once, each asking for another player: a worker as a process, answers in words."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.command_line.demo import demo_settings
from bot.halo.endpoints import RATES
from bot.look import theme
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.storage.migrate import upgrade
from tests.benchmarks.measure import Row
from tests.support.crowd import CROWD, crowded, in_crowd
from tests.support.gateway import Asked, LoopbackDiscord
from tests.support.processes import PATIENCE
from tests.support.worker import ended, started, worker_environment

_RUN = (sys.executable, "-m", "bot", "run")
_HISTORIES = RATES["history"].requests / RATES["history"].seconds
# Seconds that nobody's card has changed for, after which all are taken to be final.
_STILL = 15.0
_SOONEST_TOLD = 3.0


@dataclass(frozen=True, slots=True)
class _End:
    """How a crowd was answered: error cards, seconds until the last card, and how many were told
    their place of those who had waited for three seconds."""

    errors: int
    seconds: float
    told: int
    waited: int


async def rows() -> list[Row]:
    """A large crowd on a healthy service."""
    return [await _row(CROWD, 0.05, 1.1 * CROWD / _HISTORIES)]


async def slow_rows() -> list[Row]:
    """A smaller crowd on a slow service, and a few people on a very slow one."""
    return [await _row(40, 1.0, None), await _row(6, 6.0, 28.0)]


async def _row(count: int, delay: float, within: float | None) -> Row:
    async with _stage() as (discord, service):
        end = await _asked(discord, service, count, delay)
    met = end.errors == 0 and end.told == end.waited and end.seconds <= (within or end.seconds)
    return Row(
        f"{count} /lastmatch of {count} players at once, {delay:g} s an answer",
        f"{end.errors} error cards, last card after {end.seconds:.1f} s", "",
        "no error card" if within is None else f"no error card, last card <= {within:.0f} s", met,
        f"{end.told} of {end.waited} who waited were told their place",
    )  # fmt: skip


@asynccontextmanager
async def _stage() -> AsyncIterator[tuple[LoopbackDiscord, SandboxService]]:
    with tempfile.TemporaryDirectory(prefix="halo-bench-") as name:
        folder = Path(name)
        async with LoopbackDiscord() as discord, SandboxService(crowded()) as service:
            settings = demo_settings(service.base_url, folder / "worker.db")
            await upgrade(settings.database_url)
            env = worker_environment(settings, discord.base_url) | {"LOG_LEVEL": "WARNING"}
            async with started(*_RUN, env=env, cwd=folder) as process:
                await asyncio.wait_for(discord.connected.wait(), PATIENCE)
                # Signs in, and has the files that everybody needs.
                await _final([await discord.command("lastmatch", gamertag=in_crowd(CROWD - 1))], 3)
                yield discord, service
                process.terminate()
                await ended(process)


async def _asked(
    discord: LoopbackDiscord, service: SandboxService, count: int, delay: float
) -> _End:
    service.fail("api", Fault(FaultKind.DELAY, delay=delay))
    began = asyncio.get_running_loop().time()
    asked = [await discord.command("lastmatch", gamertag=in_crowd(place)) for place in range(count)]
    seconds = await _final(asked, _STILL) - began
    # The first card takes three answers, one after another.
    waited = [one for one in asked if one.first_card_at - began > _SOONEST_TOLD + 4 * delay]
    return _End(
        sum(one.title.startswith(theme.WARNING) for one in asked), seconds,
        sum(bool(one.waits) for one in waited), len(waited),
    )  # fmt: skip


async def _final(asked: Sequence[Asked], still: float) -> float:
    """When the last card changed."""
    for one in asked:
        await one.answered.wait()
    while True:
        changed_at = max(one.changed_at for one in asked)
        left = changed_at + still - asyncio.get_running_loop().time()
        if left <= 0:
            return changed_at
        await asyncio.sleep(left)
