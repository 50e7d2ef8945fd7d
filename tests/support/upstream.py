"""A small HTTP server on loopback that answers what a test tells it to."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from types import TracebackType
from typing import Self, TypeAlias

from aiohttp import web
from aiohttp.test_utils import RawTestServer
from multidict import CIMultiDict

from bot.halo.clock import Clock

Answer: TypeAlias = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived. `at` is by the event loop's clock."""

    method: str
    target: str
    headers: CIMultiDict[str]
    body: bytes
    at: float


def answer(
    body: bytes | str = b"{}", status: int = 200, headers: Mapping[str, str] | None = None
) -> Answer:
    """An ordinary answer."""
    content = body.encode() if isinstance(body, str) else body

    async def reply(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=content, status=status, headers=headers)

    return reply


async def truncated(request: web.BaseRequest) -> web.StreamResponse:
    """An answer whose connection is lost in its middle."""
    response = web.StreamResponse(headers={"Cache-Control": "max-age=60", "Content-Length": "100"})
    await response.prepare(request)
    await response.write(b'{"name": "a"}')
    assert request.transport is not None
    request.transport.close()
    return response


async def cut(request: web.BaseRequest) -> web.StreamResponse:
    """No answer at all: the connection is lost."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


class Upstream:
    """Gives the scripted answers in turn, and the last one for ever."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._answers: deque[Answer] = deque([answer()])
        self._server = RawTestServer(self._handle)
        self.seen: list[Seen] = []

    def script(self, *answers: Answer) -> None:
        """What to answer from now on."""
        self._answers = deque(answers)

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return str(self._server.make_url("")).rstrip("/")

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._server.close()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        arrived_at = asyncio.get_running_loop().time()
        self.seen.append(
            Seen(
                request.method, request.raw_path, CIMultiDict(request.headers),
                await request.read(), arrived_at,
            )
        )  # fmt: skip
        reply = self._answers[0] if len(self._answers) == 1 else self._answers.popleft()
        response = await reply(request)
        if not response.prepared:
            response.headers.setdefault("Date", formatdate(self._clock.now(), usegmt=True))
        return response
