import json

import pytest

from bot.halo.auth import spartan
from bot.halo.auth.store import Token, XboxToken
from bot.halo.errors import HaloError, InvalidAnswer, SignInRefused, Unavailable
from bot.halo.transport.wire import Wire
from tests.support.clock import NOW
from tests.support.upstream import Upstream, answer

XSTS = XboxToken("xsts", 0.0)
GOOD = '{"SpartanToken": "v4=x", "ExpiresUtc": {"ISO8601Date": "2026-06-02T00:00:00Z"}}'


@pytest.mark.parametrize("status", [200, 201])
async def test_the_request(wire: Wire, upstream: Upstream, status: int) -> None:
    upstream.script(answer(GOOD, status))
    token = await spartan.obtain(wire, XSTS)
    (seen,) = upstream.seen
    assert (seen.method, seen.target) == ("POST", "/settings.svc.halowaypoint.com/spartan-token")
    assert seen.headers["Accept"] == "application/json"
    assert json.loads(seen.body) == {
        "Audience": "urn:343:s3:services",
        "MinVersion": "4",
        "Proof": [{"Token": "xsts", "TokenType": "Xbox_XSTSv3"}],
    }
    assert token == Token("v4=x", 1_780_358_400.0, issued_at=NOW.timestamp())


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, "", SignInRefused),
        (403, "", SignInRefused),
        (425, "", Unavailable),
        (503, "", Unavailable),
        (200, "<html>", InvalidAnswer),
        (200, '{"SpartanToken": "s3cret"}', InvalidAnswer),
    ],
)
async def test_bad_answers(
    wire: Wire, upstream: Upstream, status: int, body: str, expected: type[HaloError]
) -> None:
    upstream.script(answer(body, status))
    with pytest.raises(expected) as caught:
        await spartan.obtain(wire, XSTS)
    assert caught.value.endpoint == "spartan_token"
    assert "s3cret" not in str(caught.value)
