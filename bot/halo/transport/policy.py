"""RFC 9111 for a private cache, as pure decisions: no clock, no network, no storage.

With the extensions of RFC 5861 (stale-while-revalidate, stale-if-error). Times are seconds since
1970; how long an answer may be used is in freshness.py. Where RFC 9111 leaves a choice, the answer
that reuses less is taken, apart from CacheRule, which is our own agreement about answers that
carry no freshness.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bot.halo.endpoints import CacheRule
from bot.halo.transport.base import Headers, headers_of
from bot.halo.transport.freshness import (
    HEURISTIC_STATUSES,
    Directives,
    Freshness,
    date_of,
    freshness,
    is_missing,
    seconds,
)
from bot.halo.transport.headers import combined, directives, parse_date
from bot.halo.transport.store import CacheEntry

UNDERSTOOD_STATUSES = HEURISTIC_STATUSES | {302, 303, 307, 400, 401, 403, 500, 502, 503, 504}
ERROR_STATUSES = frozenset({500, 502, 503, 504})
NEVER_STORED = frozenset({206, 304})
_HOP_BY_HOP = frozenset(
    {
        "connection", "keep-alive", "proxy-authenticate", "proxy-authentication-info",
        "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    }
)  # fmt: skip
_COOKIES = frozenset({"set-cookie", "set-cookie2"})
# The body is stored decoded and whole; what a 304 says of its form must not change that.
_ABOUT_THE_BODY = frozenset({"content-encoding", "content-length", "content-range"})
# A request with one of these is about a part of the answer, or about one certain version of it.
_NOT_OURS_TO_ANSWER = ("range", "if-range", "if-match", "if-unmodified-since")
_BEARING = (
    "cache-control", "pragma", "if-none-match", "if-modified-since", *_NOT_OURS_TO_ANSWER,
)  # fmt: skip
_ETAG = re.compile(r'(?:W/)?"[^"]*"')
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_UNLIMITED = 2.0**40


class Use(Enum):
    """What to do with what is stored."""

    FRESH = "fresh"
    STALE_WHILE_REVALIDATE = "stale-while-revalidate"
    REVALIDATE = "revalidate"
    MISS = "miss"
    GATEWAY_TIMEOUT = "gateway-timeout"


@dataclass(frozen=True, slots=True)
class Decision:
    """`entry` is what to serve or revalidate, if there is one; `age` its age in seconds.

    `conditions` are the headers that turn the request into a conditional one.
    """

    use: Use
    entry: CacheEntry | None = None
    age: float = 0.0
    conditions: tuple[tuple[str, str], ...] = ()


def is_plain(request: Headers) -> bool:
    """Whether nothing in a request's headers bears on how it may be answered, but for Vary."""
    return not any(name in request for name in _BEARING)


def forbids_storing(request: Headers) -> bool:
    """Whether a request wants its answer kept nowhere (section 5.2.1.5)."""
    return "no-store" in directives(combined(request, "cache-control"))


def is_conditional(request: Headers) -> bool:
    """Whether a request names a version its sender has, and wants only a newer one."""
    return "if-none-match" in request or "if-modified-since" in request


def bypasses(request: Headers) -> bool:
    """Whether a request can only be answered by the origin (sections 3.3 and 4.3.2)."""
    return any(name in request for name in _NOT_OURS_TO_ANSWER)


def invalidates(method: str, status: int) -> bool:
    """Whether an answer ends the use of what is stored for its URL (section 4.4)."""
    return method not in _SAFE_METHODS and 200 <= status < 400


def decide(
    request: Headers, entries: Sequence[CacheEntry], now: float, rule: CacheRule
) -> Decision:
    """What a request may be answered with (RFC 9111 section 4)."""
    asked = _asked(request)
    entry = select(request, entries)
    if entry is None:
        miss = Use.GATEWAY_TIMEOUT if "only-if-cached" in asked else Use.MISS
        return Decision(miss, conditions=_etags(entries))
    known = freshness(entry, rule)
    use = _use(asked, known, now)
    if use is Use.REVALIDATE and "only-if-cached" in asked:
        return Decision(Use.GATEWAY_TIMEOUT)
    conditions = () if use is Use.FRESH else _conditions(entry)
    return Decision(use, entry, known.age(now), conditions)


