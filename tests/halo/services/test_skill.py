import asyncio

import pytest

from bot.halo.client import HaloClient
from bot.halo.endpoints import SKILL
from bot.halo.errors import HaloError, InvalidAnswer, NotFound, RequestNotAccepted, Unavailable
from bot.halo.identifiers import PlayerRef, Xuid
from bot.halo.services.base import AT_ONCE
from bot.halo.services.skill import MOST_PLAYERS
from bot.sandbox.assets import ARENA
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.players import MAIN
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_CLEARANCE
from tests.halo.services.conftest import Asked
from tests.support.waiting import until

UNKNOWN = Xuid(17)


@pytest.fixture
def main(sandbox: SandboxService) -> Xuid:
    return Xuid(sandbox.world.main.xuid)


async def test_match_skill(
    client: HaloClient, sandbox: SandboxService, asked: Asked, main: Xuid
) -> None:
    matches = sandbox.world.matches_of(MAIN)
    match_id = next(match.match_id for match in matches if match.kind == "matchmaking")
    skill = await client.skill.match_skill(match_id, [main, UNKNOWN])
    assert skill.value[0].id == f"xuid({main})"
    assert asked() == [
        f"{SKILL}/hi/matches/{match_id}/skill?players=xuid({main})&players=xuid({UNKNOWN})"
    ]
    assert sandbox.seen[0].headers["343-clearance"] == STATIC_CLEARANCE


async def test_custom_games_have_no_skill(
    client: HaloClient, sandbox: SandboxService, main: Xuid
) -> None:
    custom = sandbox.world.matches_of("Custom Casper")[0].match_id
    with pytest.raises(NotFound):
        await client.skill.match_skill(custom, [main])


async def test_playlist_csr(client: HaloClient, asked: Asked, main: Xuid) -> None:
    found = await client.skill.playlist_csr(ARENA.asset_id, [main], season="CsrSeason9-1")
    assert [one.id for one in found.value] == [f"xuid({main})"]
    await client.skill.playlist_csr(ARENA.asset_id, [main])
    assert asked() == [
        f"{SKILL}/hi/playlist/{ARENA.asset_id}/csrs?players=xuid({main})&season=CsrSeason9-1",
        f"{SKILL}/hi/playlist/{ARENA.asset_id}/csrs?players=xuid({main})",
    ]


async def test_fresh_csr_goes_past_what_is_stored(
    client: HaloClient, sandbox: SandboxService, main: Xuid
) -> None:
    for fresh in (False, False, True):
        await client.skill.playlist_csr(ARENA.asset_id, [main], fresh=fresh)
    assert sandbox.count("playlist_csr") == 2


async def test_the_good_ones_in_the_body_of_a_404_count(
    client: HaloClient, sandbox: SandboxService, main: Xuid
) -> None:
    found = await client.skill.playlist_csr(ARENA.asset_id, [UNKNOWN, main])
    assert [one.id for one in found.value] == [f"xuid({main})"]
    assert sandbox.seen[0].status == 404


@pytest.mark.parametrize(
    ("playlist_id", "players"),
    [(ARENA.asset_id, [UNKNOWN]), ("no playlist", [UNKNOWN])],
    ids=["nobody known", "playlist unknown"],
)
async def test_a_404_without_good_ones_is_not_found(
    client: HaloClient, playlist_id: str, players: list[Xuid]
) -> None:
    with pytest.raises(NotFound) as caught:
        await client.skill.playlist_csr(playlist_id, players)
    assert caught.value.endpoint == "playlist_csr"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(FaultKind.STATUS, status=503), Unavailable),
        (Fault(FaultKind.HTML), InvalidAnswer),
    ],
    ids=["503", "HTML"],
)
async def test_faults_have_names(
    client: HaloClient, sandbox: SandboxService, main: Xuid,
    fault: Fault, expected: type[HaloError],
) -> None:  # fmt: skip
    sandbox.fail("playlist_csr", fault)
    with pytest.raises(expected):
        await client.skill.playlist_csr(ARENA.asset_id, [main])


async def test_any_number_of_players_in_requests_of_a_size_the_service_takes(
    client: HaloClient, sandbox: SandboxService
) -> None:
    known = [player.xuid for player in sandbox.world.players]
    players: list[PlayerRef] = [*known, 17, "bid(31.0)", f"xuid({known[0]})"]
    assert len(known) > MOST_PLAYERS
    found = await client.skill.playlist_csr(ARENA.asset_id, players)
    assert [one.id for one in found.value] == [f"xuid({xuid})" for xuid in known]
    asked = [value for seen in sandbox.seen for name, value in seen.query if name == "players"]
    assert sorted(asked) == sorted(f"xuid({xuid})" for xuid in [*known, 17])
    assert max(len(seen.query) for seen in sandbox.seen) == MOST_PLAYERS
    assert sorted(seen.status for seen in sandbox.seen) == [200, 404]


@pytest.mark.parametrize("season", ["CsrSeason3-1", "Csr/Seasons/CsrSeason3-1.json"])
async def test_a_season_goes_out_as_its_bare_id(
    client: HaloClient, sandbox: SandboxService, main: Xuid, season: str
) -> None:
    (one,) = (await client.skill.playlist_csr(ARENA.asset_id, [main], season=season)).value
    assert one.result is not None
    assert one.result.current.value == -1
    (seen,) = sandbox.seen
    assert ("season", "CsrSeason3-1") in seen.query


async def test_a_batch_that_knows_nobody_loses_nobody_else(
    client: HaloClient, sandbox: SandboxService, main: Xuid
) -> None:
    players = [*range(1, MOST_PLAYERS + 1), main]
    found = await client.skill.playlist_csr(ARENA.asset_id, players)
    assert [one.id for one in found.value] == [f"xuid({main})"]
    assert sandbox.count("playlist_csr") == 2


async def test_a_few_batches_are_asked_at_once(client: HaloClient, sandbox: SandboxService) -> None:
    sandbox.fail("playlist_csr", Fault(FaultKind.HANG))
    players = range(1, 10 * MOST_PLAYERS)
    task = asyncio.create_task(client.skill.playlist_csr(ARENA.asset_id, players))
    await until(lambda: sandbox.count() == AT_ONCE)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sandbox.count() == AT_ONCE


async def test_an_outage_of_one_batch_is_told(client: HaloClient, sandbox: SandboxService) -> None:
    sandbox.fail("playlist_csr", Fault(FaultKind.STATUS, status=418), times=1)
    with pytest.raises(RequestNotAccepted):
        await client.skill.playlist_csr(ARENA.asset_id, range(1, 3 * MOST_PLAYERS))


@pytest.mark.parametrize("players", [[], ["bid(31.0)", "bid(7)"]], ids=["nobody", "bots"])
async def test_nobody_costs_no_request(
    client: HaloClient, sandbox: SandboxService, players: list[PlayerRef]
) -> None:
    assert (await client.skill.playlist_csr(ARENA.asset_id, players)).value == ()
    assert (await client.skill.match_skill("any", players)).value == ()
    assert sandbox.count() == 0


async def test_skill_of_more_players_than_fit_one_request(
    client: HaloClient, sandbox: SandboxService, main: Xuid
) -> None:
    match_id = sandbox.world.matches_of(MAIN)[0].match_id
    players = [*range(1, MOST_PLAYERS + 1), main]
    skill = await client.skill.match_skill(match_id, players)
    assert [one.id for one in skill.value] == [f"xuid({xuid})" for xuid in players]
    assert [one.result is None for one in skill.value] == [True] * MOST_PLAYERS + [False]
    assert sandbox.count("match_skill") == 2
