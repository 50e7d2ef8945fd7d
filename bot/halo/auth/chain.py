"""Runs the expired hops of the sign-in chain, once for all who wait, and keeps what they give."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from bot.errors import BotError
from bot.halo.auth.hops import MARGIN, Hops, holds
from bot.halo.auth.lease import Lease
from bot.halo.auth.oauth import Application
from bot.halo.auth.store import AccountTokens, TokenStore
from bot.halo.clock import Clock
from bot.halo.errors import RefreshTokenRefused, SignInConfigurationWrong, SignInRequired
from bot.halo.transport.accounts import MAIN
from bot.halo.transport.authenticate import TOO_YOUNG_TO_RENEW
from bot.halo.transport.base import HaloTokens, Sender

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
PAUSE_AFTER_REFUSAL = 600.0
PAUSE_WITHOUT_CLEARANCE = 60.0
# How often a refused account looks whether somebody has signed it in again.
LOOK_AGAIN = 60.0
# Seconds that a renewal under way gets at the end, and that giving it up may take.
CLOSING = 1.0
FINAL = (RefreshTokenRefused, SignInConfigurationWrong)


@dataclass(frozen=True, slots=True)
class SignInStatus:
    """How a sign-in stands, without secrets. Times are seconds since 1970, 0 where unknown.

    `error` is the name of what it fails with, `hint` what can be done about that, where known;
    `refused` says that it does not pass by itself.
    """

    account: str
    gamertag: str = ""
    spartan_expires_at: float = 0.0
    error: str = ""
    spartan_issued_at: float = 0.0
    hint: str = ""
    refused: bool = False


def log_refusal(account: str, error: SignInRequired) -> None:
    """Tells the operator that an account was refused, with the cause and what to do."""
    kind = type(error).__name__
    log.error("account %s: sign-in refused (%s: %s): %s", account, kind, error, error.hint)


@dataclass(slots=True)
class _Pause:
    """Why nobody asks the sign-in services before `until`, nor the store before `look_at`
    (monotonic seconds). `stored` is what the store held when the pause began."""

    error: BotError
    until: float
    seconds: float
    look_at: float
    stored: AccountTokens | None


class Chain:
    """The tokens of one account that signs in with a refresh token.

    `seed` is the refresh token from the configuration: it starts the account once; from then on
    the newest one in the store wins, until a start of the program finds another seed; where that
    one is refused, the account goes on with what it had. Renewals run in a task of their own, so
    that a caller's cancellation never interrupts a rotation, and under a lease in the store, so
    that other processes wait for them and then use the same tokens; `lease` is one of the account's
    with a length or a way of waiting of its own. `on_refusal` is called once with each refusal, no
    matter for whom the chain ran.
    """

    def __init__(
        self,
        sender: Sender,
        store: TokenStore,
        clock: Clock,
        application: Application,
        *,
        seed: str = "",
        account: str = MAIN,
        lease: Lease | None = None,
        on_refusal: Callable[[str, SignInRequired], None] = log_refusal,
    ) -> None:
        self._store = store
        self._clock = clock
        self._lease = lease or Lease(sender, store, clock, account)
        self._hops = Hops(self._lease, clock, application)
        self._seed = seed
        self.account = account
        self._started = False
        self._tokens: AccountTokens | None = None
        self._rejected = ""
        self._made_at = float("-inf")
        self._clearance_due = float("-inf")
        self._clearance_asked_at = float("-inf")
        self._on_refusal = on_refusal
        self._told = ""
        self._pause: _Pause | None = None
        self._task: asyncio.Task[None] | None = None

    async def current(self) -> HaloTokens:
        """Tokens that hold now. Raises SignInRequired, Unavailable or the store's error."""
        await self.ensure(MARGIN)
        return self._halo_tokens()

    async def renew(self, rejected: HaloTokens) -> HaloTokens:
        """Tokens made after `rejected`, which the service refused; the same ones where new ones
        would not help."""
        tokens = await self.current()
        if tokens.spartan != rejected.spartan:
            return tokens
        if self._clock.monotonic() - self._made_at < TOO_YOUNG_TO_RENEW:
            return tokens
        self._rejected = rejected.spartan
        return await self.current()

    async def renew_clearance(self, refused: HaloTokens) -> HaloTokens:
        """Tokens with another clearance than `refused`, with which the service refused a request;
        the same ones where there is no other, or it was asked for within the last minute.

        Those who wait for nothing but a token that holds are not held up by it.
        """
        tokens = await self.current()
        if tokens.clearance != refused.clearance:
            return tokens
        task, now = self._task, self._clock.monotonic()
        if task is None or task.done():
            if now - self._clearance_asked_at < PAUSE_WITHOUT_CLEARANCE:
                return tokens
            self._clearance_asked_at = now
            task = self._start(self._ask_for_clearance(refused.clearance))
        try:
            await asyncio.shield(task)
        except BotError as error:
            log.warning("account %s: no other clearance: %s", self.account, error)
        return self._halo_tokens()

    async def ensure(self, margin: float) -> None:
        """See to it that the Spartan token holds for `margin` seconds more.

        Raises like current(); where only the margin is missed, the old token stays in use. A new
        token is taken as it comes, even one that by our clock has ended: it is not renewed over
        and over.
        """
        while not self._holds(margin):
            await self._raise_while_paused()
            task = self._task
            if task is None or task.done():
                task = self._start(self._run(margin))
            await asyncio.shield(task)

    async def close(self) -> None:
        """Let a renewal under way finish, for a moment; then give it up.

        A refresh token that has arrived is stored even so (hops.py).
        """
        if self._task is None or self._task.done():
            return
        _, late = await asyncio.wait({self._task}, timeout=CLOSING)
        for task in late:
            log.info("account %s: a renewal is given up, the next start goes on", self.account)
            task.cancel()
            await asyncio.wait({task}, timeout=CLOSING)

    def status(self) -> SignInStatus:
        """How the sign-in stands."""
        tokens = self._tokens or AccountTokens(self.account)
        error = self._pause.error if self._pause is not None else None
        return SignInStatus(
            self.account,
            tokens.gamertag,
            tokens.spartan.expires_at if tokens.spartan else 0.0,
            type(error).__name__ if error else tokens.refused,
            tokens.spartan.issued_at if tokens.spartan else 0.0,
            error.hint if error else "",
            isinstance(error, SignInRequired) or bool(tokens.refused),
        )

    def _holds(self, margin: float) -> bool:
        tokens, now = self._tokens, self._clock.monotonic()
        if tokens is None or tokens.spartan is None or tokens.spartan.value == self._rejected:
            return False
        young = now - self._made_at < TOO_YOUNG_TO_RENEW
        if not young and not self._serves(tokens, 0.0):
            return False
        if tokens.clearance is None and self._pause is None and now >= self._clearance_due:
            return False
        return young or self._serves(tokens, margin)

    def _serves(self, tokens: AccountTokens, margin: float) -> bool:
        """Whether the Spartan token holds so long and has not been refused."""
        spartan = tokens.spartan
        refused = spartan is not None and spartan.value == self._rejected
        return not refused and holds(spartan, self._clock.now(), margin)

    def _halo_tokens(self) -> HaloTokens:
        assert self._tokens is not None
        assert self._tokens.spartan is not None
        known = self._tokens.clearance
        return HaloTokens(self._tokens.spartan.value, known.value if known else "")

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        self._task = asyncio.create_task(work)
        self._task.add_done_callback(_mark_seen)
        return self._task

    async def _raise_while_paused(self) -> None:
        pause, now = self._pause, self._clock.monotonic()
        if pause is None or now >= pause.until:
            return
        if isinstance(pause.error, SignInRequired) and now >= pause.look_at:
            # One caller looks for all.
            pause.look_at = now + LOOK_AGAIN
            stored = await self._peek()
            if stored is not None and stored != pause.stored:
                log.info("account %s: found new tokens in the store", self.account)
                self._pause = None
                return
        error = pause.error
        error.retry_after = None if isinstance(error, SignInRequired) else pause.until - now
        # The same error is raised again and again: its traceback must not grow.
        raise error.with_traceback(None)

    async def _run(self, margin: float) -> None:
        try:
            tokens = await self._load()
            if not self._complete(tokens, margin):
                self._raise_if_refused(tokens, margin)
                async with self._lease.held():
                    # Another process may have renewed them while this one waited.
                    tokens = await self._load()
                    self._raise_if_refused(tokens, margin)
                    tokens = await self._renewed(tokens, margin)
            self._tokens = tokens
            self._started = True
            self._pause = None
            self._told = ""
        except BotError as error:
            await self._remember(error)
            raise

    async def _ask_for_clearance(self, refused: str) -> None:
        """Take another clearance than the refused one, from the store or from the service."""
        async with self._lease.held():
            tokens = await self._load()
            known = tokens.clearance.value if tokens.clearance else ""
            # Without a token that serves the next renewal brings a clearance along.
            if known == refused and self._serves(tokens, 0.0):
                self._tokens = await self._hops.add_clearance(tokens)

    async def _renewed(self, tokens: AccountTokens, margin: float) -> AccountTokens:
        if self._complete(tokens, margin):
            return tokens
        if self._serves(tokens, margin):
            tokens = await self._hops.add_clearance(tokens)
        else:
            tokens = await self._climb(tokens, margin)
        if tokens.clearance is None:
            self._clearance_due = self._clock.monotonic() + PAUSE_WITHOUT_CLEARANCE
        return tokens

    def _complete(self, tokens: AccountTokens, margin: float) -> bool:
        return tokens.clearance is not None and self._serves(tokens, margin)

    def _raise_if_refused(self, tokens: AccountTokens, margin: float) -> None:
        if tokens.refused and not self._serves(tokens, margin):
            raise RefreshTokenRefused(f"account {self.account} was refused before")

    async def _climb(self, tokens: AccountTokens, margin: float) -> AccountTokens:
        try:
            tokens = await self._hops.climb(tokens)
        except RefreshTokenRefused as error:
            # Read again: what was refused may not be the newest refresh token any more.
            stored = await self._store.load(self.account)
            if stored is None or stored.seeded_from != tokens.seeded_from:
                if stored is None or stored.refused:
                    stored = tokens
                else:
                    log.warning("HALO_REFRESH_TOKEN was refused; going on with the stored sign-in")
                    return await self._without_seed(stored, tokens.seeded_from, margin)
            elif stored.refresh_token != tokens.refresh_token and not stored.refused:
                log.warning("account %s: going on with a newer refresh token", self.account)
                return await self._renewed(stored, margin)
            refused = replace(stored, refused=type(error).__name__)
            await self._lease.save(refused, stored.refresh_token)
            raise
        self._made_at = self._clock.monotonic()
        if not holds(tokens.spartan, self._clock.now(), 0.0):
            log.warning("a new Spartan token has already ended by our time: check the clock")
        return tokens

    async def _without_seed(
        self, stored: AccountTokens, digest: str, margin: float
    ) -> AccountTokens:
        """What the account had before a new seed that is refused, kept as if it came from it."""
        earlier = replace(stored, seeded_from=digest)
        await self._lease.save(earlier)
        return await self._renewed(earlier, margin)

    async def _remember(self, error: BotError) -> None:
        if isinstance(error, SignInRequired):
            self._tell(error)
        if isinstance(error, FINAL):
            seconds = float("inf")
        elif isinstance(error, SignInRequired):
            seconds = PAUSE_AFTER_REFUSAL
        else:
            last = self._pause.seconds if self._pause is not None else FIRST_PAUSE / 2
            seconds = min(last * 2, LONGEST_PAUSE)
        wait = max(seconds, error.retry_after or 0.0)
        stored = await self._peek() if isinstance(error, SignInRequired) else None
        now = self._clock.monotonic()
        self._pause = _Pause(error, now + wait, seconds, now + LOOK_AGAIN, stored)

    def _tell(self, error: SignInRequired) -> None:
        if (what := f"{type(error).__name__}: {error}") != self._told:
            self._told = what
            self._on_refusal(self.account, error)

    async def _peek(self) -> AccountTokens | None:
        """What the store holds, None also where it cannot be read."""
        try:
            return await self._store.load(self.account)
        except BotError as error:
            log.warning("stored tokens cannot be read: %s", type(error).__name__)
            return None

    async def _load(self) -> AccountTokens:
        """The newest tokens; those that can serve do so from now on."""
        stored = await self._store.load(self.account)
        digest = seed_digest(self._seed)
        anew = stored is None or stored.seeded_from != digest
        if self._seed and anew and not self._started:
            return AccountTokens(self.account, refresh_token=self._seed, seeded_from=digest)
        self._started = True
        if stored is None:
            raise SignInRequired(f"account {self.account} has no refresh token")
        if stored.spartan is not None and stored.spartan.value == self._rejected:
            # A 401 before the stated end can mean that the XSTS token behind it is void as well.
            return replace(stored, spartan=None, xsts_halo=None)
        if self._serves(stored, 0.0):
            self._tokens = stored
        return stored


def seed_digest(seed: str) -> str:
    """What AccountTokens.seeded_from holds for a refresh token of the configuration."""
    return hashlib.sha256(seed.encode()).hexdigest() if seed else ""


def _mark_seen(task: asyncio.Task[None]) -> None:
    """Its waiters get the error; with all of them cancelled nobody else would look at it."""
    if not task.cancelled():
        task.exception()
