"""A cache store in memory, which outlives the cache in front of it."""

from collections.abc import Sequence

from bot.halo.transport.store import CacheEntry, url_of


class MemoryStore:
    """Keeps entries; while `broken`, every method raises."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], CacheEntry] = {}
        self.broken = False
        self.loads = 0
        self.uses: list[str] = []

    async def load(self, key: str) -> Sequence[CacheEntry]:
        self._check()
        self.loads += 1
        found = [entry for entry in self.entries.values() if entry.key == key]
        return sorted(found, key=lambda entry: entry.received_at, reverse=True)

    def save(self, key: str, entries: Sequence[CacheEntry]) -> None:
        self._check()
        self._forget([known for known in self.entries if known[0] == key])
        for entry in entries:
            self.entries[entry.key, entry.variant] = entry

    def delete(self, url: str) -> None:
        self._check()
        self._forget([known for known in self.entries if url_of(known[0]) == url])

    def used(self, key: str) -> None:
        self._check()
        self.uses.append(key)

    def _forget(self, known: Sequence[tuple[str, str]]) -> None:
        for each in known:
            del self.entries[each]

    def _check(self) -> None:
        if self.broken:
            raise OSError("the store is broken")
