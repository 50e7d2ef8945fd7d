"""Each expectation follows from the text of RFC 9111 or RFC 5861, named by its section."""

import pytest

from bot.halo.endpoints import CacheRule
from bot.halo.transport import policy
from bot.halo.transport.base import headers_of
from bot.halo.transport.freshness import NOT_FOUND_FRESH_FOR, freshness
from bot.halo.transport.policy import Use
from bot.halo.transport.store import CacheEntry
from tests.support.answers import OWN, RULE, T0, Pairs, at, stored, use

VALIDATORS = {"ETag": '"a"'}


def fresh_until(entry: CacheEntry, rule: CacheRule = RULE) -> float:
    """The first whole second after T0 at which an entry is fresh no more."""
    return next(n for n in range(100_000) if use(entry, n, rule=rule) is not Use.FRESH)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        # 4.2.1: max-age, else Expires - Date, else a heuristic; fresh while lifetime > age (4.2).
        ({"Cache-Control": "max-age=60"}, 60),
        ({"Cache-Control": "MAX-AGE=60"}, 60),
        ({"Cache-Control": 'max-age="60"'}, 60),
        ({"Cache-Control": "max-age=0"}, 0),
        ({"Expires": at(60)}, 60),
        ({"Expires": at(-60)}, 0),
        ({"Expires": at(60).lower()}, 60),
        ({"Cache-Control": "max-age=60", "Expires": at(500)}, 60),
        ({"Cache-Control": "max-age=60", "Expires": "0"}, 60),
        # 5.2.2.10: s-maxage is for shared caches.
        ({"Cache-Control": "s-maxage=900, max-age=60"}, 60),
        ({"Cache-Control": "s-maxage=900"}, 0),
        # 5.3: an invalid date, especially 0, lies in the past.
        ({"Expires": "0"}, 0),
        ({"Expires": "-1"}, 0),
        ({"Expires": "tomorrow"}, 0),
        ({"Expires": ""}, 0),
        # 4.2.1: invalid freshness information makes stale; so may conflicting information.
        ({"Cache-Control": "max-age=1.5"}, 0),
        ({"Cache-Control": "max-age=-1"}, 0),
        ({"Cache-Control": "max-age=soon", "Expires": at(60)}, 0),
        ({"Cache-Control": "max-age"}, 0),
        ({"Cache-Control": "max-age=60; public"}, 0),
        ({"Cache-Control": "max-age=60, max-age=60"}, 60),
        ({"Cache-Control": "max-age=60, max-age=30"}, 0),
        ([("Cache-Control", "max-age=60"), ("Cache-Control", "max-age=x")], 0),
        ([("Expires", at(60)), ("Expires", at(60))], 60),
        ([("Expires", at(60)), ("Expires", at(90))], 0),
        # 5.2.2: a directive inside a quoted argument is none.
        ({"Cache-Control": 'private="max-age=900", max-age=60'}, 60),
        # 5.2.2.4: no-cache, also with field names, wants validation each time.
        ({"Cache-Control": "no-cache, max-age=60"}, 0),
        ({"Cache-Control": 'no-cache="set-cookie", max-age=60'}, 0),
        # 5.2.2.2 and 5.2.2.8: these speak of stale answers only.
        ({"Cache-Control": "must-revalidate, max-age=60"}, 60),
        ({"Cache-Control": "proxy-revalidate, max-age=60"}, 60),
        # 5.2.3: an unknown directive is ignored.
        ({"Cache-Control": "community=UCI, max-age=60"}, 60),
        # 4.2.2: a tenth of the time since the last modification.
        ({"Last-Modified": at(-600)}, 60),
        ({"Last-Modified": at(600)}, 0),
        ({"Last-Modified": "long ago"}, 0),
        ({}, 0),
        # 4.2.3: what Age says has gone by already; the first member counts, invalid ones do not.
        ({"Cache-Control": "max-age=60", "Age": "20"}, 40),
        ({"Cache-Control": "max-age=60", "Age": "20, 50"}, 40),
        ({"Cache-Control": "max-age=60", "Age": "old"}, 60),
        ({"Cache-Control": "max-age=60", "Age": "-20"}, 60),
        ({"Cache-Control": "max-age=60", "Age": "60"}, 0),
        ({"Cache-Control": "max-age=60", "Date": at(-20)}, 40),
        ({"Cache-Control": "max-age=60", "Date": at(-20), "Age": "30"}, 30),
        ({"Cache-Control": "max-age=60", "Date": at(20)}, 60),
        ({"Cache-Control": "max-age=60", "Date": "today"}, 60),
        ({"Expires": at(60), "Date": "today"}, 60),
    ],
)  # fmt: skip
def test_freshness(headers: Pairs, expected: float) -> None:
    assert fresh_until(stored(headers)) == expected


