import asyncio

import pytest

from bot.errors import BotError
from bot.halo.errors import Unavailable
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


@pytest.mark.parametrize("error", [Unavailable("secret"), BotError("secret")])
async def test_errors_are_told_by_name_and_raised(clock: FakeClock, error: BotError) -> None:
    told: list[Call] = []
    with pytest.raises(type(error)) as caught:
        await Observe(Inner(clock, error), clock, [told.append]).send(ask())
    assert caught.value is error
    assert told == [Call("thing", 0, 2.0, error=type(error).__name__, host=THING.host)]


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
