"""The tokens of an account, and what the chain asks of whoever keeps them."""

from dataclasses import dataclass, field
from typing import Protocol

BROWSER, DEVICE, PASTED = "browser", "device code", "pasted"
"""How an account was signed in; "" is by the refresh token of the configuration."""


@dataclass(frozen=True, slots=True)
class Token:
    """A secret with an end. Times are in seconds since 1970; `issued_at` is 0 where unknown."""

    value: str = field(repr=False)
    expires_at: float
    issued_at: float = field(default=0.0, kw_only=True)

    def valid_at(self, now: float, margin: float = 0.0) -> bool:
        """Whether it still holds `margin` seconds after `now`."""
        return now + margin < self.expires_at


@dataclass(frozen=True, slots=True)
class XboxToken(Token):
    """An Xbox user or XSTS token; `user_hash` goes into Xbox Live's own Authorization header."""

    user_hash: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AccountTokens:
    """Everything one account has obtained so far; a hop that never ran is None.

    `name` is how the operator calls the account. `seeded_from` is a digest of the refresh token
    from the configuration that this account began with: another one there starts it anew.
    `refused` is the name of the error that ended its sign-in for good, if one did.
    `signed_in_by` is BROWSER, DEVICE, PASTED or "". `rotated_at` (seconds since 1970, 0 where
    unknown) is when the refresh token was issued.
    """

    name: str
    refresh_token: str = field(default="", repr=False)
    seeded_from: str = ""
    oauth: Token | None = None
    user: XboxToken | None = None
    xsts_xbox: XboxToken | None = None
    xsts_halo: XboxToken | None = None
    spartan: Token | None = None
    clearance: Token | None = None
    xuid: str = ""
    gamertag: str = ""
    refused: str = ""
    signed_in_by: str = ""
    rotated_at: float = 0.0


LONGEST_LEASE = 30.0
"""Seconds. A lease that claims to last longer comes from a clock that was wrong, and is void."""


@dataclass(frozen=True, slots=True)
class OtherLease:
    """Who has an account's lease (see process.py), and for how many seconds more."""

    holder: str
    left: float


@dataclass(frozen=True, slots=True)
class Fence:
    """The condition for saving tokens, checked in the transaction that saves them.

    `holder` has the account's lease. With `after`, what is stored has that refresh token or the
    saved one, or it began with another seed.
    """

    holder: str
    after: str | None = field(default=None, repr=False)

    def lets(self, tokens: AccountTokens, holder: str | None, stored: AccountTokens | None) -> bool:
        """Whether `tokens` may be saved, with that holder of the lease and those stored."""
        if holder != self.holder:
            return False
        if self.after is None or stored is None or stored.seeded_from != tokens.seeded_from:
            return True
        return stored.refresh_token in (self.after, tokens.refresh_token)


class TokenStore(Protocol):
    """Keeps the tokens of accounts beyond the life of the process, encrypted."""

    async def load(self, name: str) -> AccountTokens | None:
        """The account's newest tokens, or None where it is unknown."""

    async def save(self, tokens: AccountTokens, fence: Fence | None = None) -> bool:
        """Keep these, if the fence lets them through; returns only once they are committed.

        Returns whether they were saved.
        """

    async def lease(self, name: str, holder: str, seconds: float) -> OtherLease | None:
        """Let `holder` alone renew the account for that long, at most LONGEST_LEASE.

        Extends the holder's own lease. Returns another holder's lease while that lasts, else None.
        A lease that is not extended ends by itself.
        """

    async def release(self, name: str, holder: str) -> None:
        """End the holder's lease, if it still has it."""
