"""Rate limits, taken before the wire by every attempt."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf
from typing import Any, TypeAlias

from bot.halo.clock import Clock
from bot.halo.endpoints import Endpoint, Rate
from bot.halo.errors import CircuitOpen, RateLimited
from bot.halo.transport.base import Request, Response, Sender
from bot.halo.transport.headers import retry_after
from bot.halo.transport.pacing import Budget, OwnBudget, Places
from bot.halo.transport.queue import Queue, QueueCounters
from bot.halo.transport.ticket import Lane, Ticket

ANY = "*"
# Seconds. A pause up to this long is sat out; a longer one is told to the caller at once.
LONGEST_PAUSE = 5.0
# Seconds of pause after a 429 that does not say how long to wait.
UNSTATED_PAUSE = 1.0
# Seconds without other requests after which bulk work may use all places of a limit.
QUIET = 10.0

# Told of the limiter and the seconds that it held a request back, for every one that it lets go.
WaitListener: TypeAlias = Callable[[str, float], None]


class _Gate:
    """One limit: its queue, and the one that bulk work waits in first while people are asking.

    The latter leaves half of the places to people, so that they find one free.
    """

    def __init__(
        self, name: str, rate: Rate, budget: Budget, clock: Clock, counters: QueueCounters
    ) -> None:
        half = Rate(max(1, rate.requests // 2), rate.seconds)
        bulk = f"{name} bulk"
        self.queue = Queue(name, budget.places(name, rate), rate, clock, counters)
        self.bulk = Queue(bulk, budget.places(bulk, half), half, clock, counters, bulk_only=True)


class Limit:
    """Holds requests back to the rates of their limiter and of their host; no rate, no limit.

    `rates` is keyed by Endpoint.limiter and by host; "*" is the rate of each one not named. When
    the service answers 429, all requests to that host pause for as long as it asks. `budget` may
    have other processes keep to the same limits. `counters` are told what waits.
    """

    def __init__(
        self,
        inner: Sender,
        clock: Clock,
        rates: Mapping[str, Rate],
        listeners: Sequence[WaitListener] = (),
        budget: Budget | None = None,
        counters: QueueCounters | None = None,
    ) -> None:
        self._inner = inner
        self._budget = OwnBudget() if budget is None else budget
        self._counters = QueueCounters() if counters is None else counters
        self._listeners = tuple(listeners)
        self._clock = clock
        self._rates = rates
        self._gates: dict[str, _Gate | None] = {}
        self._paused_until: dict[str, float] = {}

    async def send(self, request: Request) -> Response:
        """Send when there is room.

        Raises RateLimited while a pause is too long to sit out, and QueueTooLong where too many
        wait for their turn.
        """
        endpoint = request.endpoint
        ticket = request.ticket or Ticket()
        self._pause_left(endpoint)
        began = self._clock.monotonic()
        entered: dict[Places, Any] = {}
        sent = answered = False
        try:
            for queue in self._queues(endpoint, ticket):
                place = await queue.enter(ticket)
                if place is not None:
                    entered[queue.places] = place
            # Sat out in one's place, so that the end of a pause is no burst.
            while (left := self._pause_left(endpoint)) > 0:
                await self._clock.sleep(left)
            self._tell(endpoint.limiter, self._clock.monotonic() - began)
            for places, place in entered.items():
                places.sent(place)
            sent = True
            response = await self._inner.send(request)
            answered = True
        except CircuitOpen:
            sent = False
            raise
        finally:
            for places, place in entered.items():
                places.leave(place, sent=sent, answered=answered)
        if response.status == 429:
            self._pause(endpoint.host, response)
        return response

    def _tell(self, limiter: str, waited: float) -> None:
        for listener in self._listeners:
            listener(limiter, waited)

    def _pause(self, host: str, response: Response) -> None:
        wait = retry_after(response.headers, self._clock.now())
        seconds = UNSTATED_PAUSE if wait is None else wait
        self._budget.pause(host, seconds)
        until = self._clock.monotonic() + seconds
        self._paused_until[host] = max(until, self._paused_until.get(host, until))

    def _pause_left(self, endpoint: Endpoint) -> float:
        """Seconds that the host's pause still lasts, 0 or less for none."""
        left = self._paused_until.get(endpoint.host, -inf) - self._clock.monotonic()
        if left > LONGEST_PAUSE:
            raise RateLimited(
                f"{endpoint.name}: paused for {left:.0f} s",
                endpoint=endpoint.name,
                retry_after=left,
            )
        return left

    def _queues(self, endpoint: Endpoint, ticket: Ticket) -> Iterator[Queue]:
        """Yields the queues that a request has to pass, in order."""
        # The limiter before the host: who waits for the narrow door keeps no one from the wide.
        names = dict.fromkeys((endpoint.limiter, endpoint.host))
        gates = [gate for name in names if (gate := self._gate(name)) is not None]
        for gate in gates:
            # Checked each time: the request may have been promoted while it waited.
            if ticket.lane is Lane.BULK and gate.queue.quiet_for() < QUIET:
                yield gate.bulk
        for gate in gates:
            yield gate.queue

    def _gate(self, name: str) -> _Gate | None:
        if name not in self._gates:
            rate = self._rates.get(name, self._rates.get(ANY))
            self._gates[name] = (
                None
                if rate is None
                else _Gate(name, rate, self._budget, self._clock, self._counters)
            )
        return self._gates[name]
