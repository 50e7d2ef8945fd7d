"""One caller: what a stored answer costs, from memory and from the database, and storing one."""

import asyncio
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from uuid import uuid4

import aiohttp

from bot.halo.transport.stack import NO_RATES
from tests.benchmarks import ours, peer
from tests.benchmarks.measure import AsyncWork, Row, ms, set_aside_what_is_there
from tests.benchmarks.upstream import Upstream

_ROUNDS, _CALLS = 20, 25
_KEPT = 200
_AT_ONCE = 50


async def rows(upstream: Upstream) -> list[Row]:
    """The single-caller part of the cache's table."""
    base_url = upstream.base_url()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [
            *await _warm(base_url, folder),
            await _fresh_process(base_url, folder),
            await _stored_miss(base_url, folder),
        ]


async def p50_in_turns(works: Mapping[str, AsyncWork], rounds: int, calls: int) -> dict[str, float]:
    """The median wall time of a single call of each, in seconds, taken in turns."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    set_aside_what_is_there()
    for _ in range(rounds):
        for name, work in works.items():
            for _ in range(calls):
                began = time.perf_counter()
                await work()
                taken[name].append(time.perf_counter() - began)
    return {name: median(times) for name, times in taken.items()}


async def _warm(base_url: str, folder: Path) -> list[Row]:
    match_id = str(uuid4())
    async with (
        ours.app(base_url, folder, rates=NO_RATES) as app,
        peer.cached_client(base_url, folder, 10**6) as cached,
    ):

        async def match() -> None:
            await app.client.stats.match_stats(match_id)

        async def peer_match() -> None:
            await (await cached.stats.get_match_stats(match_id)).parse()

        async def medals() -> None:
            await app.client.gamecms.medal_metadata()

        async def peer_medals() -> None:
            await (await cached.gamecms_hacs.get_medal_metadata()).parse()

        works = {
            "match": match,
            "peer_match": peer_match,
            "medals": medals,
            "peer_medals": peer_medals,
        }
        for work in works.values():
            await work()
        taken = await p50_in_turns(works, _ROUNDS, _CALLS)
        blocked, peer_blocked = await _longest_block(medals), await _longest_block(peer_medals)
    match_ratio = taken["match"] / taken["peer_match"]
    medals_ratio = taken["medals"] / taken["peer_medals"]
    return [
        Row(
            "warm match_stats, parsed, p50", ms(taken["match"]), ms(taken["peer_match"]),
            "<= 1/20", match_ratio <= 1 / 20, ratio=f"1/{1 / match_ratio:.0f}",
        ),
        Row(
            "warm medal metadata, parsed, p50", ms(taken["medals"]), ms(taken["peer_medals"]),
            "<= 1/100", medals_ratio <= 1 / 100, ratio=f"1/{1 / medals_ratio:.0f}",
        ),
        Row(
            f"{_AT_ONCE} warm medal metadata at once block the loop for", ms(blocked),
            ms(peer_blocked), "none", None, ratio=f"1/{peer_blocked / blocked:.0f}",
        ),
    ]  # fmt: skip


async def _longest_block(work: AsyncWork) -> float:
    """The longest time in seconds that the loop did not turn while many did this at once."""
    longest, last, done = 0.0, time.perf_counter(), False

    async def watch() -> None:
        nonlocal longest, last
        while not done:
            await asyncio.sleep(0)
            now = time.perf_counter()
            longest, last = max(longest, now - last), now

    watching = asyncio.create_task(watch())
    await asyncio.gather(*(work() for _ in range(_AT_ONCE)))
    done = True
    await watching
    return longest


async def _fresh_process(base_url: str, folder: Path) -> Row:
    """Every answer once, by programs that find it in their database and hold nothing yet."""
    ids = [str(uuid4()) for _ in range(_KEPT)]
    async with (
        ours.app(base_url, folder, rates=NO_RATES) as app,
        peer.cached_client(base_url, folder, 10**6) as cached,
    ):
        for match_id in ids:
            await app.client.stats.match_stats(match_id)
            await cached.stats.get_match_stats(match_id)
    async with (
        ours.app(base_url, folder, rates=NO_RATES) as app,
        peer.cached_client(base_url, folder, 10**6) as cached,
    ):
        left, peer_left = iter(ids), iter(ids)

        async def mine() -> None:
            await app.client.stats.match_stats(next(left))

        async def theirs() -> None:
            await (await cached.stats.get_match_stats(next(peer_left))).parse()

        taken = await p50_in_turns({"ours": mine, "peer": theirs}, _KEPT // 10, 10)
        assert app.stack.cache.counters.misses == 0
    ratio = taken["ours"] / taken["peer"]
    return Row(
        "match_stats from the database in a fresh process, p50", ms(taken["ours"]),
        ms(taken["peer"]), "<= 1.0x", ratio <= 1.0, ratio=f"{ratio:.2f}x",
    )  # fmt: skip


async def _stored_miss(base_url: str, folder: Path) -> Row:
    async with (
        aiohttp.ClientSession() as session,
        ours.app(base_url, folder, rates=NO_RATES) as app,
        peer.cached_client(base_url, folder, 10**6) as cached,
    ):

        async def bare() -> None:
            url = f"{base_url}/halostats.svc.halowaypoint.com/hi/matches/{uuid4()}/stats"
            async with session.get(url) as answer:
                await answer.read()

        async def mine() -> None:
            await app.client.stats.match_stats(str(uuid4()))

        async def theirs() -> None:
            await (await cached.stats.get_match_stats(str(uuid4()))).parse()

        taken = await p50_in_turns({"bare": bare, "ours": mine, "peer": theirs}, _ROUNDS, 10)
    extra, peer_extra = taken["ours"] - taken["bare"], taken["peer"] - taken["bare"]
    return Row(
        "a stored match_stats miss, beyond the bare request", f"+{ms(extra)}", f"+{ms(peer_extra)}",
        "<= 1/3", extra <= peer_extra / 3,
        f"bare: {ms(taken['bare'])}; both parse, and store in SQLite",
        f"{extra / peer_extra:.2f}x",
    )  # fmt: skip
