"""For whom a request is sent, where it waits for its turn, and how long it may take."""

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
    """People who wait for an answer come first; bulk work yields to them."""

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
        """Find its place again: its ticket belongs to someone else now."""


@dataclass(eq=False, slots=True)
class Asker:
    """Someone whose requests share one place in the queues.

    Requests take turns by `server`, and within a server by `user`; without a server the user is
    one of their own. From `until` on (monotonic seconds) an answer is of no more use to them.
    `on_wait` is called when one of their requests begins to wait, and now and then while it does.
    """

    user: Hashable = None
    server: Hashable = None
    lane: Lane = Lane.INTERACTIVE
    until: float = inf
    on_wait: Callable[[], None] | None = None
    tickets: "set[Ticket]" = field(default_factory=set, repr=False)

    def wait(self) -> Wait | None:
        """The longest wait of their requests; None where none waits for its turn."""
        waits = [one.standing.wait() for one in self.tickets if one.standing is not None]
        return max(waits, key=lambda wait: wait.seconds, default=None)


_asker: ContextVar[Asker | None] = ContextVar("halo_asker", default=None)


def ask_as(asker: Asker) -> None:
    """Send this task's requests for this asker from now on, and those of tasks it starts."""
    _asker.set(asker)


@contextmanager
def asking(asker: Asker | None) -> Iterator[None]:
    """Send the requests of this block for this asker, and those of tasks started in it."""
    token = _asker.set(asker)
    try:
        yield
    finally:
        _asker.reset(token)


def current_asker() -> Asker | None:
    """For whom requests are sent here; None is the program itself."""
    return _asker.get()


class Deadline:
    """The time that one call may take; what it waits for its turn does not count.

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
        """Let no time pass in this block."""
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
    """One request on its way to the service: who waits for it, and where it waits itself.

    It takes its turns as its first asker's, or as those of the first one in a better lane.
    """

    __slots__ = ("_askers", "asker", "deadline", "standing")

    def __init__(self, asker: Asker | None = None) -> None:
        self.asker = asker or Asker()
        self.deadline: Deadline | None = None
        self.standing: Standing | None = None
        self._askers: list[Asker] = []

    @property
    def lane(self) -> Lane:
        """The lane in which it waits."""
        return self.asker.lane

    def join(self, asker: Asker | None) -> None:
        """Let one more asker wait for the answer."""
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
        """Let an asker that has joined go."""
        if asker is not None:
            self._askers.remove(asker)
            asker.tickets.discard(self)

    def tell(self) -> None:
        """Let its askers know that it waits, or has moved on."""
        for asker in self._askers:
            if asker.on_wait is not None:
                asker.on_wait()
