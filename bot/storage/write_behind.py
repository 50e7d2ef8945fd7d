"""Writing later, and together, what nobody waits for."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextlib import suppress
from contextvars import copy_context
from itertools import islice
from typing import Generic, TypeVar

from bot.halo.clock import Clock
from bot.halo.names import Name
from bot.storage.batches import Refusals, store_in_parts
from bot.storage.errors import StorageUnavailable, ValueRefused
from bot.storage.outage import Outage

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

# Seconds. What changes again within them is written once.
LINGER = 5.0
# Rows in one transaction.
_BATCH = 500


class WriteBehind(Generic[Key, Value]):
    """Notes values by key, and has `store` write them a few seconds later, some 500 at a time.

    A database that fails is logged once as `what`; what it did not take is written later, as far as
    `keep` values go. A value noted under a key that is still unwritten takes its place. Nothing is
    written while somebody else holds `paused`. `name_of` is what a value holds that the database
    may be unable to store: such a value is set aside and not tried again.
    """

    def __init__(
        self,
        what: str,
        clock: Clock,
        store: Callable[[Sequence[tuple[Key, Value]]], Awaitable[None]],
        name_of: Callable[[Value], Name],
        *,
        keep: int = 20_000,
    ) -> None:
        self._what = what
        self._store = store
        self._name_of = name_of
        self._keep = keep
        self._unwritten: dict[Key, Value] = {}
        self._set_aside: dict[Key, str] = {}
        self.paused = asyncio.Lock()
        self._hurry = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None
        self._outage = Outage(what, clock)
        self._refusals = Refusals(what)
        # Not the command's: a timer that a command starts may stand still in the demonstration.
        self._context = copy_context()

    def note(self, key: Key, value: Value) -> None:
        """Have the value written soon."""
        if self._set_aside.get(key) == self._name_of(value).gamertag:
            return
        if key in self._unwritten or len(self._unwritten) < self._keep:
            self._unwritten[key] = value
        if not self._outage.is_on:
            self._write_soon()

    def drop(self, unwanted: Callable[[Key], bool]) -> None:
        """Forget what is not written yet."""
        for key in [key for key in self._unwritten if unwanted(key)]:
            del self._unwritten[key]

    async def flush(self) -> None:
        """Write what is noted, as far as the database lets."""
        if self._unwritten:
            self._hurry.set()
            await asyncio.shield(self._write_soon())

    async def close(self) -> None:
        """Write what is left, and end."""
        self._hurry.set()
        if self._unwritten and not self._outage.is_on:
            self._write_soon()
        if self._writing is not None:
            await self._writing

    def _write_soon(self) -> asyncio.Task[None]:
        if self._writing is None or self._writing.done():
            self._writing = self._context.copy().run(
                asyncio.create_task, self._write(), name=self._what
            )
        return self._writing

    async def _write(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                await self._hurry.wait()
        self._hurry.clear()
        while self._unwritten:
            async with self.paused:
                batch = tuple(islice(self._unwritten.items(), _BATCH))
                try:
                    await store_in_parts(batch, self._store, self._refused)
                except StorageUnavailable as error:
                    self._outage.fault(error)
                    return
                self._outage.over()
                for key, value in batch:
                    if self._unwritten.get(key) is value:
                        del self._unwritten[key]

    def _refused(self, row: tuple[Key, Value], error: ValueRefused) -> None:
        key, value = row
        if len(self._set_aside) < self._keep:
            self._set_aside[key] = self._name_of(value).gamertag
        self._refusals.note(error)
