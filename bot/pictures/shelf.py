"""Pieces that are made once for all who want them, and kept as long as there is room."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextvars import copy_context
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.halo.clock import Clock

log = logging.getLogger(__name__)
T = TypeVar("T")

KEPT_FOR = 86_400.0
# Seconds before something that could not be had is tried again.
RESTS_FOR = 300.0
# How many are made at once.
AT_ONCE = 4
_ENTRY_BYTES = 1_000


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    piece: T | None
    until: float
    size: int


class Shelf(Generic[T]):
    """Keeps what was wanted last, up to about `max_bytes`; `size` gives a piece's bytes.

    A piece that cannot be made is None, logged once, and left alone for some minutes. Pieces
    are made in a context of the shelf's own: nothing of the first one who wants one reaches others.
    """

    def __init__(self, clock: Clock, size: Callable[[T], int], max_bytes: int) -> None:
        self._clock = clock
        self._size = size
        self._max_bytes = max_bytes
        self._kept: OrderedDict[str, _Kept[T]] = OrderedDict()
        self._making: dict[str, asyncio.Task[T | None]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self._context = copy_context()
        self.bytes = 0

    def want(self, name: str, make: Callable[[], Awaitable[T]]) -> asyncio.Future[T | None]:
        """The piece, done already where it is kept. It is made to its end whoever waits for it.

        Never raises; waiting for it should not cancel it (asyncio.wait does not).
        """
        kept = self._kept.get(name)
        if kept is not None and self._clock.monotonic() < kept.until:
            self._kept.move_to_end(name)
            found: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()
            found.set_result(kept.piece)
            return found
        task = self._making.get(name)
        if task is None:
            # Made once; the names of what has failed before are not logged again.
            quiet = kept is not None and kept.piece is None
            task = self._context.copy().run(asyncio.create_task, self._make(name, make, quiet))
            self._making[name] = task
            task.add_done_callback(lambda _done: self._making.pop(name, None))
        return task

    async def close(self) -> None:
        """End what is being made."""
        making = list(self._making.values())
        for task in making:
            task.cancel()
        await asyncio.gather(*making, return_exceptions=True)

    async def _make(self, name: str, make: Callable[[], Awaitable[T]], quiet: bool) -> T | None:
        piece: T | None = None
        try:
            async with self._places:
                piece = await make()
        except Exception as error:  # noqa: BLE001 - whatever it was, the card goes on without
            log.log(
                logging.DEBUG if quiet else logging.WARNING,
                "going on without %s: %s: %s", name, type(error).__name__, error,
            )  # fmt: skip
        self._keep(name, piece)
        return piece

    def _keep(self, name: str, piece: T | None) -> None:
        old = self._kept.pop(name, None)
        if old is not None:
            self.bytes -= old.size
        size = _ENTRY_BYTES + (self._size(piece) if piece is not None else 0)
        if size > self._max_bytes:
            return
        until = self._clock.monotonic() + (RESTS_FOR if piece is None else KEPT_FOR)
        self._kept[name] = _Kept(piece, until, size)
        self.bytes += size
        while self.bytes > self._max_bytes:
            _, dropped = self._kept.popitem(last=False)
            self.bytes -= dropped.size
