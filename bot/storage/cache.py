"""Answers of the service, kept over restarts without anybody waiting for a write."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.halo.clock import Clock
from bot.halo.transport.store import CacheEntry, url_of
from bot.storage.batches import Refusals, store_in_parts
from bot.storage.cache_database import Batch, CacheDatabase, is_corrupt
from bot.storage.errors import ValueRefused
from bot.storage.outage import Outage

log = logging.getLogger(__name__)

Figures = Callable[[], Mapping[str, int]]

# Nobody waits longer for a database that does not answer.
PATIENCE = 2.0
# How far other processes' clocks may be ahead, in seconds.
AHEAD = 60.0
# What comes in within so many seconds is written together.
LINGER = 0.2
_FIGURES_EVERY = 60.0
_BATCH_BYTES = 8 * 1024 * 1024
_MOST_USES = 5_000
_ENTRY_BYTES = 1_000
# Evicting down to a little less than the limit, so that not every write has to.
_ROOM = 0.9


@dataclass(frozen=True, slots=True)
class CacheLimits:
    """How much is kept. `unused` is in seconds; `queued` bounds what waits to be written."""

    bytes: int = 256 * 1024 * 1024
    rows: int = 200_000
    unused: float = 30 * 86_400.0
    queued: int = 64 * 1024 * 1024


@dataclass(slots=True)
class StoreCounters:
    """What the store has done since it was opened.

    `dropped` counts answers that the queue had no room for while the database was out of order.
    """

    written: int = 0
    evicted: int = 0
    dropped: int = 0


class StoredResponses:
    """A CacheStore in a database: reads at once, writes behind, by one task of its own.

    Never raises and never blocks: faults of the database are logged once, counted, and answered
    with "nothing stored". What could not be written is kept and tried again, up to
    `limits.queued` bytes; an answer that the database cannot hold is left out. A corrupt SQLite
    file is set aside and begun anew.
    """

    def __init__(
        self, database: CacheDatabase, clock: Clock, limits: CacheLimits | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._limits = limits or CacheLimits()
        self._queue: OrderedDict[str, tuple[CacheEntry, ...]] = OrderedDict()
        self._forgotten: set[str] = set()
        self._used: dict[str, float] = {}
        self._writing = Batch()
        self._queued = 0
        self._rows = self._bytes = 0
        self._cleaned_at: float | None = None
        self._loads: dict[str, asyncio.Task[list[CacheEntry]]] = {}
        self._wake = asyncio.Event()
        self._hurry = asyncio.Event()
        self._idle = asyncio.Event()
        self._full = asyncio.Event()
        self._cleaning = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self._closing = False
        self._unreadable = Outage("stored answers cannot be read", clock)
        self._unwritable = Outage("answers cannot be stored", clock)
        self._refusals = Refusals("stored answers")
        self._is_open = False
        self._is_corrupt = False
        self._flushing = False
        self._figures: Figures = dict
        self._figures_at = clock.now()
        self._counted: dict[str, int] = {}
        self.counters = StoreCounters()

    async def start(self, figures: Figures = dict) -> None:
        """Open the database and begin to write. `figures` is what to count in it, by name."""
        self._figures = figures
        await self._opened()
        self._tasks = [
            asyncio.create_task(self._write_behind(), name="cache writer"),
            asyncio.create_task(self._keep_clean(), name="cache cleaner"),
        ]

    async def close(self) -> None:
        """Write what is left, and end."""
        self._closing = True
        self._hurry.set()
        self._wake.set()
        self._full.set()
        await asyncio.gather(*self._tasks, *self._loads.values(), return_exceptions=True)
        self._tasks = []
        await self._write_figures()
        if self._queue or self._forgotten:
            log.warning("%d answers could not be stored before the end", len(self._queue))
        await self._database.close()

    async def flush(self) -> None:
        """Wait until the writer has done, or tried, all it was given so far."""
        if self._tasks:
            self._flushing = True
            self._idle.clear()
            self._hurry.set()
            self._wake.set()
            await self._idle.wait()

    async def clean(self) -> None:
        """Delete what is too old or too much now, in steps that let everybody else through."""
        async with self._cleaning:
            try:
                await self._evict()
            except Exception as error:  # noqa: BLE001 - the next writing tries again
                self._fault(self._unwritable, error)

    async def load(self, key: str) -> Sequence[CacheEntry]:
        """All variants stored for a key, newest first; empty where there is none."""
        waiting = self._waiting(key)
        if waiting is not None:
            return waiting
        if self._unreadable.is_on:
            return ()
        task = self._loads.get(key)
        if task is None:
            # A task of its own, for a caller may be cancelled, which must not break a statement.
            task = asyncio.create_task(self._database.read(key))
            self._loads[key] = task
            task.add_done_callback(lambda done: self._loaded(key, done))
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        if not done:
            self._unreadable.fault(TimeoutError())
            return ()
        if task.cancelled() or task.exception() is not None:
            return ()
        # What was given to the writer meanwhile is newer.
        waiting = self._waiting(key)
        if waiting is not None:
            return waiting
        # From a clock that was ahead: it would be fresh until ours has caught up.
        latest = self._clock.now() + AHEAD
        return [entry for entry in task.result() if entry.received_at <= latest]

    def save(self, key: str, entries: Sequence[CacheEntry]) -> None:
        """Keep these, soon, as all the variants of a key."""
        self._unqueue(key)
        self._queue[key] = tuple(entries)
        self._queued += _size(entries)
        while self._queued > self._limits.queued and len(self._queue) > 1:
            self._unqueue(next(iter(self._queue)))
            self.counters.dropped += 1
        self._wake.set()

    def delete(self, url: str) -> None:
        """Forget, soon, what is stored for a URL, for all accounts and languages."""
        for key in [key for key in self._queue if url_of(key) == url]:
            self._unqueue(key)
        self._forgotten.add(url)
        self._wake.set()

    def used(self, key: str) -> None:
        """Note that a key was used just now; written with the next batch."""
        if len(self._used) < 2 * _MOST_USES:
            self._used[key] = self._clock.now()
        if len(self._used) > _MOST_USES:
            self._wake.set()

    @property
    def bytes(self) -> int:
        """About how much is stored, as last counted."""
        return self._bytes

    @property
    def faults(self) -> int:
        """How often the database failed."""
        return self._unreadable.faults + self._unwritable.faults

    @property
    def queued(self) -> int:
        """Bytes that wait to be written."""
        return self._queued

    def _waiting(self, key: str) -> tuple[CacheEntry, ...] | None:
        """What is yet to be written for a key, or None where the database knows."""
        for queue, forgotten in (
            (self._queue, self._forgotten),
            (self._writing.saved, self._writing.forgotten),
        ):
            if key in queue:
                newest = sorted(queue[key], key=lambda entry: entry.received_at, reverse=True)
                return tuple(newest)
            if url_of(key) in forgotten:
                return ()
        return None

    def _unqueue(self, key: str) -> None:
        self._queued -= _size(self._queue.pop(key, ()))

    def _loaded(self, key: str, task: asyncio.Task[list[CacheEntry]]) -> None:
        self._loads.pop(key, None)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, ValueRefused):
            return
        if error is not None:
            self._fault(self._unreadable, error)
        else:
            self._unreadable.over()

    async def _write_behind(self) -> None:
        while True:
            await self._wake.wait()
            await self._linger()
            self._wake.clear()
            if self._is_corrupt:
                await self._rebuild()
            while self._take():
                if not await self._write():
                    break
            if self._clock.now() - self._figures_at > _FIGURES_EVERY:
                await self._write_figures()
            self._flushing = False
            self._idle.set()
            if self._closing:
                return

    async def _linger(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                await self._hurry.wait()
        self._hurry.clear()

    def _take(self) -> bool:
        """Move what fits one transaction from the queue to the writer; whether there is any."""
        last_try = self._closing or self._flushing
        if self._unwritable.is_on and not last_try:
            return False
        batch = Batch(self._forgotten)
        size = 0
        while self._queue and size < _BATCH_BYTES:
            key, entries = self._queue.popitem(last=False)
            batch.saved[key] = entries
            size += _size(entries)
        self._queued -= size
        self._forgotten = set()
        if batch.saved or batch.forgotten or last_try or len(self._used) > _MOST_USES:
            batch.used, self._used = self._used, {}
        self._writing = batch
        return bool(batch.saved or batch.forgotten or batch.used)

    async def _write(self) -> bool:
        """Write what was taken, or put it back; whether it was written."""
        batch = self._writing
        try:
            if not self._is_open:
                await self._database.open()
                self._is_open = True
            rows, size = await self._store(batch)
        except Exception as error:  # noqa: BLE001 - whatever fails, the answers are kept
            self._put_back(batch)
            self._fault(self._unwritable, error)
            return False
        self._writing = Batch()
        self._unwritable.over()
        self.counters.written += rows
        self._rows += rows
        self._bytes += size
        if self._needs_cleaning():
            self._full.set()
        return True

    async def _store(self, batch: Batch) -> tuple[int, int]:
        """Store a batch without what the database cannot hold; returns the rows and bytes of it."""
        now = self._clock.now()
        try:
            return await self._database.write(batch, now)
        except ValueRefused:
            # Forgotten once and first: what is saved in the parts must not be deleted again.
            await self._database.write(Batch(batch.forgotten), now)
        rows = size = 0

        async def store(keys: Sequence[str]) -> None:
            nonlocal rows, size
            more_rows, more_size = await self._database.write(batch.of_keys(keys), now)
            rows, size = rows + more_rows, size + more_size

        await store_in_parts(batch.keys, store, lambda _, error: self._refusals.note(error))
        return rows, size

    def _put_back(self, batch: Batch) -> None:
        """Return a batch to the queue's front; what came in meanwhile is newer."""
        self._writing = Batch()
        for key, entries in reversed(batch.saved.items()):
            if key not in self._queue and url_of(key) not in self._forgotten:
                self._queue[key] = tuple(entries)
                self._queue.move_to_end(key, last=False)
                self._queued += _size(entries)
        self._forgotten |= batch.forgotten
        self._used = batch.used | self._used if len(self._used) < _MOST_USES else self._used

    async def _keep_clean(self) -> None:
        while True:
            await self._full.wait()
            self._full.clear()
            if self._closing:
                return
            await self.clean()

    async def _evict(self) -> None:
        self._cleaned_at = now = self._clock.now()
        stats = await self._database.stats()
        self._rows, self._bytes = stats.entries, stats.size
        limits = self._limits
        while not self._closing and await self._evict_some(now - limits.unused):
            pass
        if self._bytes > limits.bytes or self._rows > limits.rows:
            while not self._closing and (
                self._bytes > limits.bytes * _ROOM or self._rows > limits.rows * _ROOM
            ):
                if not await self._evict_some(None):
                    return

    async def _evict_some(self, unused_since: float | None) -> int:
        rows, size = await self._database.evict(unused_since)
        self._rows -= rows
        self._bytes -= size
        self.counters.evicted += rows
        # Whoever waits for the database goes first.
        await asyncio.sleep(0)
        return rows

    def _needs_cleaning(self) -> bool:
        if self._rows > self._limits.rows or self._bytes > self._limits.bytes:
            return True
        return self._cleaned_at is None or self._clock.now() - self._cleaned_at > 86_400.0

    async def _write_figures(self) -> None:
        """Add what was counted since the last time to what the database remembers."""
        now = {**self._figures(), "evicted": self.counters.evicted}
        grown = {name: value - self._counted.get(name, 0) for name, value in now.items()}
        self._figures_at = self._clock.now()
        if self._is_open and not self._unwritable.is_on:
            try:
                await self._database.count(grown)
            except Exception as error:  # noqa: BLE001 - counted again the next time
                self._fault(self._unwritable, error)
            else:
                self._counted = dict(now)

    async def _opened(self) -> None:
        try:
            await self._database.open()
        except Exception as error:  # noqa: BLE001 - the writer tries again
            self._fault(self._unwritable, error)
        else:
            self._is_open = True

    async def _rebuild(self) -> None:
        self._is_corrupt = False
        try:
            await self._database.rebuild()
        except Exception as error:  # noqa: BLE001 - the writer tries again
            self._fault(self._unwritable, error)
        else:
            self._rows = self._bytes = 0
            self._unreadable.over()
            self._unwritable.over()

    def _fault(self, outage: Outage, error: BaseException) -> None:
        outage.fault(error)
        if is_corrupt(error) and not self._is_corrupt:
            self._is_corrupt = True
            self._wake.set()


def _size(entries: Sequence[CacheEntry]) -> int:
    return sum(len(entry.body) + _ENTRY_BYTES for entry in entries)
