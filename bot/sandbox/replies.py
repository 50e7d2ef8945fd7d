"""What an endpoint answers, and how that becomes an HTTP response."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import hdrs, web

from bot.halo.endpoints import DISCOVERY, GAMECMS, MATCH_STATS, Endpoint

_HOUR, _DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, a JSON body, and headers beside the usual ones.

    With a `content_type` the body is bytes of that type instead.
    """

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = ""


def refusal(status: int, reason: str) -> Reply:
    """An error answer that says why."""
    return Reply({"Message": reason}, status)


def oauth_error(status: int, error: str, description: str) -> Reply:
    """An error answer as OAuth 2.0 writes it."""
    return Reply({"error": error, "error_description": description}, status)


def max_age(endpoint: Endpoint) -> int:
    """How long the real service lets an endpoint's answers be kept; 0 where it says nothing."""
    if endpoint.host == DISCOVERY:
        return 5 * _HOUR
    return _DAY if endpoint.host == GAMECMS or endpoint is MATCH_STATS else 0


def found(body: Any) -> Reply:
    """A good answer, or 404 for None."""
    return refusal(404, "there is no such thing") if body is None else Reply(body)


def listed(request: web.Request, name: str) -> list[str]:
    """The values of a query key that may be repeated or hold a comma list."""
    joined = ",".join(request.query.getall(name, []))
    return [value for value in joined.split(",") if value]


def cache_headers(endpoint: Endpoint) -> dict[str, str]:
    """The Cache-Control of a good answer."""
    seconds = max_age(endpoint)
    return {hdrs.CACHE_CONTROL: f"public, max-age={seconds}"} if seconds else {}


def to_response(endpoint: Endpoint, reply: Reply, request: web.Request) -> web.Response:
    """The HTTP response, with validators, 304 and gzip as the real hosts have them."""
    response = web.Response(
        body=reply.body if reply.content_type else _written(reply.body),
        status=reply.status,
        content_type=reply.content_type or "application/json",
        charset=None if reply.content_type else "utf-8",
        headers=reply.headers,
    )
    if reply.status == 200:
        response.headers.update(cache_headers(endpoint))
        if endpoint.host in {GAMECMS, DISCOVERY}:
            response = _validated(response, request)
    if endpoint.host == DISCOVERY:
        response.headers[hdrs.VARY] = hdrs.ACCEPT_LANGUAGE
    zipped = response.body and not reply.content_type
    if zipped and "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, ""):
        response.enable_compression(web.ContentCoding.gzip)
    return response


def _written(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def _validated(response: web.Response, request: web.Request) -> web.Response:
    assert isinstance(response.body, bytes)
    tag = hashlib.sha256(response.body).hexdigest()[:20]
    known = {etag.value for etag in request.if_none_match or ()}
    if tag in known or "*" in known:
        kept = {hdrs.CACHE_CONTROL: response.headers[hdrs.CACHE_CONTROL]}
        response = web.Response(status=304, headers=kept)
    response.etag = tag
    return response
