"""Whose request is sent next: people before bulk work, and everyone in turn."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from math import inf
from typing import Any, TypeAlias

from bot.halo.clock import Clock
from bot.halo.endpoints import Rate
from bot.halo.errors import QueueTooLong
from bot.halo.transport.pacing import Places
from bot.halo.transport.ticket import Lane, Ticket, Wait

# Seconds. A request that would wait longer than the first is refused at once. One that was let in
# gives up after the second, in case the queue moves more slowly than expected.
PATIENCE, LONGEST_WAIT = 180.0, 300.0
# While people wait, one request in this many is bulk work, so that it makes progress too.
YIELDS = 10
# Seconds between two reports to those who wait.
TOLD_EVERY = 2.0
# The speed of a queue is judged by this many of the latest requests.
JUDGED = 20


@dataclass(slots=True)
class QueueCounters:
    """Totals of all queues of a program: the requests `waiting` now, and those `refused` so far
    because they would have waited too long."""

    waiting: int = 0
    refused: int = 0


class _Standing:
    """A request in a queue; `granted` resolves to its place, or to None if it need not wait
    here."""

    __slots__ = ("_queue", "granted", "lane", "server", "ticket", "user")

    def __init__(self, ticket: Ticket, queue: "Queue") -> None:
        self._queue = queue
        self.ticket = ticket
        self.granted: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.identify()

    def identify(self) -> None:
        """Note whose turns it takes."""
        asker = self.ticket.asker
        self.lane = asker.lane
        self.user = asker.user
        self.server = ("user", asker.user) if asker.server is None else asker.server

    def wait(self) -> Wait:
        """What is ahead of it."""
        return self._queue.wait_of(self)

    def requeue(self) -> None:
        """Take the turns of the ticket's new asker from now on."""
        self._queue.requeue(self)


_User: TypeAlias = "deque[_Standing]"
_Server: TypeAlias = "OrderedDict[Hashable, _User]"


class _Line:
    """The requests of one lane: servers take turns, and so do the users of a server."""

    def __init__(self) -> None:
        self._servers: OrderedDict[Hashable, _Server] = OrderedDict()
        self.size = 0

    def add(self, standing: _Standing) -> None:
        """Add a request behind the others of its user."""
        users = self._servers.setdefault(standing.server, OrderedDict())
        users.setdefault(standing.user, deque()).append(standing)
        self.size += 1

    def remove(self, standing: _Standing) -> bool:
        """Remove a request. Returns whether it was in the line."""
        users = self._servers.get(standing.server, OrderedDict())
        waiting = users.get(standing.user, deque())
        if standing not in waiting:
            return False
        waiting.remove(standing)
        self._let_go(standing, users, waiting)
        return True

    def take(self) -> _Standing:
        """Remove and return the next request; the line must not be empty."""
        server, users = next(iter(self._servers.items()))
        user, waiting = next(iter(users.items()))
        self._servers.move_to_end(server)
        users.move_to_end(user)
        standing = waiting.popleft()
        self._let_go(standing, users, waiting)
        return standing

    def __iter__(self) -> Iterator[_Standing]:
        servers = self._servers.values()
        return (each for users in servers for waiting in users.values() for each in waiting)

    def ahead(self, standing: _Standing) -> int:
        """Returns how many requests of this line come before this one."""
        users = self._servers[standing.server]
        own = users[standing.user].index(standing) + 1
        in_server = _turn(
            {user: len(waiting) for user, waiting in users.items()}, standing.user, own
        )
        sizes = {
            server: sum(len(waiting) for waiting in users.values())
            for server, users in self._servers.items()
        }
        return _turn(sizes, standing.server, in_server) - 1

    def _let_go(self, standing: _Standing, users: _Server, waiting: _User) -> None:
        self.size -= 1
        if not waiting:
            del users[standing.user]
        if not users:
            del self._servers[standing.server]


def _turn(sizes: Mapping[Hashable, int], name: Hashable, own: int) -> int:
    """Returns the position of a group's `own`-th item when groups of these sizes take turns."""
    turns, before = 0, True
    for other, size in sizes.items():
        if other == name:
            turns, before = turns + own, False
        else:
            turns += min(size, own if before else own - 1)
    return turns


