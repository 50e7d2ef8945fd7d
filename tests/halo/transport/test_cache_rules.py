"""The rules of RFC 9111 but for freshness, as in test_cache_freshness.py."""

from collections.abc import Mapping

import aiohttp
import pytest

from bot.halo.endpoints import CacheRule
from bot.halo.transport.cache import Cache
from bot.halo.transport.flight import Flight
from bot.halo.transport.wire import Wire
from tests.support.cached import (
    ETAG,
    FORWARD,
    PURE,
    REUSE,
    REVALIDATE,
    Pairs,
    at,
    control,
    outcome,
    reply,
)
from tests.support.clock import FakeClock
from tests.support.things import ask
from tests.support.upstream import Upstream


@pytest.mark.parametrize(
    ("status", "headers", "seconds", "expected"),
    [
        *((status, {"Last-Modified": at(-600)}, 50, REUSE)
          for status in (200, 203, 204, 300, 301, 308, 405, 410, 414, 501)),
        *((status, {"Last-Modified": at(-600)}, 0, FORWARD)
          for status in (201, 202, 302, 303, 307, 400, 403, 418, 500, 502, 503, 504, 599)),
        *((status, control("max-age=60"), 59, REUSE)
          for status in (201, 302, 307, 400, 403, 410, 418, 500, 502, 503, 504, 599)),
        *((status, control("max-age=60"), 60, FORWARD) for status in (302, 410)),
        (302, control("public", Last_Modified=at(-600)), 50, REUSE),
        (299, control("must-understand, max-age=60"), 0, FORWARD),
        (206, control("max-age=60", Content_Range="bytes 0-16/17"), 0, FORWARD),
        # Ours: a match that has just ended begins with a 404.
        (404, control("max-age=60"), 4, REUSE),
        (404, control("max-age=60"), 5, FORWARD),
    ],
    ids=str,
)  # fmt: skip
async def test_statuses(
    senders: Flight, upstream: Upstream, clock: FakeClock,
    status: int, headers: Pairs, seconds: float, expected: str,
) -> None:  # fmt: skip
    upstream.script(reply(status, headers))
    request = ask(cache=PURE)
    first = await senders.send(request)
    clock.advance(seconds)
    found, second = await outcome(senders, upstream, request)
    assert (found, first.status, second.status) == (expected, status, status)


@pytest.mark.parametrize(
    ("told", "asked", "seconds", "expected"),
    [
        ("max-age=60", control("max-age=10"), 10, REUSE),
        ("max-age=60", control("max-age=10"), 11, REVALIDATE),
        ("max-age=60", control("max-age=0"), 0, REVALIDATE),
        ("max-age=60", control("max-age=x"), 1, REVALIDATE),
        ("max-age=60", control("max-age=900"), 60, REVALIDATE),
        ("max-age=60", control("min-fresh=10"), 50, REUSE),
        ("max-age=60", control("min-fresh=10"), 51, REVALIDATE),
        ("max-age=60", control("max-stale=10"), 70, REUSE),
        ("max-age=60", control("max-stale=10"), 71, REVALIDATE),
        ("max-age=60", control("max-stale"), 9999, REUSE),
        ("max-age=60, must-revalidate", control("max-stale"), 61, REVALIDATE),
        ("max-age=60", control("max-age=10, max-stale"), 11, REVALIDATE),
        ("max-age=60", control("no-cache"), 0, REVALIDATE),
        ("max-age=60", {"Pragma": "no-cache"}, 0, REVALIDATE),
        ("max-age=60", {"Pragma": "no-cache", "Cache-Control": "max-stale"}, 0, REUSE),
        ("max-age=60", {"Pragma": "other"}, 0, REUSE),
        ("max-age=60", control("no-store"), 1, REUSE),
        ("max-age=60", control("no-transform"), 1, REUSE),
        ("max-age=60", control("only-if-cached"), 59, REUSE),
        ("max-age=60", {"Authorization": "Bearer x"}, 59, REUSE),
        # Sections 3.3 and 4.3.2: these go to the origin as they are.
        ("max-age=60", {"Range": "bytes=0-3"}, 0, FORWARD),
        ("max-age=60", {"If-Match": '"v1"'}, 0, FORWARD),
        ("max-age=60", {"If-Unmodified-Since": at(0)}, 0, FORWARD),
    ],
    ids=str,
)
async def test_request_directives(
    senders: Flight, upstream: Upstream, clock: FakeClock,
    told: str, asked: Mapping[str, str], seconds: float, expected: str,
) -> None:  # fmt: skip
    upstream.script(reply(headers=control(told, **ETAG)))
    await senders.send(ask(cache=PURE))
    clock.advance(seconds)
    found, _ = await outcome(senders, upstream, ask(headers=asked, cache=PURE))
    assert found == expected


