"""How each host of the service has answered lately."""

from collections import deque
from dataclasses import dataclass, field
from statistics import median

from bot.halo.clock import Clock
from bot.halo.transport.observe import Call

# So many answers the median is taken of.
ANSWERS = 100


@dataclass(frozen=True, slots=True)
class HostHealth:
    """A host as its last call left it. `seconds` is the median time of its latest answers, None
    without any; the moments are seconds since 1970, None where there was none; `failing` is
    whether that last call failed."""

    host: str
    answered_at: float | None
    failed_at: float | None
    seconds: float | None
    failing: bool = False


@dataclass(slots=True)
class _Host:
    answered_at: float | None = None
    failed_at: float | None = None
    failing: bool = False
    seconds: deque[float] = field(default_factory=lambda: deque(maxlen=ANSWERS))


class Health:
    """Listens to all calls; those that the cache answered, or that did not get as far as the
    service, tell nothing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._hosts: dict[str, _Host] = {}

    def called(self, call: Call) -> None:
        """Take note of a call."""
        if call.not_asked or (call.cached and not call.stale):
            return
        host = self._hosts.setdefault(call.host, _Host())
        host.failing = bool(call.error) or call.stale or call.status >= 500
        if host.failing:
            host.failed_at = self._clock.now()
        else:
            host.answered_at = self._clock.now()
            host.seconds.append(call.seconds)

    def hosts(self) -> tuple[HostHealth, ...]:
        """All hosts that were called, by name."""
        return tuple(
            HostHealth(
                name,
                held.answered_at,
                held.failed_at,
                median(held.seconds) if held.seconds else None,
                held.failing,
            )
            for name, held in sorted(self._hosts.items())
        )