def test_the_time_a_request_took_counts_as_age() -> None:
    entry = stored({"Cache-Control": "max-age=60", "Age": "5", "Date": at(0)}, requested_at=T0 - 10)
    assert fresh_until(entry) == 45


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        # 4.2.2: only heuristically cacheable statuses, or public, allow a heuristic.
        (203, {"Last-Modified": at(-600)}, 60),
        (302, {"Last-Modified": at(-600)}, 0),
        (302, {"Last-Modified": at(-600), "Cache-Control": "public"}, 60),
        (302, {"Cache-Control": "max-age=60"}, 60),
        (404, {"Cache-Control": "max-age=3"}, 3),
        # Reusing less than allowed: a 404 may be a match that is about to appear.
        (404, {"Cache-Control": "max-age=60"}, NOT_FOUND_FRESH_FOR),
        (404, {"Last-Modified": at(-600)}, NOT_FOUND_FRESH_FOR),
    ],
)
def test_freshness_by_status(status: int, headers: Pairs, expected: float) -> None:
    assert fresh_until(stored(headers, status)) == expected


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (200, {}, 20),
        (200, {"Last-Modified": at(-600)}, 20),
        (200, {"Cache-Control": "public"}, 20),
        (404, {}, NOT_FOUND_FRESH_FOR),
        (410, {}, 0),
        # The answer's own word wins over our rule.
        (200, {"Cache-Control": "max-age=3"}, 3),
        (200, {"Cache-Control": "max-age=90"}, 90),
        (200, {"Expires": "0"}, 0),
        (200, {"Cache-Control": "no-cache"}, 0),
    ],
)
def test_our_own_freshness(status: int, headers: Pairs, expected: float) -> None:
    assert fresh_until(stored(headers, status), OWN) == expected


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (200, {}, 500),
        (200, {"Cache-Control": "max-age=3"}, 500),
        (200, {"Cache-Control": "max-age=900"}, 900),
        (200, {"Cache-Control": "max-age=60", "Age": "20"}, 480),
        (200, {"Cache-Control": "no-cache"}, 0),
        (404, {}, 0),
        (410, {}, 0),
    ],
)
def test_what_never_changes_stays_fresh(status: int, headers: Pairs, expected: float) -> None:
    assert fresh_until(stored(headers, status), CacheRule(immutable_for=500)) == expected


@pytest.mark.parametrize(
    ("asked", "seconds", "expected"),
    [
        # 5.2.1.1: no older than that.
        ("max-age=10", 10, Use.FRESH),
        ("max-age=10", 11, Use.REVALIDATE),
        ("max-age=0", 1, Use.REVALIDATE),
        ("max-age=x", 1, Use.REVALIDATE),
        ("max-age=100", 60, Use.REVALIDATE),
        # 5.2.1.2: stale by no more than that; any staleness without an argument.
        ("max-stale=5", 65, Use.FRESH),
        ("max-stale=5", 66, Use.REVALIDATE),
        ("max-stale", 90_000, Use.FRESH),
        ("max-stale=x", 61, Use.REVALIDATE),
        ("max-age=10, max-stale=100", 11, Use.REVALIDATE),
        # 5.2.1.3: fresh for at least that much longer.
        ("min-fresh=10", 50, Use.FRESH),
        ("min-fresh=10", 51, Use.REVALIDATE),
        ("min-fresh=0", 60, Use.REVALIDATE),
        ("min-fresh=10, max-stale=5", 55, Use.REVALIDATE),
        # 5.2.1.4: not without validation.
        ("no-cache", 0, Use.REVALIDATE),
        ("NO-CACHE", 0, Use.REVALIDATE),
        # 5.2.1.7: a stored answer or 504.
        ("only-if-cached", 10, Use.FRESH),
        ("only-if-cached", 60, Use.GATEWAY_TIMEOUT),
        ("only-if-cached, max-stale=5", 62, Use.FRESH),
        ("only-if-cached, no-cache", 0, Use.GATEWAY_TIMEOUT),
        # 5.2.1.5: no-store does not keep a stored answer from being used.
        ("no-store", 10, Use.FRESH),
    ],
)
def test_request_directives(asked: str, seconds: float, expected: Use) -> None:
    entry = stored({"Cache-Control": "max-age=60", **VALIDATORS})
    assert use(entry, seconds, {"Cache-Control": asked}) is expected


@pytest.mark.parametrize("told", ["must-revalidate", "no-cache"])
def test_the_answer_may_forbid_what_max_stale_allows(told: str) -> None:
    entry = stored({"Cache-Control": f"max-age=60, {told}"})
    assert use(entry, 61, {"Cache-Control": "max-stale"}) is Use.REVALIDATE


def test_a_404_is_not_used_stale_whatever_is_asked_for() -> None:
    entry = stored({"Cache-Control": "max-age=60"}, status=404)
    assert use(entry, 61, {"Cache-Control": "max-stale"}) is Use.REVALIDATE


def test_nothing_stored() -> None:
    for asked, expected in (({}, Use.MISS), ({"Cache-Control": "only-if-cached"},
                                             Use.GATEWAY_TIMEOUT)):  # fmt: skip
        decision = policy.decide(headers_of(asked), [], T0, RULE)
        assert (decision.use, decision.entry, decision.conditions) == (expected, None, ())


