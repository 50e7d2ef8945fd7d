"""Sources of tokens that do not renew themselves: pasted ones, and none at all."""

import asyncio
import logging
from collections.abc import Callable

from bot.halo.auth import clearance
from bot.halo.auth.chain import PAUSE_WITHOUT_CLEARANCE, SignInStatus
from bot.halo.auth.store import PASTED, Token
from bot.halo.clock import Clock, SystemClock
from bot.halo.errors import HaloError, PastedTokensEnded, SignInRequired
from bot.halo.transport.base import HaloTokens, Sender

log = logging.getLogger(__name__)


class PastedTokens:
    """Spartan and clearance tokens copied from Halo Waypoint: good for hours, not renewable.

    The clearance is, as it belongs to nobody: `sender` asks for the one in force. Without a
    sender it stays the one that was pasted. `on_refusal` is called once when they are refused.
    """

    def __init__(
        self,
        spartan_token: str,
        clearance_token: str = "",
        *,
        sender: Sender | None = None,
        clock: Clock | None = None,
        on_refusal: Callable[[str, SignInRequired], None] | None = None,
    ) -> None:
        self._sender = sender
        self._clock = clock or SystemClock()
        self._tokens = HaloTokens(spartan_token, clearance_token)
        self._asking = asyncio.Lock()
        self._asked_at = float("-inf")
        self._on_refusal = on_refusal

    async def current(self) -> HaloTokens:
        """The pasted tokens."""
        return self._tokens

    async def renew(self, rejected: HaloTokens) -> HaloTokens:  # noqa: ARG002 - there is one pair
        """Raises PastedTokensEnded: they cannot be renewed."""
        error = PastedTokensEnded("the pasted Spartan token was refused")
        if self._on_refusal is not None:
            self._on_refusal(PASTED, error)
            self._on_refusal = None
        raise error

    async def renew_clearance(self, refused: HaloTokens) -> HaloTokens:
        """Tokens with the clearance in force; the same ones where it is not to be had, or was
        asked for within the last minute."""
        if self._sender is None:
            return self._tokens
        async with self._asking:
            now = self._clock.monotonic()
            if self._tokens != refused or now - self._asked_at < PAUSE_WITHOUT_CLEARANCE:
                return self._tokens
            try:
                found = await clearance.obtain(self._sender, Token(refused.spartan, 0.0))
                self._tokens = HaloTokens(refused.spartan, found.value)
            except HaloError as error:
                log.warning("no other clearance: %s", error)
            # Only now: where the caller is cancelled meanwhile, the next one asks.
            self._asked_at = now
        return self._tokens

    def status(self) -> SignInStatus:
        """How the sign-in stands; nobody knows until when a pasted token holds."""
        return SignInStatus(PASTED)


class NoTokens:
    """The token source of a program that has been given no way to sign in."""

    async def current(self) -> HaloTokens:
        """Raises SignInRequired."""
        raise SignInRequired

    async def renew(self, rejected: HaloTokens) -> HaloTokens:  # noqa: ARG002 - there are none
        """Raises SignInRequired."""
        raise SignInRequired

    async def renew_clearance(self, refused: HaloTokens) -> HaloTokens:  # noqa: ARG002 - as above
        """Raises SignInRequired."""
        raise SignInRequired
