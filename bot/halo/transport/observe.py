"""The outermost sender: tells listeners of every call, and callers how current an answer was."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.errors import BotError
from bot.halo.clock import Clock
from bot.halo.errors import HaloError
from bot.halo.transport.base import Request, Response, Sender


@dataclass(frozen=True, slots=True)
class Call:
    """One call as its caller saw it; `status` is 0 for an error, whose class name `error` then
    holds; `host` is the one that was, or would have been, asked.

    `seconds` is how long the service took, or the cache; `waited` how long the request had waited
    for its turn before, which is no part of it. `not_asked` marks what went wrong, or was answered
    with a stale answer, without the service having been asked, for reasons of our own.
    """

    endpoint: str
    status: int
    seconds: float
    cached: bool = False
    stale: bool = False
    received_at: float = 0.0
    error: str = ""
    host: str = ""
    waited: float = 0.0
    not_asked: bool = False


Listener: TypeAlias = Callable[[Call], None]


@dataclass(slots=True)
class CallLog:
    """The calls made inside one `recorded_calls()` block."""

    calls: list[Call] = field(default_factory=list)

    @property
    def stale_since(self) -> float | None:
        """When the oldest stale answer was true (seconds since 1970); None where none was stale."""
        return min((call.received_at for call in self.calls if call.stale), default=None)


_log: ContextVar[CallLog | None] = ContextVar("halo_call_log", default=None)


@contextmanager
def recorded_calls() -> Iterator[CallLog]:
    """Collect the calls made in this block, by this task and the tasks it starts."""
    log = CallLog()
    token = _log.set(log)
    try:
        yield log
    finally:
        _log.reset(token)


class Observe:
    """Times every call and reports it."""

    def __init__(self, inner: Sender, clock: Clock, listeners: Sequence[Listener] = ()) -> None:
        self._inner = inner
        self._clock = clock
        self._listeners = tuple(listeners)

    async def send(self, request: Request) -> Response:
        """The inner sender's answer or error, unchanged."""
        began = self._clock.monotonic()
        name, host = request.endpoint.name, request.endpoint.host
        try:
            response = await self._inner.send(request)
        except BotError as error:
            waited = error.waited if isinstance(error, HaloError) else 0.0
            seconds = max(0.0, self._clock.monotonic() - began - waited)
            self._tell(
                Call(
                    name, 0, seconds, error=type(error).__name__, host=host, waited=waited,
                    not_asked=not _is_of(request, error),
                )
            )  # fmt: skip
            raise
        seconds, waited = self._clock.monotonic() - began, 0.0
        if not response.cached and response.seconds is not None:
            seconds, waited = response.seconds, response.waited
        self._tell(
            Call(
                name, response.status, seconds, response.cached, response.stale,
                response.received_at, host=host, waited=waited, not_asked=response.not_asked,
            )
        )  # fmt: skip
        return response

    def _tell(self, call: Call) -> None:
        log = _log.get()
        if log is not None:
            log.calls.append(call)
        for listener in self._listeners:
            listener(call)


def _is_of(request: Request, error: BotError) -> bool:
    """Whether an error is of the service that was to be asked, not of the sign-in or our own."""
    if not isinstance(error, HaloError) or not error.of_service:
        return False
    return error.endpoint in ("", request.endpoint.name)
