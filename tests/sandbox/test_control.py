"""The control door of a running service."""

from typing import Any

import pytest

from bot.halo.endpoints import PROFILE
from bot.sandbox.players import CAST, HERMITS
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_SPARTAN_TOKEN

from .conftest import PLAYER, Caller


async def test_counters_and_requests_without_secrets(
    caller: Caller, service: SandboxService
) -> None:
    await caller.get(PLAYER)
    assert (await caller.get("/_control/counters")).json == {"user_by_gamertag": 1}
    answer = await caller.get("/_control/requests")
    assert [(seen["endpoint"], seen["status"]) for seen in answer.json] == [
        ("user_by_gamertag", 200)
    ]
    assert STATIC_SPARTAN_TOKEN not in answer.body.decode()
    assert service.count() == 1


async def test_the_cast(caller: Caller) -> None:
    answer = await caller.get("/_control/world")
    assert [(entry["gamertag"], entry["special"]) for entry in answer.json] == [*CAST, *HERMITS]


async def test_players_are_renamed(caller: Caller) -> None:
    async def rename(gamertag: str, new: str) -> int:
        order = {"gamertag": gamertag, "new": new}
        return (await caller.ask("POST", "/_control/rename", json=order)).status

    assert await rename("MapleLeaf 117", "Quiet Comet") == 400
    assert await rename("Nobody At All", "Maple Moved") == 400
    assert await rename("MapleLeaf 117", "Maple Moved") == 200
    assert (await caller.get(PLAYER)).status == 400
    moved = (await caller.get(f"/{PROFILE}/users/gt(maple moved)")).json
    assert moved["gamertag"] == "Maple Moved"
    by_xuid = await caller.get(f"/{PROFILE}/users?xuids={moved['xuid']}")
    assert by_xuid.json == [moved]
    assert (await caller.get(f"/{PROFILE}/users/me")).json == moved
    assert (await caller.get("/_control/world")).json[0]["gamertag"] == "Maple Moved"
    assert await rename("Maple Moved", "MapleLeaf 117") == 200
    assert (await caller.get(PLAYER)).status == 200


async def test_faults_come_and_go_but_not_at_the_door(caller: Caller) -> None:
    order = {"endpoint": "*", "kind": "status", "status": 503, "retry_after": "2", "times": None}
    assert (await caller.ask("POST", "/_control/faults", json=order)).status == 200
    failed = await caller.get(PLAYER)
    assert (failed.status, failed.headers["Retry-After"]) == (503, "2")
    assert (await caller.ask("DELETE", "/_control/faults")).status == 200
    assert (await caller.get(PLAYER)).status == 200


@pytest.mark.parametrize(
    ("action", "status"), [("expire_spartan", 401), ("expire_xsts", 200), ("allow_xsts", 200)]
)
async def test_actions_on_spartan_tokens(caller: Caller, action: str, status: int) -> None:
    token = (await caller.sign_in())["spartan"].json["SpartanToken"]
    done = await caller.ask("POST", "/_control/sign-in", json={"action": action})
    assert done.json == {"done": action}
    headers = {"x-343-authorization-spartan": token}
    assert (await caller.get(PLAYER, headers=headers)).status == status


async def test_the_clearance_is_changed(caller: Caller, service: SandboxService) -> None:
    old = service.signin.clearance
    await caller.ask("POST", "/_control/sign-in", json={"action": "change_clearance"})
    assert service.signin.clearance != old


async def test_actions_on_refresh_and_xsts_tokens(caller: Caller) -> None:
    user = (await caller.sign_in())["xbox_user"].json["Token"]
    order = {"action": "refuse_xsts", "xerr": 2_148_916_235}
    await caller.ask("POST", "/_control/sign-in", json=order)
    assert (await caller.xsts_token(user)).json["XErr"] == 2_148_916_235
    order = {"action": "refuse_oauth", "error": "server_error"}
    await caller.ask("POST", "/_control/sign-in", json=order)
    assert (await caller.refresh()).json["error"] == "server_error"
    await caller.ask("POST", "/_control/sign-in", json={"action": "revoke_refresh_tokens"})
    assert (await caller.refresh()).json["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("faults", {"endpoint": "*", "kind": "sulk"}, "kind"),
        ("faults", {"kind": "hang"}, "endpoint: Field required"),
        (
            "faults",
            {"endpoint": "nothing", "kind": "hang"},
            "no endpoint or host is called 'nothing'",
        ),
        ("faults", {"endpoint": "*", "kind": "status"}, "needs a status"),
        ("faults", {"endpoint": "*", "kind": "hang", "mood": 1}, "mood"),
        ("faults", [1], "body"),
        ("sign-in", {"action": "panic"}, "action"),
    ],
)
async def test_a_wrong_body_is_refused_with_a_reason(
    caller: Caller, path: str, body: Any, reason: str
) -> None:
    answer = await caller.ask("POST", f"/_control/{path}", json=body)
    assert answer.status == 400
    assert reason in answer.body.decode()


async def test_the_time_is_set_and_healed(caller: Caller) -> None:
    right = (await caller.get(PLAYER)).headers["Date"]
    assert (await caller.ask("POST", "/_control/clock", json={"skew": 3_600})).status == 200
    assert (await caller.get(PLAYER)).headers["Date"] != right
    await caller.ask("DELETE", "/_control/faults")
    assert (await caller.get(PLAYER)).headers["Date"] == right


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://example.com", "Content-Type": "application/json"}, 403),
        ({"Origin": "null", "Content-Type": "application/json"}, 403),
        ({"Host": "rebound.example.com", "Content-Type": "application/json"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "application/json; charset=utf-8"}, 200),
    ],
)
async def test_no_web_page_elsewhere_can_use_it(
    caller: Caller, service: SandboxService, headers: dict[str, str], status: int
) -> None:
    body = b'{"endpoint": "*", "kind": "status", "status": 503}'
    answer = await caller.ask("POST", "/_control/faults", data=body, headers=headers)
    assert answer.status == status
    assert ((await caller.get(PLAYER)).status == 503) is (status == 200)


async def test_no_web_page_elsewhere_can_heal_or_look(caller: Caller) -> None:
    foreign = {"Origin": "https://example.com"}
    assert (await caller.get("/_control/requests", headers=foreign)).status == 403
    assert (await caller.ask("DELETE", "/_control/faults", headers=foreign)).status == 403
