"""Stored answers for tests of the cache policy."""

from collections.abc import Iterable, Mapping
from email.utils import formatdate
from typing import TypeAlias

from bot.halo.endpoints import CacheRule
from bot.halo.transport import policy
from bot.halo.transport.base import headers_of
from bot.halo.transport.policy import Use
from bot.halo.transport.store import CacheEntry

T0 = 1_700_000_000.0
RULE = CacheRule(stale_for=0.0)
OWN = CacheRule(fresh_for=20.0, stale_for=100.0)
Pairs: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]]


def at(seconds: float) -> str:
    """An HTTP date so long after T0."""
    return formatdate(T0 + seconds, usegmt=True)


def stored(
    headers: Pairs = (),
    status: int = 200,
    request: Pairs = (),
    requested_at: float = T0,
    received_at: float = T0,
) -> CacheEntry:
    """An answer as new_entry() keeps it; dated T0 unless `headers` say otherwise."""
    response = headers_of(headers).copy()
    response.setdefault("Date", at(0))
    return policy.new_entry(
        "key", headers_of(request), status, headers_of(response), b"body",
        (requested_at, received_at),
    )  # fmt: skip


def use(entry: CacheEntry, seconds: float, request: Pairs = (), rule: CacheRule = RULE) -> Use:
    """What is decided about an entry so long after T0."""
    return policy.decide(headers_of(request), [entry], T0 + seconds, rule).use
