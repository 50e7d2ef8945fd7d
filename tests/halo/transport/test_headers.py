from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.halo.transport.base import headers_of
from bot.halo.transport.headers import (
    LARGEST_DELTA,
    combined,
    directives,
    parse_date,
    parse_delta,
    retry_after,
)

EXAMPLE = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "sun, 06 NOV 1994 08:49:37 gmt",
    ],
)
def test_the_three_forms_of_a_date_are_read_in_any_case(text: str) -> None:
    assert parse_date(text) == EXAMPLE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "-1",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Abc 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:38 GMT",
        "1994-11-06T08:49:37Z",
        "Sun, ٠٦ Nov 1994 08:49:37 GMT",
    ],
)
def test_anything_else_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0), ("60", 60), ("0060", 60), ("0" * 30 + "7", 7), (str(2**31), LARGEST_DELTA),
        ("9" * 5000, LARGEST_DELTA), ("-1", None), ("+1", None), ("1.5", None), ("1 0", None),
        ("", None), ("٣", None), (None, None),
    ],
)  # fmt: skip
def test_a_number_of_seconds(text: str | None, seconds: int | None) -> None:
    assert parse_delta(text) == seconds


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, {}),
        ("", {}),
        (",, ,", {}),
        ("no-store", {"no-store": [None]}),
        ("Max-Age=60, PUBLIC", {"max-age": ["60"], "public": [None]}),
        ("max-age=60,max-age=30", {"max-age": ["60", "30"]}),
        ('max-age="60"', {"max-age": ["60"]}),
        ('private="a, no-store", max-age=5', {"private": ["a, no-store"], "max-age": ["5"]}),
        (r'ext="a\", no-store"', {"ext": [r"a\", no-store"]}),
        ('"no-store"', {}),
        ("max-age=", {"max-age": [""]}),
        ('max-age="60', {"max-age": [""]}),
        ("max-age=60; public", {"max-age": ["60; public"]}),
    ],
)
def test_directives(value: str | None, expected: dict[str, list[str | None]]) -> None:
    assert directives(value) == expected


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert all(name == name.lower() and arguments for name, arguments in directives(text).items())
    assert parse_date(text) is None or isinstance(parse_date(text), float)
    seconds = parse_delta(text)
    assert seconds is None or 0 <= seconds <= LARGEST_DELTA


def test_lines_of_one_header_are_one_list() -> None:
    headers = headers_of([("Vary", "A"), ("vary", "B, C")])
    assert combined(headers, "VARY") == "A, B, C"
    assert combined(headers, "age") is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Sun, 06 Nov 1994 08:50:07 GMT", 30.0),
        ("Sun, 06 Nov 1994 08:49:07 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
    ],
)
def test_retry_after_in_both_forms(value: str, seconds: float | None) -> None:
    assert retry_after(headers_of({"Retry-After": value}), EXAMPLE) == seconds


@pytest.mark.parametrize("value", ["86400", "9" * 30, "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_no_header_locks_out_for_more_than_an_hour(value: str) -> None:
    assert retry_after(headers_of({"Retry-After": value}), EXAMPLE) == 3_600


def test_no_retry_after() -> None:
    assert retry_after(headers_of(), EXAMPLE) is None
