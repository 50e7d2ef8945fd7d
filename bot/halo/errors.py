"""What can go wrong between this program and the Halo and Xbox services."""

from typing import ClassVar

from bot.errors import BotError
from bot.translatable import N_


class HaloError(BotError):
    """Root of the errors of the API core. `endpoint` names the row of endpoints.py it came from.

    `of_service` is false where the service was not asked, for reasons of our own. `waited` is how
    many seconds the call had waited for its turn.
    """

    title: ClassVar[str] = N_("The Halo service could not answer")
    of_service: ClassVar[bool] = True
    waited: float = 0.0

    def __init__(
        self,
        message: str = "",
        *,
        endpoint: str = "",
        hint: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, hint=hint, retry_after=retry_after)
        self.endpoint = endpoint


class BadRequest(HaloError):
    """The service did not understand what was asked for (400)."""

    title = N_("The Halo service did not accept this request")
    hint = N_("If it happens again, please report this.")


class InvalidQuery(BadRequest):
    """The service is known not to answer such a question, so none was sent to it.

    The message says which choices do not go together.
    """

    title = N_("The Halo service has no answer to such a question")


class RequestNotAccepted(HaloError):
    """The service did not accept how it was asked (406 and every 4xx not named elsewhere)."""

    title = N_("The Halo service did not accept this request")
    hint = "What was asked for is fine, but not the way it was asked. Please report this."


class LegallyUnavailable(HaloError):
    """The service may not give this out, for legal reasons (451)."""

    title = N_("Not available for legal reasons")
    hint = N_("The Halo service is not allowed to show this. Trying again will not help.")


class NotFound(HaloError):
    """The service has no such thing (404)."""

    title = N_("The Halo service does not know this")
    hint = N_("It may be gone. A match that ended seconds ago may need half a minute.")


class PlayerNotFound(NotFound):
    """No player has this gamertag. `near` holds known gamertags that look like it."""

    title = N_("No player has this gamertag")
    hint = N_("A renamed player is only found by the new gamertag.")
    offer = ("gamertag", N_("Check the spelling."))

    def __init__(self, gamertag: str, *, near: tuple[str, ...] = (), endpoint: str = "") -> None:
        super().__init__("unknown gamertag", endpoint=endpoint)
        self.gamertag = gamertag
        self.near = near


class Forbidden(HaloError):
    """The service refuses the request (403); no player has a say in it."""

    title = N_("The Halo service refuses to show this")
    hint = N_("The refusal comes from the service, not from the player. Try again later.")


class PlayerForbidden(Forbidden):
    """The service refuses to show something of a player's own, who may have hidden it (403)."""

    hint = N_("The player may have made it private.")


class PrivateHistory(HaloError):
    """The player's match history is private, or the service shows it as such."""

    title = N_("This match history is private")
    hint = N_(
        "The player can open it in the game: Settings > Accessibility > Match History Privacy, "
        "both to Share; or on halowaypoint.com under settings, privacy."
    )


class RateLimited(HaloError):
    """The service asks for fewer requests (429). `retry_after` says for how long, when known."""

    title = N_("The Halo service is asking for a pause")
    hint = N_("Too many requests at once. Try again in a moment.")


class QueueTooLong(HaloError):
    """Too many requests wait for their turn already; `retry_after` says when there is room again.

    The service's limits are kept: this is nothing that the service has refused.
    """

    title = "Too many requests are waiting for their turn"
    hint = "Ask for less at once, or try again later."
    of_service = False


class Unavailable(HaloError):
    """The service is down, unreachable or too slow (5xx, connection faults, deadlines)."""

    title = N_("The Halo service is not answering")
    hint = N_("This is on the service's side and usually passes within minutes. Try again later.")


class ServerFault(Unavailable):
    """The service failed at this very request (500); it may well answer a smaller one."""


class CircuitOpen(Unavailable):
    """A host failed so often in a row that it is left alone; `retry_after` says for how long."""

    title = N_("The Halo service keeps failing and is left alone for a moment")


class SignInRateLimited(Unavailable):
    """A service of the sign-in asks for fewer requests (429)."""

    title = N_("The sign-in service is asking for a pause")
    hint = N_("It passes by itself. Try again in a moment.")


class SignInBusy(Unavailable):
    """Another process is renewing the account, or has renewed it meanwhile. `holder` says which
    process it is, where known."""

    title = N_("The bot's sign-in is being renewed")
    hint = N_("This takes a few seconds. Try again in a moment.")

    def __init__(self, message: str = "", *, holder: str = "") -> None:
        super().__init__(message)
        self.holder = holder


class LimitsUnavailable(Unavailable):
    """The limits that several workers keep together are out of reach, so nothing may be sent."""

    title = "The shared rate limits cannot be reached"
    hint = "Try again in a moment."
    of_service = False


class InvalidAnswer(HaloError):
    """The service answered with something that is not what the endpoint promises."""

    title = N_("The Halo service sent an answer that makes no sense")
    hint = N_("This usually passes. Try again in a moment.")


