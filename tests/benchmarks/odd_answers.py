"""Answers that are not what they should be."""

import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.halo.errors import HaloError
from bot.halo.transport.stack import NO_RATES
from tests.benchmarks import ours, peer
from tests.benchmarks.measure import Row
from tests.benchmarks.upstream import ODDITIES, Upstream

_BAD_BODIES = ("html", "empty", "truncated")


async def rows(upstream: Upstream) -> list[Row]:
    """One odd thing in a good answer, and answers that are none."""
    return [await _one_odd_thing(upstream), await _no_answer(upstream)]


async def _parses(ask: Callable[[], Awaitable[Any]]) -> bool:
    try:
        return await ask() is not None
    except Exception:  # noqa: BLE001 - whatever a peer raises, its answer is lost
        return False


async def _one_odd_thing(upstream: Upstream) -> Row:
    mine, theirs, asked = 0, 0, 0
    with tempfile.TemporaryDirectory() as name:
        for oddity in ODDITIES:
            base_url = upstream.base_url(oddity)
            async with (
                ours.client(base_url) as client,
                peer.cached_client(base_url, Path(name), 1000) as spnkr,
            ):

                async def match(client: Any = client) -> Any:
                    return (await client.stats.match_stats(str(uuid4()))).players

                async def history(client: Any = client) -> Any:
                    page = await client.stats.match_history("Somebody")
                    return page if len(page.results) == 25 else None

                async def peer_match(spnkr: Any = spnkr) -> Any:
                    return await (await spnkr.stats.get_match_stats(str(uuid4()))).parse()

                async def peer_history(spnkr: Any = spnkr) -> Any:
                    return await (await spnkr.stats.get_match_history("Somebody")).parse()

                mine += await _parses(match) + await _parses(history)
                theirs += await _parses(peer_match) + await _parses(peer_history)
                asked += 2
    return Row(
        "one odd thing in an answer (" + ", ".join(o.replace("_", " ") for o in ODDITIES) + ")",
        f"{mine} of {asked} parse whole",
        f"{theirs} of {asked}",
        "all",
        mine == asked,
    )


async def _no_answer(upstream: Upstream) -> Row:
    mine, theirs = [], []
    for how in _BAD_BODIES:
        match_id = str(uuid4())
        with tempfile.TemporaryDirectory() as name:
            mine.append(await _recovers(upstream, how, Path(name), match_id))
            theirs.append(await _peer_recovers(upstream, how, Path(name), match_id))
    return Row(
        "200 with an HTML, empty or truncated body that asks to be kept",
        f"{sum(mine)} of {len(mine)}: a named error, then recovered",
        f"recovers from {sum(theirs)} of {len(theirs)}",
        "never stored, all recover",
        all(mine),
        "recovers: the next call, with the service well again, gets the right answer",
    )


async def _peer_recovers(upstream: Upstream, how: str, folder: Path, match_id: str) -> bool:
    # The cache's key is the URL, so the same URL first answers badly and then well.
    async with peer.cached_client(upstream.base_url(f"once-{how}"), folder) as client:

        async def ask() -> Any:
            return await (await client.stats.get_match_stats(match_id)).parse()

        await _parses(ask)
        return await _parses(ask)


async def _recovers(upstream: Upstream, how: str, folder: Path, match_id: str) -> bool:
    """Whether a service that answers badly makes a named error, and once well again is asked."""
    named = False
    async with ours.app(upstream.base_url(how), folder, rates=NO_RATES, deadline=1.0) as app:
        try:
            await app.client.stats.match_stats(match_id)
        except HaloError:
            named = True
    async with ours.app(upstream.base_url(), folder, rates=NO_RATES) as app:
        stats = app.client.stats
        return named and await _parses(lambda: stats.match_stats(match_id))