@pytest.mark.parametrize(("stored", "seconds"), [(False, 0), (True, 60)])
async def test_only_if_cached_is_504_where_nothing_may_be_used(
    senders: Flight, upstream: Upstream, clock: FakeClock, stored: bool, seconds: float
) -> None:
    upstream.script(reply(headers=control("max-age=60")))
    if stored:
        await senders.send(ask(cache=PURE))
    clock.advance(seconds)
    asked = ask(headers=control("only-if-cached"), cache=PURE)
    found, response = await outcome(senders, upstream, asked)
    assert (found, response.status) == (REUSE, 504)


async def test_a_request_s_no_store_is_heeded(senders: Flight, upstream: Upstream) -> None:
    upstream.script(reply(headers=control("max-age=60")))
    await senders.send(ask(headers=control("no-store"), cache=PURE))
    found, _ = await outcome(senders, upstream, ask(cache=PURE))
    assert found == FORWARD


@pytest.mark.parametrize(
    ("vary", "first", "second", "expected"),
    [
        ("X-Kind", {"X-Kind": "a"}, {"x-kind": "a"}, REUSE),
        ("x-kind", {"X-Kind": "a"}, {"X-Kind": "b"}, FORWARD),
        ("X-Kind", {"X-Kind": "a"}, {}, FORWARD),
        ("X-Kind", {}, {"X-Kind": "a"}, FORWARD),
        ("X-Kind", {}, {}, REUSE),
        ("X-Kind", {"X-Kind": "a, b"}, {"X-Kind": "a,b"}, REUSE),
        ("X-Kind, X-Other", {"X-Kind": "a", "X-Other": "1"},
         {"X-Kind": "a", "X-Other": "2"}, FORWARD),
        ("X-Kind", {"X-Kind": "a", "X-Other": "1"}, {"X-Kind": "a", "X-Other": "2"}, REUSE),
        ("", {"X-Kind": "a"}, {"X-Kind": "b"}, REUSE),
    ],
    ids=str,
)  # fmt: skip
async def test_vary(
    senders: Flight, upstream: Upstream,
    vary: str, first: Mapping[str, str], second: Mapping[str, str], expected: str,
) -> None:  # fmt: skip
    headers = control("max-age=60") | ({"Vary": vary} if vary else {})
    upstream.script(reply(headers=headers))
    await senders.send(ask(headers=first, cache=PURE))
    found, _ = await outcome(senders, upstream, ask(headers=second, cache=PURE))
    assert found == expected