@pytest.mark.parametrize(
    ("told", "asked", "seconds", "expected"),
    [
        # RFC 5861, section 3.
        ("stale-while-revalidate=30", "", 59, Use.FRESH),
        ("stale-while-revalidate=30", "", 60, Use.STALE_WHILE_REVALIDATE),
        ("stale-while-revalidate=30", "", 89, Use.STALE_WHILE_REVALIDATE),
        ("stale-while-revalidate=30", "", 90, Use.REVALIDATE),
        ("stale-while-revalidate=x", "", 60, Use.REVALIDATE),
        ("stale-while-revalidate=30, must-revalidate", "", 60, Use.REVALIDATE),
        ("stale-while-revalidate=30, no-cache", "", 60, Use.REVALIDATE),
        # RFC 9111, 5.2.1.1: who names a max-age wants nothing stale.
        ("stale-while-revalidate=30", "max-age=100", 60, Use.REVALIDATE),
        ("stale-while-revalidate=30", "min-fresh=1", 60, Use.REVALIDATE),
        ("stale-while-revalidate=30", "no-cache", 10, Use.REVALIDATE),
    ],
)
def test_stale_while_revalidate(told: str, asked: str, seconds: float, expected: Use) -> None:
    entry = stored({"Cache-Control": f"max-age=60, {told}"})
    assert use(entry, seconds, {"Cache-Control": asked}) is expected


@pytest.mark.parametrize(
    ("vary", "first", "second", "expected"),
    [
        # 4.1: all named headers have to match, after normalising, or be absent from both.
        ("Accept-Language", {"Accept-Language": "de"}, {"accept-language": "de"}, True),
        ("accept-language", {"Accept-Language": "de"}, {"Accept-Language": "fr"}, False),
        ("Accept-Language", {"Accept-Language": "de"}, {}, False),
        ("Accept-Language", {}, {"Accept-Language": "de"}, False),
        ("Accept-Language", {}, {"Accept-Language": ""}, False),
        ("Accept-Language", {}, {}, True),
        ("Accept-Language", {"Accept-Language": "de, fr"}, {"Accept-Language": "de,fr"}, True),
        ("Accept-Language", [("Accept-Language", "de"), ("Accept-Language", "fr")],
         {"Accept-Language": "de, fr"}, True),
        ("A, B", {"A": "1", "B": "2"}, {"A": "1", "B": "3"}, False),
        ("A, B", {"A": "1", "B": "2", "C": "x"}, {"A": "1", "B": "2"}, True),
        ("", {"A": "1"}, {"A": "2"}, True),
    ],
)  # fmt: skip
def test_vary(vary: str, first: Pairs, second: Pairs, expected: bool) -> None:
    entry = stored({"Cache-Control": "max-age=60", "Vary": vary}, request=first)
    assert (use(entry, 1, second) is Use.FRESH) is expected


def test_the_newest_matching_answer_is_used() -> None:
    old = stored({"Cache-Control": "max-age=900"})
    new = stored({"Cache-Control": "max-age=900"}, received_at=T0 + 5, requested_at=T0 + 5)
    assert policy.decide(headers_of(), [old, new], T0 + 9, RULE).entry is new
    assert policy.decide(headers_of(), [new, old], T0 + 9, RULE).entry is new


@pytest.mark.parametrize(
    ("told", "asked", "rule", "overdue", "expected"),
    [
        # RFC 5861, section 4: within stale-if-error of either side.
        ("stale-if-error=30", "", RULE, 29, True),
        ("stale-if-error=30", "", RULE, 30, False),
        ("", "stale-if-error=30", RULE, 29, True),
        ("", "stale-if-error=30", RULE, 30, False),
        ("stale-if-error=x", "", OWN, 1, False),
        ("stale-if-error=0", "", OWN, 1, False),
        # RFC 9111, 4.2.4: or by our own agreement, never against the answer's word.
        ("", "", RULE, 0, False),
        ("", "", OWN, 99, True),
        ("", "", OWN, 100, False),
        ("stale-if-error=30", "", OWN, 31, False),
        ("must-revalidate", "", OWN, 1, False),
        ("no-cache", "", OWN, 1, False),
        ("must-revalidate, stale-if-error=30", "", OWN, 1, False),
        ("proxy-revalidate", "", OWN, 1, True),
    ],
)
def test_standing_in(
    told: str, asked: str, rule: CacheRule, overdue: float, expected: bool
) -> None:
    entry = stored({"Cache-Control": f"max-age=60, {told}"})
    request = headers_of({"Cache-Control": asked})
    assert policy.may_stand_in(request, entry, T0 + 60 + overdue, rule) is expected


def test_only_good_answers_stand_in() -> None:
    entry = stored({"Cache-Control": "max-age=60, stale-if-error=900"}, 404)
    assert not policy.may_stand_in(headers_of(), entry, T0 + 61, OWN)


@pytest.mark.parametrize(
    ("headers", "seconds", "expected"),
    [({}, 7, 7), ({"Age": "20"}, 7, 27), ({"Date": at(-30)}, 7, 37), ({}, -5, 0)],
)
def test_age(headers: Pairs, seconds: float, expected: float) -> None:
    entry = stored(headers)
    assert freshness(entry, RULE).age(T0 + seconds) == expected