class SignInRequired(HaloError):
    """There is no usable sign-in to the Halo service. Signing in is a matter of the operator's, so
    the texts of these errors are not translated."""

    title = "Not signed in to the Halo service"
    hint = "Sign in with a Microsoft account that has an Xbox profile."
    of_service = False


class RefreshTokenRefused(SignInRequired):
    """The refresh token is revoked, expired or belongs to another application (invalid_grant)."""

    hint = "The stored refresh token was refused. Sign the account in again."


class OwnerRequired(SignInRequired):
    """Microsoft wants the account's owner to do something in a browser first."""

    title = "Microsoft asks for the account's owner"
    hint = "Sign the account in again in a browser, and do what Microsoft asks for there."


class ConsentRequired(OwnerRequired):
    """The account's owner has not agreed to the application, or no longer does."""

    hint = "Sign the account in again in a browser, and agree to what the application asks for."


class SignInRefused(SignInRequired):
    """A service of the sign-in refused something for a reason that is not known.

    `code` is what the service calls the reason, "" where it gave none.
    """

    title = "The sign-in was refused"
    hint = "No reason was given. If it stays so, sign the account in again."

    def __init__(self, message: str = "", *, code: str = "", endpoint: str = "") -> None:
        hint = (
            f"The reason given is {code}, which is not known here. If it stays so, sign the "
            "account in again."
        )
        super().__init__(message, endpoint=endpoint, hint=hint if code else None)


class TokenRefused(SignInRequired):
    """A service refuses a token that is only seconds old: no other one is made for a while."""

    title = "The Halo service refuses the sign-in"
    hint = (
        "It was renewed only seconds ago, so this is most likely trouble of the service's own. If "
        "it stays so, sign the account in again."
    )


class PastedTokensEnded(SignInRequired):
    """Pasted tokens have reached their end, or the service refused them before."""

    hint = (
        "The pasted Spartan token has ended (they hold four hours at most). Paste a new one, or "
        "sign in for good."
    )


class SignInNotFinished(SignInRequired):
    """A first sign-in did not get to its end: declined, too late, a wrong code."""

    title = "The sign-in was not finished"
    hint = "Start again."


class SignInConfigurationWrong(SignInRequired):
    """The application's client id, secret or redirect URI was refused."""

    title = "The application was refused"
    hint = (
        "Check the application's client id, client secret and redirect URI against its "
        "registration."
    )


class XboxRefused(SignInRequired):
    """Xbox refuses the account. `xerr` is the service's number for why.

    Subclasses are the reasons that are known; this class itself says no more than the number.
    """

    title = "Xbox refused the account"
    hint = (
        "Xbox refused with code {xerr}, which is not known here. Sign in at xbox.com once with "
        "the account and see what it asks for."
    )

    def __init__(self, message: str = "", *, xerr: int = 0, endpoint: str = "") -> None:
        super().__init__(message, endpoint=endpoint, hint=self.hint.format(xerr=xerr))
        self.xerr = xerr


class XboxBanned(XboxRefused):
    """Xbox has banned the account or the device."""

    hint = "Xbox reports a ban. https://enforcement.xbox.com says why, and for how long."


class XboxParentallyRestricted(XboxRefused):
    """Parental controls keep the account from Xbox."""

    hint = (
        "Parental controls restrict the account. An adult of its family can allow Xbox at "
        "https://account.microsoft.com/family."
    )


class XboxAccountMissing(XboxRefused):
    """The Microsoft account has no Xbox profile yet."""

    hint = "The account has no Xbox profile. Create one: sign in at xbox.com once with it."


class XboxTermsNotAccepted(XboxRefused):
    """The account has not accepted Xbox's terms of use."""

    hint = "The account has to accept Xbox's terms of use: sign in at xbox.com once with it."


class XboxCountryBlocked(XboxRefused):
    """Xbox does not serve the account's country, or the one the request comes from."""

    hint = (
        "Xbox does not serve the account's country, or the country it takes the request to come "
        "from: a VPN or the server's location can be the reason."
    )


class XboxAgeCheckRequired(XboxRefused):
    """Xbox wants the account's age verified."""

    hint = (
        "Xbox wants the account's age verified. Sign in at xbox.com with the account and finish "
        "the check, or skip it where xbox.com offers that."
    )


class XboxCurfew(XboxRefused):
    """Play time is used up, by Microsoft's name for the number; others met it as an age check."""

    hint = (
        "The account may not use Xbox now: its screen time is used up, or its age has to be "
        "verified. Sign in at xbox.com with the account to see which."
    )


class XboxChildAccount(XboxRefused):
    """A child account has to be added to a family first."""

    hint = (
        "The account is a child's. An adult has to add it to a Microsoft family first: "
        "https://account.microsoft.com/family."
    )


class XboxAccountNeedsAttention(XboxRefused):
    """Xbox wants something about the account settled first, and the number does not say what."""

    hint = (
        "Xbox wants something about the account settled first (code {xerr}). Sign in at xbox.com "
        "once with the account and do what it asks for."
    )
