"""Faults on demand, as a client meets them."""

import asyncio
from email.utils import parsedate_to_datetime

import aiohttp
import pytest

from bot.halo.endpoints import GAMECMS, PROFILE, SKILL, STATS
from bot.sandbox import assets
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.players import FIRST_XUID
from bot.sandbox.service import SandboxService
from tests.support.clock import FakeClock

from .conftest import PLAYER, Caller

MAIN = f"xuid({FIRST_XUID})"
METADATA = f"/{GAMECMS}/hi/Waypoint/file/medals/metadata.json"


def status(code: int, retry_after: str | None = None) -> Fault:
    return Fault(FaultKind.STATUS, status=code, retry_after=retry_after)


async def test_a_status_with_retry_after(caller: Caller, service: SandboxService) -> None:
    service.fail("user_by_gamertag", status(429, "7"))
    answer = await caller.get(PLAYER)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert service.seen[-1].status == 429


async def test_faults_take_turns_and_end(caller: Caller, service: SandboxService) -> None:
    service.fail("user_by_gamertag", status(503), times=2)
    service.fail("user_by_gamertag", status(429), times=1)
    assert [(await caller.get(PLAYER)).status for _ in range(4)] == [503, 503, 429, 200]


async def test_a_fault_leaves_other_endpoints_alone(
    caller: Caller, service: SandboxService
) -> None:
    service.fail("medal_metadata", status(500))
    assert (await caller.get(PLAYER)).status == 200
    assert (await caller.get(METADATA)).status == 500


async def test_all_endpoints_fail_until_healed(caller: Caller, service: SandboxService) -> None:
    service.fail("*", status(500))
    assert (await caller.get(PLAYER)).status == (await caller.refresh()).status == 500
    service.heal()
    assert (await caller.get(PLAYER)).status == 200


async def test_the_sign_in_chain_fails_as_one(caller: Caller, service: SandboxService) -> None:
    service.fail("sign_in", status(503))
    assert (await caller.refresh()).status == 503
    assert (await caller.spartan_token("any")).status == 503
    assert (await caller.get(PLAYER)).status == 200


async def test_a_delay_waits_on_the_clock_and_then_answers(
    caller: Caller, service: SandboxService, clock: FakeClock
) -> None:
    service.fail("user_by_gamertag", Fault(FaultKind.DELAY, delay=12.5))
    assert (await caller.get(PLAYER)).status == 200
    assert clock.slept == [12.5]


async def test_a_reset_connection(caller: Caller, service: SandboxService) -> None:
    service.fail("user_by_gamertag", Fault(FaultKind.RESET))
    with pytest.raises((aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)):
        await caller.get(PLAYER)
    assert service.seen[-1].status == 0


async def test_a_truncated_answer(caller: Caller, service: SandboxService) -> None:
    service.fail("user_by_gamertag", Fault(FaultKind.TRUNCATED))
    with pytest.raises(aiohttp.ClientPayloadError):
        await caller.get(PLAYER)


async def test_broken_json_may_even_be_kept(caller: Caller, service: SandboxService) -> None:
    service.fail("medal_metadata", Fault(FaultKind.BROKEN_JSON))
    answer = await caller.get(METADATA)
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        _ = answer.json


async def test_a_page_of_html(caller: Caller, service: SandboxService) -> None:
    service.fail("user_by_gamertag", Fault(FaultKind.HTML))
    answer = await caller.get(PLAYER)
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize("target", ["api", PROFILE])
async def test_a_host_fails_and_the_sign_in_does_not(
    caller: Caller, service: SandboxService, target: str
) -> None:
    service.fail(target, status(500))
    assert (await caller.get(PLAYER)).status == 500
    assert (await caller.refresh()).status == 200
    service.heal()
    service.fail(SKILL, status(500))
    assert (await caller.get(PLAYER)).status == 200


async def test_an_answer_that_stops_coming(caller: Caller, service: SandboxService) -> None:
    service.fail("user_by_gamertag", Fault(FaultKind.STALLED))
    stalled = asyncio.create_task(caller.get(PLAYER))
    while not service.count("user_by_gamertag"):  # noqa: ASYNC110
        await asyncio.sleep(0)
    await service.close()
    with pytest.raises(aiohttp.ClientError):
        await stalled


async def test_json_that_calls_itself_a_picture(caller: Caller, service: SandboxService) -> None:
    service.fail("user_by_gamertag", Fault(FaultKind.WRONG_TYPE))
    answer = await caller.get(PLAYER)
    assert (answer.headers["Content-Type"], answer.json) == ("image/png", "nothing")


@pytest.mark.parametrize(
    ("kind", "size"),
    [(FaultKind.LARGE, 10_000_000), (FaultKind.DEEP, 200_000), (FaultKind.BOMB, 40_000_000)],
)
async def test_answers_that_are_too_much(
    caller: Caller, service: SandboxService, kind: FaultKind, size: int
) -> None:
    service.fail("user_by_gamertag", Fault(kind))
    assert len((await caller.get(PLAYER)).body) > size


