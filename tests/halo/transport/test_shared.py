"""Limits that several processes keep together, on a real store."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from aiohttp import web
from sqlalchemy.engine import make_url

from bot.halo.clock import SystemClock
from bot.halo.endpoints import Rate
from bot.halo.errors import CircuitOpen, LimitsUnavailable, RateLimited, Unavailable
from bot.halo.transport.base import Request, Response, Sender
from bot.halo.transport.limit import Limit
from bot.halo.transport.pacing import LATEST_ARRIVAL
from bot.halo.transport.shared import SLACK, SharedLimits
from bot.halo.transport.wire import Wire
from bot.storage.engine import Database, Pool
from bot.storage.migrate import upgrade
from bot.storage.places import UpstreamPlaces
from tests.support.arrivals import most_in_any_window
from tests.support.proxy import Proxy
from tests.support.things import THING, ask
from tests.support.upstream import Upstream, answer

WINDOW = 0.3
USUAL = {"*": Rate(5, WINDOW)}


class Worker:
    """What one worker has: its connections to the database, and its part in the limits."""

    def __init__(self, database: Database) -> None:
        self.places = UpstreamPlaces(database, SystemClock())
        self.limits = SharedLimits(self.places, SystemClock())

    def limit(
        self, inner: Sender, rates: Mapping[str, Rate] = USUAL, account: str = "main"
    ) -> Limit:
        """The limit of an account."""
        return Limit(inner, SystemClock(), rates, budget=self.limits.of(account))

    async def make_places(self, account: str) -> None:
        """Have a place that is free at once: those that a limit makes are not."""
        await self.places.take(f"{account} {THING.host}", Rate(1, 0.0), "nobody", 0.0)


@pytest.fixture
async def url(postgresql_url: str) -> str:
    await upgrade(postgresql_url)
    return postgresql_url


@pytest.fixture
async def workers(url: str) -> AsyncIterator[list[Worker]]:
    """Three of them on one database."""
    async with AsyncExitStack() as resources:
        yield [await resources.enter_async_context(worker(url)) for _ in range(3)]


@asynccontextmanager
async def worker(url: str) -> AsyncIterator[Worker]:
    database = await Database.open(url, Pool(size=4, timeout=2.0))
    made = Worker(database)
    yield made
    await made.limits.close()
    await database.close()


async def many(limits: list[Limit], count: int) -> None:
    """So many requests of each at once."""
    await asyncio.gather(
        *(limit.send(ask(str(number))) for limit in limits for number in range(count))
    )


async def test_all_workers_together_never_exceed_the_rate_in_any_window(
    workers: list[Worker], wire: Wire, upstream: Upstream
) -> None:
    await many([worker.limit(wire) for worker in workers], 10)
    assert len(upstream.seen) == 30
    assert most_in_any_window(upstream.seen, WINDOW) == 5


async def test_a_narrower_limiter_holds_for_all_too(
    workers: list[Worker], wire: Wire, upstream: Upstream
) -> None:
    rates = {THING.host: Rate(5, WINDOW), "history": Rate(2, WINDOW)}
    limits = [worker.limit(wire, rates) for worker in workers]
    await asyncio.gather(
        *(limit.send(ask("h", limiter="history")) for limit in limits for _ in range(3)),
        *(limit.send(ask(str(number))) for limit in limits for number in range(3)),
    )
    histories = [seen for seen in upstream.seen if seen.target.endswith("/h")]
    assert (len(histories), len(upstream.seen)) == (9, 18)
    assert most_in_any_window(histories, WINDOW) == 2
    assert most_in_any_window(upstream.seen, WINDOW) == 5


async def test_accounts_have_limits_of_their_own(
    workers: list[Worker], wire: Wire, upstream: Upstream
) -> None:
    first, second, _ = workers
    rate = {"*": Rate(1, 3600.0)}
    for account in ("main", "second"):
        await first.make_places(account)
    async with asyncio.timeout(30):
        for account in ("main", "second"):
            await first.limit(wire, rate, account).send(ask(account))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await second.limit(wire, rate).send(ask())
    assert len(upstream.seen) == 2


async def test_who_gives_up_waiting_leaves_the_place_as_it_was(
    workers: list[Worker], wire: Wire, upstream: Upstream
) -> None:
    limits = [worker.limit(wire, {"*": Rate(1, WINDOW)}) for worker in workers]
    await limits[0].send(ask())
    waiting = [asyncio.create_task(limit.send(ask())) for limit in limits]
    await asyncio.sleep(WINDOW / 3)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await many(limits, 1)
    assert len(upstream.seen) == 4
    assert most_in_any_window(upstream.seen, WINDOW) == 1


async def test_what_the_breaker_refuses_takes_no_place(workers: list[Worker], wire: Wire) -> None:
    class Open:
        async def send(self, request: Request) -> Response:
            raise CircuitOpen

    rate = {"*": Rate(1, 3600.0)}
    await workers[0].make_places("main")
    async with asyncio.timeout(30):
        for _ in range(3):
            with pytest.raises(CircuitOpen):
                await workers[0].limit(Open(), rate).send(ask())


async def test_a_slow_request_keeps_its_place_past_the_lease(
    workers: list[Worker], wire: Wire, upstream: Upstream
) -> None:
    lease = SLACK + LATEST_ARRIVAL + WINDOW

    async def slow(_request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(lease + 0.5)
        return web.Response()

    upstream.script(slow, answer())
    first, second, _ = (worker.limit(wire, {"*": Rate(1, WINDOW)}) for worker in workers)
    await asyncio.gather(first.send(ask()), delayed(second))
    assert upstream.seen[1].at - upstream.seen[0].at >= lease + 0.5 + WINDOW


async def delayed(limit: Limit) -> None:
    """Send once another has had time to be the first."""
    await asyncio.sleep(0.5 + WINDOW)
    await limit.send(ask())


async def test_the_places_of_a_worker_that_dies_are_free_in_seconds(
    workers: list[Worker], wire: Wire, upstream: Upstream
) -> None:
    rate, lease = Rate(2, WINDOW), SLACK + LATEST_ARRIVAL + WINDOW
    dead, living, _ = workers
    for number in range(3):
        # The first finds no places yet, and makes them.
        await dead.places.take(f"main {THING.host}", rate, f"dead-{number}", lease)
    async with asyncio.timeout(60):
        await many([living.limit(wire, {"*": rate})], 4)
    assert len(upstream.seen) == 4


async def paused(worker: Worker) -> None:
    """Wait until it may know: as soon as the database does."""
    async with asyncio.timeout(30):
        while await worker.places.pause_left(f"main {THING.host}") <= 0:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_429_pauses_the_host_for_all(
    workers: list[Worker], wire: Wire, upstream: Upstream
) -> None:
    upstream.script(answer("", 429, {"Retry-After": "1"}), answer())
    limits = [worker.limit(wire) for worker in workers]
    await limits[0].send(ask())
    await paused(workers[1])
    said = asyncio.get_running_loop().time()
    left = await workers[1].places.pause_left(f"main {THING.host}")
    await many(limits, 2)
    assert min(seen.at for seen in upstream.seen[1:]) >= said + left - 0.02


async def test_a_long_pause_is_told_at_once_to_all(
    workers: list[Worker], wire: Wire, upstream: Upstream
) -> None:
    upstream.script(answer("", 429, {"Retry-After": "600"}), answer())
    await workers[0].limit(wire).send(ask())
    await paused(workers[1])
    with pytest.raises(RateLimited) as caught:
        await workers[1].limit(wire).send(ask())
    assert caught.value.retry_after == pytest.approx(600, abs=60)
    # A shorter one does not end it.
    await workers[2].places.pause(f"main {THING.host}", 1.0)
    assert await workers[2].places.pause_left(f"main {THING.host}") > 500
    assert len(upstream.seen) == 1


async def test_nothing_is_sent_while_the_database_is_away(
    url: str, wire: Wire, upstream: Upstream, caplog: pytest.LogCaptureFixture
) -> None:
    server = make_url(url)
    async with Proxy(server.host or "127.0.0.1", server.port or 5432) as proxy:
        through = server.set(host="127.0.0.1", port=proxy.port)
        async with worker(through.render_as_string(hide_password=False)) as cut_off:
            limit = cut_off.limit(wire)
            await limit.send(ask())
            await proxy.cut()
            for _ in range(3):
                with pytest.raises(LimitsUnavailable):
                    await limit.send(ask())
            assert len(upstream.seen) == 1
            assert cut_off.places.faults >= 1
            said = [one for one in caplog.records if "out of reach" in one.getMessage()]
            assert len(said) == 1
            await proxy.mend()
            async with asyncio.timeout(30):
                while len(upstream.seen) < 2:
                    try:
                        await limit.send(ask())
                    except Unavailable:
                        await asyncio.sleep(0.1)
