"""A clock that goes wrong on demand."""

from bot.halo.clock import Clock


class SkewedClock:
    """The time as the services have it: `skew` seconds ahead of the clock they are given."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.skew = 0.0

    def now(self) -> float:
        """Wall time by these services: seconds since 1970."""
        return self._clock.now() + self.skew

    def monotonic(self) -> float:
        """Seconds since some fixed instant, which no skew changes."""
        return self._clock.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait that long."""
        await self._clock.sleep(seconds)
