import asyncio
from contextlib import suppress
from dataclasses import replace
from email.utils import formatdate

import pytest
from aiohttp import web

from bot.halo.endpoints import (
    CDN,
    LINEAR,
    LINEAR_3,
    LINEAR_3X50,
    LINEAR_NOT_FOUND,
    RetryPolicy,
)
from bot.halo.errors import (
    CircuitOpen,
    HaloError,
    InvalidAnswer,
    RateLimited,
    SignInRequired,
    Unavailable,
)
from bot.halo.transport.base import Request, Response
from bot.halo.transport.retry import DEADLINE, Retry
from bot.halo.transport.wire import Wire
from tests.support.clock import FakeClock
from tests.support.things import Thing, ask
from tests.support.upstream import Answer, Upstream, answer, cut

GOOD = answer('{"name": "a"}')
THREE = RetryPolicy("three", timeout=5, max_retries=3, delay=1.0)


@pytest.fixture
def retry(wire: Wire, clock: FakeClock) -> Retry:
    return Retry(wire, clock)


@pytest.mark.parametrize("policy", [LINEAR, LINEAR_3X50, LINEAR_3, CDN], ids=lambda one: one.name)
async def test_a_passing_fault_is_repeated_as_the_policy_says(
    retry: Retry, upstream: Upstream, clock: FakeClock, policy: RetryPolicy
) -> None:
    upstream.script(answer("", 503))
    assert (await retry.send(ask(retry=policy))).status == 503
    assert len(upstream.seen) == policy.max_retries + 1
    assert len(clock.slept) == policy.max_retries
    assert all(policy.delay <= wait <= policy.delay + policy.jitter for wait in clock.slept)


async def test_waits_grow(retry: Retry, upstream: Upstream, clock: FakeClock) -> None:
    upstream.script(answer("", 500))
    growing = RetryPolicy("growing", timeout=5, max_retries=3, delay=1.0, growth=2.0)
    await retry.send(ask(retry=growing))
    assert clock.slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
async def test_the_first_good_answer_ends_it(retry: Retry, upstream: Upstream, status: int) -> None:
    upstream.script(answer("", status), GOOD)
    assert (await retry.send(ask(retry=THREE))).parse(Thing).name == "a"
    assert len(upstream.seen) == 2


@pytest.mark.parametrize("status", [204, 302, 400, 401, 403, 404, 410, 501])
async def test_other_statuses_are_not_repeated(
    retry: Retry, upstream: Upstream, status: int
) -> None:
    upstream.script(answer("", status))
    assert (await retry.send(ask(retry=THREE))).status == status
    assert len(upstream.seen) == 1


@pytest.mark.parametrize("body", ["", "<html>", '{"name": "a', "[]"])
async def test_an_answer_that_makes_no_sense_is_a_fault(
    retry: Retry, upstream: Upstream, body: str
) -> None:
    upstream.script(answer(body), GOOD)
    assert (await retry.send(ask(retry=THREE))).parse(Thing).name == "a"
    upstream.script(answer(body))
    with pytest.raises(InvalidAnswer):
        await retry.send(ask(retry=THREE))
    assert len(upstream.seen) == 2 + 4


async def test_lost_connections_are_repeated(retry: Retry, upstream: Upstream) -> None:
    upstream.script(cut, cut, GOOD)
    assert (await retry.send(ask(retry=THREE))).status == 200
    upstream.script(cut)
    with pytest.raises(Unavailable):
        await retry.send(ask(retry=THREE))


@pytest.mark.parametrize(
    ("wait", "allowed", "attempts"),
    [(False, True, 1), (True, False, 1), (True, True, 15)],
    ids=["not asked for", "not in the policy", "both"],
)
async def test_a_404_is_repeated_only_where_both_sides_allow_it(
    retry: Retry, upstream: Upstream, clock: FakeClock, wait: bool, allowed: bool, attempts: int
) -> None:
    upstream.script(answer("", 404))
    policy = LINEAR_NOT_FOUND if allowed else THREE
    assert (await retry.send(ask(retry=policy, wait=wait))).status == 404
    assert len(upstream.seen) == attempts
    assert all(2.0 <= slept <= 2.1 for slept in clock.slept)