class Queue:
    """Hands out the places of a limit in fair order.

    If nobody waits and a place is free, entering costs next to nothing. Otherwise one task asks for
    places for as long as anyone waits, and each place goes to the request that is next by then.
    """

    def __init__(
        self,
        name: str,
        places: Places,
        rate: Rate,
        clock: Clock,
        counters: QueueCounters,
        *,
        bulk_only: bool = False,
    ) -> None:
        """`name` is for the log. With `bulk_only`, a request that is promoted stops waiting."""
        self.places = places
        self._name = name
        self._clock = clock
        self._counters = counters
        self._bulk_only = bulk_only
        self._usual_interval = rate.seconds / rate.requests
        self._people, self._bulk = _Line(), _Line()
        self._people_in_a_row = 0
        self._people_came_at = -inf
        self._serving: asyncio.Task[None] | None = None
        self._granted_at: deque[float] = deque(maxlen=JUDGED)
        self._told_at = -inf

    async def enter(self, ticket: Ticket) -> Any:
        """Returns a place for the request; None if only bulk work waits here and it was promoted.

        Raises QueueTooLong if it would wait too long, and what the places raise.
        """
        if ticket.lane is Lane.INTERACTIVE:
            self._people_came_at = self._clock.monotonic()
        if self._serving is None and (place := self.places.at_once()) is not None:
            return place
        standing = _Standing(ticket, self)
        self._add(standing)
        try:
            self._check_patience(standing)
            return await self._granted(standing)
        except BaseException:
            self._abandon(standing)
            raise
        finally:
            ticket.standing = None

    def quiet_for(self) -> float:
        """Returns the seconds since the latest request that was not bulk work."""
        return self._clock.monotonic() - self._people_came_at

    def wait_of(self, standing: _Standing) -> Wait:
        """Returns what is ahead of a request, and about how long that takes."""
        if standing.granted.done():
            return Wait(0, 0.0)
        if standing.lane is Lane.INTERACTIVE:
            ahead = self._people.ahead(standing)
            ahead += min(self._bulk.size, (ahead + self._people_in_a_row) // (YIELDS - 1))
        else:
            ahead = self._bulk.ahead(standing)
            people = (ahead + 1) * (YIELDS - 1) - self._people_in_a_row
            ahead += min(self._people.size, max(0, people))
        return Wait(ahead, ahead * self._interval())

    def requeue(self, standing: _Standing) -> None:
        """Move a request to where its ticket's new asker would wait."""
        if not self._remove(standing):
            return
        standing.identify()
        if self._bulk_only:
            standing.granted.set_result(None)
        else:
            self._add(standing)

    async def _granted(self, standing: _Standing) -> Any:
        ticket, left = standing.ticket, standing.ticket.asker.until - self._clock.monotonic()
        if self._serving is None:
            self._granted_at.clear()
            self._serving = asyncio.create_task(self._serve(), name=f"queue of {self._name}")
        ticket.standing = standing
        ticket.tell()
        try:
            with ticket.deadline.suspended() if ticket.deadline else nullcontext():
                async with asyncio.timeout(min(LONGEST_WAIT, left)):
                    return await standing.granted
        except TimeoutError:
            waiting = self._people.size + self._bulk.size
            raise self._too_long(Wait(waiting, waiting * self._interval())) from None

    async def _serve(self) -> None:
        """Hand out places until nobody waits."""
        try:
            while self._people.size or self._bulk.size:
                try:
                    place = await self.places.enter()
                except Exception as error:  # noqa: BLE001 - what places may raise is theirs
                    if (standing := self._next()) is not None:
                        standing.granted.set_exception(error)
                    continue
                if (standing := self._next()) is not None:
                    standing.granted.set_result(place)
                    self._note_progress()
                else:
                    self.places.leave(place, sent=False, answered=False)
        finally:
            if self._serving is asyncio.current_task():
                self._serving = None

    def _next(self) -> _Standing | None:
        """Remove and return the request whose turn it is, if any."""
        while self._people.size or self._bulk.size:
            people_first = self._bulk.size == 0 or self._people_in_a_row < YIELDS - 1
            if self._people.size and people_first:
                self._people_in_a_row += 1 if self._bulk.size else 0
                standing = self._people.take()
            else:
                self._people_in_a_row = 0
                standing = (self._bulk if self._bulk.size else self._people).take()
            self._counters.waiting -= 1
            if not standing.granted.done():
                return standing
        return None

    def _note_progress(self) -> None:
        now = self._clock.monotonic()
        self._granted_at.append(now)
        if now - self._told_at >= TOLD_EVERY:
            self._told_at = now
            for standing in (*self._people, *self._bulk):
                standing.ticket.tell()

    def _interval(self) -> float:
        """Returns about how many seconds pass between two requests."""
        if not self._granted_at:
            return self._usual_interval
        passed = self._clock.monotonic() - self._granted_at[0]
        return max(self._usual_interval, passed / len(self._granted_at))

    def _check_patience(self, standing: _Standing) -> None:
        wait = self.wait_of(standing)
        left = standing.ticket.asker.until - self._clock.monotonic()
        if wait.seconds > min(PATIENCE, left):
            raise self._too_long(wait)

    def _too_long(self, wait: Wait) -> QueueTooLong:
        self._counters.refused += 1
        return QueueTooLong(
            f"{self._name}: {wait.ahead} requests ahead, about {wait.seconds:.0f} s",
            retry_after=wait.seconds,
        )

    def _abandon(self, standing: _Standing) -> None:
        """Remove a request that has stopped waiting, and give back the place it may have got."""
        granted = standing.granted
        if self._remove(standing):
            granted.cancel()
        elif not granted.cancelled() and granted.exception() is None:
            place = granted.result()
            if place is not None:
                self.places.leave(place, sent=False, answered=False)
        if self._serving is not None and not (self._people.size or self._bulk.size):
            self._serving.cancel()
            self._serving = None

    def _add(self, standing: _Standing) -> None:
        self._line(standing).add(standing)
        self._counters.waiting += 1

    def _remove(self, standing: _Standing) -> bool:
        found = self._line(standing).remove(standing)
        self._counters.waiting -= found
        return found

    def _line(self, standing: _Standing) -> _Line:
        return self._people if standing.lane is Lane.INTERACTIVE else self._bulk
