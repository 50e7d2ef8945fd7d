"""Reads that an answer can do without."""

import asyncio
from collections.abc import Coroutine
from contextvars import copy_context
from typing import Any, TypeVar

from bot.halo.clock import Clock
from bot.storage.errors import StorageUnavailable
from bot.storage.outage import Outage

Found = TypeVar("Found")

# Seconds that an answer waits for such a read, and that none is tried after one that failed.
PATIENCE, LEFT_ALONE = 1.0, 5.0


class OptionalReads:
    """Gives a default where the database fails or is slow.

    After that the database is left alone for a few seconds, so that the next answers do not wait
    as well. Only the first fault of a row is logged. A read that is given up runs on by itself:
    cancelling it would wait for the database.
    """

    def __init__(self, clock: Clock, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._outage = Outage("settings cannot be read", clock, LEFT_ALONE)
        self._tasks: set[asyncio.Task[Any]] = set()
        # Not the command's: a timer that a command starts may stand still in the demonstration.
        self._context = copy_context()

    async def read(self, ask: Coroutine[Any, Any, Found], default: Found) -> Found:
        """The answer of `ask`, or the default."""
        if self._outage.is_on:
            ask.close()
            return default
        task = self._context.copy().run(asyncio.create_task, ask, name="optional read")
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        await self._context.copy().run(
            asyncio.create_task, asyncio.wait({task}, timeout=self._patience)
        )
        if not task.done():
            self._outage.fault(TimeoutError(f"no answer within {self._patience:.0f} s"))
            return default
        try:
            found = task.result()
        except StorageUnavailable as error:
            self._outage.fault(error)
            return default
        self._outage.over()
        return found

    async def close(self) -> None:
        """End the reads that were given up."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            # Nobody may be waiting for it any more.
            task.exception()
