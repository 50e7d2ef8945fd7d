"""First hop: a refresh token, or the code of a sign-in, gives an access token and a successor."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pydantic import BaseModel, SecretStr, ValidationError

from bot.halo.auth.answers import failure, is_failure
from bot.halo.auth.store import Token
from bot.halo.endpoints import OAUTH_TOKEN, Endpoint
from bot.halo.errors import (
    ConsentRequired,
    HaloError,
    InvalidAnswer,
    OwnerRequired,
    RefreshTokenRefused,
    SignInConfigurationWrong,
    SignInNotFinished,
    SignInRefused,
    SignInRequired,
)
from bot.halo.transport.base import Request, Response, Sender

SCOPE = "Xboxlive.signin Xboxlive.offline_access"
# Microsoft is busy or broken; it says so with a status of 400, as it gives all other reasons.
PASSING = frozenset({"server_error", "temporarily_unavailable"})
REFUSALS: Mapping[str, type[SignInRequired]] = {
    "invalid_client": SignInConfigurationWrong,
    "unauthorized_client": SignInConfigurationWrong,
    "invalid_request": SignInConfigurationWrong,
    "invalid_scope": SignInConfigurationWrong,
    "consent_required": ConsentRequired,
    "interaction_required": OwnerRequired,
    "login_required": OwnerRequired,
}
"""What an OAuth error means, wherever it is met."""
_ERROR = re.compile(r"[\w.-]{1,60}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Application:
    """The registered application that people sign in to."""

    client_id: str
    client_secret: str = field(default="", repr=False)
    redirect_uri: str = "https://localhost"


@dataclass(frozen=True, slots=True)
class OAuthTokens:
    """The answer of this hop. `refresh_token` replaces the one that was sent.

    `received_at` is in seconds since 1970.
    """

    access: Token
    refresh_token: str = field(repr=False)
    received_at: float = 0.0


class _Answer(BaseModel):
    access_token: SecretStr
    refresh_token: SecretStr = SecretStr("")
    expires_in: float = 3600.0


class _Refusal(BaseModel):
    error: str = ""


async def refresh(sender: Sender, application: Application, refresh_token: str) -> OAuthTokens:
    """POST login.live.com/oauth20_token.srf with grant_type=refresh_token.

    Raises what refusal() gives, RefreshTokenRefused where the token is not accepted.
    """
    form = {
        "grant_type": "refresh_token",
        "refresh_token": refresh_token,
        "scope": SCOPE,
        **_identity(application),
    }
    response = await post_form(sender, OAUTH_TOKEN, form)
    # The service may leave the successor out: then the old one goes on.
    return read_tokens(response, OAUTH_TOKEN, RefreshTokenRefused, instead=refresh_token)


async def exchange(
    sender: Sender, application: Application, code: str, verifier: str
) -> OAuthTokens:
    """POST login.live.com/oauth20_token.srf with grant_type=authorization_code.

    `application.redirect_uri` has to be the one the code was sent to, `verifier` the secret of
    the Authorization it was asked with. Raises what refusal() gives, SignInNotFinished where the
    code is not accepted.
    """
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
        "scope": SCOPE,
        **_identity(application),
    }
    response = await post_form(sender, OAUTH_TOKEN, form)
    return read_tokens(response, OAUTH_TOKEN, SignInNotFinished)


async def post_form(sender: Sender, endpoint: Endpoint, form: Mapping[str, str]) -> Response:
    """The answer to a form, whatever its status."""
    return await sender.send(
        Request.to(
            endpoint,
            headers={"content-type": "application/x-www-form-urlencoded"},
            body=urlencode(form).encode(),
        )
    )


def read_tokens(
    response: Response,
    endpoint: Endpoint,
    invalid_grant: type[SignInRequired],
    *,
    instead: str = "",
) -> OAuthTokens:
    """The tokens in an answer; `instead` is the refresh token where none came.

    Raises what refusal() gives, and InvalidAnswer where there is no refresh token at all.
    """
    if response.status != 200:
        raise refusal(response, endpoint, invalid_grant)
    answer = response.parse(_Answer, endpoint.name)
    refresh_token = answer.refresh_token.get_secret_value() or instead
    if not refresh_token:
        raise InvalidAnswer(f"{endpoint.name}: no refresh token came", endpoint=endpoint.name)
    return OAuthTokens(
        Token(answer.access_token.get_secret_value(), response.received_at + answer.expires_in),
        refresh_token,
        response.received_at,
    )


def error_code(response: Response) -> str:
    """The "error" of a refusal as OAuth 2.0 writes it, or "" where there is none."""
    try:
        return readable(_Refusal.model_validate_json(response.body).error)
    except ValidationError:
        return ""


def readable(error: str) -> str:
    """An OAuth error if it is one that can be shown and logged, else ""."""
    return error if _ERROR.fullmatch(error) else ""


def refusal(
    response: Response, endpoint: Endpoint, invalid_grant: type[SignInRequired]
) -> HaloError:
    """The error that an answer without tokens means.

    Unavailable where it may yet work; SignInRefused where the reason is not known.
    """
    name, error = endpoint.name, error_code(response)
    if is_failure(response) or error in PASSING:
        return failure(name, response)
    message = f"{name}: {response.status} {error}".rstrip()
    kind = invalid_grant if error == "invalid_grant" else REFUSALS.get(error)
    if kind is None:
        return SignInRefused(message, code=error, endpoint=name)
    return kind(message, endpoint=name)


def _identity(application: Application) -> dict[str, str]:
    """Who asks: the application, with its secret where it has one."""
    form = {"client_id": application.client_id, "redirect_uri": application.redirect_uri}
    if application.client_secret:
        form["client_secret"] = application.client_secret
    return form
