"""Good answers that do not tell all that was asked: handed on, and never kept."""

from dataclasses import replace

import pytest

from bot.halo.transport.base import Request, Response, Verdict
from bot.halo.transport.cache import Cache
from bot.halo.transport.wire import Wire
from tests.support.clock import FakeClock
from tests.support.entries import MemoryStore
from tests.support.things import OWN, Thing, ask, name_of, named
from tests.support.upstream import Upstream, answer

INCOMPLETE = [Verdict.PARTIAL, Verdict.REFUSED]


def asked() -> Request:
    """A request that judges an answer by its thing's name: "partial" and "refused" are none."""

    def judge(response: Response) -> Verdict:
        name = response.parse(Thing).name
        return Verdict(name) if name in {each.value for each in INCOMPLETE} else Verdict.COMPLETE

    return replace(ask(cache=OWN), judge=judge)


@pytest.mark.parametrize("verdict", INCOMPLETE)
async def test_it_is_asked_for_again(cache: Cache, upstream: Upstream, verdict: Verdict) -> None:
    upstream.script(named(verdict.value), named("a"))
    assert [await name_of(cache, asked()) for _ in range(3)] == [verdict.value, "a", "a"]
    assert len(upstream.seen) == 2


async def test_what_is_stored_stays_where_the_service_cannot_tell_right_now(
    cache: Cache, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(named("old"), named("partial"), answer("", 503))
    await cache.send(asked())
    clock.advance(61)
    assert await name_of(cache, asked()) == "partial"
    stands_in = await cache.send(asked())
    assert (stands_in.parse(Thing).name, stands_in.stale) == ("old", True)


async def test_what_is_stored_goes_where_it_is_not_to_be_shown(
    cache: Cache, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(named("old"), named("refused"), answer("", 503))
    await cache.send(asked())
    clock.advance(61)
    assert await name_of(cache, asked()) == "refused"
    assert (await cache.send(asked())).status == 503


@pytest.mark.parametrize("verdict", INCOMPLETE)
async def test_one_that_an_older_program_kept_is_not_used(
    upstream: Upstream, wire: Wire, clock: FakeClock, store: MemoryStore, verdict: Verdict
) -> None:
    upstream.script(named(verdict.value), named("a"))
    older = Cache(wire, clock, store)
    await older.send(ask(cache=OWN))
    assert store.entries
    assert await name_of(Cache(wire, clock, store), asked()) == "a"
