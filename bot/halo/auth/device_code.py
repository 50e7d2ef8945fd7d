"""A sign-in for hosts without a browser: a short code, entered on any other device (RFC 8628).

The application takes part as a public client: Microsoft's service wants no client secret here,
and none with the refresh tokens that come from here.
"""

from dataclasses import dataclass, field, replace

from pydantic import BaseModel, SecretStr

from bot.halo.auth import oauth
from bot.halo.auth.oauth import Application, OAuthTokens
from bot.halo.clock import Clock
from bot.halo.endpoints import DEVICE_CODE, DEVICE_TOKEN, RetryPolicy
from bot.halo.errors import (
    RateLimited,
    RefreshTokenRefused,
    SignInConfigurationWrong,
    SignInNotFinished,
    Unavailable,
)
from bot.halo.transport.base import Response, Sender

SCOPE = "XboxLive.signin XboxLive.offline_access"
GRANT = "urn:ietf:params:oauth:grant-type:device_code"
SLOW_DOWN, LONGEST_INTERVAL = 5.0, 60.0
# Polling has a rhythm of its own: what failed is asked again with the next poll.
_POLL = replace(DEVICE_TOKEN, retry=RetryPolicy("poll", timeout=10, max_retries=0))


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What the person enters where. `expires_at` is in seconds since 1970, `interval` in seconds.

    `secret` is what this program polls with.
    """

    user_code: str
    verification_uri: str
    expires_at: float
    interval: float
    secret: str = field(repr=False)


class _Answer(BaseModel):
    device_code: SecretStr
    user_code: str
    verification_uri: str
    expires_in: float = 900.0
    interval: float = 5.0


async def begin(sender: Sender, application: Application) -> DeviceCode:
    """POST login.microsoftonline.com/consumers/oauth2/v2.0/devicecode.

    Raises SignInConfigurationWrong where the application may not do this, and what
    oauth.refusal() gives.
    """
    form = {"client_id": application.client_id, "scope": SCOPE}
    response = await oauth.post_form(sender, DEVICE_CODE, form)
    if response.status != 200:
        raise _with_advice(oauth.refusal(response, DEVICE_CODE, SignInNotFinished))
    answer = response.parse(_Answer, DEVICE_CODE.name)
    return DeviceCode(
        answer.user_code,
        answer.verification_uri,
        response.received_at + answer.expires_in,
        answer.interval,
        answer.device_code.get_secret_value(),
    )


async def wait(
    sender: Sender, application: Application, code: DeviceCode, clock: Clock
) -> OAuthTokens:
    """Poll .../oauth2/v2.0/token until the person has agreed; at most until the code ends.

    Asks no more often than the service wants (RFC 8628, section 3.5), and less often while it
    fails. Raises SignInNotFinished where the person declines or the code ends, and what
    oauth.refusal() gives for good.
    """
    form = {"grant_type": GRANT, "client_id": application.client_id, "device_code": code.secret}
    interval = code.interval
    while clock.now() + interval < code.expires_at:
        await clock.sleep(interval)
        try:
            response = await oauth.post_form(sender, _POLL, form)
            outcome = _outcome(response)
        except (Unavailable, RateLimited) as error:
            interval = max(min(interval * 2, LONGEST_INTERVAL), error.retry_after or 0.0)
            continue
        match outcome:
            case OAuthTokens():
                return outcome
            case "slow_down":
                interval += SLOW_DOWN
    raise _ended()


async def refresh(sender: Sender, application: Application, refresh_token: str) -> OAuthTokens:
    """POST .../oauth2/v2.0/token with grant_type=refresh_token, for tokens that come from here.

    Raises what oauth.refusal() gives, RefreshTokenRefused where the token is not accepted.
    """
    form = {
        "grant_type": "refresh_token",
        "refresh_token": refresh_token,
        "scope": SCOPE,
        "client_id": application.client_id,
    }
    response = await oauth.post_form(sender, DEVICE_TOKEN, form)
    return oauth.read_tokens(response, DEVICE_TOKEN, RefreshTokenRefused, instead=refresh_token)


def _outcome(response: Response) -> OAuthTokens | str:
    """The tokens, or the reason to go on polling. Raises where there is none."""
    match oauth.error_code(response) if response.status != 200 else "":
        case "authorization_pending" | "slow_down" as reason:
            return reason
        case "expired_token":
            raise _ended()
        # The first is the standard's word, the second Microsoft's.
        case "access_denied" | "authorization_declined":
            raise SignInNotFinished(
                "declined", hint="The request was declined. Start again and agree to it."
            )
    try:
        return oauth.read_tokens(response, DEVICE_TOKEN, SignInNotFinished)
    except SignInConfigurationWrong as error:
        raise _with_advice(error) from None


def _ended() -> SignInNotFinished:
    return SignInNotFinished(
        "expired_token", hint="The code has ended before anybody entered it. Start again."
    )


def _with_advice(error: Exception) -> Exception:
    if isinstance(error, SignInConfigurationWrong):
        error.hint = (
            "The application may not sign in by device code. Check its client id, and in its "
            "registration, under Authentication, allow public client flows."
        )
    return error
