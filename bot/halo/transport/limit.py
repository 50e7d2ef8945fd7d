"""Rate limits, taken before the wire by every attempt."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Any, Protocol, TypeAlias

from aiolimiter import AsyncLimiter

from bot.halo.clock import Clock
from bot.halo.endpoints import Endpoint, Rate
from bot.halo.errors import CircuitOpen, RateLimited
from bot.halo.transport.base import Request, Response, Sender
from bot.halo.transport.headers import retry_after

ANY = "*"
# Seconds. A pause up to this long is sat out; a longer one is told to the caller at once.
LONGEST_PAUSE = 5.0
# Seconds of pause after a 429 that does not say how long to wait.
UNSTATED_PAUSE = 1.0
# Seconds after which a request that got no answer has arrived, if it ever does.
LATEST_ARRIVAL = 1.0

# Told of the limiter and the seconds that it held a request back, for every one that it lets go.
WaitListener: TypeAlias = Callable[[str, float], None]


class Places(Protocol):
    """Lets so many requests through in a window, each from a place of its own."""

    async def enter(self) -> Any:
        """Wait for a place; gives what leave() takes."""

    async def leave(self, place: Any, *, sent: bool, answered: bool) -> None:
        """Give the place back. Never waits."""


class Budget(Protocol):
    """Where limits are kept: in this process alone, or together with others (shared.py)."""

    def places(self, name: str, rate: Rate) -> Places:
        """The places of a limiter or host."""

    def pause(self, host: str, seconds: float) -> None:
        """Let others know that the service wants the host left alone for so long."""


class OwnBudget:
    """The budget of a process that has it for itself."""

    def places(self, _name: str, rate: Rate) -> Places:
        """A window of this process's own."""
        return Window(rate)

    def pause(self, host: str, seconds: float) -> None:
        """Nobody else needs to know."""


class Window:
    """Lets the service see at most `rate.requests` in any window of `rate.seconds`.

    There are as many places as requests, and each is a bucket for one. It is filled by the *answer*
    to the request that took the place: the answer proves that the request had arrived, so however
    long requests travel, the next one of this place arrives a whole window later. One bucket for
    all would let nearly twice as many through in its first window, and counting from the moment of
    sending would leave the rest to luck: a slow request and a quick one after it arrive closer
    together than they left.
    """

    def __init__(self, rate: Rate) -> None:
        self._seconds = rate.seconds
        self._places: asyncio.Queue[AsyncLimiter] = asyncio.Queue()
        for _ in range(rate.requests):
            self._places.put_nowait(AsyncLimiter(1, rate.seconds))

    async def enter(self) -> None:
        """Wait for a place, first come first served."""
        place = await self._places.get()
        try:
            await place.acquire()
        except BaseException:
            self._places.put_nowait(place)
            raise

    async def leave(self, _place: None, *, sent: bool, answered: bool) -> None:
        """Give back any place; one that was not used to send is free at once. Never waits."""
        place = AsyncLimiter(1, self._seconds if answered else self._seconds + LATEST_ARRIVAL)
        if sent:
            await place.acquire()
        self._places.put_nowait(place)


class Limit:
    """Holds requests back to the rates of their limiter and of their host; no rate, no limit.

    `rates` is keyed by Endpoint.limiter and by host; "*" is the rate of each one not named. When
    the service answers 429, all requests to that host pause for as long as it asks. `budget` may
    have other processes keep to the same limits.
    """

    def __init__(
        self,
        inner: Sender,
        clock: Clock,
        rates: Mapping[str, Rate],
        listeners: Sequence[WaitListener] = (),
        budget: Budget | None = None,
    ) -> None:
        self._inner = inner
        self._budget = budget or OwnBudget()
        self._listeners = tuple(listeners)
        self._clock = clock
        self._rates = rates
        self._windows: dict[str, Places] = {}
        self._paused_until: dict[str, float] = {}

    async def send(self, request: Request) -> Response:
        """Send when there is room. Raises RateLimited while a pause is too long to sit out."""
        self._pause_left(request.endpoint)
        began = self._clock.monotonic()
        entered: list[tuple[Places, Any]] = []
        sent = answered = False
        try:
            # The limiter before the host: who waits for the narrow door keeps no one from the wide.
            for name in dict.fromkeys((request.endpoint.limiter, request.endpoint.host)):
                if (window := self._window(name)) is not None:
                    place = await window.enter()
                    entered.append((window, place))
            # Sat out in one's place, so that the end of a pause is no burst.
            while (left := self._pause_left(request.endpoint)) > 0:
                await self._clock.sleep(left)
            self._tell(request.endpoint.limiter, self._clock.monotonic() - began)
            sent = True
            response = await self._inner.send(request)
            answered = True
        except CircuitOpen:
            sent = False
            raise
        finally:
            for window, place in entered:
                await window.leave(place, sent=sent, answered=answered)
        if response.status == 429:
            self._pause(request.endpoint.host, response)
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

    def _window(self, name: str) -> Places | None:
        rate = self._rates.get(name) or self._rates.get(ANY)
        if rate is None:
            return None
        if name not in self._windows:
            self._windows[name] = self._budget.places(name, rate)
        return self._windows[name]
