"""Each expectation follows from the text of RFC 9111 or RFC 5861, named by its section."""

import pytest

from bot.halo.transport import policy
from bot.halo.transport.base import headers_of
from bot.halo.transport.policy import Use
from tests.support.answers import OWN, RULE, T0, Pairs, at, stored, use


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        # Section 3: explicit freshness, private, public, or a heuristically cacheable status.
        (200, {}, True),
        (404, {}, True),
        (410, {}, True),
        (302, {}, False),
        (302, {"Cache-Control": "max-age=5"}, True),
        (302, {"Cache-Control": "public"}, True),
        (302, {"Cache-Control": "private"}, True),
        (302, {"Cache-Control": "s-maxage=5"}, False),
        (302, {"Expires": at(60)}, True),
        (500, {}, False),
        (500, {"Cache-Control": "max-age=5"}, True),
        (100, {"Cache-Control": "max-age=5"}, False),
        (206, {"Cache-Control": "max-age=5"}, False),
        (304, {"Cache-Control": "max-age=5"}, False),
        # 5.2.2.5: no-store.
        (200, {"Cache-Control": "no-store"}, False),
        (200, {"Cache-Control": "max-age=60, No-Store"}, False),
        (200, {"Cache-Control": 'ext="no-store", max-age=60'}, True),
        # 5.2.2.7: private is about shared caches.
        (200, {"Cache-Control": "private, max-age=60"}, True),
        # 5.2.2.3: must-understand lifts no-store where the status is understood, else forbids.
        (200, {"Cache-Control": "must-understand, no-store"}, True),
        (299, {"Cache-Control": "must-understand, max-age=60"}, False),
        (299, {"Cache-Control": "max-age=60"}, True),
        # 4.1: Vary: * never matches again.
        (200, {"Vary": "*"}, False),
        (200, {"Vary": "accept, *"}, False),
    ],
)
def test_storing(status: int, headers: Pairs, expected: bool) -> None:
    assert policy.may_store(headers_of(), status, headers_of(headers), RULE) is expected


def test_a_request_may_forbid_storing() -> None:
    asked = headers_of({"Cache-Control": "no-store"})
    assert not policy.may_store(asked, 200, headers_of({"Cache-Control": "max-age=60"}), OWN)


def test_hop_by_hop_headers_are_not_stored() -> None:
    entry = stored(
        [
            ("Connection", "close, X-Hop"), ("Connection", "X-Other"), ("X-Hop", "1"),
            ("X-Other", "2"), ("Keep-Alive", "5"), ("Transfer-Encoding", "chunked"),
            ("X-Kept", "a"), ("X-Kept", "b"),
        ]
    )  # fmt: skip
    assert entry.headers == (("X-Kept", "a"), ("X-Kept", "b"), ("Date", at(0)))


def test_variants_are_kept_apart_in_text_any_database_takes() -> None:
    headers = {"Vary": "Accept-Language, Accept-Encoding"}
    variants = {
        stored(headers, request=request).variant
        for request in ({}, {"Accept-Language": ""}, {"Accept-Language": "de"})
    }
    assert len(variants) == 3
    assert all(variant.isprintable() for variant in variants)


@pytest.mark.parametrize(
    ("headers", "status", "expected"),
    [
        # 4.3.1: the stored validators, entity tag and modification date.
        ({}, 200, {}),
        ({"ETag": '"a"'}, 200, {"if-none-match": '"a"'}),
        ({"ETag": 'W/"a"'}, 200, {"if-none-match": 'W/"a"'}),
        ({"Last-Modified": at(-9)}, 200, {"if-modified-since": at(-9)}),
        ({"Last-Modified": "once"}, 200, {}),
        ({"ETag": '"a"', "Last-Modified": at(-9)}, 200,
         {"if-none-match": '"a"', "if-modified-since": at(-9)}),
        ({"ETag": '"a"'}, 404, {}),
    ],
)  # fmt: skip
def test_conditions(headers: Pairs, status: int, expected: dict[str, str]) -> None:
    entry = stored(headers, status)
    decision = policy.decide(headers_of({"Cache-Control": "no-cache"}), [entry], T0, RULE)
    assert decision.entry is entry
    assert dict(decision.conditions) == expected


def test_other_variants_are_offered_for_validation() -> None:
    entries = [
        stored({"Vary": "A", "ETag": '"1"'}, request={"A": "1"}),
        stored({"Vary": "A"}, request={"A": "2"}),
        stored({"Vary": "A", "ETag": 'W/"3"'}, request={"A": "3"}),
    ]
    decision = policy.decide(headers_of({"A": "4"}), entries, T0, RULE)
    assert decision.use is Use.MISS
    assert dict(decision.conditions) == {"if-none-match": '"1", W/"3"'}


@pytest.mark.parametrize(
    ("confirmation", "expected"),
    [
        # 4.3.4: the same strong tag; for a weak one, the newest that corresponds.
        ({"ETag": '"a"'}, 0),
        ({"ETag": '"b"'}, 2),
        ({"ETag": 'W/"b"'}, 2),
        ({"ETag": 'W/"a"'}, 0),
        ({"ETag": '"c"'}, None),
        ({"ETag": '"gone"'}, None),
        ({"Last-Modified": at(-9)}, 0),
        ({"Last-Modified": at(-8)}, None),
        # Not in the RFC: a 304 without validators can only mean what was asked about.
        ({}, 0),
    ],
)
def test_which_answer_a_304_speaks_of(confirmation: Pairs, expected: int | None) -> None:
    entries = [
        stored({"ETag": '"a"', "Last-Modified": at(-9)}),
        stored({"ETag": '"b"'}, received_at=T0 + 1),
        stored({"ETag": '"b"'}, received_at=T0 + 2),
        stored({"ETag": 'W/"c"'}),
    ]
    found = policy.matching_entry(entries, entries[0], headers_of(confirmation))
    assert found is (None if expected is None else entries[expected])


def test_a_304_updates_headers_but_not_those_of_the_body() -> None:
    entry = stored(
        {
            "Cache-Control": "max-age=60", "ETag": '"a"', "Age": "50", "X-Old": "kept",
            "Content-Type": "application/json", "Content-Length": "4",
        }
    )  # fmt: skip
    new = policy.freshened(
        entry,
        headers_of(),
        headers_of(
            {
                "Cache-Control": "max-age=10", "ETag": '"a"', "Date": at(100), "X-New": "1",
                "Content-Type": "text/plain", "Content-Length": "0", "Connection": "x-hop",
                "X-Hop": "1", "Content-Encoding": "gzip", "Content-Range": "bytes 0-1/2",
            }
        ),
        (T0 + 100, T0 + 101),
    )  # fmt: skip
    assert dict(new.headers) == {
        "X-Old": "kept", "Content-Type": "text/plain", "Content-Length": "4",
        "Cache-Control": "max-age=10", "ETag": '"a"', "Date": at(100), "X-New": "1",
    }  # fmt: skip
    assert (new.body, new.requested_at, new.received_at) == (b"body", T0 + 100, T0 + 101)
    assert use(new, 109) is Use.FRESH
    assert use(new, 110) is Use.REVALIDATE
