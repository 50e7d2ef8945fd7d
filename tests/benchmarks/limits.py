"""Fifty calls at once at five a second: what arrives."""

import asyncio
import tempfile
from pathlib import Path
from uuid import uuid4

import aiohttp

from bot.halo.transport.stack import PUBLISHED_RATES
from tests.benchmarks import ours, peer
from tests.benchmarks.measure import Row
from tests.benchmarks.upstream import Upstream

_CALLS = 50


def _most(upstream: Upstream) -> tuple[int, float]:
    """The most arrivals in any second, and how long all of them took to arrive."""
    times = sorted(at for at, _ in upstream.arrivals())
    most = max(sum(begin <= at < begin + 1 for at in times) for begin in times)
    return most, times[-1] - times[0]


async def rows(upstream: Upstream) -> list[Row]:
    """One row: arrivals in any second, with this cache and that."""
    base_url = upstream.base_url()
    upstream.arrivals()
    with tempfile.TemporaryDirectory() as name:
        async with ours.app(base_url, Path(name), rates=PUBLISHED_RATES) as app:
            stats = app.client.stats
            await asyncio.gather(*(stats.match_stats(str(uuid4())) for _ in range(_CALLS)))
        mine, took = _most(upstream)
        peer.point_at(base_url)
        async with aiohttp.ClientSession() as session:
            plain = peer.client_on(session).stats
            await asyncio.gather(*(plain.get_match_stats(str(uuid4())) for _ in range(_CALLS)))
        theirs, peer_took = _most(upstream)
        async with peer.cached_client(base_url, Path(name)) as client:
            cached = client.stats
            await asyncio.gather(*(cached.get_match_stats(str(uuid4())) for _ in range(_CALLS)))
        theirs_cached, _ = _most(upstream)
    return [
        Row(
            f"{_CALLS} calls at once at 5/s: most arrivals in any second",
            f"{mine} (all within {took:.1f} s)",
            f"{theirs} (all within {peer_took * 1000:.0f} ms), {theirs_cached} with its cache",
            "<= 5",
            mine <= 5,
        )
    ]
