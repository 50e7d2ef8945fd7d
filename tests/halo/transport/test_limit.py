import asyncio
from dataclasses import replace
from email.utils import formatdate
from random import Random
from time import monotonic
from typing import Any

import pytest
from aiohttp import web

from bot.halo.clock import SystemClock
from bot.halo.endpoints import Rate, RetryPolicy
from bot.halo.errors import CircuitOpen, QueueTooLong, RateLimited, Unavailable
from bot.halo.transport.base import Request, Response, Sender
from bot.halo.transport.limit import LONGEST_PAUSE, QUIET, UNSTATED_PAUSE, Limit
from bot.halo.transport.pacing import LATEST_ARRIVAL
from bot.halo.transport.queue import QueueCounters
from bot.halo.transport.retry import Retry
from bot.halo.transport.ticket import Asker, Lane, Ticket
from bot.halo.transport.wire import Wire
from tests.support.arrivals import most_in_any_window
from tests.support.clock import FakeClock
from tests.support.things import THING, ask
from tests.support.upstream import Upstream, answer

IMPATIENT = RetryPolicy("impatient", timeout=0.05, max_retries=0)


class Jitter:
    """A network on which every request takes its own time."""

    def __init__(self, inner: Sender, longest: float) -> None:
        self._inner = inner
        self._longest = longest
        self._random = Random(5)

    async def send(self, request: Request) -> Response:
        await asyncio.sleep(self._random.uniform(0, self._longest))
        return await self._inner.send(request)


async def together(limit: Limit, count: int, **changes: Any) -> None:
    await asyncio.gather(*(limit.send(ask(str(number), **changes)) for number in range(count)))


async def test_fifty_callers_never_exceed_the_rate_in_any_window(
    wire: Wire, upstream: Upstream
) -> None:
    await together(Limit(wire, SystemClock(), {"*": Rate(5, 0.1)}), 50)
    assert len(upstream.seen) == 50
    assert most_in_any_window(upstream.seen, 0.1) == 5


async def test_nor_does_a_network_that_delays_each_request_differently(
    wire: Wire, upstream: Upstream
) -> None:
    await together(Limit(Jitter(wire, 0.08), SystemClock(), {"*": Rate(5, 0.1)}), 30)
    assert len(upstream.seen) == 30
    assert most_in_any_window(upstream.seen, 0.1) <= 5


async def test_a_burst_within_the_rate_does_not_wait(wire: Wire, clock: FakeClock) -> None:
    async with asyncio.timeout(30):
        await together(Limit(wire, clock, {"*": Rate(5, 3600.0)}), 5)


