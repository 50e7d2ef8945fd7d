"""Time under the tests' control."""

import asyncio
from datetime import UTC, datetime

NOW = datetime(2026, 5, 4, 20, 15, tzinfo=UTC)


class FakeClock:
    """A clock that moves only when told, or when somebody sleeps on it, which takes no time."""

    def __init__(self, start: datetime = NOW) -> None:
        self.time = start.timestamp()
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        # Lets others run, as a real sleep would.
        await asyncio.sleep(0)

    def advance(self, seconds: float) -> None:
        self.time += seconds
