"""What the cache sender asks of whoever keeps its entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """One stored answer. Never holds a token: request headers are kept only where Vary names them.

    `key` is made by cache_key(); `variant` tells apart the answers of one key by the request
    headers that the answer's Vary names ("" where it names none). Times are seconds since 1970.
    """

    key: str
    variant: str
    vary: tuple[tuple[str, str], ...]
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    requested_at: float
    received_at: float


class CacheStore(Protocol):
    """Keeps cache entries beyond the life of the process. All methods may raise any error: the
    cache sender goes on without the store and counts the fault. Only load() takes time."""

    async def load(self, key: str) -> Sequence[CacheEntry]:
        """All variants stored for a key, newest first; empty where there is none."""

    def save(self, key: str, entries: Sequence[CacheEntry]) -> None:
        """Keep these as all the variants of a key."""

    def delete(self, url: str) -> None:
        """Forget what is stored for a URL, for all accounts and languages."""

    def used(self, key: str) -> None:
        """Note that a key was used just now, so that it is not the next to be let go of."""


def cache_key(account: str, language: str, url: str) -> str:
    """The key of a URL's answers for an account and in a language ("" for what is everybody's)."""
    return f"{quote(account, safe='')}|{quote(language, safe='')}|{url}"


def url_of(key: str) -> str:
    """The URL in a key."""
    return key.split("|", 2)[2]
