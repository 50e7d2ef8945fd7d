"""The right to renew an account's tokens, which one process at a time holds."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from bot.errors import BotError
from bot.halo.auth.store import AccountTokens, TokenStore
from bot.halo.clock import Clock
from bot.halo.errors import Unavailable
from bot.halo.transport.base import Request, Response, Sender

log = logging.getLogger(__name__)

# Seconds: as long as a holder that dies keeps the others waiting.
LEASE_SECONDS = 20.0
# The parts of it that one request under the lease may take, and that those who wait let pass
# before they ask again.
REQUEST, POLL = 0.75, 0.05


class Lease:
    """Signing in while the account is this holder's alone to renew: sends and saves under a lease.

    Every step prolongs the lease first and ends before it does, so that a holder that lives never
    loses it, and one that dies leaves it to the others within `seconds`.
    """

    def __init__(
        self,
        sender: Sender,
        store: TokenStore,
        clock: Clock,
        account: str,
        seconds: float = LEASE_SECONDS,
    ) -> None:
        self._sender = sender
        self._store = store
        self._clock = clock
        self._account = account
        self._seconds = seconds
        self._holder = uuid4().hex
        self._taken_at = float("-inf")

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Wait for the lease, and give it back at the end. Raises the store's errors."""
        while not await self._take():
            await self._clock.sleep(self._seconds * POLL)
        try:
            yield
        finally:
            try:
                await self._store.release(self._account, self._holder)
            except BotError as error:
                log.warning("a lease ends by itself: %s", type(error).__name__)

    async def send(self, request: Request) -> Response:
        """The inner sender's answer.

        Raises Unavailable where it takes too long or another holder has come in between, and what
        the inner sender and the store raise.
        """
        await self._prolong()
        try:
            async with asyncio.timeout(self._seconds * REQUEST):
                return await self._sender.send(request)
        except TimeoutError:
            name = request.endpoint.name
            raise Unavailable(f"{name}: no answer within the lease", endpoint=name) from None

    async def save(self, tokens: AccountTokens) -> None:
        """Save in the store. Raises Unavailable where another holder has come in between."""
        await self._prolong()
        await self._store.save(tokens)

    async def _prolong(self) -> None:
        age = self._clock.monotonic() - self._taken_at
        # Still long enough for one more request.
        if age <= self._seconds * (1 - REQUEST):
            return
        if not await self._take():
            raise Unavailable(f"account {self._account} is being renewed by another process")

    async def _take(self) -> bool:
        now = self._clock.monotonic()
        taken = await self._store.lease(self._account, self._holder, self._seconds)
        if taken:
            self._taken_at = now
        return taken
