"""The right to renew an account's tokens, which one process at a time holds."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.errors import BotError
from bot.halo.auth.process import described, has_died, new_holder
from bot.halo.auth.store import AccountTokens, Fence, OtherLease, TokenStore
from bot.halo.clock import Clock
from bot.halo.errors import SignInBusy, Unavailable
from bot.halo.transport.base import Request, Response, Sender

log = logging.getLogger(__name__)

# Seconds: as long as a holder that dies on another machine keeps the others waiting. Less than a
# command waits for an answer.
LEASE_SECONDS = 10.0
# The parts of it that one request under the lease may take, and that those who wait let pass
# before they ask again.
REQUEST, POLL = 0.75, 0.05


@dataclass(frozen=True, slots=True)
class Waiting:
    """How to wait for another process's lease.

    After `patience` seconds SignInBusy is raised or, with `force`, the lease is taken over.
    `on_wait` is called once, with a description of the holder, before the first wait.
    """

    patience: float = LEASE_SECONDS
    on_wait: Callable[[str], None] | None = None
    force: bool = False


class Lease:
    """Signing in while the account is this holder's alone to renew: sends and saves under a lease.

    Every step prolongs the lease first and ends before it does, so that a holder that lives never
    loses it. One that dies leaves it to the others: at once to processes on the same machine,
    within `seconds` to the rest.
    """

    def __init__(
        self,
        sender: Sender,
        store: TokenStore,
        clock: Clock,
        account: str,
        seconds: float = LEASE_SECONDS,
        waiting: Waiting = Waiting(),
    ) -> None:
        self._sender = sender
        self._store = store
        self._clock = clock
        self._account = account
        self._seconds = seconds
        self._waiting = waiting
        self._holder = new_holder()
        self._taken_at = float("-inf")

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Wait for the lease, and give it back at the end.

        Raises SignInBusy where another process keeps it too long, and the store's errors.
        """
        await self._wait()
        try:
            yield
        finally:
            try:
                await self._store.release(self._account, self._holder)
            except BotError as error:
                log.warning("a lease ends by itself: %s", type(error).__name__)

    async def send(self, request: Request) -> Response:
        """The inner sender's answer.

        Raises Unavailable where it takes too long, SignInBusy where another holder has come in
        between, and what the inner sender and the store raise.
        """
        await self._prolong()
        try:
            async with asyncio.timeout(self._seconds * REQUEST):
                return await self._sender.send(request)
        except TimeoutError:
            name = request.endpoint.name
            raise Unavailable(f"{name}: no answer within the lease", endpoint=name) from None

    async def save(self, tokens: AccountTokens, after: str | None = None) -> None:
        """Save in the store; with `after`, only in place of tokens with that refresh token.

        Raises SignInBusy where another holder has come in between or has stored newer tokens.
        """
        await self._prolong()
        if not await self._store.save(tokens, Fence(self._holder, after)):
            log.warning("account %s: not saved, another process renewed it", self._account)
            raise SignInBusy(f"account {self._account} has been renewed by another process")

    async def _wait(self) -> None:
        began, told = self._clock.monotonic(), False
        while (other := await self._take()) is not None:
            who = described(other.holder)
            waited = self._clock.monotonic() - began
            is_over = waited >= self._waiting.patience
            if has_died(other.holder) or (is_over and self._waiting.force):
                log.warning("account %s: taking over the lease of %s", self._account, who)
                await self._store.release(self._account, other.holder)
                continue
            if not told and self._waiting.on_wait is not None:
                self._waiting.on_wait(who)
            told = True
            if is_over:
                log.warning(
                    "account %s: waited %.0f s for the lease of %s, which lasts %.0f s more",
                    self._account, waited, who, other.left,
                )  # fmt: skip
                raise SignInBusy(f"account {self._account} is being renewed by {who}", holder=who)
            await self._clock.sleep(self._seconds * POLL)

    async def _prolong(self) -> None:
        age = self._clock.monotonic() - self._taken_at
        # Still long enough for one more request.
        if age <= self._seconds * (1 - REQUEST):
            return
        if (other := await self._take()) is not None:
            who = described(other.holder)
            raise SignInBusy(f"account {self._account} is being renewed by {who}", holder=who)

    async def _take(self) -> OtherLease | None:
        """None where the lease is ours from now on, else whose it is."""
        now = self._clock.monotonic()
        other = await self._store.lease(self._account, self._holder, self._seconds)
        if other is None:
            self._taken_at = now
        return other
