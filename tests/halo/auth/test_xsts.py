import json

import pytest

from bot.halo.auth import xsts
from bot.halo.auth.store import XboxToken
from bot.halo.errors import (
    HaloError,
    InvalidAnswer,
    SignInRateLimited,
    SignInRefused,
    Unavailable,
    XboxChildAccount,
    XboxRefused,
)
from bot.halo.transport.wire import Wire
from tests.support.upstream import Upstream, answer

USER = XboxToken("user", 0.0)
GOOD = """{
    "Token": "xsts", "NotAfter": "2026-06-02T12:00:00Z",
    "DisplayClaims": {"xui": [{"uhs": "hash", "xid": "123", "gtg": "Name"}]}
}"""


@pytest.mark.parametrize("party", [xsts.XBOX_LIVE, xsts.HALO])
async def test_the_request(wire: Wire, upstream: Upstream, party: str) -> None:
    upstream.script(answer(GOOD))
    found = await xsts.authorize(wire, USER, party)
    (seen,) = upstream.seen
    assert (seen.method, seen.target) == ("POST", "/xsts.auth.xboxlive.com/xsts/authorize")
    assert seen.headers["x-xbl-contract-version"] == "1"
    assert json.loads(seen.body) == {
        "RelyingParty": party,
        "TokenType": "JWT",
        "Properties": {"UserTokens": ["user"], "SandboxId": "RETAIL"},
    }
    assert (found.claims.xuid, found.claims.gamertag) == ("123", "Name")
    assert found.to_token() == XboxToken("xsts", 1_780_401_600.0, "hash")


async def test_claims_may_be_missing(wire: Wire, upstream: Upstream) -> None:
    upstream.script(answer('{"Token": "t", "NotAfter": "2026-06-02T12:00:00Z"}'))
    found = await xsts.authorize(wire, USER, xsts.HALO)
    assert (found.claims.xuid, found.claims.gamertag, found.to_token().user_hash) == ("", "", "")


@pytest.mark.parametrize(
    ("status", "body", "expected", "xerr"),
    [
        (401, '{"XErr": 2148916238}', XboxChildAccount, 2148916238),
        (401, '{"XErr": 1}', XboxRefused, 1),
        (401, "", SignInRefused, None),
        (400, "<html>", SignInRefused, None),
        (425, "", Unavailable, None),
        (503, '{"XErr": 2148916238}', Unavailable, None),
        (429, "", SignInRateLimited, None),
        (200, "<html>", InvalidAnswer, None),
    ],
)
async def test_bad_answers(
    wire: Wire, upstream: Upstream,
    status: int, body: str, expected: type[HaloError], xerr: int | None,
) -> None:  # fmt: skip
    upstream.script(answer(body, status))
    with pytest.raises(HaloError) as caught:
        await xsts.authorize(wire, USER, xsts.HALO)
    assert type(caught.value) is expected
    assert getattr(caught.value, "xerr", None) == xerr
    assert caught.value.endpoint == "xsts_token"
