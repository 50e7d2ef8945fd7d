"""Equal requests in the air share one."""

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from bot.halo.transport.base import Request, Response, Sender
from bot.halo.transport.ticket import Ticket, current_asker

FlightKey: TypeAlias = tuple[str, str, bool, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class _InTheAir:
    task: asyncio.Task[Response]
    ticket: Ticket
    waiters: int = 0


class Flight:
    """Lets any number of equal requests wait for the same answer.

    One waiter's cancellation leaves the others alone; when the last one leaves, the request is
    cancelled too. Nothing is kept once it has landed, failures least of all. What `at_once` can
    answer needs no flight. A shared request takes its turn as its first caller's, or as that of
    the first one who is not bulk work.
    """

    def __init__(
        self, inner: Sender, at_once: Callable[[Request], Response | None] | None = None
    ) -> None:
        self._inner = inner
        self._at_once = at_once
        self._flights: dict[FlightKey, _InTheAir] = {}
        self._tasks: set[asyncio.Task[Response]] = set()
        self._context = copy_context()
        self.joined = 0

    async def send(self, request: Request) -> Response:
        """The shared answer, or the shared error."""
        if request.method != "GET":
            return await self._inner.send(replace(request, ticket=Ticket(current_asker())))
        if self._at_once is not None and (known := self._at_once(request)) is not None:
            return known
        # Noted here: further in there is no caller's context.
        asker = current_asker()
        key = _key(request)
        flight = self._flights.get(key)
        if flight is None:
            ticket = Ticket(asker)
            task = self._launch(key, replace(request, ticket=ticket))
            flight = self._flights[key] = _InTheAir(task, ticket)
        else:
            self.joined += 1
        flight.waiters += 1
        flight.ticket.join(asker)
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.ticket.leave(asker)
            flight.waiters -= 1
            if flight.waiters == 0 and not flight.task.done():
                self._forget(key, flight.task)
                flight.task.cancel()

    async def close(self) -> None:
        """End what is in the air, and what its waiters left but has not yet ended."""
        running = list(self._tasks)
        for task in running:
            # One that is already ending may be giving a database connection back: let it.
            if not task.cancelling():
                task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _launch(self, key: FlightKey, request: Request) -> asyncio.Task[Response]:
        # A shared request belongs to none of its callers: it runs in a context of its own, so
        # that nothing of the first one's reaches the others.
        task = self._context.copy().run(asyncio.create_task, self._inner.send(request))
        self._tasks.add(task)
        task.add_done_callback(partial(self._land, key))
        return task

    def _land(self, key: FlightKey, task: asyncio.Task[Response]) -> None:
        self._tasks.discard(task)
        self._forget(key, task)
        if not task.cancelled():
            task.exception()  # Marks it as seen: with all waiters gone nobody else would.

    def _forget(self, key: FlightKey, task: asyncio.Task[Response]) -> None:
        flight = self._flights.get(key)
        if flight is not None and flight.task is task:
            del self._flights[key]


def _key(request: Request) -> FlightKey:
    # The services write and order their headers always the same way.
    headers = tuple(request.headers.items())
    return request.url, request.account, request.retry_not_found, headers