def _use(asked: Directives, known: Freshness, now: float) -> Use:
    age, left = known.age(now), known.left(now)
    if not known.reusable or "no-cache" in asked or not _young_enough(asked, age):
        return Use.REVALIDATE
    if left > 0 and left >= (seconds(asked, "min-fresh") or 0.0):
        return Use.FRESH
    if known.strict or "min-fresh" in asked:
        return Use.REVALIDATE
    if "max-stale" in asked and -left <= _max_stale(asked):
        return Use.FRESH
    if "max-age" not in asked and -left < known.stale_while_revalidate:
        return Use.STALE_WHILE_REVALIDATE
    return Use.REVALIDATE


def may_store(request: Headers, status: int, response: Headers, rule: CacheRule) -> bool:
    """Whether an answer to a GET may be stored (RFC 9111 section 3)."""
    told = directives(combined(response, "cache-control"))
    if forbids_storing(request):
        return False
    if status < 200 or status in NEVER_STORED or "*" in _vary(response):
        return False
    if "must-understand" in told:
        if status not in UNDERSTOOD_STATUSES:
            return False
    elif "no-store" in told:
        return False
    if "public" in told or "private" in told or "max-age" in told or "expires" in response:
        return True
    if (status in (200, 404) and rule.fresh_for > 0) or is_missing(status, rule):
        return True
    return status in HEURISTIC_STATUSES


def may_stand_in(request: Headers, entry: CacheEntry, now: float, rule: CacheRule) -> bool:
    """Whether a good stale answer may be served because the service cannot answer.

    Within stale-if-error of the answer or the request (RFC 5861), or, as RFC 9111 section 4.2.4
    allows a disconnected cache, within our own rule; never against must-revalidate or no-cache.
    """
    known = freshness(entry, rule)
    if entry.status != 200 or not known.reusable or known.strict:
        return False
    asked = seconds(_asked(request), "stale-if-error") or 0.0
    return -known.left(now) < max(known.stale_if_error, asked)


def not_modified(request: Headers, status: int, stored: Headers) -> bool:
    """Whether a stored answer meets a conditional request, so that 304 says all (4.3.2)."""
    if status != 200:
        return False
    wanted = combined(request, "if-none-match")
    if wanted is not None:
        tags = [tag.removeprefix("W/") for tag in _ETAG.findall(wanted)]
        known = stored.get("etag", "").removeprefix("W/")
        return wanted.strip() == "*" or (known != "" and known in tags)
    since = parse_date(request.get("if-modified-since", ""))
    modified = parse_date(stored.get("last-modified", stored.get("date", "")))
    return since is not None and modified is not None and modified <= since


def new_entry(
    key: str,
    request: Headers,
    status: int,
    response: Headers,
    body: bytes,
    times: tuple[float, float],
) -> CacheEntry:
    """An answer as it is stored; `times` are when it was requested and received."""
    names = sorted(_vary(response))
    vary = tuple((name, _normalised(request, name)) for name in names)
    variant = "&".join(f"{name}{value}" for name, value in vary)
    return CacheEntry(key, variant, vary, status, tuple(_kept(response)), body, *times)


def without_cookies(entry: CacheEntry) -> CacheEntry:
    """The entry as it may outlive the process: a cookie is a secret of one connection's."""
    headers = tuple(pair for pair in entry.headers if pair[0].lower() not in _COOKIES)
    return entry if len(headers) == len(entry.headers) else replace(entry, headers=headers)


def matching_entry(
    entries: Sequence[CacheEntry], validated: CacheEntry | None, response: Headers
) -> CacheEntry | None:
    """The stored answer that a 304 speaks of (RFC 9111 section 4.3.4), or None.

    A 304 that names no validator speaks of `validated`, the answer that was asked about.
    """
    etag, modified = response.get("etag"), response.get("last-modified")
    if etag is not None:
        same = [entry for entry in entries if _same_etag(etag, headers_of(entry.headers))]
        return max(same, key=lambda entry: entry.received_at, default=None)
    if modified is not None and validated is not None:
        stored = headers_of(validated.headers).get("last-modified")
        return validated if stored == modified else None
    return validated


