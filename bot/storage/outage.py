"""Remembering that something does not work, so as to say it once and not to ask all the time."""

import logging

from bot.halo.clock import Clock

log = logging.getLogger(__name__)


class Outage:
    """Whether something is out of order. After a fault it counts as such for `pause` seconds,
    then it may be tried again; only the first fault of a row is logged, all are counted."""

    def __init__(self, what: str, clock: Clock, pause: float = 10.0) -> None:
        self._what = what
        self._clock = clock
        self._pause = pause
        self._until: float | None = None
        self.faults = 0

    @property
    def is_on(self) -> bool:
        """Whether it should not be tried now."""
        return self._until is not None and self._clock.monotonic() < self._until

    def fault(self, error: BaseException) -> None:
        """It did not work."""
        self.faults += 1
        if self._until is None:
            log.warning("%s, going on without: %s", self._what, str(error) or type(error).__name__)
        self._until = self._clock.monotonic() + self._pause

    def probe(self) -> None:
        """It is tried; others leave it alone meanwhile, if it did not work before."""
        if self._until is not None:
            self._until = self._clock.monotonic() + self._pause

    def over(self) -> None:
        """It worked."""
        if self._until is not None:
            log.info("no longer: %s", self._what)
            self._until = None