async def test_an_answer_that_forgot_its_vary_does_not_hide_the_others(
    senders: Flight, upstream: Upstream, clock: FakeClock
) -> None:
    varied = control("max-age=60", Vary="X-Kind")
    upstream.script(
        reply(headers=varied, body='{"name": "a"}'),
        reply(headers=control("max-age=60"), body='{"name": "plain"}'),
    )
    await senders.send(ask(headers={"X-Kind": "a"}, cache=PURE))
    clock.advance(1)
    await senders.send(ask(cache=PURE))
    found, response = await outcome(senders, upstream, ask(headers={"X-Kind": "a"}, cache=PURE))
    assert (found, response.body) == (REUSE, b'{"name": "a"}')


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        ({"ETag": '"v1"'}, {"If-None-Match": '"v1"'}),
        ({"ETag": 'W/"v1"'}, {"If-None-Match": 'W/"v1"'}),
        ({"Last-Modified": at(-600)}, {"If-Modified-Since": at(-600)}),
        ({"ETag": '"v1"', "Last-Modified": at(-600)},
         {"If-None-Match": '"v1"', "If-Modified-Since": at(-600)}),
        ({"Last-Modified": "long ago"}, {}),
    ],
    ids=str,
)  # fmt: skip
async def test_validators(
    senders: Flight, upstream: Upstream, clock: FakeClock,
    stored: Mapping[str, str], sent: Mapping[str, str],
) -> None:  # fmt: skip
    upstream.script(reply(headers=control("max-age=1") | dict(stored)))
    await senders.send(ask(cache=PURE))
    clock.advance(2)
    await senders.send(ask(cache=PURE))
    seen = upstream.seen[1].headers
    names = ("If-None-Match", "If-Modified-Since")
    assert {name: seen[name] for name in names if name in seen} == sent


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        # Section 3.2: a 304 replaces what it names ...
        ("X-Thing", "1", "2", "2"),
        ("X-Thing", "1", None, "1"),
        ("X-Thing", None, "2", "2"),
        ("Cache-Control", "max-age=1", "max-age=70", "max-age=70"),
        ("Expires", at(1), at(99), at(99)),
        ("Content-Type", "text/plain", "application/json", "application/json"),
        ("Content-Location", "/a", "/b", "/b"),
        ("Content-Security-Policy", "default-src a", "default-src b", "default-src b"),
        # ... but never what describes the body that is stored, or the connection.
        ("Content-Range", "bytes 0-1/2", "bytes 0-0/2", "bytes 0-1/2"),
        ("Keep-Alive", None, "timeout=9", None),
        ("Proxy-Authenticate", None, "Basic", None),
        ("Upgrade", None, "h2c", None),
    ],
)
async def test_what_a_304_updates(
    senders: Flight, upstream: Upstream, clock: FakeClock,
    name: str, old: str | None, new: str | None, expected: str | None,
) -> None:  # fmt: skip
    first = control("max-age=1", **ETAG) | ({name: old} if old is not None else {})
    update = ETAG | ({name: new} if new is not None else {})
    upstream.script(reply(headers=first), reply(304, update, ""))
    await senders.send(ask(cache=PURE))
    clock.advance(2)
    request = ask(headers=control("no-cache"), cache=PURE)
    found, response = await outcome(senders, upstream, request)
    assert (found, response.status, response.body) == (REVALIDATE, 200, b'{"name": "first"}')
    assert response.headers.get(name) == expected
    stored = await senders.send(ask(headers=control("max-stale"), cache=PURE))
    assert stored.headers.get(name) == expected


