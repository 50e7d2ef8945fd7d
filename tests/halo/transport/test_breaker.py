import asyncio

import pytest
from aiohttp import web

from bot.halo.errors import CircuitOpen, Unavailable
from bot.halo.transport.breaker import FAILURES, PROBE, REST, Breaker
from bot.halo.transport.wire import Wire
from tests.support.clock import FakeClock
from tests.support.things import ask
from tests.support.upstream import Upstream, answer, cut


@pytest.fixture
def breaker(wire: Wire, clock: FakeClock) -> Breaker:
    return Breaker(wire, clock)


async def fail(breaker: Breaker, upstream: Upstream, count: int = FAILURES) -> None:
    upstream.script(answer("", 503))
    for _ in range(count):
        await breaker.send(ask())
    upstream.seen.clear()


async def test_a_host_that_keeps_failing_is_left_alone(
    breaker: Breaker, upstream: Upstream, clock: FakeClock
) -> None:
    await fail(breaker, upstream)
    clock.advance(3)
    with pytest.raises(CircuitOpen) as caught:
        await breaker.send(ask())
    assert caught.value.retry_after == REST - 3
    assert caught.value.endpoint == "thing"
    assert upstream.seen == []


async def test_other_hosts_are_asked_meanwhile(breaker: Breaker, upstream: Upstream) -> None:
    await fail(breaker, upstream)
    assert (await breaker.send(ask(host="other.example"))).status == 503


async def test_no_answer_counts_as_a_failure(breaker: Breaker, upstream: Upstream) -> None:
    upstream.script(cut)
    for _ in range(FAILURES):
        with pytest.raises(Unavailable):
            await breaker.send(ask())
    with pytest.raises(CircuitOpen):
        await breaker.send(ask())
    assert len(upstream.seen) == FAILURES


@pytest.mark.parametrize("status", [200, 404, 401, 429])
async def test_any_sensible_answer_in_between_keeps_it_closed(
    breaker: Breaker, upstream: Upstream, status: int
) -> None:
    await fail(breaker, upstream, FAILURES - 1)
    upstream.script(answer("", status), answer("", 503))
    for _ in range(FAILURES):
        await breaker.send(ask())
    assert len(upstream.seen) == FAILURES


async def test_an_answered_probe_closes_it(
    breaker: Breaker, upstream: Upstream, clock: FakeClock
) -> None:
    await fail(breaker, upstream)
    clock.advance(REST)
    upstream.script(answer())
    assert (await breaker.send(ask())).status == 200
    await asyncio.gather(*(breaker.send(ask(str(number))) for number in range(5)))
    assert len(upstream.seen) == 6


async def test_a_failed_probe_keeps_it_open_for_as_long_again(
    breaker: Breaker, upstream: Upstream, clock: FakeClock
) -> None:
    await fail(breaker, upstream)
    clock.advance(REST)
    assert (await breaker.send(ask())).status == 503
    with pytest.raises(CircuitOpen) as caught:
        await breaker.send(ask())
    assert caught.value.retry_after == REST
    assert len(upstream.seen) == 1


async def test_only_one_probe_goes_through(
    breaker: Breaker, upstream: Upstream, clock: FakeClock
) -> None:
    await fail(breaker, upstream)
    clock.advance(REST)
    upstream.script(answer())
    outcomes = await asyncio.gather(
        *(breaker.send(ask(str(number))) for number in range(5)), return_exceptions=True
    )
    refused = [error for error in outcomes if isinstance(error, CircuitOpen)]
    assert len(upstream.seen) == 1
    assert [error.retry_after for error in refused] == [PROBE] * 4


async def test_a_probe_that_is_given_up_leaves_room_for_the_next(
    breaker: Breaker, upstream: Upstream, clock: FakeClock
) -> None:
    arrived = asyncio.Event()

    async def hang(request: web.BaseRequest) -> web.StreamResponse:
        arrived.set()
        await asyncio.Event().wait()
        raise AssertionError

    await fail(breaker, upstream)
    clock.advance(REST)
    upstream.script(hang, answer())
    probe = asyncio.create_task(breaker.send(ask()))
    await arrived.wait()
    probe.cancel()
    with pytest.raises(asyncio.CancelledError):
        await probe
    assert (await breaker.send(ask())).status == 200
