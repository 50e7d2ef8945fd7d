"""The simulated service: Xbox sign-in and the Halo services on one loopback port."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from email.utils import formatdate
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import hdrs, web
from multidict import CIMultiDict

from bot.errors import cannot_listen
from bot.halo import endpoints as core
from bot.halo.clock import Clock, SystemClock
from bot.halo.endpoints import Auth, Endpoint
from bot.sandbox.answers import Answers
from bot.sandbox.content_handlers import ContentHandlers
from bot.sandbox.control import CONTROL_PREFIX, ControlDoor, refuse_foreign
from bot.sandbox.endpoints import SIMULATED
from bot.sandbox.faults import Fault, FaultKind, FaultPlan, inflict
from bot.sandbox.handlers import HaloHandlers, Handler, SignInHandlers
from bot.sandbox.odd import with_odd_figures
from bot.sandbox.recorded import RecordedAnswers
from bot.sandbox.replies import Reply, refusal, to_response
from bot.sandbox.seen import RequestLog, SeenRequest
from bot.sandbox.signin import SignIn
from bot.sandbox.skew import SkewedClock
from bot.sandbox.world import World

_PATIENCE = 0.3
_UNKNOWN = Endpoint("unknown", "", "", auth=Auth.NONE)

_Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


class SandboxService:
    """Answers at /HOST/PATH what the real HOST would answer at /PATH.

    With `payloads`, a folder of recorded answers stands in for the world behind every endpoint
    but the sign-in chain. Use it as an async context manager, or start() and close() it.
    """

    def __init__(
        self, world: World, *, clock: Clock | None = None, payloads: Path | None = None
    ) -> None:
        self.world = world
        self._renamed: list[tuple[str, str]] = []
        self._clock = SkewedClock(clock or SystemClock())
        self._payloads = payloads
        self.signin = SignIn(self._clock, world.main)
        self.base_url = ""
        self._log = RequestLog()
        self._faults = FaultPlan(SIMULATED.values())
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def seen(self) -> Sequence[SeenRequest]:
        """The latest 10,000 requests, oldest first."""
        return self._log.seen

    def count(self, endpoint: str | None = None) -> int:
        """How many requests an endpoint got, or all of them together, failed ones too."""
        return self._log.count(endpoint)

    def fail(self, endpoint: str, fault: Fault, *, times: int | None = None) -> None:
        """Let the next `times` requests go wrong, or all until heal().

        `endpoint` is a name of the endpoint table, a host, "sign_in" for that chain, "api" for what
        is not of it, or "*" for all.
        Several faults happen in the order they were ordered. Raises ValueError.
        """
        self._faults.add(endpoint, fault, times)

    def heal(self) -> None:
        """Let everything go right again, the time of day too."""
        self._faults.heal()
        self._clock.skew = 0.0

    def rename(self, gamertag: str, new: str) -> None:
        """Let a player have another gamertag until the service closes, also after heal().

        Recorded answers go on with the old one. Raises KeyError and ValueError as World.rename().
        """
        self.world.rename(gamertag, new)
        self._renamed.append((new, gamertag))

    def skew(self, seconds: float) -> None:
        """Let the service's time of day be so far ahead of everybody else's, or behind."""
        self._clock.skew = seconds

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one.

        Raises PortTaken, CannotListen, and PayloadsMissing for incomplete recorded answers.
        """
        answers: Answers = self.world
        if self._payloads is not None:
            answers = await asyncio.to_thread(RecordedAnswers.load, self._payloads)
        runner = web.AppRunner(
            self._application(answers),
            handler_cancellation=True,
            shutdown_timeout=_PATIENCE,
            access_log=None,
        )
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        try:
            await site.start()
        except OSError as error:
            await runner.cleanup()
            raise cannot_listen(error, "127.0.0.1", port) from error
        self._runner = runner
        self.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def close(self) -> None:
        """Stop listening and let go of everybody who still waits."""
        self._closing.set()
        # The next service may be of the same world.
        while self._renamed:
            self.world.rename(*self._renamed.pop())
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        if self._runner is None:
            await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def _application(self, answers: Answers) -> web.Application:
        application = web.Application(middlewares=[self._observe])
        handlers = {
            **SignInHandlers(self.signin).table(),
            **HaloHandlers(answers, lambda: self.world.main).table(),
            **ContentHandlers(answers).table(),
        }
        for endpoint, handler in handlers.items():
            host = f"{{host:{re.escape(endpoint.host)}(:443)?}}"
            # The path of a file has slashes in it.
            path = endpoint.path.replace("{path}", "{path:.+}")
            application.router.add_route(
                endpoint.method,
                f"/{host}{path}",
                self._answer(endpoint, handler),
                name=endpoint.name,
            )
        door = ControlDoor(
            self._log, self._faults, self.signin, self.world, self._clock, self.rename
        )
        application.add_routes(door.routes())
        return application

    def _answer(self, endpoint: Endpoint, handler: Handler) -> _Next:
        async def answer(request: web.Request) -> web.StreamResponse:
            reply = self._refuse(endpoint, request) or await handler(request)
            return to_response(endpoint, reply, request)

        return answer

    def _refuse(self, endpoint: Endpoint, request: web.Request) -> Reply | None:
        """The refusal of a request without the right tokens, or None."""
        # The table leaves the clearance request's token to the sign-in chain.
        needs_spartan = endpoint.auth is Auth.SPARTAN or endpoint is core.CLEARANCE
        headers = request.headers
        if needs_spartan and not self.signin.is_spartan(headers.get("x-343-authorization-spartan")):
            return refusal(401, "the Spartan token is missing, unknown or expired")
        if endpoint.clearance and not self.signin.is_clearance(headers.get("343-clearance")):
            return refusal(403, "the clearance is missing or wrong")
        return None

    @web.middleware
    async def _observe(self, request: web.Request, handler: _Next) -> web.StreamResponse:
        if request.path.startswith(CONTROL_PREFIX):
            refuse_foreign(request)
            return await handler(request)
        endpoint = SIMULATED.get(request.match_info.route.name or "", _UNKNOWN)
        _, _, tail = request.path.partition("/")
        host, _, path = tail.partition("/")
        entry = SeenRequest(
            endpoint.name, request.method, host, f"/{path}", tuple(request.query.items()),
            CIMultiDict(request.headers), self._clock.monotonic(),
        )  # fmt: skip
        self._log.add(entry)
        response = await self._respond(endpoint, request, handler)
        response.headers.setdefault(hdrs.DATE, formatdate(self._clock.now(), usegmt=True))
        if request.transport is not None and not request.transport.is_closing():
            entry.status = response.status
        return response

    async def _respond(
        self, endpoint: Endpoint, request: web.Request, handler: _Next
    ) -> web.StreamResponse:
        fault = self._faults.take(endpoint)
        if fault is not None:
            failed = await inflict(fault, endpoint, request, self._clock, self._closing)
            if failed is not None:
                return failed
        if endpoint is _UNKNOWN:
            reply = refusal(404, "the sandbox does not know this endpoint")
            return to_response(endpoint, reply, request)
        answer = await handler(request)
        odd = fault is not None and fault.kind is FaultKind.ODD_FIGURES
        return with_odd_figures(answer) if odd else answer
