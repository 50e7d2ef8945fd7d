"""What the hops share: telling a passing failure from a refusal, and Xbox's form of a token."""

from datetime import datetime

from pydantic import BaseModel, Field, SecretStr

from bot.halo.auth.store import XboxToken
from bot.halo.errors import SignInRateLimited, SignInRefused, Unavailable
from bot.halo.statuses import is_passing
from bot.halo.transport.base import Response
from bot.halo.transport.headers import retry_after


def is_failure(response: Response) -> bool:
    """Whether the answer says nothing about the account: the service is busy or broken."""
    return is_passing(response.status) or response.status == 404


def failure(endpoint: str, response: Response) -> Unavailable:
    """The error for such an answer, with the wait that the service asks for."""
    wait = retry_after(response.headers, response.received_at)
    kind = SignInRateLimited if response.status == 429 else Unavailable
    return kind(f"{endpoint}: {response.status}", endpoint=endpoint, retry_after=wait)


def refused(endpoint: str, response: Response) -> SignInRefused:
    """The error for an answer that is neither good nor a passing failure, nor says why."""
    return SignInRefused(f"{endpoint}: {response.status}", endpoint=endpoint)


class XboxClaims(BaseModel):
    """Whom an Xbox token speaks of; the XUID and gamertag only come with some tokens."""

    user_hash: str = Field(default="", alias="uhs")
    xuid: str = Field(default="", alias="xid")
    gamertag: str = Field(default="", alias="gtg")


class _DisplayClaims(BaseModel):
    xui: list[XboxClaims] = Field(default_factory=list)


class XboxAnswer(BaseModel):
    """The answer of the Xbox user and XSTS hops."""

    token: SecretStr = Field(alias="Token")
    not_after: datetime = Field(alias="NotAfter")
    display_claims: _DisplayClaims = Field(default_factory=_DisplayClaims, alias="DisplayClaims")

    @property
    def claims(self) -> XboxClaims:
        """The first set of claims; empty where none came."""
        return self.display_claims.xui[0] if self.display_claims.xui else XboxClaims()

    def to_token(self) -> XboxToken:
        """The token with its end."""
        return XboxToken(
            self.token.get_secret_value(), self.not_after.timestamp(), self.claims.user_hash
        )
