"""Hot answers in memory, bounded by bytes, least recently used first out."""

from collections import OrderedDict
from dataclasses import dataclass

from bot.halo.transport.base import Response
from bot.halo.transport.store import CacheEntry, url_of

# A parsed model takes several times the room of its JSON.
_BYTES_PER_BODY_BYTE = 6
_BYTES_PER_ENTRY = 2_000


@dataclass(frozen=True, slots=True)
class Held:
    """A stored answer together with the response object that remembers its parsed model.

    It may be used without asking until `expires_at` (seconds since 1970), decided as it came in.
    """

    entry: CacheEntry
    response: Response
    initial_age: float
    expires_at: float

    def age(self, now: float) -> float:
        """Seconds since the origin made or confirmed it."""
        return self.initial_age + max(0.0, now - self.entry.received_at)


class Memory:
    """Keeps what was used last, up to about `max_bytes`."""

    def __init__(self, max_bytes: int = 48 * 1024 * 1024) -> None:
        self._max_bytes = max_bytes
        self._held: OrderedDict[str, tuple[Held, ...]] = OrderedDict()
        self.bytes = 0
        self.evictions = 0

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: str) -> tuple[Held, ...]:
        """All variants held for a key, or an empty tuple."""
        found = self._held.get(key)
        if found is None:
            return ()
        self._held.move_to_end(key)
        return found

    def put(self, key: str, held: tuple[Held, ...]) -> None:
        """Hold these as all the variants of a key, and let go of what no longer fits.

        What is larger than the whole memory is not held, and drives nothing else out.
        """
        self.forget(key)
        size = _size(held)
        if size > self._max_bytes or not held:
            return
        self._held[key] = held
        self.bytes += size
        while self.bytes > self._max_bytes:
            _, dropped = self._held.popitem(last=False)
            self.bytes -= _size(dropped)
            self.evictions += 1

    def forget(self, key: str) -> None:
        """Let go of a key."""
        dropped = self._held.pop(key, None)
        if dropped is not None:
            self.bytes -= _size(dropped)

    def forget_url(self, url: str) -> None:
        """Let go of all keys of a URL."""
        for key in [key for key in self._held if url_of(key) == url]:
            self.forget(key)


def _size(held: tuple[Held, ...]) -> int:
    return sum(len(one.entry.body) * _BYTES_PER_BODY_BYTE + _BYTES_PER_ENTRY for one in held)
