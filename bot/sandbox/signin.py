"""The sign-in chain: which tokens were issued, and what each of them still opens."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.halo.clock import Clock
from bot.sandbox.consent import DEVICE_GRANT, Consent
from bot.sandbox.players import Player
from bot.sandbox.replies import Reply, oauth_error
from bot.sandbox.wire import Json, duration, instant

# None of these opens anything outside the sandbox.
SEED_REFRESH_TOKEN = "sandbox-refresh-token"  # noqa: S105
STATIC_SPARTAN_TOKEN = "sandbox-spartan-token"  # noqa: S105
STATIC_CLEARANCE = "sandbox-clearance"
SCOPE = "Xboxlive.signin Xboxlive.offline_access"
XBOX_PARTY = "http://xboxlive.com"
HALO_PARTY = "https://prod.xsts.halowaypoint.com/"
USER_PARTY = "http://auth.xboxlive.com"
CHILD_ACCOUNT = 2_148_916_238

_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class _Issued:
    kind: str
    expires_at: float


@dataclass(frozen=True, slots=True)
class _RefreshToken:
    """`issued_for` is the token it replaces, which goes once this one is used.

    A `device` token came from a device code and is renewed by that service, a public client's.
    """

    issued_for: str | None = None
    device: bool = False


class SignIn:
    """Token bookkeeping of the one account the sandbox signs in.

    Lifetimes are in seconds and may be changed at any time, for tokens issued from then on.
    Where `client_id` or `client_secret` is set, another one is refused as invalid_client.
    `consent` is the person in the browser.
    """

    def __init__(self, clock: Clock, account: Player) -> None:
        self.oauth_lifetime = _HOUR
        self.user_lifetime = 14 * 24 * _HOUR
        self.xsts_lifetime = 16 * _HOUR
        self.spartan_lifetime = 4 * _HOUR
        self.client_id: str | None = None
        self.client_secret: str | None = None
        self.clearance = "sandbox-flight-1"
        self.xsts_refusal: int | None = None
        self._oauth_refusal, self._oauth_refusals_left = "", 0
        self._clock = clock
        self._account = account
        self._tokens: dict[str, _Issued] = {}
        self._refresh_tokens = {SEED_REFRESH_TOKEN: _RefreshToken()}
        self.consent = Consent(clock)

    @property
    def refresh_tokens(self) -> frozenset[str]:
        """The refresh tokens that are still honoured."""
        return frozenset(self._refresh_tokens)

    def expire_spartan(self) -> None:
        """Refuse every Spartan token issued so far, before its stated end."""
        self._forget("spartan")

    def expire_xsts(self) -> None:
        """Refuse every XSTS token issued so far, before its stated end."""
        self._forget(XBOX_PARTY, HALO_PARTY)

    def revoke_refresh_tokens(self) -> None:
        """Refuse every refresh token there is: the account has to sign in by hand again."""
        self._refresh_tokens.clear()

    def refuse_xsts(self, xerr: int | None = CHILD_ACCOUNT) -> None:
        """Refuse XSTS tokens with this XErr from now on; None issues them again."""
        self.xsts_refusal = xerr

    def refuse_oauth(self, error: str, times: int = 1) -> None:
        """Answer the next requests for OAuth tokens with this error."""
        self._oauth_refusal, self._oauth_refusals_left = error, times

    def change_clearance(self) -> None:
        """Have another clearance in force, as an update of the game does."""
        self.clearance = f"sandbox-flight-{secrets.token_hex(4)}"

    def oauth_token(self, form: Mapping[str, str]) -> Reply:
        """Answer the OAuth token request by code or refresh token."""
        if refused := self._refused():
            return refused
        for name, wanted in (("client_id", self.client_id), ("client_secret", self.client_secret)):
            if wanted is not None and form.get(name) != wanted:
                return oauth_error(401, "invalid_client", f"The {name} is not known.")
        grant = form.get("grant_type")
        if grant == "authorization_code":
            return self.consent.redeem(form) or self._oauth_answer(_RefreshToken())
        if grant == "refresh_token":
            return self._by_refresh_token(form.get("refresh_token", ""), device=False)
        return oauth_error(400, "unsupported_grant_type", f"There is no grant {grant!r}.")

    def device_token(self, form: Mapping[str, str]) -> Reply:
        """Answer the token request of a public client, by device code or refresh token."""
        if "client_secret" in form:
            return oauth_error(401, "invalid_client", "A public client presents no secret.")
        if self.client_id is not None and form.get("client_id") != self.client_id:
            return oauth_error(401, "unauthorized_client", "The client_id is not known.")
        if refused := self._refused():
            return refused
        grant = form.get("grant_type")
        if grant == DEVICE_GRANT:
            pending = self.consent.poll(form.get("device_code", ""))
            return pending or self._oauth_answer(_RefreshToken(device=True))
        if grant == "refresh_token":
            return self._by_refresh_token(form.get("refresh_token", ""), device=True)
        return oauth_error(400, "unsupported_grant_type", f"There is no grant {grant!r}.")

    def user_token(self, body: Json) -> Reply:
        """Answer the Xbox user token request."""
        properties = body.get("Properties")
        ticket = properties.get("RpsTicket") if isinstance(properties, dict) else None
        if not isinstance(ticket, str) or body.get("RelyingParty") != USER_PARTY:
            return Reply(status=400)
        if not ticket.startswith("d=") or not self._holds(ticket[2:], "oauth"):
            return Reply(status=401)
        return self._xbox_token("user", self.user_lifetime, {"uhs": self._user_hash})

    def xsts_token(self, body: Json) -> Reply:
        """Answer the XSTS request for either relying party."""
        party, properties = body.get("RelyingParty"), body.get("Properties")
        tokens = properties.get("UserTokens") if isinstance(properties, dict) else None
        if party not in {XBOX_PARTY, HALO_PARTY} or not isinstance(tokens, list) or not tokens:
            return Reply(status=400)
        if not self._holds(str(tokens[0]), "user"):
            return Reply(status=401)
        if self.xsts_refusal is not None:
            refused = {"Identity": "0", "XErr": self.xsts_refusal, "Message": "", "Redirect": ""}
            return Reply(refused, 401)
        claims = {
            "gtg": self._account.gamertag,
            "xid": str(self._account.xuid),
            "uhs": self._user_hash,
            "agg": "Adult",
            "usr": "",
            "utr": "",
            "prv": "",
        }
        return self._xbox_token(str(party), self.xsts_lifetime, claims)

    def spartan_token(self, body: Json) -> Reply:
        """Answer the Spartan token request."""
        proof = body.get("Proof")
        if body.get("Audience") != "urn:343:s3:services" or not isinstance(proof, list):
            return Reply(status=400)
        shown = proof[0] if proof and isinstance(proof[0], dict) else {}
        if not self._holds(str(shown.get("Token")), HALO_PARTY):
            return Reply(status=401)
        token = self._issue("spartan", self.spartan_lifetime)
        return Reply({
            "ExpiresUtc": {"ISO8601Date": self._moment(self.spartan_lifetime)},
            "SpartanToken": token,
            "TokenDuration": duration(timedelta(seconds=self.spartan_lifetime)),
        })  # fmt: skip

    def flight(self) -> Reply:
        """Answer the clearance request."""
        return Reply({"FlightConfigurationId": self.clearance})

    def is_spartan(self, token: str | None) -> bool:
        """Whether a Spartan token opens the Halo services now."""
        return token == STATIC_SPARTAN_TOKEN or (
            token is not None and self._holds(token, "spartan")
        )

    def is_clearance(self, clearance: str | None) -> bool:
        """Whether a clearance is one of those in force."""
        return clearance in {self.clearance, STATIC_CLEARANCE}

    @property
    def _user_hash(self) -> str:
        return f"sandbox{self._account.xuid}"

    def _refused(self) -> Reply | None:
        if not self._oauth_refusals_left:
            return None
        self._oauth_refusals_left -= 1
        return oauth_error(400, self._oauth_refusal, "As ordered.")

    def _by_refresh_token(self, token: str, *, device: bool) -> Reply:
        known = self._refresh_tokens.get(token)
        if known is None or known.device is not device:
            return oauth_error(400, "invalid_grant", "The refresh token is not valid.")
        if known.issued_for is not None:
            self._refresh_tokens.pop(known.issued_for, None)
        return self._oauth_answer(_RefreshToken(token, device))

    def _oauth_answer(self, issued: _RefreshToken) -> Reply:
        refresh_token = f"sandbox-refresh-{secrets.token_hex(16)}"
        self._refresh_tokens[refresh_token] = issued
        return Reply({
            "token_type": "bearer",
            "expires_in": round(self.oauth_lifetime),
            "scope": SCOPE,
            "access_token": self._issue("oauth", self.oauth_lifetime),
            "refresh_token": refresh_token,
            "user_id": str(self._account.xuid),
        })  # fmt: skip

    def _xbox_token(self, kind: str, lifetime: float, claims: Mapping[str, Any]) -> Reply:
        return Reply({
            "IssueInstant": self._moment(0),
            "NotAfter": self._moment(lifetime),
            "Token": self._issue(kind, lifetime),
            "DisplayClaims": {"xui": [dict(claims)]},
        })  # fmt: skip

    def _issue(self, kind: str, lifetime: float) -> str:
        token = f"sandbox-{secrets.token_hex(16)}"
        self._tokens[token] = _Issued(kind, self._clock.now() + lifetime)
        return token

    def _holds(self, token: str, kind: str) -> bool:
        issued = self._tokens.get(token)
        return issued is not None and issued.kind == kind and self._clock.now() < issued.expires_at

    def _forget(self, *kinds: str) -> None:
        self._tokens = {
            token: issued for token, issued in self._tokens.items() if issued.kind not in kinds
        }

    def _moment(self, seconds_ahead: float) -> str:
        return instant(datetime.fromtimestamp(self._clock.now() + seconds_ahead, UTC))
