"""Reading the header values of RFC 9110 and 9111 strictly enough to rely on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType

from bot.halo.transport.base import Headers

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# RFC 9111, section 4.2: a cache reads dates without regard to case.
_HOW = re.ASCII | re.IGNORECASE
_IMF_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?P<day>\d\d) (?P<month>[a-z]{3}) (?P<year>\d{4}) "
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) GMT",
    _HOW,
)
_RFC850_DATE = re.compile(
    r"[a-z]{6,9}, (?P<day>\d\d)-(?P<month>[a-z]{3})-(?P<year>\d\d) "
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) GMT",
    _HOW,
)
_ASCTIME_DATE = re.compile(
    r"[a-z]{3} (?P<month>[a-z]{3}) (?P<day>[ \d]\d) "
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) (?P<year>\d{4})",
    _HOW,
)
_DIRECTIVE = re.compile(r'([^\s=,"]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([^,"]*)))?|("[^"]*"?)')
_DIGITS = re.compile(r"\d+", re.ASCII)
LARGEST_DELTA = 2**31
# Seconds, for a pause that the service asks for.
LONGEST_RETRY_AFTER = 3_600.0


# The same few values come again and again, and several senders ask about each.
@lru_cache(maxsize=64)
def parse_date(text: str) -> float | None:
    """An HTTP date in one of its three formats as seconds since 1970, or None."""
    for form in (_IMF_DATE, _RFC850_DATE, _ASCTIME_DATE):
        found = form.fullmatch(text)
        if found is None:
            continue
        year = int(found["year"])
        if year < 100:
            year += 2000 if year < 70 else 1900
        try:
            month = _MONTHS.index(found["month"].capitalize()) + 1
            moment = datetime(
                year, month, int(found["day"]),
                int(found["hour"]), int(found["minute"]), int(found["second"]), tzinfo=UTC,
            )  # fmt: skip
        except ValueError:
            return None
        return moment.timestamp()
    return None


def parse_delta(text: str | None) -> int | None:
    """A number of seconds as RFC 9111 writes it, capped; None where it is not one."""
    if text is None or not _DIGITS.fullmatch(text):
        return None
    return min(int(text.lstrip("0")[:20] or "0"), LARGEST_DELTA)


def combined(headers: Headers, name: str) -> str | None:
    """All lines of a header joined as one list value, or None where it is absent."""
    values = headers.getall(name, [])
    return ", ".join(values) if values else None


@lru_cache(maxsize=256)
def directives(value: str | None) -> Mapping[str, Sequence[str | None]]:
    """The directives of a Cache-Control value by lower-case name, each with all its arguments."""
    found: dict[str, list[str | None]] = {}
    for name, argument in _pairs(value or ""):
        found.setdefault(name, []).append(argument)
    return MappingProxyType(found)


def _pairs(value: str) -> Iterator[tuple[str, str | None]]:
    for match in _DIRECTIVE.finditer(value):
        if match[1]:
            argument = match[2] if match[2] is not None else match[3]
            # Space before the argument is no part of the grammar: such a number is invalid.
            yield match[1].lower(), argument.rstrip() if argument is not None else None


def retry_after(headers: Headers, now: float) -> float | None:
    """Seconds that Retry-After asks to wait, from either of its forms, or None.

    An hour at most: after that it is asked again, so that no one header locks anybody out.
    """
    value = headers.get("retry-after", "").strip()
    seconds: float | None = parse_delta(value)
    if seconds is None:
        moment = parse_date(value)
        if moment is None:
            return None
        seconds = max(0.0, moment - now)
    return min(float(seconds), LONGEST_RETRY_AFTER)
