"""What people on Discord are told about errors, where only the bot's host can do anything."""

from bot.errors import BotError
from bot.halo.errors import (
    LimitsUnavailable,
    QueueTooLong,
    RequestNotAccepted,
    SignInRequired,
    TokenRefused,
)
from bot.translatable import N_

NOT_SIGNED_IN = N_("The bot is not signed in to the Halo service")
SIGN_IN = N_(
    "Only the bot's host can fix this: the bot's log and \"python -m bot auth test\" say what is "
    "wrong and what to do."
)
# The first that fits holds. Causes of a sign-in that fails are the host's business alone.
_INSTEAD: tuple[tuple[type[BotError], str, str], ...] = (
    (
        TokenRefused,
        N_("The Halo service refuses the bot's sign-in"),
        N_(
            "It was renewed only seconds ago, so this is most likely trouble of the service's own. "
            "If it stays so, the bot's host can sign in again."
        ),
    ),
    (SignInRequired, NOT_SIGNED_IN, SIGN_IN),
    (
        LimitsUnavailable,
        N_("The bot's database is not answering"),
        N_("Try again in a moment. If it stays so, the bot's host has to look at the database."),
    ),
    (
        QueueTooLong,
        N_("The bot is busy"),
        N_("More people are asking right now than the Halo service lets the bot answer in time."),
    ),
    (
        RequestNotAccepted,
        RequestNotAccepted.title,
        N_("Nothing you typed caused this. Please tell the bot's host."),
    ),
)


def advice_of(kind: type[BotError]) -> tuple[str, str] | None:
    """The title and the hint in place of an error's own, None where its own are for everybody."""
    found = ((title, hint) for each, title, hint in _INSTEAD if issubclass(kind, each))
    return next(found, None)
