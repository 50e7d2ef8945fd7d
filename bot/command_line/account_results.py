"""What the operator's handling of accounts comes to: plain data, without secrets."""

from dataclasses import dataclass
from enum import Enum

from bot.errors import BotError
from bot.halo.auth.store import PASTED
from bot.halo.errors import HaloError
from bot.halo.models.profile import User


class ClearanceCheck(Enum):
    """What became of the clearance beside pasted Spartan tokens."""

    CONFIRMED = "confirmed"
    REPLACED = "replaced"
    FETCHED = "fetched"
    UNCHECKED = "unchecked"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account whose sign-in is stored.

    `fault` is the passing fault that kept the rest of the chain from running, if there was one;
    who it is, is unknown then. `replaced` is the gamertag the account had before, if another.
    """

    account: str
    gamertag: str
    xuid: str
    spartan_expires_at: float
    fault: HaloError | None = None
    replaced: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """An account with pasted tokens. `end_is_known` is False where the end is only the latest."""

    account: str
    user: User
    expires_at: float
    end_is_known: bool
    clearance: ClearanceCheck


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One stored account, without secrets. Times are seconds since 1970, 0 where unknown.

    `readable` is False where no key opens what is stored, and then nothing else is known.
    """

    account: str
    readable: bool = True
    gamertag: str = ""
    xuid: str = ""
    signed_in_by: str = ""
    refresh_token_issued_at: float = 0.0
    spartan_expires_at: float = 0.0
    has_clearance: bool = False
    refused: str = ""

    @property
    def way_is_pasted(self) -> bool:
        """Whether it holds pasted tokens, which do not renew themselves."""
        return self.signed_in_by == PASTED


@dataclass(frozen=True, slots=True)
class Trial:
    """How one account did: the user that the service sees, or the error that came up."""

    account: str
    user: User | None = None
    spartan_expires_at: float = 0.0
    has_clearance: bool = False
    error: BotError | None = None
