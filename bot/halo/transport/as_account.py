"""Calls as another user than the bot's own accounts."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.halo.endpoints import Auth, CacheRule, Endpoint
from bot.halo.transport.base import HaloTokens, Request, Response, Sender


@dataclass(frozen=True, slots=True)
class _User:
    name: str
    tokens: HaloTokens


class AsAccount:
    """Puts into each request as whom it is sent.

    It travels in the request because senders further in share requests, and these belong to no
    caller's context. What a user is answered is stored for them alone, whatever it is: a service
    may show its own player more than others.
    """

    def __init__(self, inner: Sender) -> None:
        self._inner = inner

    @contextmanager
    def account(self, tokens: HaloTokens) -> Iterator[None]:
        """Send with these tokens in this block: in this task and the tasks it starts there."""
        user = _User(_name(tokens), tokens)
        reset = _users.set({**_users.get(), id(self): user})
        try:
            yield
        finally:
            _users.reset(reset)

    async def send(self, request: Request) -> Response:
        """The inner sender's answer to whoever is asking."""
        user = _users.get().get(id(self))
        if user is not None and request.endpoint.auth is Auth.SPARTAN:
            request = replace(
                request,
                endpoint=_private(request.endpoint),
                account=user.name,
                tokens=user.tokens,
            )
        return await self._inner.send(request)


_users: ContextVar[Mapping[int, _User]] = ContextVar("halo_users", default=MappingProxyType({}))


def _name(tokens: HaloTokens) -> str:
    # Tells users apart where answers are kept, and says nothing of the token.
    digest = hashlib.sha256(f"{tokens.spartan} {tokens.clearance}".encode()).hexdigest()
    return f"user-{digest[:32]}"


def _private(endpoint: Endpoint) -> Endpoint:
    rule: CacheRule | None = endpoint.cache
    if rule is None or rule.private:
        return endpoint
    return replace(endpoint, cache=replace(rule, private=True))
