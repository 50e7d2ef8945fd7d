from urllib.parse import parse_qs

import pytest

from bot.halo.auth import oauth
from bot.halo.auth.oauth import Application
from bot.halo.errors import (
    ConsentRequired,
    HaloError,
    InvalidAnswer,
    OwnerRequired,
    RefreshTokenRefused,
    SignInConfigurationWrong,
    SignInNotFinished,
    SignInRateLimited,
    SignInRefused,
    Unavailable,
)
from bot.halo.transport.wire import Wire
from tests.support.clock import FakeClock
from tests.support.upstream import Upstream, answer

APPLICATION = Application("id", "s3cret", "https://localhost/back")


async def test_the_request(wire: Wire, upstream: Upstream, clock: FakeClock) -> None:
    upstream.script(answer('{"access_token": "a", "refresh_token": "new", "expires_in": 90}'))
    tokens = await oauth.refresh(wire, APPLICATION, "old&=")
    (seen,) = upstream.seen
    assert (seen.method, seen.target) == ("POST", "/login.live.com/oauth20_token.srf")
    assert seen.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert {key: value for key, (value,) in parse_qs(seen.body.decode()).items()} == {
        "grant_type": "refresh_token",
        "refresh_token": "old&=",
        "scope": "Xboxlive.signin Xboxlive.offline_access",
        "client_id": "id",
        "client_secret": "s3cret",
        "redirect_uri": "https://localhost/back",
    }
    assert (tokens.access.value, tokens.refresh_token) == ("a", "new")
    assert tokens.access.expires_at == clock.now() + 90
    assert "s3cret" not in repr(APPLICATION)
    assert "'a'" not in repr(tokens)


async def test_a_public_application_sends_no_secret(wire: Wire, upstream: Upstream) -> None:
    upstream.script(answer('{"access_token": "a"}'))
    tokens = await oauth.refresh(wire, Application("id"), "old")
    assert b"client_secret" not in upstream.seen[0].body
    assert tokens.refresh_token == "old"


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, '{"error": "invalid_grant"}', RefreshTokenRefused),
        (401, '{"error": "invalid_client"}', SignInConfigurationWrong),
        (400, '{"error": "unauthorized_client"}', SignInConfigurationWrong),
        (400, '{"error": "invalid_request"}', SignInConfigurationWrong),
        (400, '{"error": "something_new"}', SignInRefused),
        (403, "<html>", SignInRefused),
        (400, '{"error": "consent_required"}', ConsentRequired),
        (400, '{"error": "interaction_required"}', OwnerRequired),
        (400, '{"error": "login_required"}', OwnerRequired),
        (400, '{"error": "temporarily_unavailable"}', Unavailable),
        (400, '{"error": "server_error"}', Unavailable),
        (408, "", Unavailable),
        (425, "", Unavailable),
        (429, '{"error": "invalid_grant"}', SignInRateLimited),
        (500, '{"error": "invalid_grant"}', Unavailable),
        (404, "", Unavailable),
        (200, "<html>", InvalidAnswer),
        (200, '{"refresh_token": "s3cret"}', InvalidAnswer),
    ],
)
async def test_bad_answers(
    wire: Wire, upstream: Upstream, status: int, body: str, expected: type[HaloError]
) -> None:
    upstream.script(answer(body, status, {"Retry-After": "7"}))
    with pytest.raises(HaloError) as caught:
        await oauth.refresh(wire, APPLICATION, "old")
    assert type(caught.value) is expected
    assert caught.value.endpoint == "oauth_token"
    passing = issubclass(expected, Unavailable)
    assert caught.value.retry_after == (7.0 if passing else None)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("consent_required", "agree to what the application asks for"),
        ("interaction_required", "in a browser"),
        ("login_required", "in a browser"),
        ("something_new", "something_new, which is not known here"),
        ("", "No reason was given"),
        ("\\u001b[2J not a word", "No reason was given"),
    ],
)
async def test_refusals_say_what_is_known_and_what_to_do(
    wire: Wire, upstream: Upstream, error: str, said: str
) -> None:
    upstream.script(answer(f'{{"error": "{error}"}}', 400))
    with pytest.raises(HaloError) as caught:
        await oauth.refresh(wire, APPLICATION, "old")
    assert said in caught.value.hint
    assert "\x1b" not in f"{caught.value}{caught.value.hint}"


async def test_the_exchange_of_a_code(wire: Wire, upstream: Upstream, clock: FakeClock) -> None:
    upstream.script(answer('{"access_token": "a", "refresh_token": "first", "expires_in": 90}'))
    tokens = await oauth.exchange(wire, APPLICATION, "M.C5*1", "v3rifier")
    (seen,) = upstream.seen
    assert seen.target == "/login.live.com/oauth20_token.srf"
    assert {key: value for key, (value,) in parse_qs(seen.body.decode()).items()} == {
        "grant_type": "authorization_code",
        "code": "M.C5*1",
        "code_verifier": "v3rifier",
        "scope": "Xboxlive.signin Xboxlive.offline_access",
        "client_id": "id",
        "client_secret": "s3cret",
        "redirect_uri": "https://localhost/back",
    }
    assert (tokens.refresh_token, tokens.received_at) == ("first", clock.now())


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, '{"error": "invalid_grant"}', SignInNotFinished),
        (401, '{"error": "invalid_client"}', SignInConfigurationWrong),
        (400, '{"error": "invalid_scope"}', SignInConfigurationWrong),
        (503, "", Unavailable),
        (200, '{"access_token": "a"}', InvalidAnswer),
    ],
)
async def test_codes_that_give_nothing(
    wire: Wire, upstream: Upstream, status: int, body: str, expected: type[HaloError]
) -> None:
    upstream.script(answer(body, status))
    with pytest.raises(HaloError) as caught:
        await oauth.exchange(wire, APPLICATION, "M.C5", "v3rifier")
    assert type(caught.value) is expected
    assert "v3rifier" not in str(caught.value)