async def test_a_match_that_appears_is_waited_for(retry: Retry, upstream: Upstream) -> None:
    upstream.script(*[answer("", 404)] * 12, GOOD)
    assert (await retry.send(ask(retry=LINEAR_NOT_FOUND, wait=True))).status == 200


@pytest.mark.parametrize("as_date", [False, True])
async def test_retry_after_is_kept(
    retry: Retry, upstream: Upstream, clock: FakeClock, as_date: bool
) -> None:
    wait = formatdate(clock.now() + 4, usegmt=True) if as_date else "4"
    upstream.script(answer("", 503, {"Retry-After": wait}), GOOD)
    assert (await retry.send(ask(retry=THREE))).status == 200
    assert clock.slept == [4.0]


async def test_a_short_retry_after_does_not_shorten_the_wait(
    retry: Retry, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(answer("", 503, {"Retry-After": "0"}), GOOD)
    await retry.send(ask(retry=THREE))
    assert clock.slept == [1.0]


async def test_a_wait_past_the_deadline_is_not_begun(
    retry: Retry, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(answer("", 429, {"Retry-After": str(int(DEADLINE))}), GOOD)
    assert (await retry.send(ask(retry=THREE))).status == 429
    assert clock.slept == []
    assert len(upstream.seen) == 1


async def test_all_attempts_share_one_deadline(
    retry: Retry, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(answer("", 503))
    began = clock.now()
    await retry.send(ask(retry=RetryPolicy("eager", timeout=5, max_retries=99, delay=4.0)))
    assert clock.slept == [4.0] * 3
    assert clock.now() - began < DEADLINE


async def test_a_hanging_service_is_given_up_at_the_deadline(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    async def hang(request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    upstream.script(hang)
    with pytest.raises(Unavailable, match=r"within 0\.05 s") as caught:
        await Retry(wire, clock, deadline=0.05).send(ask(retry=THREE))
    assert caught.value.endpoint == "thing"


class Failing:
    """Raises what an inner sender may raise, in turn."""

    def __init__(self, *errors: HaloError) -> None:
        self.errors = list(errors)

    async def send(self, request: Request) -> Response:
        raise self.errors.pop(0)


@pytest.mark.parametrize(
    "error", [RateLimited(retry_after=9.0), SignInRequired(), CircuitOpen(retry_after=1.0)]
)
async def test_what_waiting_does_not_mend_is_raised_at_once(
    clock: FakeClock, error: HaloError
) -> None:
    with pytest.raises(type(error)) as caught:
        await Retry(Failing(error), clock).send(ask(retry=THREE))
    assert caught.value is error
    assert clock.slept == []


async def test_an_error_may_say_when_to_come_back(clock: FakeClock) -> None:
    inner = Failing(Unavailable(retry_after=3.0), Unavailable(retry_after=60.0))
    with pytest.raises(Unavailable):
        await Retry(inner, clock).send(ask(retry=THREE))
    assert clock.slept == [3.0]
    assert inner.errors == []


@pytest.mark.parametrize("failing", [answer("", 500), answer("<html>")], ids=["500", "HTML"])
async def test_what_is_asked_once_is_left_to_its_caller(
    retry: Retry, upstream: Upstream, failing: Answer
) -> None:
    upstream.script(failing, GOOD)
    request = replace(ask(retry=THREE), once=True)
    with suppress(InvalidAnswer):
        assert (await retry.send(request)).status == 500
    assert len(upstream.seen) == 1


async def test_what_is_asked_once_is_repeated_where_the_service_is_not_there(
    retry: Retry, upstream: Upstream
) -> None:
    upstream.script(answer("", 503), cut, GOOD)
    assert (await retry.send(replace(ask(retry=THREE), once=True))).status == 200
