"""Stored answers past their freshness: where they stand in, and how they are renewed."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from aiohttp import web

from bot.halo.endpoints import CacheRule
from bot.halo.errors import (
    HaloError,
    InvalidAnswer,
    LimitsUnavailable,
    QueueTooLong,
    RateLimited,
    SignInRequired,
    Unavailable,
)
from bot.halo.transport.base import Request, Response, Sender
from bot.halo.transport.cache import Cache
from bot.halo.transport.ticket import Asker, Lane, Ticket
from bot.halo.transport.wire import Wire
from tests.support.clock import FakeClock
from tests.support.things import MINUTE, OWN, Thing, ask, name_of, named
from tests.support.upstream import Answer, Upstream, answer, cut, truncated


@pytest.mark.parametrize(
    "failure",
    [
        answer("", 500), answer("", 502), answer("", 503), answer("", 504), answer("", 429),
        answer("<html>", 200, MINUTE), truncated, cut,
    ],
    ids=["500", "502", "503", "504", "429", "HTML", "truncated", "cut"],
)  # fmt: skip
async def test_a_stale_answer_stands_in_and_says_so(
    cache: Cache, upstream: Upstream, clock: FakeClock, failure: Answer
) -> None:
    upstream.script(named("kept"))
    first = await cache.send(ask(cache=OWN))
    upstream.script(failure)
    clock.advance(60 + 999)
    response = await cache.send(ask(cache=OWN))
    assert (response.parse(Thing).name, response.stale) == ("kept", True)
    assert response.received_at == first.received_at
    assert cache.counters.stale == 1
    upstream.script(named("new"))
    assert (await cache.send(ask(cache=OWN))).stale is False
    assert not (await cache.send(ask(cache=OWN))).stale


@pytest.mark.parametrize(
    ("headers", "rule", "waited"),
    [
        (MINUTE, OWN, 60 + 1000),
        (MINUTE, CacheRule(stale_for=0.0), 60),
        ({"Cache-Control": "max-age=60, must-revalidate"}, OWN, 60),
    ],
    ids=["too old", "not agreed", "must-revalidate"],
)
async def test_else_the_failure_is_told(
    cache: Cache, upstream: Upstream, clock: FakeClock,
    headers: dict[str, str], rule: CacheRule, waited: float,
) -> None:  # fmt: skip
    upstream.script(named("old", headers), answer("", 503), answer("<html>"))
    await cache.send(ask(cache=rule))
    clock.advance(waited)
    assert (await cache.send(ask(cache=rule))).status == 503
    with pytest.raises(InvalidAnswer):
        await cache.send(ask(cache=rule))


async def test_nothing_stands_in_for_a_missing_sign_in(
    upstream: Upstream, wire: Wire, clock: FakeClock
) -> None:
    class SignedOut:
        signed_out = False

        async def send(self, request: Request) -> Response:
            if self.signed_out:
                raise SignInRequired
            return await wire.send(request)

    upstream.script(named("a"))
    inner = SignedOut()
    cache = Cache(inner, clock)
    await cache.send(ask(cache=OWN))
    clock.advance(61)
    inner.signed_out = True
    with pytest.raises(SignInRequired):
        await cache.send(ask(cache=OWN))


class Refusing:
    """Asks the service until it is told to refuse."""

    def __init__(self, inner: Sender) -> None:
        self._inner = inner
        self.error: HaloError | None = None
        self.lanes: list[Lane] = []

    async def send(self, request: Request) -> Response:
        if self.error is not None:
            raise self.error
        if request.ticket is not None:
            self.lanes.append(request.ticket.lane)
        return await self._inner.send(request)


@pytest.mark.parametrize(
    ("error", "not_asked"),
    [(Unavailable(), False), (RateLimited(), False), (LimitsUnavailable(), True),
     (QueueTooLong(), True)],
)  # fmt: skip
async def test_what_stands_in_says_whether_the_service_is_the_reason(
    upstream: Upstream, wire: Wire, clock: FakeClock, error: HaloError, not_asked: bool
) -> None:
    upstream.script(named("kept"))
    inner = Refusing(wire)
    cache = Cache(inner, clock)
    await cache.send(ask(cache=OWN))
    clock.advance(61)
    inner.error = error
    response = await cache.send(ask(cache=OWN))
    assert (response.stale, response.not_asked) == (True, not_asked)


async def test_what_is_renewed_for_later_lets_others_go_first(
    upstream: Upstream, wire: Wire, clock: FakeClock
) -> None:
    upstream.script(named("old", SOON), named("new", SOON))
    inner = Refusing(wire)
    cache = Cache(inner, clock)
    await cache.send(replace(ask(), ticket=Ticket()))
    clock.advance(61)
    await cache.send(replace(ask(), ticket=Ticket()))
    await eventually(lambda: cache.counters.misses == 2)
    assert inner.lanes == [Lane.INTERACTIVE, Lane.BULK]


async def test_until_somebody_waits_for_it(
    upstream: Upstream, wire: Wire, clock: FakeClock
) -> None:
    asked, release = asyncio.Event(), asyncio.Event()
    tickets: list[Ticket] = []

    class Slow:
        async def send(self, request: Request) -> Response:
            assert request.ticket is not None
            tickets.append(request.ticket)
            if len(tickets) == 2:
                asked.set()
                await release.wait()
            return await wire.send(request)

    upstream.script(named("old", SOON), named("new", SOON))
    cache = Cache(Slow(), clock)
    await cache.send(replace(ask(), ticket=Ticket()))
    clock.advance(61)
    await cache.send(replace(ask(), ticket=Ticket()))
    await asked.wait()
    # Too old by now to be shown first.
    clock.advance(60)
    asker = Asker("somebody")
    waiting = asyncio.create_task(cache.send(replace(ask(), ticket=Ticket(asker))))
    await eventually(lambda: tickets[1].asker is asker)
    release.set()
    assert (await waiting).parse(Thing).name == "new"
    assert asker.tickets == set()


async def test_a_404_is_kept_for_seconds_only_and_never_stands_in(
    cache: Cache, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(answer("", 404, {"Cache-Control": "max-age=86400"}), answer("", 503))
    assert (await cache.send(ask(cache=OWN))).status == 404
    clock.advance(4)
    assert (await cache.send(ask(cache=OWN))).status == 404
    assert len(upstream.seen) == 1
    clock.advance(1)
    assert (await cache.send(ask(cache=OWN))).status == 503


@pytest.mark.parametrize("status", [404, 410])
async def test_what_is_known_to_be_gone_is_kept_as_long_as_the_rule_says(
    cache: Cache, upstream: Upstream, clock: FakeClock, status: int
) -> None:
    rule = CacheRule(missing_for=3600, stale_for=9999, stale_while_revalidate=9999)
    upstream.script(answer("", status), named("back"))
    for _ in range(2):
        assert (await cache.send(ask(cache=rule))).status == status
        clock.advance(3599)
    clock.advance(1)
    assert await name_of(cache, ask(cache=rule)) == "back"
    assert len(upstream.seen) == 2


async def test_without_own_freshness_nothing_is_known_to_be_gone(
    upstream: Upstream, wire: Wire, clock: FakeClock
) -> None:
    cache = Cache(wire, clock, own_freshness=False)
    upstream.script(answer("", 404), named("back"))
    rule = CacheRule(missing_for=3600)
    assert (await cache.send(ask(cache=rule))).status == 404
    assert await name_of(cache, ask(cache=rule)) == "back"


async def test_who_waits_for_a_match_is_not_served_a_stored_404(
    cache: Cache, upstream: Upstream
) -> None:
    upstream.script(answer("", 404), named("there"))
    assert (await cache.send(ask(cache=OWN))).status == 404
    assert await name_of(cache, ask(cache=OWN, wait=True)) == "there"
    assert await name_of(cache, ask(cache=OWN)) == "there"


async def eventually(happened: Callable[[], bool]) -> None:
    """Wait for something that a task of the cache brings about."""
    for _ in range(10_000):
        if happened():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it did not happen")


SOON = {"Cache-Control": "max-age=60, stale-while-revalidate=30"}


async def test_stale_while_revalidate_answers_at_once_and_asks_once(
    cache: Cache, upstream: Upstream, clock: FakeClock
) -> None:
    asked, release = asyncio.Event(), asyncio.Event()

    async def slow(request: web.BaseRequest) -> web.StreamResponse:
        asked.set()
        await release.wait()
        return await named("new", SOON)(request)

    upstream.script(named("old", SOON), slow)
    await cache.send(ask())
    clock.advance(61)
    assert [await name_of(cache) for _ in range(3)] == ["old"] * 3
    async with asyncio.timeout(30):
        await asked.wait()
    release.set()
    await eventually(lambda: cache.counters.misses == 2)
    assert await name_of(cache) == "new"
    assert len(upstream.seen) == 2


async def test_a_failed_revalidation_is_logged_and_closing_ends_one_under_way(
    cache: Cache, upstream: Upstream, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    asked = asyncio.Event()

    async def hang(request: web.BaseRequest) -> web.StreamResponse:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    strict = CacheRule(stale_for=0.0)
    upstream.script(named("old", SOON), answer("<html>"), hang)
    await cache.send(ask(cache=strict))
    clock.advance(61)
    with caplog.at_level(logging.WARNING):
        await cache.send(ask(cache=strict))
        await eventually(lambda: "revalidation failed" in caplog.text)
    await cache.send(ask(cache=strict))
    async with asyncio.timeout(30):
        await asked.wait()
        await cache.close()
