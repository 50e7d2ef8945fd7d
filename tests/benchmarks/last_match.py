"""/lastmatch with an upstream that takes 100 ms to answer."""

import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import aiohttp

from tests.benchmarks import ours, peer
from tests.benchmarks.measure import AsyncWork, Row, ms
from tests.benchmarks.upstream import Upstream

_LATENCY = 100
_ROUNDS = 7
# Past the freshness of a history, so that a warm lookup has to ask for it.
_LATER = 60.0


class _Timings:
    """What one kind of lookup took, round by round."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.requests: list[int] = []

    async def measure(self, work: AsyncWork, upstream: Upstream) -> None:
        """Time one lookup and count its requests."""
        upstream.arrivals()
        began = perf_counter()
        await work()
        self.seconds.append(perf_counter() - began)
        self.requests.append(len(upstream.arrivals()))

    @property
    def median(self) -> float:
        """Seconds."""
        return median(self.seconds)


async def rows(upstream: Upstream) -> list[Row]:
    """Cold and warm, and when the first card can be shown."""
    taken = {name: _Timings() for name in ("trip", "floor", "cold", "warm", "one", "all", "kept")}
    first_cards: list[float] = []
    for _ in range(_ROUNDS):
        await _round(upstream, taken, first_cards)
    trip, floor = taken["trip"].median, taken["floor"].median
    cold, warm, first = taken["cold"].median, taken["warm"].median, median(first_cards)
    two_steps = 2 * floor / 3
    asked = max(taken["warm"].requests)
    return [
        Row(
            f"cold /lastmatch, {_LATENCY} ms upstream",
            ms(cold),
            f"{ms(taken['one'].median)} in sequence, {ms(taken['all'].median)} gathered",
            "<= 1.05x the floor",
            cold <= 1.05 * floor,
            f"floor, three bare reads one after the other: {ms(floor)}",
            f"{cold / floor:.3f}x",
        ),
        Row(
            "its first card, the names still on their way",
            ms(first),
            "-",
            f"<= 1.05x two steps ({ms(two_steps)})",
            first <= 1.05 * two_steps,
            ratio=f"{first / two_steps:.3f}x",
        ),
        Row(
            "warm /lastmatch",
            f"{ms(warm)}, {asked} request(s)",
            f"{ms(taken['kept'].median)}, {max(taken['kept'].requests)} requests",
            "1 request, <= 1.1x a round trip",
            asked == 1 and warm <= 1.1 * trip,
            f"a bare round trip: {ms(trip)}",
            f"{warm / trip:.3f}x",
        ),
    ]


async def _round(upstream: Upstream, taken: dict[str, _Timings], first_cards: list[float]) -> None:
    base_url = upstream.base_url(_LATENCY)
    url = f"{base_url}/halostats.svc.halowaypoint.com/hi/players/xuid(1)/matches"
    async with aiohttp.ClientSession() as session:

        async def read() -> None:
            async with session.get(url) as answer:
                await answer.read()

        async def three() -> None:
            for _ in range(3):
                await read()

        await taken["floor"].measure(three, upstream)
        await taken["trip"].measure(read, upstream)
    with tempfile.TemporaryDirectory() as name:
        clock = ours.LaterClock()
        async with ours.app(base_url, Path(name), clock) as app:
            began = perf_counter()

            async def first_card(_: object) -> None:
                first_cards.append(perf_counter() - began)

            async def lookup() -> None:
                await app.lookups.last_match.latest(ours.PLAYER)

            async def cold() -> None:
                nonlocal began
                began = perf_counter()
                await app.lookups.last_match.latest(ours.PLAYER, early=first_card)

            await taken["cold"].measure(cold, upstream)
            clock.ahead = _LATER
            await taken["warm"].measure(lookup, upstream)
        async with peer.cached_client(base_url, Path(name)) as client:
            await taken["all"].measure(lambda: peer.last_match(client, at_once=True), upstream)
            await taken["kept"].measure(lambda: peer.last_match(client, at_once=True), upstream)
    async with aiohttp.ClientSession() as plain:
        client = peer.client_on(plain)
        await taken["one"].measure(lambda: peer.last_match(client, at_once=False), upstream)
