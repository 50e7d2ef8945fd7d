"""What others notice of one user's import and of another's mistakes, and what a queue costs."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from statistics import median

from bot.app import App, open_app
from bot.command_line.demo import demo_settings
from bot.discord_app.cooldowns import CHEAP
from bot.facts.progress import unwatched
from bot.halo.clock import SystemClock
from bot.halo.endpoints import DEFAULT_RATE, Rate
from bot.halo.errors import PlayerNotFound
from bot.halo.transport.pacing import Window
from bot.halo.transport.queue import Queue, QueueCounters
from bot.halo.transport.ticket import Asker, Lane, Ticket, asking
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.storage.migrate import upgrade
from tests.benchmarks.measure import Row, ms
from tests.support.crowd import crowded, in_crowd

_ANSWER = Fault(FaultKind.DELAY, delay=0.05)
_ASKED, _EVERY = 40, 0.7
_LINES = 500
_LONGER = 1.3
_ENTERED, _ROUNDS, _COST = 20_000, 7, 5e-6
_ID = 100_000_000_000_000_000


class _Everyone:
    """A server that everyone is in."""

    async def among(self, user_ids: Sequence[int]) -> frozenset[int]:
        return frozenset(user_ids)

    async def named(self, _name: str) -> tuple[int, ...]:
        return ()


async def rows() -> list[Row]:
    """How long others wait with and without them, and the cost of a queue that nobody is in."""
    async with _opened() as app:
        names = map(in_crowd, count())
        before = await _others(app, names)
        async with _nuisances(app):
            beside = await _others(app, names)
    ratio = median(beside) / median(before)
    cost = min([await _entering() for _ in range(_ROUNDS)])
    return [
        Row(
            f"p50 of looking a player up beside an import of {_LINES} lines and a user who asks "
            "for unknown names",
            ms(median(beside)), "", f"<= {_LONGER}x of without", ratio <= _LONGER,
            f"{ms(median(before))} without; slowest {ms(max(beside))} and {ms(max(before))}; "
            "answers take 50 ms",
            f"{ratio:.2f}x",
        ),
        Row(
            "passing a queue that nobody waits in", f"{1e6 * cost:.1f} µs", "",
            f"<= {1e6 * _COST:.0f} µs", cost <= _COST, "entered, sent and left",
        ),
    ]  # fmt: skip


@asynccontextmanager
async def _opened() -> AsyncIterator[App]:
    with tempfile.TemporaryDirectory(prefix="halo-bench-") as name:
        async with SandboxService(crowded()) as service:
            settings = demo_settings(service.base_url, Path(name) / "fair.db")
            await upgrade(settings.database_url)
            async with open_app(settings) as app:
                # Signs in.
                await app.client.profile.user_by_gamertag(in_crowd(0))
                service.fail("api", _ANSWER)
                yield app


async def _others(app: App, names: Iterator[str]) -> list[float]:
    """How long each of them waits, one after another at an even pace."""
    taken: list[float] = []

    async def look_up(number: int, gamertag: str) -> None:
        with asking(Asker(f"other {number}", "server")):
            began = time.perf_counter()
            await app.client.profile.user_by_gamertag(gamertag)
            taken.append(time.perf_counter() - began)

    async with asyncio.TaskGroup() as group:
        for number in range(_ASKED):
            group.create_task(look_up(number, next(names)))
            await asyncio.sleep(_EVERY)
    return taken


@asynccontextmanager
async def _nuisances(app: App) -> AsyncIterator[None]:
    """Someone imports many members, and someone else asks for unknown names, as often as they
    may."""

    async def mistaken() -> None:
        with asking(Asker("mistaken", "server")):
            for number in count():
                try:
                    await app.lookups.players.by_gamertag(f"Nobody {number}")
                except PlayerNotFound:
                    await asyncio.sleep(CHEAP)

    lines = "\n".join(f"{_ID + number},Member {number}" for number in range(_LINES))
    with asking(Asker("admin", "other server", Lane.BULK)):
        importing = asyncio.create_task(
            app.lookups.links_file.read(1, lines.encode(), 2, _Everyone(), unwatched)
        )
    tasks = [importing, asyncio.create_task(mistaken())]
    await asyncio.sleep(1.0)
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _entering() -> float:
    """Seconds to pass the queue of a host and its limit."""
    rate = Rate(DEFAULT_RATE.requests, 0.0)
    queue = Queue("host", Window(rate), rate, SystemClock(), QueueCounters())
    ticket = Ticket(Asker("somebody", "server"))
    began = time.perf_counter()
    for _ in range(_ENTERED):
        place = await queue.enter(ticket)
        queue.places.sent(place)
        queue.places.leave(place, sent=True, answered=True)
    return (time.perf_counter() - began) / _ENTERED
