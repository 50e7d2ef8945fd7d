"""When the next request may be sent: at most so many arrive at the service in any window."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from operator import attrgetter
from typing import Any, Protocol

from bot.halo.endpoints import Rate

# Seconds after which a request without an answer has arrived, if it ever does: enough to connect
# and send over a line with a round trip of 250 ms.
LATEST_ARRIVAL = 0.75


class Places(Protocol):
    """Lets a number of requests through per window, each from a place of its own.

    One caller at a time waits in enter(); queue.py decides who gets the place.
    """

    def at_once(self) -> Any:
        """Returns a place that is free now, None if there is none."""

    async def enter(self) -> Any:
        """Wait for a place."""

    def sent(self, place: Any) -> None:
        """Note that the request of this place is being sent."""

    def leave(self, place: Any, *, sent: bool, answered: bool) -> None:
        """Give a place back."""


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


@dataclass(eq=False, slots=True)
class Slot:
    """A place of a window, free from `free_at` on (seconds of the event loop's clock)."""

    free_at: float = -inf
    given_back: bool = False


class Window:
    """Lets the service see at most `rate.requests` in any window of `rate.seconds`.

    There are as many places as requests. A place is free again one window after the *answer* to
    its request: the answer proves that the request had arrived, so the next one from this place
    arrives at least a window later, however long requests travel. A single bucket would let nearly
    twice as many through in its first window. Counting from the moment of sending is not enough
    either: a slow request and a quick one after it arrive closer together than they were sent. A
    slow answer is not waited for: its request has arrived LATEST_ARRIVAL after it was sent.
    """

    def __init__(self, rate: Rate) -> None:
        self._seconds = rate.seconds
        self._slots = [Slot() for _ in range(rate.requests)]
        self._changed = asyncio.Event()

    def at_once(self) -> Slot | None:
        """Returns a place that is free now, None if there is none."""
        slot = self._soonest()
        if slot is None or slot.free_at > asyncio.get_running_loop().time():
            return None
        self._slots.remove(slot)
        # A new one: the last holder may still wait for an answer, and leaves its own.
        return Slot()

    async def enter(self) -> Slot:
        """Wait for a place."""
        while (slot := self.at_once()) is None:
            soonest = self._soonest()
            self._changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout_at(soonest.free_at if soonest else None):
                    await self._changed.wait()
        return slot

    def sent(self, place: Slot) -> None:
        """Note that the request of this place is being sent."""
        self._give_back(place, self._seconds + LATEST_ARRIVAL)

    def leave(self, place: Slot, *, sent: bool, answered: bool) -> None:
        """Give a place back; one that was not used to send is free at once."""
        if answered or not sent:
            self._give_back(place, self._seconds if sent else 0.0)

    def _give_back(self, place: Slot, seconds: float) -> None:
        """Free the place in this many seconds, unless someone else has it by now."""
        if place.given_back and place not in self._slots:
            return
        place.free_at = asyncio.get_running_loop().time() + seconds
        if not place.given_back:
            place.given_back = True
            self._slots.append(place)
        self._changed.set()

    def _soonest(self) -> Slot | None:
        return min(self._slots, key=attrgetter("free_at"), default=None)
