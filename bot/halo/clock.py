"""Time as something that is handed in, so that tests need not wait for it."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """What the program may ask of time."""

    def now(self) -> float:
        """Wall time: seconds since 1970, UTC."""

    def monotonic(self) -> float:
        """Seconds since some fixed instant, never going back."""

    async def sleep(self, seconds: float) -> None:
        """Wait that long."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> float:
        """Wall time: seconds since 1970, UTC."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds since some fixed instant, never going back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait that long on the event loop."""
        await asyncio.sleep(seconds)
