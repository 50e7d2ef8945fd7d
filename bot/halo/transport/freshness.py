"""How old an answer is and how long it may be used: RFC 9111 section 4.2, and our own rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeAlias

from bot.halo.endpoints import CacheRule
from bot.halo.transport.base import Headers, headers_of
from bot.halo.transport.headers import combined, directives, parse_date, parse_delta
from bot.halo.transport.store import CacheEntry

HEURISTIC_STATUSES = frozenset({200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
NOT_FOUND_FRESH_FOR = 5.0

Directives: TypeAlias = Mapping[str, Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Freshness:
    """What an answer's headers and our rule say of its freshness, read once. In seconds.

    `initial_age` is its age when it was received, `lifetime` how old it may be. `reusable` is
    false where each use has to be validated, `strict` true where it must never be used stale.
    """

    received_at: float
    initial_age: float
    lifetime: float
    reusable: bool
    strict: bool
    stale_while_revalidate: float
    stale_if_error: float

    @property
    def expires_at(self) -> float:
        """Until when it may be used without asking; minus infinity where it never may."""
        left = self.lifetime - self.initial_age
        return self.received_at + left if self.reusable and left > 0 else -inf

    def age(self, now: float) -> float:
        """Seconds since the origin made or confirmed the answer (section 4.2.3)."""
        return self.initial_age + max(0.0, now - self.received_at)

    def left(self, now: float) -> float:
        """Seconds of freshness left; what is not above zero is stale."""
        return self.lifetime - self.age(now)


def freshness(entry: CacheEntry, rule: CacheRule) -> Freshness:
    """How long a stored answer may be used (sections 4.2 and 5.2.2; RFC 5861)."""
    headers = headers_of(entry.headers)
    told = directives(combined(headers, "cache-control"))
    missing = entry.status == 404 or is_missing(entry.status, rule)
    windows = 0.0 if missing else rule.stale_while_revalidate
    if "stale-while-revalidate" in told:
        windows = seconds(told, "stale-while-revalidate") or 0.0
    return Freshness(
        received_at=entry.received_at,
        initial_age=_initial_age(entry, headers),
        lifetime=_lifetime(entry, headers, told, rule),
        reusable="no-cache" not in told,
        # A 404 may be over by now, however stale its asker would take an answer.
        strict="must-revalidate" in told or missing,
        stale_while_revalidate=windows,
        stale_if_error=(
            seconds(told, "stale-if-error") or 0.0 if "stale-if-error" in told else rule.stale_for
        ),
    )


def is_missing(status: int, rule: CacheRule) -> bool:
    """Whether an answer says that there is no such thing, which our rule lets hold for a while."""
    return status in rule.missing and rule.missing_for > 0


def _initial_age(entry: CacheEntry, headers: Headers) -> float:
    # The first member counts where a list was sent; an invalid value is ignored.
    first = (combined(headers, "age") or "").split(",")[0].strip()
    stated = parse_delta(first) or 0
    apparent = max(0.0, entry.received_at - date_of(entry, headers))
    return max(apparent, stated + (entry.received_at - entry.requested_at))


def date_of(entry: CacheEntry, headers: Headers) -> float:
    """When the answer was made: Date, or its arrival where that is missing or no date."""
    date = parse_date(headers.get("date", ""))
    return entry.received_at if date is None else date


def _lifetime(entry: CacheEntry, headers: Headers, told: Directives, rule: CacheRule) -> float:
    """Seconds of freshness from the answer's making (section 4.2.1); s-maxage is not ours.

    A 404 is fresh as long as our rule says, or else never for long, whatever it says itself: a
    match that just ended begins with one.
    """
    lifetime = _stated_lifetime(entry, headers, told, rule)
    if entry.status == 200:
        return max(lifetime, rule.immutable_for)
    if is_missing(entry.status, rule):
        return min(lifetime, rule.missing_for)
    return min(lifetime, NOT_FOUND_FRESH_FOR) if entry.status == 404 else lifetime


def _stated_lifetime(
    entry: CacheEntry, headers: Headers, told: Directives, rule: CacheRule
) -> float:
    if "max-age" in told:
        return seconds(told, "max-age") or 0.0
    date = date_of(entry, headers)
    expires = headers.getall("expires", [])
    if expires:
        until = parse_date(expires[0]) if len(set(expires)) == 1 else None
        return 0.0 if until is None else max(0.0, until - date)
    if is_missing(entry.status, rule):
        return rule.missing_for
    if entry.status in (200, 404) and rule.fresh_for > 0:
        return rule.fresh_for
    modified = parse_date(headers.get("last-modified", ""))
    if modified is not None and (entry.status in HEURISTIC_STATUSES or "public" in told):
        return max(0.0, (date - modified) / 10)
    return 0.0


def seconds(found: Directives, name: str) -> float | None:
    """A directive's seconds; 0 where it is no number or was given with differing numbers
    (section 4.2.1 encourages to take such an answer for stale); None where it is absent."""
    if name not in found:
        return None
    numbers = {parse_delta(value) for value in found[name]}
    return float(numbers.pop() or 0) if len(numbers) == 1 else 0.0
