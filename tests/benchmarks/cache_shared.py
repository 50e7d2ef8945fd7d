"""A hundred callers at once: how many requests they cost, and how long they wait."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiohttp import web
from aiohttp.test_utils import RawTestServer

from bot.halo.endpoints import LINEAR
from bot.halo.transport.stack import NO_RATES
from tests.benchmarks import ours, peer
from tests.benchmarks.measure import Row, ms
from tests.benchmarks.upstream import Upstream

_CALLERS = 100
_LATENCY = 100
_TRIP = _LATENCY / 1000
_DAYS_LATER = 1.5 * 86_400.0


async def rows(upstream: Upstream) -> list[Row]:
    """The many-callers part of the cache's table."""
    with tempfile.TemporaryDirectory() as name:
        return [
            *await _uncached(upstream, Path(name)),
            await _unavailable(Path(name)),
            await _expired(upstream, Path(name)),
        ]


async def _together(call: Callable[[], Awaitable[object]]) -> tuple[float, list[object]]:
    """How long all callers together took, in seconds, and what each got."""
    began = time.perf_counter()
    outcomes = await asyncio.gather(*(call() for _ in range(_CALLERS)), return_exceptions=True)
    return time.perf_counter() - began, list(outcomes)


async def _uncached(upstream: Upstream, folder: Path) -> list[Row]:
    base_url = upstream.base_url(_LATENCY)
    match_id = str(uuid4())
    found: list[Row] = []
    async with (
        ours.app(base_url, folder, rates=NO_RATES) as app,
        peer.cached_client(base_url, folder) as cached,
    ):
        # Both have a connection and their tables by now.
        await app.client.stats.match_stats(str(uuid4()))
        await cached.stats.get_match_stats(str(uuid4()))
        works: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
            "match": (
                lambda: app.client.stats.match_stats(match_id),
                lambda: cached.stats.get_match_stats(match_id),
            ),
            "history": (
                lambda: app.client.stats.match_history("xuid(1)"),
                lambda: cached.stats.get_match_history(ours.PLAYER.xuid),
            ),
        }
        for what, (mine, theirs) in works.items():
            upstream.arrivals()
            took, _ = await _together(mine)
            requests = len(upstream.arrivals())
            peer_took, _ = await _together(theirs)
            peer_requests = len(upstream.arrivals())
            found.append(
                Row(
                    f"{_CALLERS} callers of one uncached {what}, {_LATENCY} ms upstream",
                    f"{requests} request(s), {ms(took)}",
                    f"{peer_requests} request(s), {ms(peer_took)}",
                    "1 request, <= 1.2 round trips",
                    requests == 1 and took <= 1.2 * _TRIP,
                    ratio=f"{took / _TRIP:.2f} trips",
                )
            )
    return found


@asynccontextmanager
async def _broken_upstream(seen: list[float]) -> AsyncIterator[str]:
    async def refuse(_request: web.BaseRequest) -> web.StreamResponse:
        seen.append(time.perf_counter())
        await asyncio.sleep(_TRIP)
        return web.Response(status=503)

    async with RawTestServer(refuse) as server:
        yield str(server.make_url("")).rstrip("/")


async def _unavailable(folder: Path) -> Row:
    seen: list[float] = []
    async with (
        _broken_upstream(seen) as base_url,
        ours.app(base_url, folder, rates=NO_RATES) as app,
        peer.cached_client(base_url, folder) as cached,
    ):
        took, outcomes = await _together(lambda: app.client.stats.match_history("xuid(2)"))
        requests = len(seen)
        seen.clear()
        peer_took, _ = await _together(lambda: cached.stats.get_match_history(ours.PLAYER.xuid + 1))
        peer_requests = len(seen)
    attempts = LINEAR.max_retries + 1
    return Row(
        f"{_CALLERS} callers of one history while upstream answers 503",
        f"{requests} request(s), {ms(took)}",
        f"{peer_requests} request(s), {ms(peer_took)}",
        f"one flight: at most {attempts} requests",
        0 < requests <= attempts and all(isinstance(each, Exception) for each in outcomes),
        "one flight with its retries, all answered together",
    )


async def _expired(upstream: Upstream, folder: Path) -> Row:
    """The medal metadata, a day and a half old, which everybody needs."""
    base_url = upstream.base_url(_LATENCY)
    clock = ours.LaterClock()
    async with ours.app(base_url, folder, clock, rates=NO_RATES) as app:
        await app.client.gamecms.medal_metadata()
        clock.ahead = _DAYS_LATER
        upstream.arrivals()
        took, _ = await _together(app.client.gamecms.medal_metadata)
        await asyncio.sleep(3 * _TRIP)
        requests = len(upstream.arrivals())
    return Row(
        f"{_CALLERS} callers of an expired popular answer, {_LATENCY} ms upstream",
        f"{requests} request(s), {ms(took)}",
        "everybody waits",
        "1 request, nobody waits for it",
        requests == 1 and took < _TRIP / 2,
        "inside the stale-while-revalidate window",
    )
