"""Who a request is sent for, where it waits for its turn, and how long it may take."""

import asyncio
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import Enum
from math import inf
from types import TracebackType
from typing import Protocol

from bot.halo.clock import Clock


class Lane(Enum):
    """People who wait for a single answer come first; bulk work yields to them."""

    INTERACTIVE = "interactive"
    BULK = "bulk"


@dataclass(frozen=True, slots=True)
class Wait:
    """A place in a queue: the requests `ahead`, and about how many `seconds` it takes."""

    ahead: int
    seconds: float


class Standing(Protocol):
    """A request's place in a queue."""

    def wait(self) -> Wait:
        """What is ahead of it now."""

    def requeue(self) -> None:
        """Move to another place: the ticket has another asker."""


@dataclass(eq=False, slots=True)
class Asker:
    """Someone whose requests take turns with those of others.

    Servers take turns, and so do the users of a server; a user outside of servers counts as a
    server. Answers are of no use after `until` (monotonic seconds). `on_wait` is called when a
    request begins to wait, and every few seconds while it waits.
    """

    user: Hashable = None
    server: Hashable = None
    lane: Lane = Lane.INTERACTIVE
    until: float = inf
    on_wait: Callable[[], None] | None = None
    tickets: "set[Ticket]" = field(default_factory=set, repr=False)

    def wait(self) -> Wait | None:
        """Returns the longest wait of their requests, None if none waits."""
        waits = [one.standing.wait() for one in self.tickets if one.standing is not None]
        return max(waits, key=lambda wait: wait.seconds, default=None)


_asker: ContextVar[Asker | None] = ContextVar("halo_asker", default=None)


def ask_as(asker: Asker) -> None:
    """Send the requests of this task, and of tasks it starts, for this asker from now on."""
    _asker.set(asker)


@contextmanager
def asking(asker: Asker | None) -> Iterator[None]:
    """Send the requests of this block, and of tasks started in it, for this asker."""
    token = _asker.set(asker)
    try:
        yield
    finally:
        _asker.reset(token)


def current_asker() -> Asker | None:
    """Returns who requests are sent for here; None is the program itself."""
    return _asker.get()


class Deadline:
    """The time that one call may take, not counting what it waits for its turn.

    Use it as `async with`, which raises TimeoutError.
    """

    def __init__(self, seconds: float, clock: Clock) -> None:
        self.ends_at = clock.monotonic() + seconds
        self.waited = 0.0
        self._clock = clock
        self._timeout = asyncio.timeout(seconds)

    async def __aenter__(self) -> None:
        await self._timeout.__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._timeout.__aexit__(kind, error, traceback)

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Stop the time in this block."""
        ends_at = self._timeout.when()
        if ends_at is None or self._timeout.expired():
            yield
            return
        loop, began = asyncio.get_running_loop(), self._clock.monotonic()
        left = ends_at - loop.time()
        self._timeout.reschedule(None)
        try:
            yield
        finally:
            waited = self._clock.monotonic() - began
            self.waited += waited
            self.ends_at += waited
            self._timeout.reschedule(loop.time() + left)


class Ticket:
    """A request on its way to the service: who waits for its answer, and where it waits itself.

    It takes the turns of its first asker, or of the first one who is not bulk work.
    """

    __slots__ = ("_askers", "asker", "deadline", "standing")

    def __init__(self, asker: Asker | None = None) -> None:
        self.asker = asker or Asker()
        self.deadline: Deadline | None = None
        self.standing: Standing | None = None
        self._askers: list[Asker] = []

    @property
    def lane(self) -> Lane:
        """The lane it waits in."""
        return self.asker.lane

    def join(self, asker: Asker | None) -> None:
        """Add someone who waits for the answer."""
        joining = asker or Asker()
        if self.lane is Lane.BULK and joining.lane is Lane.INTERACTIVE:
            self.asker = joining
            if self.standing is not None:
                self.standing.requeue()
        if asker is not None:
            self._askers.append(asker)
            asker.tickets.add(self)
            if self.standing is not None and asker.on_wait is not None:
                asker.on_wait()

    def leave(self, asker: Asker | None) -> None:
        """Remove someone who has joined."""
        if asker is not None:
            self._askers.remove(asker)
            asker.tickets.discard(self)

    def tell(self) -> None:
        """Tell its askers that it waits or has moved on."""
        for asker in self._askers:
            if asker.on_wait is not None:
                asker.on_wait()
