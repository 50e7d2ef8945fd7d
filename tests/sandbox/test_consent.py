"""People who sign in by hand at the simulated service: the authorization page, device codes."""

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.halo.endpoints import LIVE_LOGIN, MICROSOFT_LOGIN
from bot.sandbox.consent import DEVICE_GRANT
from bot.sandbox.service import SandboxService
from tests.support.clock import FakeClock

from .conftest import Answer, Caller

AUTHORIZE = f"/{LIVE_LOGIN}/oauth20_authorize.srf"
DEVICE_CODE = f"/{MICROSOFT_LOGIN}/consumers/oauth2/v2.0/devicecode"
DEVICE_TOKEN = f"/{MICROSOFT_LOGIN}/consumers/oauth2/v2.0/token"
APPLICATION = {"client_id": "app", "scope": "XboxLive.signin XboxLive.offline_access"}


def carried(answer: Answer) -> dict[str, list[str]]:
    assert answer.status == 302
    return parse_qs(urlsplit(answer.headers["Location"]).query)


async def begin(caller: Caller) -> dict[str, str]:
    answer = await caller.ask("POST", DEVICE_CODE, data=APPLICATION)
    assert answer.status == 200
    form: dict[str, str] = answer.json
    return form


async def poll(caller: Caller, device_code: str, **fields: str) -> Answer:
    form = {"grant_type": DEVICE_GRANT, "client_id": "app", "device_code": device_code, **fields}
    return await caller.ask("POST", DEVICE_TOKEN, data=form)


async def test_a_refused_authorization_comes_back_as_an_error(
    caller: Caller, service: SandboxService
) -> None:
    page = {"response_type": "code", "redirect_uri": "http://localhost:1", "state": "s"}
    order = {"action": "refuse_authorization"}
    await caller.ask("POST", "/_control/sign-in", json=order)
    refused = carried(await caller.get(AUTHORIZE, headers={}, **page))
    assert refused == {"error": ["access_denied"], "state": ["s"]}
    await caller.ask("POST", "/_control/sign-in", json={"action": "allow_authorization"})
    assert "code" in carried(await caller.get(AUTHORIZE, headers={}, **page))


async def test_a_plain_challenge_is_refused(caller: Caller) -> None:
    page = {"response_type": "code", "redirect_uri": "http://localhost:1", "code_challenge": "x"}
    assert carried(await caller.get(AUTHORIZE, headers={}, **page)) == {
        "error": ["invalid_request"]
    }


async def test_a_device_code_waits_for_its_page(caller: Caller, clock: FakeClock) -> None:
    begun = await begin(caller)
    clock.advance(5)
    waiting = await poll(caller, begun["device_code"])
    assert (waiting.status, waiting.json["error"]) == (400, "authorization_pending")
    page = urlsplit(begun["verification_uri"]).path
    assert (await caller.get(page, otc=begun["user_code"])).status == 200
    clock.advance(5)
    agreed = await poll(caller, begun["device_code"])
    assert agreed.status == 200
    again = await poll(caller, begun["device_code"])
    assert again.json["error"] == "bad_verification_code"


async def test_polling_too_fast_is_told_to_slow_down(caller: Caller, clock: FakeClock) -> None:
    begun = await begin(caller)
    assert (await poll(caller, begun["device_code"])).json["error"] == "slow_down"
    clock.advance(5)
    assert (await poll(caller, begun["device_code"])).json["error"] == "slow_down"
    clock.advance(15)
    assert (await poll(caller, begun["device_code"])).json["error"] == "authorization_pending"


@pytest.mark.parametrize(
    ("action", "later", "error"),
    [("decline_on_device", 5, "authorization_declined"), ("agree_on_device", 900, "expired_token")],
)
async def test_device_codes_that_come_to_nothing(
    caller: Caller, clock: FakeClock, action: str, later: float, error: str
) -> None:
    begun = await begin(caller)
    await caller.ask("POST", "/_control/sign-in", json={"action": action})
    clock.advance(later)
    assert (await poll(caller, begun["device_code"])).json["error"] == error


async def test_tokens_of_a_device_are_a_public_clients(caller: Caller, clock: FakeClock) -> None:
    begun = await begin(caller)
    await caller.ask("POST", "/_control/sign-in", json={"action": "agree_on_device"})
    clock.advance(5)
    secret = await poll(caller, begun["device_code"], client_secret="hush")
    assert secret.json["error"] == "invalid_client"
    token = (await poll(caller, begun["device_code"])).json["refresh_token"]
    assert (await caller.refresh(token)).json["error"] == "invalid_grant"
    form = {"grant_type": "refresh_token", "refresh_token": token, "client_id": "app"}
    assert (await caller.ask("POST", DEVICE_TOKEN, data=form)).status == 200


async def test_unknown_grants_and_applications_are_refused(
    caller: Caller, service: SandboxService
) -> None:
    assert (await caller.ask("POST", DEVICE_CODE, data={})).json["error"] == "invalid_request"
    wish = await caller.ask("POST", DEVICE_TOKEN, data={"grant_type": "wish"})
    assert wish.json["error"] == "unsupported_grant_type"
    service.signin.client_id = "another"
    assert (await poll(caller, "x")).json["error"] == "unauthorized_client"
