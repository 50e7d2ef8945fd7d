"""A sign-in in the browser: the address to open, and the code on the redirect that comes back."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.halo.auth.oauth import PASSING, REFUSALS, SCOPE, Application, readable
from bot.halo.endpoints import OAUTH_AUTHORIZE
from bot.halo.errors import SignInNotFinished
from bot.halo.transport.base import Request


class ForeignRedirect(SignInNotFinished):
    """A redirect that does not belong to this sign-in: its state is another one."""

    hint = (
        "The address belongs to another sign-in. Use the one that the browser shows after opening "
        "the newest link."
    )


@dataclass(frozen=True, slots=True)
class Authorization:
    """One sign-in under way. `url` is for the person's browser.

    `state` ties the redirect to it, `verifier` (PKCE, RFC 7636, S256) the exchange of the code:
    a code that somebody else brings, or catches, is worth nothing.
    """

    url: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)

    @classmethod
    def begin(cls, application: Application) -> Self:
        """A new one: GET login.live.com/oauth20_authorize.srf, to be opened in a browser."""
        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        query = {
            "client_id": application.client_id,
            "response_type": "code",
            "approval_prompt": "auto",
            "scope": SCOPE,
            "redirect_uri": application.redirect_uri,
            "state": state,
            "code_challenge": s256(verifier),
            "code_challenge_method": "S256",
        }
        return cls(Request.to(OAUTH_AUTHORIZE, query=list(query.items())).url, state, verifier)

    def code_in(self, pasted: str) -> str:
        """The code in what was pasted: the whole redirect URL, or the code alone.

        A code alone says nothing of its state; PKCE still holds for it. Raises what code_of() does.
        """
        text = pasted.strip().strip("\"'<>")
        if "=" not in text and "://" not in text:
            if not text or any(character.isspace() for character in text):
                raise SignInNotFinished("no code was pasted", hint="Paste the address or its code.")
            return unquote(text)
        parts = urlsplit(text if "?" in text or "#" in text or "://" in text else f"?{text}")
        return self.code_of(dict(parse_qsl(parts.query or parts.fragment)))

    def code_of(self, query: Mapping[str, str]) -> str:
        """The code in the redirect's query.

        Raises ForeignRedirect, SignInNotFinished and what the redirect's error means by itself.
        """
        if not secrets.compare_digest(query.get("state", "").encode(), self.state.encode()):
            raise ForeignRedirect("the state does not match")
        if code := query.get("code"):
            return code
        error = readable(query.get("error", ""))
        message = f"authorization: {error or 'no code'}"
        if error in REFUSALS:
            raise REFUSALS[error](message)
        if error == "access_denied":
            hint = "The request was declined in the browser. Start again and agree to it."
        elif error in PASSING:
            hint = "The sign-in page is out of order for now. Start again in a few minutes."
        elif error:
            hint = (
                f"The sign-in page gave the reason {error}, which is not known here. Start again."
            )
        else:
            hint = "The sign-in page sent no code. Start again."
        raise SignInNotFinished(message, hint=hint)


def s256(verifier: str) -> str:
    """The PKCE challenge of a verifier."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
