import asyncio
import logging
from contextvars import ContextVar

import pytest
from aiohttp import web

from bot.halo.endpoints import RetryPolicy
from bot.halo.errors import InvalidAnswer, Unavailable
from bot.halo.transport.base import Request, Response, headers_of
from bot.halo.transport.flight import Flight
from bot.halo.transport.retry import Retry
from bot.halo.transport.ticket import Asker, Lane, Ticket, asking
from bot.halo.transport.wire import Wire
from tests.support.clock import FakeClock
from tests.support.things import ask
from tests.support.upstream import Upstream, answer
from tests.support.waiting import eventually


class Held:
    """An answer that comes when the test lets it; `left` is set when the client goes away."""

    def __init__(self, body: str = "{}", status: int = 200) -> None:
        self.arrived = asyncio.Event()
        self.released = asyncio.Event()
        self.left = asyncio.Event()
        self._reply = answer(body, status)

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        self.arrived.set()
        try:
            await self.released.wait()
        except asyncio.CancelledError:
            self.left.set()
            raise
        return await self._reply(request)


def start(
    flight: Flight, count: int, request: Request | None = None
) -> list[asyncio.Task[Response]]:
    return [asyncio.create_task(flight.send(request or ask())) for _ in range(count)]


async def test_equal_requests_share_one(wire: Wire, upstream: Upstream) -> None:
    held = Held('{"name": "a"}')
    upstream.script(held)
    flight = Flight(wire)
    tasks = start(flight, 20)
    await held.arrived.wait()
    tasks += start(flight, 5)
    await asyncio.sleep(0)
    held.released.set()
    responses = await asyncio.gather(*tasks)
    assert len(upstream.seen) == 1
    assert all(response is responses[0] for response in responses)
    assert flight.joined == 24


async def test_nothing_is_kept_after_landing(wire: Wire, upstream: Upstream) -> None:
    flight = Flight(wire)
    await flight.send(ask())
    await flight.send(ask())
    assert len(upstream.seen) == 2


@pytest.mark.parametrize(
    "other",
    [
        ask("b"),
        ask(headers={"cache-control": "no-cache"}),
        ask(wait=True),
        ask(method="POST"),
    ],
    ids=["URL", "headers", "waits for a 404", "not safe to share"],
)
async def test_different_requests_do_not_share(
    wire: Wire, upstream: Upstream, other: Request
) -> None:
    flight = Flight(wire)
    await asyncio.gather(flight.send(ask()), flight.send(other), flight.send(other))
    assert len(upstream.seen) == (3 if other.method == "POST" else 2)


async def test_one_waiters_cancellation_leaves_the_others_alone(
    wire: Wire, upstream: Upstream
) -> None:
    held = Held()
    upstream.script(held)
    first, second, third = start(Flight(wire), 3)
    await held.arrived.wait()
    first.cancel()
    third.cancel()
    await asyncio.wait([first, third])
    assert first.cancelled()
    assert third.cancelled()
    held.released.set()
    assert (await second).status == 200
    assert len(upstream.seen) == 1


async def test_the_last_waiter_takes_the_request_along(wire: Wire, upstream: Upstream) -> None:
    held = Held()
    upstream.script(held, answer())
    flight = Flight(wire)
    patient = RetryPolicy("patient", timeout=300, max_retries=0)
    tasks = start(flight, 2, ask(retry=patient))
    await held.arrived.wait()
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    async with asyncio.timeout(30):
        await held.left.wait()
    assert (await flight.send(ask())).status == 200
    assert len(upstream.seen) == 2


async def test_failures_are_shared_but_not_kept(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(answer("<html>"), answer('{"name": "a"}'))
    flight = Flight(Retry(wire, clock))
    outcomes = await asyncio.gather(*start(flight, 3), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [InvalidAnswer] * 3
    assert (await flight.send(ask())).status == 200
    assert len(upstream.seen) == 2


async def test_a_failure_that_nobody_waits_for_makes_no_noise(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Stubborn:
        async def send(self, request: Request) -> Response:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                raise Unavailable from None
            raise AssertionError

    (task,) = start(Flight(Stubborn()), 1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with caplog.at_level(logging.ERROR):
        await asyncio.wait([task])
        await asyncio.sleep(0)
        del task
    assert caplog.records == []


async def test_nothing_of_the_first_caller_reaches_the_shared_request() -> None:
    mark: ContextVar[str] = ContextVar("mark", default="")
    seen: list[str] = []

    class Noting:
        async def send(self, request: Request) -> Response:
            seen.append(mark.get())
            return Response(200, request.headers, b"", 0.0)

    flight = Flight(Noting())
    mark.set("the first caller's")
    await flight.send(ask())
    assert seen == [""]


class SlowToLeave:
    """A sender whose cancelled calls take until `released` to clean up."""

    def __init__(self) -> None:
        self.entered = asyncio.Event()
        self.released = asyncio.Event()
        self.ended = 0

    async def send(self, request: Request) -> Response:
        self.entered.set()
        try:
            await asyncio.Event().wait()
        finally:
            await self.released.wait()
            self.ended += 1
        raise AssertionError("never answered")


@pytest.mark.parametrize("left", [True, False], ids=["left by its waiter", "still waited for"])
async def test_close_waits_for_everything_to_end(left: bool) -> None:
    inner = SlowToLeave()
    flight = Flight(inner)
    (waiter,) = start(flight, 1)
    await inner.entered.wait()
    if left:
        waiter.cancel()
        await asyncio.gather(waiter, return_exceptions=True)
    closing = asyncio.create_task(flight.close())
    await asyncio.sleep(0)
    assert not closing.done()
    inner.released.set()
    await closing
    assert inner.ended == 1
    await asyncio.gather(waiter, return_exceptions=True)


class Tickets:
    """Holds every request until released, and remembers the tickets they came with."""

    def __init__(self) -> None:
        self.seen: list[Ticket | None] = []
        self.released = asyncio.Event()

    async def send(self, request: Request) -> Response:
        self.seen.append(request.ticket)
        await self.released.wait()
        return Response(200, headers_of(), b"{}", 0.0)


async def test_a_request_is_sent_for_whoever_asked_first() -> None:
    inner = Tickets()
    flight = Flight(inner)
    first, second = Asker("first"), Asker("second")
    tasks = []
    for asker in (first, second):
        with asking(asker):
            tasks += start(flight, 1)
    tasks += start(flight, 1, ask("b"))
    await eventually(lambda: len(inner.seen) == 2)
    shared, nobodys = inner.seen
    assert shared is not None
    assert nobodys is not None
    assert shared.asker is first
    assert first.tickets == second.tickets == {shared}
    assert nobodys.lane is Lane.INTERACTIVE
    inner.released.set()
    await asyncio.gather(*tasks)
    assert first.tickets == second.tickets == set()


async def test_bulk_work_that_somebody_waits_for_is_bulk_work_no_more() -> None:
    inner = Tickets()
    flight = Flight(inner)
    with asking(Asker("bulk", lane=Lane.BULK)):
        tasks = start(flight, 1)
    await eventually(lambda: inner.seen != [])
    somebody = Asker("somebody")
    with asking(somebody):
        tasks += start(flight, 1)
    await eventually(lambda: somebody.tickets != set())
    (ticket,) = inner.seen
    assert ticket is not None
    assert ticket.asker is somebody
    inner.released.set()
    await asyncio.gather(*tasks)
