import json

import pytest

from bot.halo.auth import xbox
from bot.halo.auth.store import Token
from bot.halo.errors import HaloError, InvalidAnswer, SignInRateLimited, SignInRefused, Unavailable
from bot.halo.transport.wire import Wire
from tests.support.upstream import Upstream, answer

ACCESS = Token("access", 0.0)
GOOD = """{
    "Token": "user", "NotAfter": "2026-06-15T20:00:00.1234567Z",
    "DisplayClaims": {"xui": [{"uhs": "hash"}]}
}"""


async def test_the_request(wire: Wire, upstream: Upstream) -> None:
    upstream.script(answer(GOOD))
    token = await xbox.authenticate(wire, ACCESS)
    (seen,) = upstream.seen
    assert (seen.method, seen.target) == ("POST", "/user.auth.xboxlive.com/user/authenticate")
    assert seen.headers["x-xbl-contract-version"] == "1"
    assert seen.headers["Content-Type"] == "application/json"
    assert json.loads(seen.body) == {
        "RelyingParty": "http://auth.xboxlive.com",
        "TokenType": "JWT",
        "Properties": {
            "AuthMethod": "RPS",
            "SiteName": "user.auth.xboxlive.com",
            "RpsTicket": "d=access",
        },
    }
    assert (token.value, token.user_hash) == ("user", "hash")
    assert token.expires_at == pytest.approx(1_781_553_600.123, abs=0.001)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, "", SignInRefused),
        (401, "", SignInRefused),
        (425, "", Unavailable),
        (429, "", SignInRateLimited),
        (503, "", Unavailable),
        (200, "{}", InvalidAnswer),
        (200, '{"Token": "s3cret", "NotAfter": "soon"}', InvalidAnswer),
    ],
)
async def test_bad_answers(
    wire: Wire, upstream: Upstream, status: int, body: str, expected: type[HaloError]
) -> None:
    upstream.script(answer(body, status))
    with pytest.raises(expected) as caught:
        await xbox.authenticate(wire, ACCESS)
    assert caught.value.endpoint == "xbox_user_token"
    assert "s3cret" not in str(caught.value)
