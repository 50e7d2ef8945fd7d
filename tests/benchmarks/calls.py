"""The CPU time of one uncached, parsed match_stats call."""

import tempfile
from pathlib import Path
from uuid import uuid4

import aiohttp

from bot.halo.transport.stack import NO_RATES
from tests.benchmarks import ours, peer
from tests.benchmarks.measure import Row, cpu_in_turns, ms
from tests.benchmarks.upstream import Upstream

_ROUNDS, _CALLS = 9, 100
_UNHURRIED = 1_000_000


async def rows(upstream: Upstream) -> list[Row]:
    """Without any storage, and with each side's database."""
    base_url = upstream.base_url()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with (
            aiohttp.ClientSession() as session,
            ours.client(base_url) as client,
            ours.app(base_url, folder, rates=NO_RATES) as app,
            peer.cached_client(base_url, folder, _UNHURRIED) as cached,
        ):
            plain = peer.client_on(session, _UNHURRIED)

            async def read() -> None:
                url = f"{base_url}/halostats.svc.halowaypoint.com/hi/matches/{uuid4()}/stats"
                async with session.get(url) as answer:
                    await answer.read()

            async def ask() -> None:
                await client.stats.match_stats(str(uuid4()))

            async def ask_peer() -> None:
                await (await plain.stats.get_match_stats(str(uuid4()))).parse()

            async def ask_stored() -> None:
                await app.client.stats.match_stats(str(uuid4()))

            async def ask_peer_stored() -> None:
                await (await cached.stats.get_match_stats(str(uuid4()))).parse()

            taken = await cpu_in_turns(
                {"bare": read, "ours": ask, "peer": ask_peer}, _ROUNDS, _CALLS
            )
            stored = await cpu_in_turns(
                {"ours": ask_stored, "peer": ask_peer_stored}, _ROUNDS, _CALLS // 4
            )
    bare = taken["bare"]
    return [
        Row(
            "CPU of an uncached, parsed match_stats call",
            f"{ms(taken['ours'])}, {taken['ours'] / bare:.1f}x bare",
            f"{ms(taken['peer'])}, {taken['peer'] / bare:.1f}x bare",
            "<= 0.6x",
            taken["ours"] <= 0.6 * taken["peer"],
            f"a bare aiohttp read: {ms(bare)}; no database on either side",
            f"{taken['ours'] / taken['peer']:.2f}x",
        ),
        Row(
            "the same, storing the answer in SQLite",
            ms(stored["ours"]),
            ms(stored["peer"]),
            "none",
            None,
            ratio=f"{stored['ours'] / stored['peer']:.2f}x",
        ),
    ]
