import pytest

from bot.halo.client import HaloClient
from bot.halo.endpoints import PROFILE
from bot.halo.errors import (
    Forbidden,
    HaloError,
    LegallyUnavailable,
    PlayerNotFound,
    RequestNotAccepted,
    Unavailable,
)
from bot.halo.identifiers import Xuid
from bot.halo.services.profile import MOST_XUIDS
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.players import MAIN
from bot.sandbox.service import SandboxService
from tests.halo.services.conftest import Asked


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        (f"  {MAIN} ", MAIN),
        ("Drifter#1234", "Drifter1234"),
        ("月夜の狐", "月夜の狐"),
        ("*Star_Lord*", "*Star_Lord*"),
        ("MapleLeafFan #117", "MapleLeafFan117"),
        ("\N{LEFT-TO-RIGHT MARK}mapleleaffan\N{FULLWIDTH NUMBER SIGN}11734", "mapleleaffan11734"),
        ("U\N{COMBINING DIAERESIS}ni\N{COMBINING DIAERESIS}code Ølaf", "Ünïcode Ølaf"),
    ],
)
async def test_user_by_gamertag(
    client: HaloClient, sandbox: SandboxService, asked: Asked, typed: str, path: str
) -> None:
    user = await client.profile.user_by_gamertag(typed)
    assert user.xuid == sandbox.world.player(path).xuid
    assert asked() == [f"{PROFILE}/users/gt({path})"]


@pytest.mark.parametrize("status", [400, 404])
async def test_an_unknown_gamertag(
    client: HaloClient, sandbox: SandboxService, status: int
) -> None:
    sandbox.fail("user_by_gamertag", Fault(FaultKind.STATUS, status=status))
    with pytest.raises(PlayerNotFound) as caught:
        await client.profile.user_by_gamertag("  Nobody   Here ")
    assert (caught.value.gamertag, caught.value.endpoint) == ("Nobody Here", "user_by_gamertag")


@pytest.mark.parametrize("gamertag", ["", "   ", "\N{ZERO WIDTH SPACE}", "..", "x" * 65, "xuid(0)"])
async def test_what_cannot_be_sent_is_not_asked_for(
    client: HaloClient, sandbox: SandboxService, gamertag: str
) -> None:
    with pytest.raises(PlayerNotFound):
        await client.profile.user_by_gamertag(gamertag)
    assert sandbox.count() == 0


@pytest.mark.parametrize("gamertag", ["x" * 64, "a/b", "(a)", "117 Ab", "a,b", "a?b=c&d%2F"])
async def test_the_service_is_asked_before_anybody_is_refused(
    client: HaloClient, sandbox: SandboxService, asked: Asked, gamertag: str
) -> None:
    with pytest.raises(PlayerNotFound):
        await client.profile.user_by_gamertag(gamertag)
    assert asked() == [f"{PROFILE}/users/gt({gamertag})"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (403, Forbidden),
        (406, RequestNotAccepted),
        (451, LegallyUnavailable),
        (503, Unavailable),
    ],
)
async def test_any_other_refusal_is_no_unknown_gamertag(
    client: HaloClient, sandbox: SandboxService, status: int, expected: type[HaloError]
) -> None:
    sandbox.fail("user_by_gamertag", Fault(FaultKind.STATUS, status=status))
    with pytest.raises(HaloError) as caught:
        await client.profile.user_by_gamertag(MAIN)
    assert type(caught.value) is expected


async def test_users_come_in_one_request(
    client: HaloClient, sandbox: SandboxService, asked: Asked
) -> None:
    first, second = (Xuid(player.xuid) for player in sandbox.world.players[:2])
    users = await client.profile.users_by_xuid([second, first, second, Xuid(17)])
    assert {user.xuid for user in users} == {first, second}
    assert asked() == [f"{PROFILE}/users?xuids=17&xuids={first}&xuids={second}"]


async def test_nobody_costs_no_request(client: HaloClient, sandbox: SandboxService) -> None:
    assert await client.profile.users_by_xuid([]) == ()
    assert sandbox.count() == 0


async def test_many_users_are_asked_for_in_batches(
    client: HaloClient, sandbox: SandboxService
) -> None:
    known = [Xuid(player.xuid) for player in sandbox.world.players]
    others = [Xuid(number) for number in range(1, 2 * MOST_XUIDS)]
    users = await client.profile.users_by_xuid([*known, *others])
    assert {user.xuid for user in users} == set(known)
    sizes = [len(seen.query) for seen in sandbox.seen]
    assert sum(sizes) == len(known) + len(others)
    assert max(sizes) == MOST_XUIDS
    assert len(sizes) == -(-sum(sizes) // MOST_XUIDS)


async def test_whose_tokens_these_are(client: HaloClient, sandbox: SandboxService) -> None:
    assert (await client.profile.current_user()).gamertag == sandbox.world.main.gamertag


async def test_an_unknown_xuid(client: HaloClient) -> None:
    with pytest.raises(PlayerNotFound) as caught:
        await client.profile.user_by_xuid(Xuid(17))
    assert (caught.value.gamertag, caught.value.endpoint) == ("17", "user_by_xuid")


async def test_xuids_of_players_in_any_form(client: HaloClient, sandbox: SandboxService) -> None:
    main = sandbox.world.main.xuid
    xuids = await client.profile.xuids(["bid(31.0)", "7", MAIN, f"xuid({main})", 7, "xuid(5)"])
    assert xuids == (7, main, 5)
    assert sandbox.count() == 1
