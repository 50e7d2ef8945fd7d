import pytest

from bot.halo.auth import clearance
from bot.halo.auth.store import Token
from bot.halo.errors import HaloError, InvalidAnswer, Unavailable
from bot.halo.transport.wire import Wire
from tests.support.upstream import Upstream, answer

SPARTAN = Token("v4=x", 99.0)


async def test_the_request(wire: Wire, upstream: Upstream) -> None:
    upstream.script(answer('{"FlightConfigurationId": "flight"}'))
    assert await clearance.obtain(wire, SPARTAN) == Token("flight", 99.0)
    (seen,) = upstream.seen
    assert (seen.method, seen.target) == (
        "GET",
        "/settings.svc.halowaypoint.com/oban/flight-configurations/titles/hi/audiences/RETAIL/active",
    )
    assert seen.headers["x-343-authorization-spartan"] == "v4=x"


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [(500, "", Unavailable), (401, "", Unavailable), (200, "{}", InvalidAnswer)],
)
async def test_bad_answers(
    wire: Wire, upstream: Upstream, status: int, body: str, expected: type[HaloError]
) -> None:
    upstream.script(answer(body, status))
    with pytest.raises(expected) as caught:
        await clearance.obtain(wire, SPARTAN)
    assert caught.value.endpoint == "clearance"
