import pytest

from bot.halo import endpoints
from bot.halo.endpoints import Auth, Endpoint
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
from bot.halo.statuses import error_of, is_passing

NAMED: dict[int, type[HaloError]] = {
    400: BadRequest,
    401: TokenRefused,
    403: Forbidden,
    404: NotFound,
    408: Unavailable,
    410: NotFound,
    425: Unavailable,
    429: RateLimited,
    451: LegallyUnavailable,
}
ALL = tuple(one for one in vars(endpoints).values() if isinstance(one, Endpoint))


@pytest.mark.parametrize("status", range(400, 500))
def test_what_a_4xx_means(status: int) -> None:
    kind = error_of(status, endpoints.MEDAL_METADATA)
    assert kind is NAMED.get(status, RequestNotAccepted)
    assert is_passing(status) is (status in (408, 425, 429))


@pytest.mark.parametrize("status", [500, 501, 503, 505, 599])
def test_every_5xx_passes(status: int) -> None:
    assert error_of(status, endpoints.MEDAL_METADATA) is Unavailable
    assert is_passing(status)


@pytest.mark.parametrize("status", [204, 302])
def test_any_other_status_is_no_answer(status: int) -> None:
    assert error_of(status, endpoints.MEDAL_METADATA) is HaloError
    assert not is_passing(status)


def test_whose_refusal_a_403_is() -> None:
    players = {one.name for one in ALL if error_of(403, one) is PlayerForbidden}
    assert players == {
        "match_history", "match_count", "match_progression", "service_record", "match_privacy",
        "challenge_decks",
    }  # fmt: skip
    assert {one.auth for one in ALL if one.name in players} == {Auth.SPARTAN}
