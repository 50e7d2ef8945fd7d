"""The control door: looks into the running service and orders faults, over HTTP.

Under /_control; its own requests are neither counted nor subject to faults.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError
from yarl import URL

from bot.sandbox.faults import Fault, FaultKind, FaultPlan
from bot.sandbox.players import CAST, HERMITS
from bot.sandbox.seen import RequestLog
from bot.sandbox.signin import CHILD_ACCOUNT, SignIn
from bot.sandbox.skew import SkewedClock
from bot.sandbox.world import World

CONTROL_PREFIX = "/_control/"

_OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_Body = TypeVar("_Body", bound=BaseModel)


class SignInAction(StrEnum):
    """What can be done to the sign-in chain from outside."""

    EXPIRE_SPARTAN = "expire_spartan"
    EXPIRE_XSTS = "expire_xsts"
    REVOKE_REFRESH_TOKENS = "revoke_refresh_tokens"
    REFUSE_XSTS = "refuse_xsts"
    ALLOW_XSTS = "allow_xsts"
    REFUSE_OAUTH = "refuse_oauth"
    CHANGE_CLEARANCE = "change_clearance"
    REFUSE_AUTHORIZATION = "refuse_authorization"
    ALLOW_AUTHORIZATION = "allow_authorization"
    AGREE_ON_DEVICE = "agree_on_device"
    DECLINE_ON_DEVICE = "decline_on_device"


class FaultBody(BaseModel):
    """The body of an order of faults: the fields of Fault, for which endpoint, how often."""

    model_config = ConfigDict(extra="forbid")

    endpoint: str
    kind: FaultKind
    status: int = 0
    delay: float = 0.0
    retry_after: str | None = None
    code: int = 3
    times: int | None = None


class ClockBody(BaseModel):
    """By how many seconds the services' time of day is ahead of the machine's, or behind."""

    model_config = ConfigDict(extra="forbid")

    skew: float


class RenameBody(BaseModel):
    """The body of a change of gamertag."""

    model_config = ConfigDict(extra="forbid")

    gamertag: str
    new: str


class SignInBody(BaseModel):
    """The body of an action on the sign-in chain; `xerr` belongs to refuse_xsts, `error` and
    `times` to refuse_oauth."""

    model_config = ConfigDict(extra="forbid")

    action: SignInAction
    xerr: int = CHILD_ACCOUNT
    error: str = "interaction_required"
    times: int = 1


class ControlDoor:
    """The handlers under /_control."""

    def __init__(
        self,
        log: RequestLog,
        faults: FaultPlan,
        signin: SignIn,
        world: World,
        clock: SkewedClock,
        rename: Callable[[str, str], None],
    ) -> None:
        self._log = log
        self._faults = faults
        self._signin = signin
        self._world = world
        self._clock = clock
        self._rename = rename

    def routes(self) -> Sequence[web.RouteDef]:
        """All of the door's routes."""
        return (
            web.get(f"{CONTROL_PREFIX}counters", self.counters),
            web.get(f"{CONTROL_PREFIX}requests", self.requests),
            web.get(f"{CONTROL_PREFIX}world", self.cast),
            web.post(f"{CONTROL_PREFIX}faults", self.add_fault),
            web.delete(f"{CONTROL_PREFIX}faults", self.heal),
            web.post(f"{CONTROL_PREFIX}clock", self.set_clock),
            web.post(f"{CONTROL_PREFIX}rename", self.rename),
            web.post(f"{CONTROL_PREFIX}sign-in", self.sign_in),
        )

    async def counters(self, request: web.Request) -> web.Response:  # noqa: ARG002
        """How many requests each endpoint got."""
        return web.json_response(dict(self._log.counts))

    async def requests(self, request: web.Request) -> web.Response:  # noqa: ARG002
        """The latest requests, oldest first. Headers are left out: they carry tokens."""
        return web.json_response(
            [
                {
                    "endpoint": seen.endpoint,
                    "method": seen.method,
                    "host": seen.host,
                    "path": seen.path,
                    "query": [list(pair) for pair in seen.query],
                    "arrived_at": seen.arrived_at,
                    "status": seen.status,
                }
                for seen in self._log.seen
            ]
        )

    async def cast(self, request: web.Request) -> web.Response:  # noqa: ARG002
        """The named players and what is special about each."""
        xuids = {player.gamertag: player.xuid for player in self._world.players}
        return web.json_response(
            [
                {"gamertag": user["gamertag"], "xuid": user["xuid"], "special": special}
                for gamertag, special in (*CAST, *HERMITS)
                for user in self._world.users([xuids[gamertag]])
            ]
        )

    async def add_fault(self, request: web.Request) -> web.Response:
        """Order a fault."""
        body = await _parse(request, FaultBody)
        try:
            fault = Fault(body.kind, body.status, body.delay, body.retry_after, body.code)
            self._faults.add(body.endpoint, fault, body.times)
        except ValueError as error:
            raise _wrong(str(error)) from error
        return web.json_response({"ordered": body.model_dump(mode="json")})

    async def heal(self, request: web.Request) -> web.Response:  # noqa: ARG002
        """Forget every fault, and have the right time again."""
        self._faults.heal()
        self._clock.skew = 0.0
        return web.json_response({"healed": True})

    async def set_clock(self, request: web.Request) -> web.Response:
        """Let the services' time of day be wrong."""
        body = await _parse(request, ClockBody)
        self._clock.skew = body.skew
        return web.json_response({"skew": body.skew})

    async def rename(self, request: web.Request) -> web.Response:
        """Give a player another gamertag."""
        body = await _parse(request, RenameBody)
        try:
            self._rename(body.gamertag, body.new)
        except KeyError as error:
            raise _wrong(f"nobody is called {body.gamertag}") from error
        except ValueError as error:
            raise _wrong(str(error)) from error
        return web.json_response({"renamed": body.new})

    async def sign_in(self, request: web.Request) -> web.Response:
        """Do something to the sign-in chain."""
        body = await _parse(request, SignInBody)
        match body.action:
            case SignInAction.EXPIRE_SPARTAN:
                self._signin.expire_spartan()
            case SignInAction.EXPIRE_XSTS:
                self._signin.expire_xsts()
            case SignInAction.REVOKE_REFRESH_TOKENS:
                self._signin.revoke_refresh_tokens()
            case SignInAction.REFUSE_XSTS:
                self._signin.refuse_xsts(body.xerr)
            case SignInAction.ALLOW_XSTS:
                self._signin.refuse_xsts(None)
            case SignInAction.REFUSE_OAUTH:
                self._signin.refuse_oauth(body.error, body.times)
            case SignInAction.CHANGE_CLEARANCE:
                self._signin.change_clearance()
            case SignInAction.REFUSE_AUTHORIZATION:
                self._signin.consent.refusal = "access_denied"
            case SignInAction.ALLOW_AUTHORIZATION:
                self._signin.consent.refusal = None
            case SignInAction.AGREE_ON_DEVICE | SignInAction.DECLINE_ON_DEVICE:
                agreed = body.action is SignInAction.AGREE_ON_DEVICE
                for user_code in self._signin.consent.user_codes:
                    self._signin.consent.enter(user_code, agreed=agreed)
        return web.json_response({"done": body.action})


def refuse_foreign(request: web.Request) -> None:
    """Turn away what a web page elsewhere has a browser send. Raises HTTPForbidden.

    Programs send no Origin; a page that makes its own name lead here sends that as Host.
    """
    origin = request.headers.get("Origin")
    here = f"{request.scheme}://{request.host}"
    is_named_so = URL(here).host in _OWN_NAMES
    if not is_named_so or (origin is not None and origin != here):
        raise web.HTTPForbidden(text="Only this machine's programs may use this.\n")
    if request.can_read_body and request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="Send application/json.\n")


async def _parse(request: web.Request, body: type[_Body]) -> _Body:
    try:
        return body.model_validate_json(await request.read())
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        raise _wrong(
            "; ".join(
                f"{'.'.join(map(str, problem['loc'])) or 'body'}: {problem['msg']}"
                for problem in problems
            )
        ) from error


def _wrong(reason: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=f"{reason}\n")
