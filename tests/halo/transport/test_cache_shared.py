"""Many callers of one answer at once."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.halo.endpoints import CacheRule, RetryPolicy
from bot.halo.transport.base import Request, Response
from bot.halo.transport.cache import Cache
from bot.halo.transport.flight import Flight
from bot.halo.transport.retry import Retry
from bot.halo.transport.wire import Wire
from tests.support.cached import ETAG, control, reply
from tests.support.clock import FakeClock
from tests.support.entries import MemoryStore
from tests.support.things import ask
from tests.support.upstream import Answer, Upstream, answer

CALLERS = 100
OWN = CacheRule(fresh_for=20, stale_for=100, stale_while_revalidate=10)
TWICE = RetryPolicy("twice", timeout=5, max_retries=1)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
async def flight(wire: Wire, clock: FakeClock, store: MemoryStore) -> AsyncIterator[Flight]:
    """flight > cache > retry > wire."""
    cache = Cache(Retry(wire, clock), clock, store)
    made = Flight(cache, cache.at_once)
    yield made
    await made.close()
    await cache.close()


class Gate:
    """An answer that comes when the test opens it."""

    def __init__(self, inner: Answer) -> None:
        self.arrived, self.opened = asyncio.Event(), asyncio.Event()
        self._inner = inner

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        self.arrived.set()
        await self.opened.wait()
        return await self._inner(request)


async def everybody(flight: Flight, request: Request) -> list[Response]:
    return await asyncio.gather(*(flight.send(request) for _ in range(CALLERS)))


async def test_an_uncached_answer_costs_one_request(flight: Flight, upstream: Upstream) -> None:
    upstream.script(reply())
    found = await everybody(flight, ask(cache=OWN))
    assert len({id(each) for each in found}) == len(upstream.seen) == 1


async def test_failures_are_one_flight_with_its_retries(flight: Flight, upstream: Upstream) -> None:
    upstream.script(answer("", 503))
    found = await everybody(flight, ask(cache=OWN, retry=TWICE))
    assert {each.status for each in found} == {503}
    assert len(upstream.seen) == TWICE.max_retries + 1


async def test_inside_the_window_nobody_waits_and_one_asks(
    flight: Flight, upstream: Upstream, clock: FakeClock
) -> None:
    gate = Gate(reply(body='{"name": "new"}'))
    upstream.script(reply(), gate)
    await flight.send(ask(cache=OWN))
    clock.advance(25)
    async with asyncio.timeout(30):
        found = await everybody(flight, ask(cache=OWN))
        assert {each.body for each in found} == {b'{"name": "first"}'}
        assert {each.headers["Age"] for each in found} == {"25"}
        await gate.arrived.wait()
    assert len(upstream.seen) == 2
    clock.advance(10)
    # Past the window, callers join the request that is under way.
    waiting = asyncio.gather(*(flight.send(ask(cache=OWN)) for _ in range(3)))
    await asyncio.sleep(0)
    gate.opened.set()
    assert {each.body for each in await waiting} == {b'{"name": "new"}'}
    assert len(upstream.seen) == 2


async def test_past_the_window_all_wait_for_one_request(
    flight: Flight, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(reply(headers=ETAG), reply(304, ETAG, ""))
    await flight.send(ask(cache=OWN))
    clock.advance(30)
    found = await everybody(flight, ask(cache=OWN))
    assert {(each.status, each.received_at) for each in found} == {(200, clock.now())}
    assert len(upstream.seen) == 2


async def test_a_refresh_goes_past_what_is_fresh(flight: Flight, upstream: Upstream) -> None:
    upstream.script(reply(), reply(body='{"name": "new"}'))
    await flight.send(ask(cache=OWN))
    fresh = ask(headers=control("no-cache"), cache=OWN)
    assert (await flight.send(fresh)).body == b'{"name": "new"}'
    assert (await flight.send(ask(cache=OWN))).body == b'{"name": "new"}'


async def test_what_is_fresh_in_memory_is_answered_without_a_store_and_marked_as_used(
    flight: Flight, upstream: Upstream, store: MemoryStore
) -> None:
    upstream.script(reply())
    await flight.send(ask(cache=OWN))
    loads = store.loads
    response = await flight.send(ask(cache=OWN))
    assert (response.cached, store.loads, len(store.uses)) == (True, loads, 1)


async def test_a_cookie_does_not_outlive_the_process(
    flight: Flight, upstream: Upstream, store: MemoryStore
) -> None:
    upstream.script(reply(headers=control("max-age=60", Set_Cookie="secret=1")))
    await flight.send(ask())
    assert (await flight.send(ask())).headers["Set-Cookie"] == "secret=1"
    (entry,) = store.entries.values()
    assert "secret" not in repr(entry)
