import logging
from dataclasses import replace

import pytest

from bot.halo.endpoints import CacheRule
from bot.halo.errors import InvalidAnswer, Unavailable
from bot.halo.transport.cache import LARGE_BODY, Cache
from bot.halo.transport.memory import Memory
from bot.halo.transport.retry import Retry
from bot.halo.transport.wire import Wire
from tests.support.clock import FakeClock
from tests.support.entries import MemoryStore
from tests.support.things import MINUTE, OWN, Thing, ask, name_of, named
from tests.support.upstream import Answer, Upstream, answer, truncated

TAGGED = MINUTE | {"ETag": '"1"'}


async def test_a_fresh_answer_is_not_asked_for_again(
    cache: Cache, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(named("first"), named("second"))
    first = await cache.send(ask())
    clock.advance(59)
    again = await cache.send(ask())
    assert (first.cached, again.cached, again.stale) == (False, True, False)
    assert (again.body, again.headers["Age"]) == (first.body, "59")
    assert again.received_at == first.received_at
    # A model is kept from the first hit on: most answers never have one.
    assert (await cache.send(ask())).parse(Thing) is again.parse(Thing)
    clock.advance(1)
    assert await name_of(cache) == "second"
    assert len(upstream.seen) == 2
    assert (cache.counters.hits, cache.counters.misses) == (2, 2)


@pytest.mark.parametrize(
    ("headers", "rule"),
    [(MINUTE, None), ({}, CacheRule()), ({"Cache-Control": "no-store, max-age=60"}, OWN)],
    ids=["not our choice", "no freshness", "no-store"],
)
async def test_what_may_not_be_reused_is_asked_for_each_time(
    cache: Cache, upstream: Upstream, headers: dict[str, str], rule: CacheRule | None
) -> None:
    upstream.script(named("a", headers))
    for _ in range(2):
        await cache.send(ask(cache=rule))
    assert len(upstream.seen) == 2


async def test_other_methods_pass_through(cache: Cache, upstream: Upstream) -> None:
    upstream.script(named("a"))
    for _ in range(2):
        await cache.send(ask(method="POST"))
    assert len(upstream.seen) == 2


async def test_addresses_languages_and_private_accounts_are_apart(
    cache: Cache, upstream: Upstream, store: MemoryStore
) -> None:
    upstream.script(*[named(str(number)) for number in range(9)])
    private = replace(ask(cache=CacheRule(private=True)), account="one")
    requests = [
        ask(), ask("b"), ask(headers={"accept-language": "de-DE"}), private,
        replace(private, account="two"),
    ]  # fmt: skip
    names = [await name_of(cache, request) for request in requests]
    assert names == ["0", "1", "2", "3", "4"]
    assert [await name_of(cache, request) for request in requests] == names
    assert await name_of(cache, replace(ask(), account="one")) == "0"
    assert not any("Spartan" in repr(entry) for entry in store.entries.values())


async def test_vary_keeps_variants_apart(cache: Cache, upstream: Upstream) -> None:
    vary = MINUTE | {"Vary": "X-Kind, Accept-Encoding"}
    upstream.script(named("one", vary), named("two", vary))
    one, two = ask(headers={"x-kind": "1"}), ask(headers={"x-kind": "2"})
    assert [await name_of(cache, request) for request in (one, two, one, two)] == [
        "one", "two", "one", "two",
    ]  # fmt: skip
    assert len(upstream.seen) == 2


async def test_a_304_confirms_what_is_stored(
    cache: Cache, upstream: Upstream, clock: FakeClock, store: MemoryStore
) -> None:
    upstream.script(named("kept", TAGGED), answer("", 304, TAGGED | {"X-New": "1"}))
    first = await cache.send(ask())
    clock.advance(60)
    second = await cache.send(ask())
    assert upstream.seen[1].headers["If-None-Match"] == '"1"'
    assert second.parse(Thing) == first.parse(Thing)
    assert (second.status, second.headers["X-New"]) == (200, "1")
    assert (second.received_at, second.stale) == (clock.now(), False)
    clock.advance(59)
    assert (await cache.send(ask())).cached
    assert cache.counters.revalidations == 1
    (entry,) = store.entries.values()
    assert (entry.body, entry.received_at) == (b'{"name": "kept"}', second.received_at)


async def test_a_304_for_something_else_is_asked_again_without_conditions(
    cache: Cache, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(
        named("old", TAGGED), answer("", 304, MINUTE | {"ETag": '"2"'}), named("new", TAGGED)
    )
    await cache.send(ask())
    clock.advance(60)
    assert await name_of(cache) == "new"
    assert "If-None-Match" not in upstream.seen[2].headers


async def test_a_304_may_end_the_storing(
    cache: Cache, upstream: Upstream, clock: FakeClock, store: MemoryStore
) -> None:
    upstream.script(named("old", TAGGED), answer("", 304, {"Cache-Control": "no-store"}))
    await cache.send(ask())
    clock.advance(60)
    assert await name_of(cache) == "old"
    assert store.entries == {}


async def test_no_cache_asks_but_keeps_the_outcome(cache: Cache, upstream: Upstream) -> None:
    upstream.script(named("first"), named("second"))
    await cache.send(ask())
    assert await name_of(cache, ask(headers={"cache-control": "no-cache"})) == "second"
    assert await name_of(cache) == "second"


async def test_only_if_cached_never_asks(cache: Cache, upstream: Upstream) -> None:
    request = ask(headers={"cache-control": "only-if-cached"})
    assert (await cache.send(request)).status == 504
    assert upstream.seen == []
    upstream.script(named("a"))
    await cache.send(ask())
    assert await name_of(cache, request) == "a"


async def test_a_restart_reuses_what_is_stored(
    cache: Cache, wire: Wire, upstream: Upstream, clock: FakeClock, store: MemoryStore
) -> None:
    upstream.script(named("a", TAGGED), answer("", 304))
    await cache.send(ask())
    clock.advance(30)
    restarted = Cache(Retry(wire, clock), clock, store)
    response = await restarted.send(ask())
    assert (response.cached, response.headers["Age"]) == (True, "30")
    await restarted.send(ask())
    assert store.loads == 2
    clock.advance(30)
    assert await name_of(restarted) == "a"
    assert len(upstream.seen) == 2


async def test_a_stored_answer_that_no_longer_parses_is_asked_for_again(
    cache: Cache, wire: Wire, upstream: Upstream, clock: FakeClock, store: MemoryStore
) -> None:
    upstream.script(named("new"))
    await cache.send(ask())
    store.entries = {
        key: replace(entry, body=b'{"title": "old"}') for key, entry in store.entries.items()
    }
    assert await name_of(Cache(Retry(wire, clock), clock, store)) == "new"
    assert len(upstream.seen) == 2


async def test_a_broken_store_is_gone_without(
    cache: Cache, upstream: Upstream, clock: FakeClock, store: MemoryStore,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    upstream.script(named("a"))
    store.broken = True
    with caplog.at_level(logging.WARNING):
        for name in ("a", "b"):
            await cache.send(ask(name))
    assert (await cache.send(ask())).cached
    assert cache.counters.store_faults == 5
    assert len(caplog.records) == 1
    store.broken = False
    await cache.send(ask("c"))
    assert len(store.entries) == 1
    store.broken = True
    await cache.send(ask("d"))
    assert len(caplog.records) == 2


@pytest.mark.parametrize(
    "broken",
    [
        answer("<html>", 200, {"Cache-Control": "public, max-age=86400"}),
        answer("", 200, MINUTE),
        answer('{"name": "a', 200, MINUTE),
        answer("{}", 200, MINUTE),
        truncated,
    ],
    ids=["HTML", "empty", "broken JSON", "not the model", "truncated"],
)
async def test_a_broken_answer_is_never_stored(
    cache: Cache, upstream: Upstream, store: MemoryStore, broken: Answer
) -> None:
    upstream.script(broken)
    with pytest.raises((InvalidAnswer, Unavailable)):
        await cache.send(ask())
    assert store.entries == {}
    upstream.script(named("good"))
    assert await name_of(cache) == "good"


async def test_what_is_large_is_left_to_the_store(
    cache: Cache, upstream: Upstream, store: MemoryStore
) -> None:
    large = "x" * LARGE_BODY
    upstream.script(named(large), named("small"))
    assert await name_of(cache) == large
    assert len(cache.memory) == 0
    await name_of(cache, ask("small"))
    assert await name_of(cache) == large
    assert (len(upstream.seen), len(cache.memory)) == (2, 1)


async def test_without_a_store_memory_holds_what_is_large(
    wire: Wire, clock: FakeClock, upstream: Upstream
) -> None:
    cache = Cache(wire, clock)
    large = "x" * LARGE_BODY
    upstream.script(named(large))
    assert await name_of(cache) == await name_of(cache) == large
    assert len(upstream.seen) == 1
    await cache.close()


async def test_an_empty_memory_that_is_handed_in_is_used(
    wire: Wire, clock: FakeClock, upstream: Upstream
) -> None:
    memory = Memory(max_bytes=1)
    cache = Cache(wire, clock, memory=memory)
    assert cache.memory is memory
    upstream.script(named("a"))
    await name_of(cache)
    # Nothing fits into a byte.
    await name_of(cache)
    assert len(upstream.seen) == 2
    await cache.close()


NO_SUCH_NAME = frozenset({400, 404})


@pytest.mark.parametrize("status", [400, 404])
async def test_that_there_is_no_such_thing_holds_for_a_while_where_that_is_agreed(
    cache: Cache, upstream: Upstream, clock: FakeClock, status: int
) -> None:
    names = CacheRule(
        fresh_for=600.0, missing_for=60.0, stale_while_revalidate=600.0, missing=NO_SUCH_NAME
    )
    upstream.script(answer("", status), named("a"))
    for _ in range(2):
        assert (await cache.send(ask(cache=names))).status == status
        clock.advance(59)
    assert len(upstream.seen) == 1
    clock.advance(1)
    assert await name_of(cache, ask(cache=names)) == "a"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "max-age=5"}, 5),
        ({"Cache-Control": "max-age=86400"}, 60),
        ({"Cache-Control": "no-store"}, 0),
    ],
)
async def test_for_no_longer_than_it_says_itself(
    cache: Cache, upstream: Upstream, clock: FakeClock, headers: dict[str, str], seconds: float
) -> None:
    names = CacheRule(fresh_for=600.0, missing_for=60.0, missing=NO_SUCH_NAME)
    upstream.script(answer("", 400, headers), named("a"))
    await cache.send(ask(cache=names))
    clock.advance(max(0.0, seconds - 1))
    await cache.send(ask(cache=names))
    assert len(upstream.seen) == (1 if seconds else 2)
    clock.advance(1)
    assert await name_of(cache, ask(cache=names)) == "a"


async def test_a_bad_request_elsewhere_is_asked_again(cache: Cache, upstream: Upstream) -> None:
    upstream.script(answer("", 400), named("a"))
    assert (await cache.send(ask(cache=OWN))).status == 400
    assert await name_of(cache, ask(cache=OWN)) == "a"