async def test_numbers_without_end(caller: Caller, service: SandboxService) -> None:
    service.fail("user_by_gamertag", Fault(FaultKind.NUMBERS))
    assert b"9" * 5_000 in (await caller.get(PLAYER)).body


async def test_a_header_that_is_too_long(caller: Caller, service: SandboxService) -> None:
    service.fail("user_by_gamertag", Fault(FaultKind.HEADERS))
    with pytest.raises(aiohttp.ClientError):
        await caller.get(PLAYER)


async def test_what_only_claims_to_be_compressed(caller: Caller, service: SandboxService) -> None:
    service.fail("user_by_gamertag", Fault(FaultKind.NOT_COMPRESSED))
    with pytest.raises(aiohttp.ClientPayloadError):
        await caller.get(PLAYER)


async def test_the_time_is_wrong_until_healed(
    caller: Caller, service: SandboxService, clock: FakeClock
) -> None:
    service.skew(-7_200)
    answer = await caller.get(PLAYER)
    early = parsedate_to_datetime(answer.headers["Date"]).timestamp()
    service.heal()
    answer = await caller.get(PLAYER)
    right = parsedate_to_datetime(answer.headers["Date"]).timestamp()
    assert (right - early, right) == (7_200, clock.now())


async def test_an_empty_body(caller: Caller, service: SandboxService) -> None:
    service.fail("user_by_gamertag", Fault(FaultKind.EMPTY_BODY))
    answer = await caller.get(PLAYER)
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize(
    ("path", "empty"),
    [
        (f"/{SKILL}/hi/playlist/{assets.ARENA.asset_id}/csrs?players={MAIN}", {"Value": []}),
        (f"/{PROFILE}/users?xuids={FIRST_XUID}", []),
        (f"/{STATS}/hi/players/{MAIN}/matchmade/servicerecord", {}),
    ],
)
async def test_an_empty_page(
    caller: Caller, service: SandboxService, path: str, empty: object
) -> None:
    service.fail("*", Fault(FaultKind.EMPTY_PAGE))
    assert (await caller.get(path)).json == empty


CSR_OF_MAIN = f"/{SKILL}/hi/playlist/{assets.ARENA.asset_id}/csrs?players={MAIN}"


@pytest.mark.parametrize("code", [1, 2, 3, 4, 9])
async def test_players_whom_a_good_answer_refuses(
    caller: Caller, service: SandboxService, code: int
) -> None:
    service.fail("api", Fault(FaultKind.REFUSED_PLAYERS, code=code))
    ranks = await caller.get(CSR_OF_MAIN)
    refused = [{"Id": MAIN, "ResultCode": code, "Result": None}]
    assert (ranks.status, ranks.json["Value"]) == (200, refused)
    match_id = service.world.matches[0].match_id
    skill = await caller.get(f"/{SKILL}/hi/matches/{match_id}/skill?players={MAIN}")
    assert (skill.status, skill.json["Value"][0]["ResultCode"]) == (200, code)
    users = await caller.get(f"/{PROFILE}/users?xuids={FIRST_XUID}")
    assert (users.status, users.json) == (200, [])
    assert (await caller.get(PLAYER)).status == 200


async def test_requests_about_several_players_fail(caller: Caller, service: SandboxService) -> None:
    service.fail("api", Fault(FaultKind.REFUSED_BATCH))
    users = f"/{PROFILE}/users?xuids={FIRST_XUID}"
    assert (await caller.get(f"{CSR_OF_MAIN}&players=xuid(1)")).status == 500
    assert (await caller.get(f"{users}&xuids={FIRST_XUID + 1}")).status == 500
    assert (await caller.get(CSR_OF_MAIN)).status == (await caller.get(users)).status == 200
    assert (await caller.get(PLAYER)).status == 200


async def test_an_empty_page_of_history(caller: Caller, service: SandboxService) -> None:
    service.fail("match_history", Fault(FaultKind.EMPTY_PAGE))
    answer = await caller.get(f"/{STATS}/hi/players/{MAIN}/matches")
    assert (answer.json["ResultCount"], answer.json["Results"]) == (0, [])


async def test_closing_lets_go_of_hanging_requests(caller: Caller, service: SandboxService) -> None:
    service.fail("user_by_gamertag", Fault(FaultKind.HANG))
    hanging = [asyncio.create_task(caller.get(PLAYER)) for _ in range(3)]
    # The service has no event for an arrival: nothing but tests would await it.
    while service.count("user_by_gamertag") < 3:  # noqa: ASYNC110
        await asyncio.sleep(0)
    await service.close()
    results = await asyncio.gather(*hanging, return_exceptions=True)
    assert all(isinstance(result, aiohttp.ClientError) for result in results)


def test_what_cannot_be_ordered(service: SandboxService) -> None:
    with pytest.raises(ValueError, match="no endpoint or host is called 'nothing'"):
        service.fail("nothing", status(500))
    with pytest.raises(ValueError, match="at least 1"):
        service.fail("*", status(500), times=0)
    with pytest.raises(ValueError, match="needs a status"):
        Fault(FaultKind.STATUS)
    with pytest.raises(ValueError, match="negative"):
        Fault(FaultKind.DELAY, delay=-1)
