"""What can go wrong between this program and the Halo and Xbox services."""

from typing import ClassVar

from bot.errors import BotError
from bot.translatable import N_


class HaloError(BotError):
    """Root of the errors of the API core. `endpoint` names the row of endpoints.py it came from."""

    title: ClassVar[str] = N_("The Halo service could not answer")

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
    """The service did not understand the request (400 and its like)."""

    title = N_("The Halo service did not accept this request")
    hint = N_("Check what you typed. If it looks right, report it to the bot's host.")


class InvalidQuery(BadRequest):
    """The service is known not to answer such a question, so none was sent to it."""

    title = N_("The Halo service has no answer to such a question")
    hint = N_("Ask for less at once: the message says which choices go together.")


class NotFound(HaloError):
    """The service has no such thing (404)."""

    title = N_("The Halo service does not know this")
    hint = N_("Check the name or id. A match that ended seconds ago may need half a minute.")


class PlayerNotFound(NotFound):
    """No player has this gamertag. `near` holds known gamertags that look like it."""

    title = N_("No player has this gamertag")
    hint = N_("Check the spelling. A renamed player is only found by the new gamertag.")

    def __init__(self, gamertag: str, *, near: tuple[str, ...] = (), endpoint: str = "") -> None:
        super().__init__("unknown gamertag", endpoint=endpoint)
        self.gamertag = gamertag
        self.near = near


class Forbidden(HaloError):
    """The service refuses to show this to our account (403)."""

    title = N_("The Halo service refuses to show this")
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


class Unavailable(HaloError):
    """The service is down, unreachable or too slow (5xx, connection faults, deadlines)."""

    title = N_("The Halo service is not answering")
    hint = N_("This is on the service's side and usually passes within minutes. Try again later.")


class ServerFault(Unavailable):
    """The service failed at this very request (500); it may well answer a smaller one."""


class CircuitOpen(Unavailable):
    """A host failed so often in a row that it is left alone; `retry_after` says for how long."""

    title = N_("The Halo service keeps failing and is left alone for a moment")


class LimitsUnavailable(Unavailable):
    """The limits that several workers keep together are out of reach, so nothing may be sent."""

    title = N_("The bot's database is not answering")
    hint = N_("Try again in a moment. If it stays so, the bot's host has to look at the database.")


class InvalidAnswer(HaloError):
    """The service answered with something that is not what the endpoint promises."""

    title = N_("The Halo service sent an answer that makes no sense")
    hint = N_("This usually passes. Try again in a moment.")


class SignInRequired(HaloError):
    """There is no usable sign-in to the Halo service; only the bot's host can mend it."""

    title = N_("The bot is not signed in to the Halo service")
    hint = N_(
        "The bot's host has to sign in: python -m bot auth (README, 'Halo tokens', shows all ways)."
    )


class RefreshTokenRefused(SignInRequired):
    """The refresh token is revoked, expired or belongs to another application (invalid_grant)."""

    hint = N_(
        "The stored refresh token was refused. The bot's host has to sign in again: "
        "python -m bot auth"
    )


class SignInRefused(SignInRequired):
    """A service of the sign-in refused something and gave no reason that is known."""

    hint = N_(
        "A step of the sign-in was refused for no known reason. The bot tries again every ten "
        "minutes. If it stays so, python -m bot auth test tells the bot's host which step it is, "
        "and signing in again may help: python -m bot auth"
    )


class TokenRefused(SignInRequired):
    """A service refuses a token that is only seconds old: no other one is made for a while."""

    title = N_("The Halo service refuses the bot's sign-in")
    hint = N_(
        "It was renewed only seconds ago, so this is most likely trouble of the service's own. If "
        "it stays so, the bot's host can sign in again: python -m bot auth"
    )


class PastedTokensEnded(SignInRequired):
    """Pasted tokens have reached their end, or the service refused them before."""

    hint = N_(
        "The pasted Spartan token has ended (they hold four hours at most). The bot's host has to "
        "paste a new one (python -m bot auth --paste) or sign in for good (python -m bot auth)."
    )


class SignInNotFinished(SignInRequired):
    """Somebody began to sign in and did not get to the end: declined, too late, a wrong code."""

    title = N_("The sign-in was not finished")
    hint = N_("Start again: python -m bot auth")


class SignInConfigurationWrong(SignInRequired):
    """The application's client id, secret or redirect URI was refused."""

    hint = N_(
        "The bot's host has to check HALO_CLIENT_ID, HALO_CLIENT_SECRET and HALO_REDIRECT_URI "
        "against the application's registration."
    )


class XboxRefused(SignInRequired):
    """Xbox refuses the account. `xerr` is the service's number for why."""

    hint = N_("The bot's host has to sign in with another Xbox account.")

    def __init__(self, message: str = "", *, xerr: int = 0, endpoint: str = "") -> None:
        super().__init__(message, endpoint=endpoint)
        self.xerr = xerr


class XboxAccountMissing(XboxRefused):
    """The Microsoft account has no Xbox profile yet (XErr 2148916233)."""

    hint = N_(
        "The bot's host has to create an Xbox profile for the account: sign in at xbox.com once."
    )


class XboxCountryBlocked(XboxRefused):
    """Xbox Live is not available in the account's country (XErr 2148916235)."""

    hint = N_("Xbox Live does not serve the account's country; the host needs another account.")


class XboxAdultCheckRequired(XboxRefused):
    """The account needs an adult verification first (XErr 2148916236 and 2148916237)."""

    hint = N_("The bot's host has to finish the adult verification at xbox.com with the account.")


class XboxChildAccount(XboxRefused):
    """A child account has to be added to a family first (XErr 2148916238)."""

    hint = N_("The account is a child's: an adult has to add it to a Microsoft family first.")
