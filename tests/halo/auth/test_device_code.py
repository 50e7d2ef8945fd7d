from urllib.parse import parse_qs

import pytest

from bot.halo.auth import device_code
from bot.halo.auth.device_code import DeviceCode
from bot.halo.auth.oauth import Application
from bot.halo.errors import (
    HaloError,
    InvalidAnswer,
    RefreshTokenRefused,
    SignInConfigurationWrong,
    SignInNotFinished,
    SignInRefused,
    Unavailable,
)
from bot.halo.transport.base import Sender
from bot.halo.transport.wire import Wire
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from tests.support.clock import FakeClock
from tests.support.upstream import Seen, Upstream, answer

APPLICATION = Application("id", "s3cret")
TOKENS = answer('{"access_token": "a", "refresh_token": "new", "expires_in": 90}')


def pending(error: str = "authorization_pending") -> str:
    return f'{{"error": "{error}", "error_description": "AADSTS70016: for people"}}'


def form(seen: Seen) -> dict[str, str]:
    return {key: value for key, (value,) in parse_qs(seen.body.decode()).items()}


def code(clock: FakeClock) -> DeviceCode:
    return DeviceCode("ABCD", "https://microsoft.com/link", clock.now() + 900, 5, "device-secret")


async def test_the_request_for_a_code(wire: Wire, upstream: Upstream, clock: FakeClock) -> None:
    upstream.script(
        answer(
            '{"user_code": "ABCD", "device_code": "device-secret", "expires_in": 900,'
            ' "interval": 7, "verification_uri": "https://microsoft.com/link", "message": "Go"}'
        )
    )
    begun = await device_code.begin(wire, APPLICATION)
    (seen,) = upstream.seen
    assert (seen.method, seen.target) == (
        "POST", "/login.microsoftonline.com/consumers/oauth2/v2.0/devicecode",
    )  # fmt: skip
    assert form(seen) == {
        "client_id": "id", "scope": "XboxLive.signin XboxLive.offline_access",
    }  # fmt: skip
    assert (begun.user_code, begun.interval, begun.expires_at) == ("ABCD", 7, clock.now() + 900)
    assert begun.verification_uri == "https://microsoft.com/link"
    assert "device-secret" not in repr(begun)


async def test_the_poll(wire: Wire, upstream: Upstream, clock: FakeClock) -> None:
    upstream.script(TOKENS)
    tokens = await device_code.wait(wire, APPLICATION, code(clock), clock)
    (seen,) = upstream.seen
    assert seen.target == "/login.microsoftonline.com/consumers/oauth2/v2.0/token"
    assert form(seen) == {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "client_id": "id",
        "device_code": "device-secret",
    }
    assert (tokens.access.value, tokens.refresh_token) == ("a", "new")


async def test_the_rhythm_of_the_polls(wire: Wire, upstream: Upstream, clock: FakeClock) -> None:
    upstream.script(
        answer(pending(), 400),
        answer(pending("slow_down"), 400),
        answer("", 503),
        answer("", 429, {"Retry-After": "70"}),
        TOKENS,
    )
    await device_code.wait(wire, APPLICATION, code(clock), clock)
    assert clock.slept == [5, 5, 10, 20, 70]


@pytest.mark.parametrize(
    ("error", "expected", "advice"),
    [
        ("access_denied", SignInNotFinished, "declined"),
        ("authorization_declined", SignInNotFinished, "declined"),
        ("expired_token", SignInNotFinished, "ended"),
        ("invalid_grant", SignInNotFinished, "Start again"),
        ("invalid_client", SignInConfigurationWrong, "public client flows"),
        ("bad_verification_code", SignInRefused, "bad_verification_code"),
    ],
)
async def test_what_ends_the_polls(
    wire: Wire, upstream: Upstream, clock: FakeClock,
    error: str, expected: type[HaloError], advice: str,
) -> None:  # fmt: skip
    upstream.script(answer(pending(error), 400))
    with pytest.raises(HaloError) as ended:
        await device_code.wait(wire, APPLICATION, code(clock), clock)
    assert type(ended.value) is expected
    assert advice in ended.value.hint
    assert len(upstream.seen) == 1


async def test_the_code_ends_even_where_nobody_says_so(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(answer(pending(), 400))
    begun = clock.now()
    with pytest.raises(SignInNotFinished):
        await device_code.wait(wire, APPLICATION, code(clock), clock)
    assert clock.now() - begun <= 900
    assert len(upstream.seen) == 179


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, '{"error": "unauthorized_client"}', SignInConfigurationWrong),
        (401, '{"error": "invalid_client"}', SignInConfigurationWrong),
        (503, "", Unavailable),
        (200, "<html>", InvalidAnswer),
    ],
)
async def test_no_code(
    wire: Wire, upstream: Upstream, status: int, body: str, expected: type[HaloError]
) -> None:
    upstream.script(answer(body, status))
    with pytest.raises(HaloError) as caught:
        await device_code.begin(wire, APPLICATION)
    assert type(caught.value) is expected


async def test_renewing_sends_no_client_secret(wire: Wire, upstream: Upstream) -> None:
    upstream.script(TOKENS, answer(pending("invalid_grant"), 400))
    tokens = await device_code.refresh(wire, APPLICATION, "old")
    assert tokens.refresh_token == "new"
    assert form(upstream.seen[0]) == {
        "grant_type": "refresh_token",
        "refresh_token": "old",
        "scope": "XboxLive.signin XboxLive.offline_access",
        "client_id": "id",
    }
    with pytest.raises(RefreshTokenRefused):
        await device_code.refresh(wire, APPLICATION, "old")


async def test_the_whole_way_with_a_person_who_takes_a_while(
    sender: Sender, sandbox: SandboxService, clock: FakeClock
) -> None:
    begun = await device_code.begin(sender, APPLICATION)
    sandbox.fail("device_token", Fault(FaultKind.RESET), times=2)
    polls = 0

    async def sleep(seconds: float) -> None:
        nonlocal polls
        polls += 1
        clock.advance(seconds)
        if polls == 5:
            sandbox.signin.consent.enter(begun.user_code)

    patient = FakeClock()
    patient.now, patient.sleep = clock.now, sleep  # type: ignore[method-assign]
    tokens = await device_code.wait(sender, APPLICATION, begun, patient)
    assert sandbox.count("device_token") == 5
    assert tokens.refresh_token in sandbox.signin.refresh_tokens
