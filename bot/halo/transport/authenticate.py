"""Adds the Spartan token, and the clearance where the endpoint needs it; renews what is refused."""

from dataclasses import replace
from typing import Protocol

from multidict import CIMultiDict, CIMultiDictProxy

from bot.halo.endpoints import Auth
from bot.halo.errors import SignInRequired
from bot.halo.transport.base import HaloTokens, Request, Response, Sender

SPARTAN_HEADER = "x-343-authorization-spartan"
CLEARANCE_HEADER = "343-clearance"
# Seconds. A token refused this soon after it was made is not refused for its age: renewing it
# would not help.
TOO_YOUNG_TO_RENEW = 30.0
USER_REFUSED = (
    "The Spartan token of this user was refused: it has ended (they hold four hours at most) or "
    "is not theirs. They have to sign in again."
)


class TokenSource(Protocol):
    """Whoever holds the tokens."""

    async def current(self) -> HaloTokens:
        """Tokens that hold now, renewed on demand. Raises SignInRequired or Unavailable."""

    async def renew(self, rejected: HaloTokens) -> HaloTokens:
        """Other tokens than these, which the service has just refused, if there are any."""

    async def renew_clearance(self, refused: HaloTokens) -> HaloTokens:
        """Tokens with another clearance than these, with which the service has just refused a
        request, if there is any: it may be outdated, or missing."""


class Authenticate:
    """Signs requests; on 401 renews once for all callers and repeats the request once.

    A 403 where a clearance goes along may be about the clearance: then the one in force is asked
    for, and the request repeated if that is another one. Where the host answers 403 also for what
    it does not have, a 403 that is left comes out as the 404 it means: it says nothing against the
    account, and holds for as long as any 404.
    A request that brings its own tokens is signed with these, which nobody here can renew.
    `tokens` may be None where all requests do.
    """

    def __init__(self, inner: Sender, tokens: TokenSource | None) -> None:
        self._inner = inner
        self._tokens = tokens

    async def send(self, request: Request) -> Response:
        """The answer to the signed request. Raises SignInRequired where nothing signs it."""
        if request.endpoint.auth is not Auth.SPARTAN:
            return await self._inner.send(request)
        if request.tokens is not None:
            return await self._as_given(request, request.tokens)
        if self._tokens is None:
            raise SignInRequired(f"nobody signs {request.endpoint.name}")
        tokens = await self._tokens.current()
        response = await self._inner.send(_signed(request, tokens))
        renewed = tokens
        if response.status == 401:
            renewed = await self._tokens.renew(tokens)
        elif response.status == 403 and request.endpoint.clearance:
            renewed = await self._tokens.renew_clearance(tokens)
        if renewed != tokens:
            response = await self._inner.send(_signed(request, renewed))
        return _as_meant(response, request, renewed)

    async def _as_given(self, request: Request, tokens: HaloTokens) -> Response:
        response = await self._inner.send(_signed(request, tokens))
        if response.status == 401:
            name = request.endpoint.name
            raise SignInRequired(f"{name}: 401", endpoint=name, hint=USER_REFUSED)
        return _as_meant(response, request, tokens)


def _as_meant(response: Response, request: Request, tokens: HaloTokens) -> Response:
    """A 403 for a file that is not there as a 404; without a clearance it may mean that instead."""
    endpoint = request.endpoint
    refused = response.status != 403 or (endpoint.clearance and not tokens.clearance)
    if refused or not endpoint.forbidden_is_missing:
        return response
    return replace(response, status=404)


def _signed(request: Request, tokens: HaloTokens) -> Request:
    headers = CIMultiDict(request.headers)
    headers[SPARTAN_HEADER] = tokens.spartan
    if request.endpoint.clearance and tokens.clearance:
        headers[CLEARANCE_HEADER] = tokens.clearance
    return replace(request, headers=CIMultiDictProxy(headers))
