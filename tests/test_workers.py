"""Several workers of one bot as processes on one PostgreSQL, with Discord and Xbox on loopback."""

import asyncio
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.cli import ExitCode
from bot.command_line.demo import demo_settings
from bot.halo import endpoints
from bot.halo.clock import SystemClock
from bot.halo.endpoints import DEFAULT_RATE, RATES, Endpoint
from bot.sandbox.players import Player
from bot.sandbox.seen import SeenRequest
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from bot.storage.migrate import upgrade
from tests.support.arrivals import most_at_once
from tests.support.gateway import Asked, LoopbackDiscord
from tests.support.processes import PATIENCE
from tests.support.waiting import eventually
from tests.support.worker import ended, started, worker_environment

RUN = (sys.executable, "-m", "bot", "run")
WORKERS = 3
ENDPOINTS = {one.name: one for one in vars(endpoints).values() if isinstance(one, Endpoint)}


@pytest.fixture
async def service() -> AsyncIterator[SandboxService]:
    """The simulated services in real time; each renewal has to rotate the refresh token."""
    async with SandboxService(World.seeded(), clock=SystemClock()) as service:
        signin = service.signin
        signin.oauth_lifetime = signin.user_lifetime = signin.xsts_lifetime = 30.0
        yield service


@pytest.fixture
async def env(
    service: SandboxService, loopback: LoopbackDiscord, postgresql_url: str, tmp_path: Path
) -> dict[str, str]:
    """What the workers have in common."""
    await upgrade(postgresql_url)
    settings = demo_settings(service.base_url, tmp_path / "unused.db")
    shared = settings.model_copy(update={"database_url": postgresql_url})
    return worker_environment(shared, loopback.base_url) | {
        "SHARD_COUNT": str(WORKERS),
        "PICTURES": "off",
    }


async def soon(happened: Callable[[], bool]) -> None:
    await asyncio.wait_for(eventually(happened), PATIENCE)


async def ask(loopback: LoopbackDiscord, shard: int, players: Sequence[Player]) -> list[Asked]:
    """Have each of the players asked for on that shard, all at once."""
    return [
        await loopback.command("csr", shard=shard, gamertag=player.gamertag) for player in players
    ]


async def answered(asked: Sequence[Asked]) -> None:
    """Wait for all answers; each has to be the card that was asked for, and no other."""
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(one.answered.wait() for one in asked))
    assert {one.title for one in asked} == {"Ranks"}


def assert_within_budget(seen: Sequence[SeenRequest]) -> None:
    """No host and no limiter may have seen more than its rate in any window."""
    arrivals: dict[str, list[float]] = defaultdict(list)
    for request in seen:
        arrivals[request.host].append(request.arrived_at)
        limiter = ENDPOINTS[request.endpoint].limiter
        if limiter != request.host:
            arrivals[limiter].append(request.arrived_at)
    assert len(arrivals["history"]) > RATES["history"].requests
    for name, times in arrivals.items():
        rate = RATES.get(name, DEFAULT_RATE)
        assert most_at_once(times, rate.seconds) <= rate.requests, name


@pytest.mark.timeout(300)
async def test_three_workers_are_one_bot_also_when_one_of_them_is_killed(
    loopback: LoopbackDiscord, service: SandboxService, env: dict[str, str], tmp_path: Path
) -> None:
    players = [one for one in service.world.players if not (one.private or one.reserved)][:6]
    async with AsyncExitStack() as running:
        workers = []
        for shard in range(WORKERS):
            alone = started(*RUN, env=env | {"SHARD_IDS": str(shard)}, cwd=tmp_path)
            workers.append(await running.enter_async_context(alone))
            if shard == 0:
                # The one that signs in, for all of them.
                await soon(lambda: service.count("clearance") == 1)
        await soon(lambda: len(loopback.shards) == WORKERS)
        await ask(loopback, 0, players[:2])
        asked = [
            *await ask(loopback, 1, players[2:4]),
            *await ask(loopback, 2, players[4:]),
        ]
        # In the middle of it, with requests of all workers under way.
        await soon(lambda: service.count("playlist_csr") > 5)
        workers[0].kill()
        await answered(asked)
        assert service.count("oauth_token") == 1
        # What the others depend on now, they renew themselves, once.
        service.signin.expire_spartan()
        again = [*await ask(loopback, 1, players[:2]), *await ask(loopback, 2, players[2:4])]
        await answered(again)
        assert service.count("oauth_token") == 2
        assert_within_budget(service.seen)
        for worker in workers[1:]:
            worker.terminate()
        for worker in workers[1:]:
            code, output = await ended(worker)
            assert (code, "Traceback" in output) == (ExitCode.OK, False), output
