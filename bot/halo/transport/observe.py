"""The outermost sender: tells listeners of every call, and callers how current an answer was."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.errors import BotError
from bot.halo.clock import Clock
from bot.halo.transport.base import Request, Response, Sender


@dataclass(frozen=True, slots=True)
class Call:
    """One call as its caller saw it. `seconds` is how long it took; `status` is 0 for an error,
    whose class name `error` then holds; `host` is the one that was, or would have been, asked."""

    endpoint: str
    status: int
    seconds: float
    cached: bool = False
    stale: bool = False
    received_at: float = 0.0
    error: str = ""
    host: str = ""


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
            seconds = self._clock.monotonic() - began
            self._tell(Call(name, 0, seconds, error=type(error).__name__, host=host))
            raise
        seconds = self._clock.monotonic() - began
        self._tell(
            Call(
                name, response.status, seconds, response.cached, response.stale,
                response.received_at, host=host,
            )
        )  # fmt: skip
        return response

    def _tell(self, call: Call) -> None:
        log = _log.get()
        if log is not None:
            log.calls.append(call)
        for listener in self._listeners:
            listener(call)