async def test_a_304_for_another_variant_serves_this_request_from_then_on(
    senders: Flight, upstream: Upstream
) -> None:
    varied = control("max-age=60", Vary="X-Kind", **ETAG)
    upstream.script(reply(headers=varied), reply(304, varied, ""))
    await senders.send(ask(headers={"X-Kind": "a"}, cache=PURE))
    second = ask(headers={"X-Kind": "b"}, cache=PURE)
    assert (await outcome(senders, upstream, second))[0] == REVALIDATE
    assert (await outcome(senders, upstream, second))[0] == REUSE
    first = ask(headers={"X-Kind": "a"}, cache=PURE)
    assert (await outcome(senders, upstream, first))[0] == REUSE


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"If-None-Match": '"v1"'}, 304),
        ({"If-None-Match": 'W/"v1"'}, 304),
        ({"If-None-Match": '"v0", "v1"'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"v0"'}, 200),
        ({"If-None-Match": '"v0"', "If-Modified-Since": at(0)}, 200),
        ({"If-Modified-Since": at(-600)}, 304),
        ({"If-Modified-Since": at(0)}, 304),
        ({"If-Modified-Since": at(-601)}, 200),
        ({"If-Modified-Since": "once"}, 200),
    ],
    ids=str,
)
@pytest.mark.parametrize("seconds", [1, 60], ids=["fresh", "confirmed"])
async def test_conditional_requests_are_answered_from_what_is_stored(
    senders: Flight, upstream: Upstream, clock: FakeClock,
    asked: Mapping[str, str], expected: int, seconds: float,
) -> None:  # fmt: skip
    headers = control("max-age=60", Last_Modified=at(-600), **ETAG)
    upstream.script(reply(headers=headers), reply(304, headers, ""))
    await senders.send(ask(cache=PURE))
    clock.advance(seconds)
    response = await senders.send(ask(headers=asked, cache=PURE))
    assert response.status == expected
    assert response.body == (b"" if expected == 304 else b'{"name": "first"}')
    assert len(upstream.seen) == (1 if seconds == 1 else 2)


async def test_a_304_for_the_client_s_own_version_is_passed_on(
    senders: Flight, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(reply(headers=control("max-age=1", **ETAG)), reply(304, {"ETag": '"v2"'}, ""))
    await senders.send(ask(cache=PURE))
    clock.advance(2)
    response = await senders.send(ask(headers={"If-None-Match": '"v2"'}, cache=PURE))
    assert (response.status, len(upstream.seen)) == (304, 2)
    assert upstream.seen[1].headers["If-None-Match"] == '"v2", "v1"'


@pytest.mark.parametrize(
    ("method", "status", "expected"),
    [
        ("POST", 200, FORWARD), ("PUT", 201, FORWARD), ("DELETE", 204, FORWARD),
        ("PATCH", 303, FORWARD), ("M-SEARCH", 200, FORWARD),
        ("POST", 400, REUSE), ("DELETE", 500, REUSE), ("HEAD", 200, REUSE), ("OPTIONS", 200, REUSE),
    ],
)  # fmt: skip
async def test_unsafe_methods_end_what_is_stored(
    senders: Flight, upstream: Upstream, method: str, status: int, expected: str
) -> None:
    fresh = reply(headers=control("max-age=60"))
    upstream.script(fresh, reply(status, {}, ""), fresh)
    german = ask(headers={"accept-language": "de-DE"}, cache=PURE)
    for request in (ask(cache=PURE), german):
        upstream.script(fresh)
        await senders.send(request)
    upstream.script(reply(status, {}, ""), fresh)
    await senders.send(ask(method=method, cache=PURE))
    for request in (ask(cache=PURE), german):
        found, _ = await outcome(senders, upstream, request)
        assert found == expected


async def test_an_answer_that_may_not_be_stored_ends_the_one_before(
    senders: Flight, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(reply(headers=control("max-age=60")), reply(headers=control("no-store")))
    await senders.send(ask(cache=PURE))
    clock.advance(60)
    await senders.send(ask(cache=PURE))
    stale = ask(headers=control("max-stale"), cache=PURE)
    assert (await outcome(senders, upstream, stale))[0] == FORWARD


@pytest.mark.parametrize("own", [True, False])
async def test_our_own_freshness_can_be_switched_off(
    upstream: Upstream, clock: FakeClock, own: bool
) -> None:
    upstream.script(reply())
    async with aiohttp.ClientSession() as session:
        cache = Cache(Wire(session, clock, upstream.base_url), clock, own_freshness=own)
        senders = Flight(cache, cache.at_once)
        request = ask(cache=CacheRule(fresh_for=20, stale_while_revalidate=9))
        await senders.send(request)
        clock.advance(19)
        assert (await outcome(senders, upstream, request))[0] == (REUSE if own else FORWARD)
