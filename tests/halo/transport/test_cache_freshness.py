"""The rules of RFC 9111 and RFC 5861 from the outside: a real server, a real client, one table.

A row: what the server sends first (status and headers), how many seconds pass, what the second
request carries, and what then happens: reuse (the server is not asked), revalidate (it is asked
conditionally) or forward (it is asked without conditions).
"""

import pytest

from bot.halo.transport.flight import Flight
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

FRESHNESS: list[tuple[Pairs, float, str]] = [
    # Section 4.2.1: max-age, else Expires, else a heuristic; s-maxage is not for private caches.
    (control("max-age=60"), 59, REUSE),
    (control("max-age=60"), 60, FORWARD),
    (control("max-age=60", **ETAG), 60, REVALIDATE),
    (control("MaX-aGe=60"), 59, REUSE),
    (control('max-age="60"'), 59, REUSE),
    (control("max-age='60'"), 0, FORWARD),
    (control("max-age=060"), 59, REUSE),
    (control("max-age= 60"), 0, FORWARD),
    (control("max-age =60"), 0, FORWARD),
    (control("max-age=60.5"), 0, FORWARD),
    (control("max-age=-60"), 0, FORWARD),
    (control("max-age=60x"), 0, FORWARD),
    (control("max-age"), 0, FORWARD),
    (control("max-age="), 0, FORWARD),
    (control("max-age=0"), 0, FORWARD),
    (control("max-age=2147483648"), 10**9, REUSE),
    (control("max-age=" + "9" * 40), 10**9, REUSE),
    (control("max-age=60, max-age=60"), 59, REUSE),
    (control("max-age=60, max-age=1"), 0, FORWARD),
    (control("max-age=1, max-age=60"), 0, FORWARD),
    ([("Cache-Control", "public"), ("Cache-Control", "max-age=60")], 59, REUSE),
    ([("Cache-Control", "max-age=60"), ("Cache-Control", "no-cache")], 0, FORWARD),
    (control('ext="x, max-age=900", max-age=60'), 60, FORWARD),
    (control('ext="x, no-store", max-age=60'), 59, REUSE),
    (control("unknown=1, other, max-age=60"), 59, REUSE),
    (control("s-maxage=900"), 0, FORWARD),
    (control("s-maxage=1, max-age=60"), 59, REUSE),
    (control("s-maxage=900, max-age=60"), 60, FORWARD),
    ({"Expires": at(60)}, 59, REUSE),
    ({"Expires": at(60)}, 60, FORWARD),
    ({"Expires": at(0)}, 0, FORWARD),
    ({"Expires": at(-60)}, 0, FORWARD),
    ({"Expires": "0"}, 0, FORWARD),
    ({"Expires": "never"}, 0, FORWARD),
    ({"Expires": at(60).replace("GMT", "UTC")}, 0, FORWARD),
    ({"Expires": at(60).replace("GMT", "+0000")}, 0, FORWARD),
    ({"Expires": at(60).upper()}, 59, REUSE),
    ([("Expires", at(60)), ("Expires", at(60))], 59, REUSE),
    ([("Expires", at(60)), ("Expires", at(0))], 0, FORWARD),
    ([("Expires", at(0)), ("Expires", at(60))], 0, FORWARD),
    (control("max-age=60", Expires=at(-9)), 59, REUSE),
    (control("max-age=0", Expires=at(60)), 0, FORWARD),
    (control("max-age=x", Expires=at(60)), 0, FORWARD),
    ({"Last-Modified": at(-600)}, 59, REUSE),
    ({"Last-Modified": at(-600)}, 60, REVALIDATE),
    ({"Last-Modified": at(600)}, 0, REVALIDATE),
    ({}, 0, FORWARD),
    (ETAG, 0, REVALIDATE),
    # Section 4.2.3: Date and Age say how old the answer was when it came.
    (control("max-age=60", Age="20"), 39, REUSE),
    (control("max-age=60", Age="20"), 40, FORWARD),
    (control("max-age=60", Age="60"), 0, FORWARD),
    (control("max-age=60", Age="020"), 39, REUSE),
    (control("max-age=60", Age="x"), 59, REUSE),
    (control("max-age=60", Age="-5"), 59, REUSE),
    (control("max-age=60", Age="20.5"), 59, REUSE),
    (control("max-age=60", Age="9" * 30), 0, FORWARD),
    (control("max-age=60", Age="20, 50"), 39, REUSE),
    (control("max-age=60", Age="20, 50"), 40, FORWARD),
    ([("Cache-Control", "max-age=60"), ("Age", "50"), ("Age", "0")], 10, FORWARD),
    (control("max-age=60", Date=at(-20)), 39, REUSE),
    (control("max-age=60", Date=at(-20)), 40, FORWARD),
    (control("max-age=60", Date=at(-20), Age="30"), 30, FORWARD),
    (control("max-age=60", Date="Thu, 01 Jan 1970 00:00:00 GMT"), 0, FORWARD),
    (control("max-age=60", Date=at(900)), 59, REUSE),
    (control("max-age=60", Date="now"), 59, REUSE),
    ({"Expires": at(60), "Date": "now"}, 59, REUSE),
    ({"Expires": at(60), "Date": "now"}, 60, FORWARD),
    # Section 5.2.2: what an answer says of its own reuse, to a private cache.
    (control("no-store, max-age=60"), 0, FORWARD),
    (control("No-Store"), 0, FORWARD),
    (control("no-cache, max-age=60"), 0, FORWARD),
    (control("no-cache, max-age=60", **ETAG), 0, REVALIDATE),
    (control('no-cache="x-a", max-age=60', **ETAG), 0, REVALIDATE),
    (control("private, max-age=60"), 59, REUSE),
    (control('private="x-a", max-age=60'), 59, REUSE),
    (control("public, max-age=60"), 59, REUSE),
    (control("must-revalidate, max-age=60"), 59, REUSE),
    (control("must-revalidate, max-age=60", **ETAG), 60, REVALIDATE),
    (control("proxy-revalidate, max-age=60"), 59, REUSE),
    (control("must-understand, no-store, max-age=60"), 59, REUSE),
    (control("max-age=60", Pragma="no-cache"), 59, REUSE),
    # Section 7.3 and 3.1: neither cookies nor unknown headers keep it from being stored.
    (control("max-age=60", Set_Cookie="a=b"), 59, REUSE),
    # Section 4.1.
    (control("max-age=60", Vary="*"), 0, FORWARD),
    (control("max-age=60", Vary="X-Kind, *"), 0, FORWARD),
    (control("max-age=60", Vary=""), 59, REUSE),
    # RFC 5861.
    (control("max-age=60, stale-while-revalidate=30", **ETAG), 90, REVALIDATE),
    (control("max-age=60, stale-while-revalidate=30, must-revalidate", **ETAG), 61, REVALIDATE),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "seconds", "expected"), FRESHNESS, ids=str)
async def test_freshness(
    senders: Flight, upstream: Upstream, clock: FakeClock,
    headers: Pairs, seconds: float, expected: str,
) -> None:  # fmt: skip
    upstream.script(reply(headers=headers))
    request = ask(cache=PURE)
    await senders.send(request)
    clock.advance(seconds)
    found, response = await outcome(senders, upstream, request)
    assert found == expected
    assert ("Age" in response.headers and response.cached) or found != REUSE
