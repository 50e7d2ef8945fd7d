"""What a bad status means: one table, by whose matter it is."""

from collections.abc import Mapping

from bot.halo.endpoints import Endpoint
from bot.halo.errors import (
    BadRequest,
    Forbidden,
    HaloError,
    LegallyUnavailable,
    NotFound,
    PlayerForbidden,
    RateLimited,
    RequestNotAccepted,
    TokenRefused,
    Unavailable,
)

ERRORS: Mapping[int, type[HaloError]] = {
    # The asker's: what was asked for.
    400: BadRequest,
    404: NotFound,
    410: NotFound,
    # Neither the asker's nor the operator's: the law's.
    451: LegallyUnavailable,
    # The operator's: the sign-in. Any 4xx not named here is the operator's too (how it was asked).
    401: TokenRefused,
    # The service's own decision, or a player's: see error_of().
    403: Forbidden,
    # Passing, as is every 5xx.
    408: Unavailable,
    425: Unavailable,
    429: RateLimited,
}


def error_of(status: int, endpoint: Endpoint) -> type[HaloError]:
    """The error that a status other than 200 means, from this endpoint.

    A 403 speaks of a player's privacy only where the endpoint has one player's data. With a
    clearance in play it does not: a missing or outdated one is refused in the same way.
    """
    if status == 403 and "{player}" in endpoint.path and not endpoint.clearance:
        return PlayerForbidden
    if status in ERRORS:
        return ERRORS[status]
    if status >= 500:
        return Unavailable
    return RequestNotAccepted if status >= 400 else HaloError


def is_passing(status: int) -> bool:
    """Whether the service is only busy or broken: trying again later may help."""
    return status >= 500 or ERRORS.get(status) in (Unavailable, RateLimited)