async def test_the_place_is_free_one_window_after_the_answer(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    answered: list[float] = []

    async def slow(request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(0.1)
        answered.append(monotonic())
        return web.Response()

    upstream.script(slow, answer())
    limit = Limit(wire, clock, {"*": Rate(1, 0.3)})
    await limit.send(ask())
    await limit.send(ask())
    assert upstream.seen[1].at - answered[0] >= 0.299


async def test_what_got_no_answer_may_still_arrive(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    async def hang(request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    upstream.script(hang, answer())
    limit = Limit(wire, clock, {"*": Rate(1, 0.1)})
    with pytest.raises(Unavailable):
        await limit.send(ask(retry=IMPATIENT))
    given_up = monotonic()
    await limit.send(ask())
    assert upstream.seen[1].at - given_up >= LATEST_ARRIVAL


async def test_a_limiter_of_its_own_counts_toward_its_host_too(
    wire: Wire, upstream: Upstream
) -> None:
    limit = Limit(wire, SystemClock(), {"*": Rate(5, 0.1), "history": Rate(2, 0.1)})
    await asyncio.gather(together(limit, 8, limiter="history"), together(limit, 20))
    assert len(upstream.seen) == 28
    assert most_in_any_window(upstream.seen, 0.1) == 5


async def test_a_limiter_of_its_own_is_the_narrower_one(wire: Wire, upstream: Upstream) -> None:
    limit = Limit(wire, SystemClock(), {"*": Rate(5, 0.1), "history": Rate(2, 0.1)})
    await together(limit, 8, limiter="history")
    assert most_in_any_window(upstream.seen, 0.1) == 2


async def test_those_who_wait_for_a_limiter_do_not_hold_up_their_host(
    wire: Wire, upstream: Upstream
) -> None:
    limit = Limit(wire, SystemClock(), {"history": Rate(1, 3600.0), THING.host: Rate(5, 3600.0)})
    waiting = [asyncio.create_task(limit.send(ask(limiter="history"))) for _ in range(9)]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    async with asyncio.timeout(30):
        await together(limit, 4)
    assert len(upstream.seen) == 5
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_hosts_are_apart_and_those_without_a_rate_are_free(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    limit = Limit(wire, clock, {"slow.example": Rate(1, 3600.0), "other.example": Rate(1, 3600.0)})
    async with asyncio.timeout(30):
        await limit.send(ask(host="slow.example"))
        await limit.send(ask(host="other.example"))
        await together(limit, 20)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await limit.send(ask(host="slow.example"))


async def test_who_leaves_the_queue_lets_nobody_through_early(
    wire: Wire, upstream: Upstream
) -> None:
    limit = Limit(wire, SystemClock(), {"*": Rate(2, 0.1)})
    tasks = [asyncio.create_task(limit.send(ask(str(number)))) for number in range(8)]
    await asyncio.wait(tasks[:2])
    # One that waits for its window to pass, and one that waits for a place.
    for task in (tasks[2], tasks[5]):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert len(upstream.seen) == 6
    assert most_in_any_window(upstream.seen, 0.1) == 2


async def test_what_the_breaker_refuses_takes_no_place(wire: Wire, clock: FakeClock) -> None:
    class Open:
        async def send(self, request: Request) -> Response:
            raise CircuitOpen

    limit = Limit(Open(), clock, {"*": Rate(1, 3600.0)})
    async with asyncio.timeout(30):
        for _ in range(3):
            with pytest.raises(CircuitOpen):
                await limit.send(ask())


@pytest.mark.parametrize("as_date", [False, True])
async def test_a_429_pauses_the_whole_host(
    wire: Wire, upstream: Upstream, clock: FakeClock, as_date: bool
) -> None:
    wait = formatdate(clock.now() + 3, usegmt=True) if as_date else "3"
    upstream.script(answer("", 429, {"Retry-After": wait}), answer())
    limit = Limit(wire, clock, {})
    assert (await limit.send(ask(limiter="history"))).status == 429
    assert (await limit.send(ask("b"))).status == 200
    assert clock.slept == [3.0]
    assert (await limit.send(ask("c"))).status == 200
    assert clock.slept == [3.0]


async def test_a_429_that_names_no_time_pauses_a_little(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(answer("", 429), answer())
    limit = Limit(wire, clock, {})
    await limit.send(ask())
    await limit.send(ask())
    assert clock.slept == [UNSTATED_PAUSE]


async def test_other_hosts_do_not_pause(wire: Wire, upstream: Upstream, clock: FakeClock) -> None:
    upstream.script(answer("", 429, {"Retry-After": "3"}), answer())
    limit = Limit(wire, clock, {})
    await limit.send(ask())
    await limit.send(ask(host="other.example"))
    assert clock.slept == []


async def test_a_long_pause_is_told_at_once(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(answer("", 429, {"Retry-After": "60"}), answer())
    limit = Limit(wire, clock, {})
    await limit.send(ask())
    clock.advance(20)
    with pytest.raises(RateLimited) as caught:
        await limit.send(ask())
    assert caught.value.retry_after == pytest.approx(40)
    assert len(upstream.seen) == 1
    clock.advance(40)
    assert (await limit.send(ask())).status == 200


async def test_a_shorter_pause_does_not_end_a_longer_one(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(
        answer("", 429, {"Retry-After": "60"}), answer("", 429, {"Retry-After": "1"}), answer()
    )
    limit = Limit(wire, clock, {})
    await asyncio.gather(limit.send(ask("a")), limit.send(ask("b")))
    with pytest.raises(RateLimited):
        await limit.send(ask())


async def test_a_pause_also_holds_those_who_already_wait_for_a_place(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(answer("", 429, {"Retry-After": "60"}), answer())
    limit = Limit(wire, clock, {"*": Rate(1, 0.3)})
    outcomes = await asyncio.gather(
        *(limit.send(ask(str(number))) for number in range(3)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [Response, RateLimited, RateLimited]
    assert len(upstream.seen) == 1


async def test_the_end_of_a_pause_is_no_burst(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(answer("", 429, {"Retry-After": str(int(LONGEST_PAUSE))}), answer())
    await together(Limit(wire, clock, {"*": Rate(1, 0.1)}), 4)
    assert len(upstream.seen) == 4
    assert most_in_any_window(upstream.seen, 0.1) == 1
    assert sum(clock.slept) == pytest.approx(LONGEST_PAUSE)


async def test_a_service_that_is_slow_to_answer_is_not_asked_more_slowly_than_it_has_to_be(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    second = asyncio.Event()

    async def hold(_request: web.BaseRequest) -> web.StreamResponse:
        if len(upstream.seen) == 2:
            second.set()
        # The first answer comes once the second request is there.
        await second.wait()
        return web.Response()

    upstream.script(hold)
    await together(Limit(wire, clock, {"*": Rate(1, 0.1)}), 2)
    first, other = (seen.at for seen in upstream.seen)
    assert other - first >= 0.1 + LATEST_ARRIVAL - 0.05


async def test_an_answer_that_comes_late_frees_no_place_twice(
    wire: Wire, upstream: Upstream
) -> None:
    # Each answer comes after its place has passed on to another request.
    answers: list[asyncio.Event] = []

    async def late(_request: web.BaseRequest) -> web.StreamResponse:
        mine = asyncio.Event()
        answers.append(mine)
        if len(answers) > 1:
            answers[-2].set()
        if len(answers) < 4:
            await mine.wait()
        return web.Response()

    upstream.script(late)
    await together(Limit(wire, SystemClock(), {"*": Rate(1, 0.05)}), 4)
    assert len(upstream.seen) == 4
    assert most_in_any_window(upstream.seen, 0.05) == 1


async def test_the_deadline_of_a_call_begins_when_its_turn_comes(
    wire: Wire, upstream: Upstream
) -> None:
    upstream.script(answer('{"name": "a"}'))
    clock = SystemClock()
    retry = Retry(Limit(wire, clock, {"*": Rate(1, 0.1)}), clock, deadline=0.3)
    responses = await asyncio.gather(*(retry.send(ask(str(number))) for number in range(8)))
    # The last ones waited for more than twice of that.
    assert max(response.waited for response in responses) > 0.6
    assert [response.status for response in responses] == [200] * 8


async def test_bulk_work_leaves_half_of_the_places_to_people(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    limit = Limit(wire, clock, {"*": Rate(4, 60.0)})
    await limit.send(ask("person"))
    bulk = Asker("b", lane=Lane.BULK)
    working = [
        asyncio.create_task(limit.send(replace(ask(f"bulk {number}"), ticket=Ticket(bulk))))
        for number in range(5)
    ]
    async with asyncio.timeout(30):
        await asyncio.gather(*working[:2])
        await limit.send(ask("another"))
    assert [task.done() for task in working] == [True, True, False, False, False]
    for task in working:
        task.cancel()
    await asyncio.gather(*working, return_exceptions=True)


async def test_bulk_work_that_is_alone_has_all_of_them(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    limit = Limit(wire, clock, {"*": Rate(5, 3600.0)})
    await limit.send(ask("person"))
    clock.advance(QUIET)
    bulk = Asker("b", lane=Lane.BULK)
    async with asyncio.timeout(30):
        await asyncio.gather(
            *(limit.send(replace(ask(str(number)), ticket=Ticket(bulk))) for number in range(4))
        )


async def test_what_waits_is_counted(wire: Wire, clock: FakeClock) -> None:
    counters = QueueCounters()
    limit = Limit(wire, clock, {"*": Rate(1, 3600.0)}, counters=counters)
    await limit.send(ask())
    tasks = [asyncio.create_task(limit.send(ask(str(number)))) for number in range(3)]
    await asyncio.sleep(0)
    # The first one waits for as long as it takes; nobody waits for two hours.
    assert (counters.waiting, counters.refused) == (1, 2)
    for task in tasks:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes[1:]] == [QueueTooLong, QueueTooLong]
    assert counters.waiting == 0
