import asyncio
from dataclasses import replace

import pytest

from bot.errors import BotError
from bot.halo.errors import (
    CircuitOpen,
    LimitsUnavailable,
    QueueTooLong,
    SignInRequired,
    Unavailable,
)
from bot.halo.transport.base import Request, Response, headers_of
from bot.halo.transport.observe import Call, Observe, recorded_calls
from tests.support.clock import FakeClock
from tests.support.things import THING, ask


class Inner:
    """Takes two seconds for this answer or error."""

    def __init__(self, clock: FakeClock, outcome: Response | Exception) -> None:
        self._clock = clock
        self._outcome = outcome

    async def send(self, request: Request) -> Response:
        await self._clock.sleep(2.0)
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


STALE = Response(200, headers_of(), b"{}", 77.0, cached=True, stale=True)


async def test_every_call_is_told_to_all_listeners(clock: FakeClock) -> None:
    told: list[Call] = []
    observe = Observe(Inner(clock, STALE), clock, [told.append, told.append])
    assert await observe.send(ask()) is STALE
    assert (
        told
        == [Call("thing", 200, 2.0, cached=True, stale=True, received_at=77.0, host=THING.host)] * 2
    )


@pytest.mark.parametrize(
    ("error", "not_asked"),
    [
        (Unavailable("secret"), False),
        (Unavailable("secret", endpoint="thing"), False),
        (CircuitOpen(endpoint="thing"), False),
        (Unavailable("secret", endpoint="oauth_token"), True),
        (QueueTooLong("secret"), True),
        (LimitsUnavailable("secret"), True),
        (SignInRequired("secret"), True),
        (BotError("secret"), True),
    ],
)
async def test_errors_are_told_by_name_and_raised(
    clock: FakeClock, error: BotError, not_asked: bool
) -> None:
    told: list[Call] = []
    with pytest.raises(type(error)) as caught:
        await Observe(Inner(clock, error), clock, [told.append]).send(ask())
    assert caught.value is error
    name = type(error).__name__
    assert told == [Call("thing", 0, 2.0, error=name, host=THING.host, not_asked=not_asked)]


async def test_what_the_service_took_is_told_apart_from_ones_own_waiting(clock: FakeClock) -> None:
    told: list[Call] = []
    response = Response(200, headers_of(), b"{}", 77.0, seconds=0.5, waited=1.25)
    await Observe(Inner(clock, response), clock, [told.append]).send(ask())
    cached = replace(response, cached=True)
    await Observe(Inner(clock, cached), clock, [told.append]).send(ask())
    error = Unavailable()
    error.waited = 1.25
    with pytest.raises(Unavailable):
        await Observe(Inner(clock, error), clock, [told.append]).send(ask())
    assert [(call.seconds, call.waited) for call in told] == [(0.5, 1.25), (2.0, 0.0), (0.75, 1.25)]


async def test_a_block_sees_its_own_calls_and_those_of_its_tasks(clock: FakeClock) -> None:
    observe = Observe(Inner(clock, STALE), clock)
    with recorded_calls() as log:
        await asyncio.gather(observe.send(ask()), observe.send(ask("b")))
        with recorded_calls() as inner:
            await observe.send(ask())
    await observe.send(ask())
    assert (len(log.calls), len(inner.calls)) == (2, 1)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([], None),
        ([(5.0, False)], None),
        ([(9.0, True), (5.0, False), (7.0, True)], 7.0),
    ],
)
async def test_the_oldest_stale_answer_dates_the_whole(
    clock: FakeClock, outcomes: list[tuple[float, bool]], expected: float | None
) -> None:
    with recorded_calls() as log:
        for received_at, stale in outcomes:
            response = Response(200, headers_of(), b"", received_at, stale=stale)
            await Observe(Inner(clock, response), clock).send(ask())
    assert log.stale_since == expected
