"""The person in the browser: who agrees to a sign-in, or does not, and the codes of that."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlencode

from aiohttp import hdrs

from bot.halo.clock import Clock
from bot.sandbox.replies import Reply, oauth_error, refusal

# Opens nothing outside the sandbox; it may be used again and again.
SEED_CODE = "sandbox-code"
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_SLOWER = 5.0


@dataclass(frozen=True, slots=True)
class _Code:
    """What a code is bound to; "" binds it to nothing."""

    challenge: str = ""
    redirect_uri: str = ""


class _Answer(Enum):
    NONE = "none"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(slots=True)
class _Device:
    user_code: str
    expires_at: float
    interval: float
    polled_at: float
    answer: _Answer = _Answer.NONE


class Consent:
    """Authorization codes and device codes of people who sign in by hand.

    The authorization page agrees at once, or sends back the error in `refusal`. A device code
    waits until somebody enters its user code, or is answered by `device_answer` at once (True
    agrees). `device_lifetime` and `device_interval` are in seconds. All of them hold for codes
    from then on.
    """

    def __init__(self, clock: Clock) -> None:
        self.refusal: str | None = None
        self.device_lifetime = 900.0
        self.device_interval = 5.0
        self.device_answer: bool | None = None
        self._clock = clock
        self._codes = {SEED_CODE: _Code()}
        self._devices: dict[str, _Device] = {}

    @property
    def user_codes(self) -> tuple[str, ...]:
        """The user codes that wait for somebody to enter them."""
        return tuple(
            device.user_code
            for device in self._devices.values()
            if device.answer is _Answer.NONE and self._clock.now() < device.expires_at
        )

    def authorize(self, query: Mapping[str, str]) -> Reply:
        """Answer the authorization page: a redirect with a code or an error."""
        redirect_uri = query.get("redirect_uri", "")
        if not redirect_uri or query.get("response_type") != "code":
            return refusal(400, "response_type=code and a redirect_uri are needed")
        challenge = query.get("code_challenge", "")
        carried: dict[str, str] = {}
        if self.refusal is not None:
            carried["error"] = self.refusal
        elif challenge and query.get("code_challenge_method") != "S256":
            carried["error"] = "invalid_request"
        else:
            carried["code"] = f"M.sandbox-{secrets.token_hex(8)}"
            self._codes[carried["code"]] = _Code(challenge, redirect_uri)
        if "state" in query:
            carried["state"] = query["state"]
        location = f"{redirect_uri}?{urlencode(carried)}"
        return Reply(status=302, headers={hdrs.LOCATION: location})

    def redeem(self, form: Mapping[str, str]) -> Reply | None:
        """Use a code up. Gives the refusal, or None where it is good."""
        text = form.get("code", "")
        code = self._codes.get(text)
        if code is None:
            return oauth_error(400, "invalid_grant", "The code is not valid.")
        if code.redirect_uri and form.get("redirect_uri") != code.redirect_uri:
            return oauth_error(400, "invalid_grant", "The redirect_uri is not that of the code.")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proved = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if code.challenge and not secrets.compare_digest(code.challenge, proved):
            return oauth_error(400, "invalid_grant", "The code verifier does not match.")
        if text != SEED_CODE:
            del self._codes[text]
        return None

    def begin_device(self, form: Mapping[str, str], page: str) -> Reply:
        """Answer the request for a device code; its user code is to be entered at `page`."""
        if not form.get("client_id") or not form.get("scope"):
            return oauth_error(400, "invalid_request", "client_id and scope are needed")
        secret = f"sandbox-device-{secrets.token_hex(16)}"
        user_code = secrets.token_hex(4).upper()
        now = self._clock.now()
        self._devices[secret] = _Device(
            user_code, now + self.device_lifetime, self.device_interval, now
        )
        if self.device_answer is not None:
            self.enter(user_code, agreed=self.device_answer)
        return Reply({
            "user_code": user_code,
            "device_code": secret,
            "verification_uri": page,
            "expires_in": round(self.device_lifetime),
            "interval": round(self.device_interval),
            "message": f"Open {page} and enter the code {user_code}.",
        })  # fmt: skip

    def enter(self, user_code: str, *, agreed: bool = True) -> Reply:
        """Enter a user code on the page, and agree or decline."""
        for device in self._devices.values():
            if device.user_code == user_code and self._clock.now() < device.expires_at:
                device.answer = _Answer.AGREED if agreed else _Answer.DECLINED
                return Reply({"Message": "You can go back to your device."})
        return Reply({"Message": "Add ?otc= and a code that waits."})

    def poll(self, secret: str) -> Reply | None:
        """Answer a poll. Gives the reason why there are no tokens, or None where there are."""
        device = self._devices.get(secret)
        if device is None:
            return oauth_error(400, "bad_verification_code", "There is no such device code.")
        now = self._clock.now()
        too_soon, device.polled_at = now - device.polled_at < device.interval, now
        if now >= device.expires_at:
            return oauth_error(400, "expired_token", "The code has expired.")
        if device.answer is _Answer.DECLINED:
            return oauth_error(400, "authorization_declined", "The person declined.")
        if too_soon:
            device.interval += _SLOWER
            return oauth_error(400, "slow_down", "Poll less often.")
        if device.answer is _Answer.NONE:
            return oauth_error(400, "authorization_pending", "Nobody has agreed yet.")
        del self._devices[secret]
        return None
