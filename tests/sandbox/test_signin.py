"""The simulated sign-in chain, hop by hop over the socket."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.halo.endpoints import LIVE_LOGIN, XBOX_USER
from bot.sandbox.consent import SEED_CODE
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import SEED_REFRESH_TOKEN, XBOX_PARTY
from tests.support.clock import FakeClock

from .conftest import PLAYER, Caller

TOKEN = f"/{LIVE_LOGIN}/oauth20_token.srf"
AUTHORIZE = f"/{LIVE_LOGIN}/oauth20_authorize.srf"


def halo_headers(spartan_token: str) -> dict[str, str]:
    return {"x-343-authorization-spartan": spartan_token}


async def test_the_whole_chain_opens_the_halo_services(caller: Caller) -> None:
    hops = await caller.sign_in()
    assert {answer.status for answer in hops.values()} == {200}
    claims = hops["xsts"].json["DisplayClaims"]["xui"][0]
    assert (claims["gtg"], claims["xid"]) == ("MapleLeaf 117", "2533274790000000")
    headers = halo_headers(hops["spartan"].json["SpartanToken"])
    assert (await caller.get(PLAYER, headers=headers)).status == 200


async def test_a_used_refresh_token_holds_until_its_successor_is_used(caller: Caller) -> None:
    first = await caller.refresh()
    again = await caller.refresh()
    assert again.status == 200
    successor = first.json["refresh_token"]
    assert successor != SEED_REFRESH_TOKEN
    assert (await caller.refresh(successor)).status == 200
    refused = await caller.refresh()
    assert refused.status == 400
    assert refused.json["error"] == "invalid_grant"
    assert (await caller.refresh(successor)).status == 200


async def test_revoked_refresh_tokens_are_refused(caller: Caller, service: SandboxService) -> None:
    newest = (await caller.refresh()).json["refresh_token"]
    service.signin.revoke_refresh_tokens()
    for token in (SEED_REFRESH_TOKEN, newest):
        refused = await caller.refresh(token)
        assert (refused.status, refused.json["error"]) == (400, "invalid_grant")


async def test_refusals_that_are_ordered_end_by_themselves(
    caller: Caller, service: SandboxService
) -> None:
    service.signin.refuse_oauth("interaction_required", times=2)
    answers = [await caller.refresh() for _ in range(3)]
    assert [answer.status for answer in answers] == [400, 400, 200]
    assert answers[0].json["error"] == "interaction_required"


async def test_a_clearance_holds_until_there_is_another(
    caller: Caller, service: SandboxService
) -> None:
    old = service.signin.clearance
    service.signin.change_clearance()
    assert not service.signin.is_clearance(old)
    assert service.signin.is_clearance(service.signin.clearance)


async def test_client_credentials_matter_only_where_configured(
    caller: Caller, service: SandboxService
) -> None:
    assert (await caller.refresh(client_id="anything")).status == 200
    service.signin.client_id, service.signin.client_secret = "app", "hush"
    wrong = await caller.refresh(client_id="app", client_secret="loud")
    assert (wrong.status, wrong.json["error"]) == (401, "invalid_client")
    assert (await caller.refresh(client_id="app", client_secret="hush")).status == 200


async def test_a_code_from_the_browser_works_once_and_needs_its_verifier(caller: Caller) -> None:
    verifier = "v" * 43
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    sent_back = await caller.get(
        AUTHORIZE, headers={}, response_type="code", redirect_uri="https://localhost",
        state="s1", code_challenge=challenge, code_challenge_method="S256",
    )  # fmt: skip
    assert sent_back.status == 302
    query = parse_qs(urlsplit(sent_back.headers["Location"]).query)
    assert query["state"] == ["s1"]
    proved = {
        "grant_type": "authorization_code", "code": query["code"][0],
        "redirect_uri": "https://localhost", "code_verifier": verifier,
    }  # fmt: skip
    for wrong in ({"code_verifier": "w" * 43}, {"redirect_uri": "https://elsewhere"}):
        refused = await caller.ask("POST", TOKEN, data=proved | wrong)
        assert (refused.status, refused.json["error"]) == (400, "invalid_grant")
    assert (await caller.ask("POST", TOKEN, data=proved)).status == 200
    assert (await caller.ask("POST", TOKEN, data=proved)).status == 400


async def test_the_seed_code_always_works(caller: Caller) -> None:
    form = {"grant_type": "authorization_code", "code": SEED_CODE}
    assert (await caller.ask("POST", TOKEN, data=form)).status == 200
    assert (await caller.ask("POST", TOKEN, data=form)).status == 200


async def test_an_unknown_grant_is_refused(caller: Caller) -> None:
    answer = await caller.ask("POST", TOKEN, data={"grant_type": "wish"})
    assert (answer.status, answer.json["error"]) == (400, "unsupported_grant_type")


async def test_hops_refuse_tokens_of_other_hops(caller: Caller) -> None:
    hops = await caller.sign_in()
    access, user = hops["oauth2"].json["access_token"], hops["xbox_user"].json["Token"]
    assert (await caller.user_token(user)).status == 401
    assert (await caller.xsts_token(access)).status == 401
    assert (await caller.spartan_token(hops["xsts"].json["Token"])).status == 401
    assert (await caller.clearance(user)).status == 401


async def test_an_unknown_relying_party_is_a_bad_request(caller: Caller) -> None:
    user = (await caller.sign_in())["xbox_user"].json["Token"]
    assert (await caller.xsts_token(user, "http://elsewhere")).status == 400


async def test_xbox_needs_the_contract_version(caller: Caller) -> None:
    path = f"/{XBOX_USER}/user/authenticate"
    assert (await caller.ask("POST", path, json={})).status == 400


async def test_xsts_refuses_with_the_ordered_error(caller: Caller, service: SandboxService) -> None:
    user = (await caller.sign_in())["xbox_user"].json["Token"]
    service.signin.refuse_xsts(2_148_916_233)
    refused = await caller.xsts_token(user, XBOX_PARTY)
    assert (refused.status, refused.json["XErr"]) == (401, 2_148_916_233)
    service.signin.refuse_xsts(None)
    assert (await caller.xsts_token(user)).status == 200


async def test_spartan_tokens_end_at_their_stated_time(
    caller: Caller, service: SandboxService, clock: FakeClock
) -> None:
    service.signin.spartan_lifetime = 90
    answer = (await caller.sign_in())["spartan"]
    assert answer.json["ExpiresUtc"]["ISO8601Date"] == "2026-05-04T20:16:30.000Z"
    assert answer.json["TokenDuration"] == "PT1M30S"
    headers = halo_headers(answer.json["SpartanToken"])
    clock.time += 89
    assert (await caller.get(PLAYER, headers=headers)).status == 200
    clock.time += 1
    assert (await caller.get(PLAYER, headers=headers)).status == 401


async def test_spartan_tokens_can_end_early_but_the_static_one_holds(
    caller: Caller, service: SandboxService
) -> None:
    token = (await caller.sign_in())["spartan"].json["SpartanToken"]
    service.signin.expire_spartan()
    assert (await caller.get(PLAYER, headers=halo_headers(token))).status == 401
    assert (await caller.get(PLAYER)).status == 200


async def test_xsts_tokens_can_end_early(caller: Caller, service: SandboxService) -> None:
    hops = await caller.sign_in()
    service.signin.expire_xsts()
    assert (await caller.spartan_token(hops["xsts_halo"].json["Token"])).status == 401
    renewed = await caller.xsts_token(hops["xbox_user"].json["Token"])
    assert (await caller.spartan_token(renewed.json["Token"])).status == 200


@pytest.mark.parametrize("headers", [{}, halo_headers("made up")])
async def test_halo_services_need_a_known_spartan_token(
    caller: Caller, headers: dict[str, str]
) -> None:
    assert (await caller.get(PLAYER, headers=headers)).status == 401