def freshened(
    entry: CacheEntry, request: Headers, response: Headers, times: tuple[float, float]
) -> CacheEntry:
    """The stored answer with the headers of the 304 that confirmed it for a request (3.2)."""
    updates = [
        (name, value) for name, value in _kept(response) if name.lower() not in _ABOUT_THE_BODY
    ]
    replaced = {name.lower() for name, _ in updates}
    # An Age of the stored answer counts from before; only the 304's own still means something.
    kept = [
        (name, value)
        for name, value in entry.headers
        if name.lower() not in replaced and name.lower() != "age"
    ]
    headers = headers_of([*kept, *updates])
    return new_entry(entry.key, request, entry.status, headers, entry.body, times)


def matches(request: Headers, entry: CacheEntry) -> bool:
    """Whether a stored answer was an answer to such a request, by its Vary (section 4.1)."""
    return all(_normalised(request, name) == value for name, value in entry.vary)


def select(request: Headers, entries: Sequence[CacheEntry]) -> CacheEntry | None:
    """The stored answer to a request: the newest that matches, rather one that has a Vary."""
    matching = [entry for entry in entries if matches(request, entry)]

    def rank(entry: CacheEntry) -> tuple[bool, float, float]:
        return bool(entry.vary), date_of(entry, headers_of(entry.headers)), entry.received_at

    return max(matching, key=rank, default=None)


def _asked(request: Headers) -> Directives:
    """The directives of a request; Pragma speaks where there is no Cache-Control (5.4)."""
    asked = directives(combined(request, "cache-control"))
    if "cache-control" not in request and "no-cache" in directives(combined(request, "pragma")):
        return {"no-cache": [None]}
    return asked


def _vary(response: Headers) -> frozenset[str]:
    value = combined(response, "vary") or ""
    return frozenset(name.strip().lower() for name in value.split(",") if name.strip())


def _normalised(request: Headers, name: str) -> str:
    """A request header for comparison: "=" and its value, or "" where it is absent."""
    value = combined(request, name)
    return "" if value is None else f"={','.join(part.strip() for part in value.split(','))}"


def _kept(headers: Headers) -> list[tuple[str, str]]:
    """The headers that may be stored (section 3.1)."""
    named = {name.strip().lower() for name in (combined(headers, "connection") or "").split(",")}
    dropped = _HOP_BY_HOP | named
    return [(name, value) for name, value in headers.items() if name.lower() not in dropped]


def _conditions(entry: CacheEntry) -> tuple[tuple[str, str], ...]:
    headers = headers_of(entry.headers)
    conditions = []
    if "etag" in headers:
        conditions.append(("if-none-match", headers["etag"]))
    if parse_date(headers.get("last-modified", "")) is not None:
        conditions.append(("if-modified-since", headers["last-modified"]))
    return tuple(conditions) if entry.status == 200 else ()


def _etags(entries: Sequence[CacheEntry]) -> tuple[tuple[str, str], ...]:
    """Asks whether one of the other variants would do (section 4.3.1)."""
    tags = [headers_of(entry.headers).get("etag") for entry in entries if entry.status == 200]
    known = [tag for tag in tags if tag]
    return (("if-none-match", ", ".join(known)),) if known else ()


def _same_etag(etag: str, stored: Headers) -> bool:
    """A strong tag speaks only of the same strong one; a weak tag of either kind."""
    known = stored.get("etag", "")
    if etag.startswith("W/"):
        return known.removeprefix("W/") == etag.removeprefix("W/")
    return known == etag


def _young_enough(asked: Directives, age: float) -> bool:
    if "max-age" not in asked:
        return True
    limit = seconds(asked, "max-age") or 0.0
    # Who says 0 wants a new answer, also in the moment in which another one arrived.
    return limit > 0.0 and age <= limit


def _max_stale(asked: Directives) -> float:
    if asked["max-stale"][0] is None:
        return _UNLIMITED
    return seconds(asked, "max-stale") or 0.0
