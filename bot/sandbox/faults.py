"""Faults on demand: what can go wrong between here and the real service."""

import asyncio
import gzip
import socket
import struct
import zlib
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import pyvips
from aiohttp import hdrs, web

from bot.halo import endpoints as core
from bot.halo.clock import Clock
from bot.halo.endpoints import Endpoint
from bot.sandbox.endpoints import SIGN_IN
from bot.sandbox.replies import cache_headers

_MEGABYTE = 1024 * 1024
EVERYTHING = "*"
SIGN_IN_GROUP = "sign_in"
API_GROUP = "api"


class FaultKind(StrEnum):
    """What goes wrong.

    STATUS answers with `status` and perhaps Retry-After; DELAY answers rightly after `delay`
    seconds; RESET cuts the connection; HANG never answers; BROKEN_JSON stops in the middle of the
    JSON; TRUNCATED declares more bytes than it sends; STALLED sends a little of the body and then
    no more; HTML is a page with status 200 that asks to be cached for a day; WRONG_TYPE is JSON of
    no use that calls itself a picture; EMPTY_BODY has no body; EMPTY_PAGE is right and says that
    there is nothing; BROKEN_IMAGE says it is a PNG and ends within it; ODD_FIGURES is right but for
    figures that cannot be.

    LARGE is 10 MB of JSON; DEEP is JSON 100,000 levels deep; NUMBERS has numbers with thousands of
    digits; BOMB is forty megabytes in a compressed answer of forty kilobytes; MANY is a list of
    seven million empty entries, compressed to a few kilobytes; HUGE_IMAGE is a PNG of 200 kB with
    49 million pixels; HEADERS has a header of 64 KB; NOT_COMPRESSED says that it is and is not.
    """

    STATUS = "status"
    DELAY = "delay"
    RESET = "reset"
    HANG = "hang"
    BROKEN_JSON = "broken_json"
    TRUNCATED = "truncated"
    STALLED = "stalled"
    HTML = "html"
    WRONG_TYPE = "wrong_type"
    EMPTY_BODY = "empty_body"
    EMPTY_PAGE = "empty_page"
    BROKEN_IMAGE = "broken_image"
    ODD_FIGURES = "odd_figures"
    LARGE = "large"
    DEEP = "deep"
    NUMBERS = "numbers"
    BOMB = "bomb"
    MANY = "many"
    HUGE_IMAGE = "huge_image"
    HEADERS = "headers"
    NOT_COMPRESSED = "not_compressed"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing going wrong. `status` and `retry_after` belong to STATUS, `delay` to DELAY.

    Any kind waits `delay` seconds first where there is one.
    """

    kind: FaultKind
    status: int = 0
    delay: float = 0.0
    retry_after: str | None = None

    def __post_init__(self) -> None:
        if self.kind is FaultKind.STATUS and not 200 <= self.status <= 599:
            raise ValueError(f"a fault of kind status needs a status from 200 to 599, "
                             f"not {self.status}")  # fmt: skip
        if self.delay < 0:
            raise ValueError("a delay cannot be negative")


@dataclass(slots=True)
class _Order:
    endpoint: str
    fault: Fault
    left: int | None


class FaultPlan:
    """Which faults are to come. Those of one endpoint happen in the order they were ordered."""

    def __init__(self, known: Iterable[Endpoint]) -> None:
        """`known` are the endpoints that there are."""
        self._known = {EVERYTHING, SIGN_IN_GROUP, API_GROUP}
        self._known.update(name for one in known for name in (one.name, one.host))
        self._orders: deque[_Order] = deque()

    def add(self, endpoint: str, fault: Fault, times: int | None = None) -> None:
        """Order a fault for the next `times` requests, or for all until heal().

        `endpoint` is an endpoint's name, a host, "sign_in", "api" or "*". Raises ValueError for
        one that does not exist or a `times` below 1.
        """
        if endpoint not in self._known:
            raise ValueError(f"no endpoint or host is called {endpoint!r}; "
                             f"there are {', '.join(sorted(self._known))}")  # fmt: skip
        if times is not None and times < 1:
            raise ValueError("times must be at least 1, or left out for ever")
        self._orders.append(_Order(endpoint, fault, times))

    def heal(self) -> None:
        """Forget every fault."""
        self._orders.clear()

    def take(self, endpoint: Endpoint) -> Fault | None:
        """The fault of a request that just arrived, if any."""
        group = SIGN_IN_GROUP if endpoint.name in SIGN_IN else API_GROUP
        names = {endpoint.name, endpoint.host, EVERYTHING, group}
        for order in self._orders:
            if order.endpoint in names:
                if order.left is not None:
                    order.left -= 1
                    if order.left == 0:
                        self._orders.remove(order)
                return order.fault
        return None


async def inflict(
    fault: Fault, endpoint: Endpoint, request: web.Request, clock: Clock, closing: asyncio.Event
) -> web.StreamResponse | None:
    """Let the fault happen; None is for the ordinary answer to follow.

    Waits end early when the service closes.
    """
    if fault.delay:
        await _until(closing, clock, fault.delay)
    match fault.kind:
        case FaultKind.DELAY | FaultKind.ODD_FIGURES:
            return None
        case FaultKind.STATUS:
            return _status(fault)
        case FaultKind.RESET:
            return _reset(request)
        case FaultKind.HANG:
            await closing.wait()
            return _reset(request)
        case FaultKind.TRUNCATED:
            return await _partial(endpoint, request)
        case FaultKind.STALLED:
            return await _partial(endpoint, request, closing)
        case FaultKind.WRONG_TYPE:
            return web.Response(body=b'"nothing"', content_type="image/png")
        case FaultKind.LARGE | FaultKind.DEEP | FaultKind.NUMBERS:
            return _json(_hostile(fault.kind), endpoint)
        case FaultKind.BOMB:
            return _compressed(_bomb(), endpoint)
        case FaultKind.MANY:
            return _compressed(_many(), endpoint)
        case FaultKind.HUGE_IMAGE:
            return web.Response(
                body=_huge_image(), content_type="image/png", headers=cache_headers(endpoint)
            )
        case FaultKind.NOT_COMPRESSED:
            return _compressed(b"{}", endpoint)
        case FaultKind.HEADERS:
            return web.json_response({}, headers={"X-Endless": "x" * 65_536})
        case FaultKind.BROKEN_JSON:
            return _json(b'{"Value": [{"Id": "xuid(', endpoint)
        case FaultKind.EMPTY_BODY:
            return _json(b"", endpoint)
        case FaultKind.EMPTY_PAGE:
            return _json(_EMPTY_PAGES.get(endpoint.name, b"{}"), endpoint)
        case FaultKind.BROKEN_IMAGE:
            return web.Response(
                body=_BROKEN_PNG, content_type="image/png", headers=cache_headers(endpoint)
            )
        case FaultKind.HTML:
            return web.Response(
                text="<!doctype html><title>Welcome to the network</title>",
                content_type="text/html",
                headers={hdrs.CACHE_CONTROL: "public, max-age=86400"},
            )


# The signature, a header for 16 by 16 pixels, and the beginning of a chunk with them.
_BROKEN_PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x02\x00\x00\x00\x90\x91h6"
    b"\x00\x00\x01\x00IDATx\x9c"
)
_EMPTY_PAGES = {
    core.MATCH_HISTORY.name: (
        b'{"Start": 0, "Count": 25, "ResultCount": 0, "Results": [], "Links": {}}'
    ),
    core.MATCH_SKILL.name: b'{"Value": []}',
    core.PLAYLIST_CSR.name: b'{"Value": []}',
    core.USERS_BY_XUID.name: b"[]",
}


async def _until(closing: asyncio.Event, clock: Clock, seconds: float) -> None:
    waits = {
        asyncio.ensure_future(clock.sleep(seconds)),
        asyncio.ensure_future(closing.wait()),
    }
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


def _status(fault: Fault) -> web.Response:
    retry = {hdrs.RETRY_AFTER: fault.retry_after} if fault.retry_after is not None else {}
    return web.json_response({"Message": "a fault on demand"}, status=fault.status, headers=retry)


def _json(body: bytes, endpoint: Endpoint) -> web.Response:
    return web.Response(body=body, content_type="application/json", headers=cache_headers(endpoint))


def _reset(request: web.Request) -> web.Response:
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        if connection is not None:
            # Lingering for no time makes the kernel send RST instead of FIN.
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        transport.abort()
    return web.Response(status=503)


async def _partial(
    endpoint: Endpoint, request: web.Request, until: asyncio.Event | None = None
) -> web.StreamResponse:
    """An answer of which only the beginning is sent; the connection ends at once, or then."""
    body = b'{"Value": []}'
    response = web.StreamResponse(headers=cache_headers(endpoint))
    response.content_type = "application/json"
    response.content_length = len(body) + 117
    await response.prepare(request)
    await response.write(body)
    if until is not None:
        await until.wait()
    if request.transport is not None:
        request.transport.close()
    return response


def _compressed(body: bytes, endpoint: Endpoint) -> web.Response:
    response = _json(body, endpoint)
    response.headers[hdrs.CONTENT_ENCODING] = "gzip"
    return response


@cache
def _hostile(kind: FaultKind) -> bytes:
    match kind:
        case FaultKind.LARGE:
            return b'{"Value": "' + b"x" * (10 * _MEGABYTE) + b'"}'
        case FaultKind.DEEP:
            return b'{"Value": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        case _:
            digits = b"9" * 5_000
            return b'{"Value": -%b, "Count": %b.%b, "Start": 1e%b, "Results": [%b], "xuid": %b}' % (
                digits,
                digits,
                digits,
                digits,
                digits,
                digits,
            )


@cache
def _many() -> bytes:
    """Packed by gzip."""
    return gzip.compress(b'{"Results": [' + b"{}, " * 7_000_000 + b"{}]}", 6)


@cache
def _huge_image() -> bytes:
    return bytes(pyvips.Image.black(7_000, 7_000, bands=4).pngsave_buffer(compression=9))


@cache
def _bomb() -> bytes:
    """Forty megabytes of blanks in front of an empty object, packed by gzip."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    blanks = b" " * _MEGABYTE
    packed = [packer.compress(blanks) for _ in range(40)]
    return b"".join([*packed, packer.compress(b"{}"), packer.flush()])
