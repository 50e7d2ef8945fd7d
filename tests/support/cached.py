"""What happens to a second request after a first one, for the tables of the cache's rules."""

from collections.abc import Iterable, Mapping
from email.utils import formatdate
from typing import TypeAlias

from aiohttp import web
from multidict import CIMultiDict

from bot.halo.endpoints import CacheRule
from bot.halo.transport.base import Request, Response, Sender
from tests.support.clock import FakeClock
from tests.support.upstream import Answer, Upstream

REUSE, REVALIDATE, FORWARD = "reuse", "revalidate", "forward"
PURE = CacheRule(stale_for=0.0)
ETAG = {"ETag": '"v1"'}
Pairs: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]]
START = FakeClock().now()


def at(seconds: float) -> str:
    """An HTTP date so long after the first answer."""
    return formatdate(START + seconds, usegmt=True)


def reply(status: int = 200, headers: Pairs = (), body: str = '{"name": "first"}') -> Answer:
    """An answer with exactly these headers, lines repeated where they are given twice."""

    async def send(_request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=status, body=body.encode(), headers=CIMultiDict(headers))

    return send


def control(value: str, **more: str) -> dict[str, str]:
    """Cache-Control with this value, and other headers."""
    return {"Cache-Control": value, **{name.replace("_", "-"): text for name, text in more.items()}}


async def outcome(senders: Sender, upstream: Upstream, second: Request) -> tuple[str, Response]:
    """What becomes of a request, by what the server sees of it."""
    before = len(upstream.seen)
    response = await senders.send(second)
    if len(upstream.seen) == before:
        return REUSE, response
    seen = upstream.seen[before].headers
    conditional = "If-None-Match" in seen or "If-Modified-Since" in seen
    return (REVALIDATE if conditional else FORWARD), response
