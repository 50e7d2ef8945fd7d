"""The hops of the sign-in chain in their order: runs those whose token has expired."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from bot.errors import BotError
from bot.halo.auth import clearance, device_code, oauth, spartan, xbox, xsts
from bot.halo.auth.lease import Lease
from bot.halo.auth.oauth import Application
from bot.halo.auth.store import DEVICE, AccountTokens, Token, XboxToken
from bot.halo.clock import Clock
from bot.halo.errors import HaloError, PastedTokensEnded, SignInRequired, XboxRefused

log = logging.getLogger(__name__)

# Seconds that a token has to hold beyond now, to be used at all.
MARGIN = 60.0


def holds(token: Token | None, now: float, margin: float = MARGIN) -> bool:
    """Whether there is a token and it holds so long."""
    return token is not None and token.valid_at(now, margin)


class Hops:
    """Takes one account's tokens to a new Spartan token and clearance, under a lease.

    The refresh token rotates with each use; the new one is committed before anything uses the
    answer. Whatever comes after that and cannot be saved costs a few hops at the next start.
    """

    def __init__(self, lease: Lease, clock: Clock, application: Application) -> None:
        self._lease = lease
        self._clock = clock
        self._application = application

    async def climb(self, tokens: AccountTokens) -> AccountTokens:
        """The same account's tokens with a new Spartan token, saved.

        Where a token kept from before is refused, the hops run once more from below. Raises what
        the hops and the store raise: SignInRequired, Unavailable and their like.
        """
        now = self._clock.now()
        kept = any(holds(token, now) for token in (tokens.oauth, tokens.user, tokens.xsts_halo))
        climb = _Climb(self._lease, self._clock, self._application, tokens)
        try:
            await climb.run()
        except SignInRequired as error:
            # With a reason given, the refusal is about the account and not about a token.
            if not kept or isinstance(error, XboxRefused):
                raise
            climb.start_from_below()
            await climb.run()
        return climb.tokens

    async def add_clearance(self, tokens: AccountTokens) -> AccountTokens:
        """The tokens with a clearance and saved, or as they are where there is none to be had."""
        climb = _Climb(self._lease, self._clock, self._application, tokens)
        await climb.obtain_clearance()
        await climb.save()
        return climb.tokens


class _Climb:
    """One way up; `tokens` are the newest at any time."""

    def __init__(
        self, lease: Lease, clock: Clock, application: Application, tokens: AccountTokens
    ) -> None:
        self._lease = lease
        self._clock = clock
        self._application = application
        self.tokens = tokens

    def start_from_below(self) -> None:
        """Drop all that the refresh token can give anew."""
        self.tokens = replace(self.tokens, oauth=None, user=None, xsts_halo=None, spartan=None)

    async def run(self) -> None:
        """Run the expired hops, the Spartan token's in any case."""
        halo = self.tokens.xsts_halo
        if halo is None or not self._holds(halo):
            halo = await self._authorize()
        self.tokens = replace(self.tokens, spartan=await spartan.obtain(self._lease, halo))
        await self.obtain_clearance()
        await self.save()

    async def obtain_clearance(self) -> None:
        """Ask for the clearance; the last good one stays where there is no new one."""
        assert self.tokens.spartan is not None
        try:
            new = await clearance.obtain(self._lease, self.tokens.spartan)
            self.tokens = replace(self.tokens, clearance=new)
        except HaloError as error:
            log.warning("no new clearance, keeping the last good one: %s", error)

    async def save(self) -> None:
        """Save what can be made again, if that is possible."""
        try:
            await self._lease.save(self.tokens, self.tokens.refresh_token)
        except BotError as error:
            log.warning("renewed tokens could not be stored: %s", type(error).__name__)

    async def _authorize(self) -> XboxToken:
        user = self.tokens.user
        if user is None or not self._holds(user):
            user = await xbox.authenticate(self._lease, await self._access())
            self.tokens = replace(self.tokens, user=user)
        if not self.tokens.xuid:
            answer = await xsts.authorize(self._lease, user, xsts.XBOX_LIVE)
            self.tokens = replace(
                self.tokens,
                xsts_xbox=answer.to_token(),
                xuid=answer.claims.xuid,
                gamertag=answer.claims.gamertag,
            )
        halo = (await xsts.authorize(self._lease, user, xsts.HALO)).to_token()
        self.tokens = replace(self.tokens, xsts_halo=halo)
        return halo

    async def _access(self) -> Token:
        access = self.tokens.oauth
        if access is not None and self._holds(access):
            return access
        if not self.tokens.refresh_token:
            raise PastedTokensEnded(f"account {self.tokens.name} has no refresh token")
        refresh = device_code.refresh if self.tokens.signed_in_by == DEVICE else oauth.refresh
        answer = await refresh(self._lease, self._application, self.tokens.refresh_token)
        rotated = replace(
            self.tokens,
            refresh_token=answer.refresh_token,
            rotated_at=answer.received_at,
            oauth=answer.access,
        )
        # Committed before anything uses the answer: if this fails, the old one still signs in.
        await _to_its_end(self._lease.save(rotated, self.tokens.refresh_token))
        self.tokens = rotated
        return answer.access

    def _holds(self, token: Token) -> bool:
        return holds(token, self._clock.now())


async def _to_its_end(saving: Coroutine[Any, Any, None]) -> None:
    """Save, also where the caller is cancelled meanwhile: a rotated refresh token is the last."""
    task = asyncio.create_task(saving)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise
