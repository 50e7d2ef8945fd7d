"""The service on recorded answers in place of the seeded world."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.halo.endpoints import DISCOVERY, GAMECMS, PROFILE, SKILL, STATS
from bot.sandbox import assets
from bot.sandbox.recorded import RECORDED_XUID, PayloadsMissing
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World

from .conftest import Caller
from .shapes import differences

OWN = f"xuid({RECORDED_XUID})"
OTHER = "xuid(2533274790000042)"


@pytest.fixture
async def recorded(
    payloads: Path, world: World, session: aiohttp.ClientSession
) -> AsyncIterator[Caller]:
    async with SandboxService(world, payloads=payloads) as service:
        yield Caller(session, service)


async def test_any_gamertag_resolves_to_the_recorded_player(recorded: Caller) -> None:
    answer = await recorded.get(f"/{PROFILE}/users/gt(Anybody At All)")
    assert answer.json["gamertag"] == "Anybody At All"
    assert answer.json["xuid"] == str(RECORDED_XUID)
    by_xuid = await recorded.get(f"/{PROFILE}/users", xuids=f"{RECORDED_XUID},7")
    assert [user["gamertag"] for user in by_xuid.json] == ["Anybody At All", "Spartan 0007"]


@pytest.mark.parametrize("player", [OWN, OTHER])
async def test_every_match_of_the_history_has_the_player_in_it(
    recorded: Caller, player: str
) -> None:
    page = (await recorded.get(f"/{STATS}/hi/players/{player}/matches", count="25")).json
    starts = [entry["MatchInfo"]["StartTime"] for entry in page["Results"]]
    assert page["ResultCount"] == 25
    assert starts[:5] == sorted(starts[:5], reverse=True)
    for entry in page["Results"]:
        match = (await recorded.get(f"/{STATS}/hi/matches/{entry['MatchId']}/stats")).json
        assert match["MatchId"] == entry["MatchId"]
        assert [line["PlayerId"] for line in match["Players"]].count(player) == 1


async def test_the_recorded_matches_come_first_and_keep_their_modes(recorded: Caller) -> None:
    page = (await recorded.get(f"/{STATS}/hi/players/{OWN}/matches")).json
    infos = [entry["MatchInfo"] for entry in page["Results"][:5]]
    assert [info["GameVariantCategory"] for info in infos] == [18, 6, 11, 15, 8]
    match = await recorded.get(f"/{STATS}/hi/matches/{page['Results'][0]['MatchId']}/stats")
    assert match.json["MatchInfo"] == infos[0]


@pytest.mark.parametrize("player", [OWN, OTHER])
async def test_skill_is_there_for_the_player_of_the_match(recorded: Caller, player: str) -> None:
    page = (await recorded.get(f"/{STATS}/hi/players/{player}/matches")).json
    path = f"/{SKILL}/hi/matches/{page['Results'][0]['MatchId']}/skill"
    answer = await recorded.get(f"{path}?players={player}&players=xuid(1)")
    assert [entry["ResultCode"] for entry in answer.json["Value"]] == [0, 1]
    custom = page["Results"][4]["MatchId"]
    path = f"/{SKILL}/hi/matches/{custom}/skill"
    assert (await recorded.get(path, players=player)).status == 404


@pytest.mark.parametrize("match_id", ["nonsense", "00000000-0000-4000-8000-000000000000"])
async def test_unknown_matches_are_not_found(recorded: Caller, match_id: str) -> None:
    assert (await recorded.get(f"/{STATS}/hi/matches/{match_id}/stats")).status == 404


async def test_standings_records_and_assets_answer_for_anybody(
    recorded: Caller, world: World
) -> None:
    arena = assets.ARENA
    csr = await recorded.get(f"/{SKILL}/hi/playlist/{arena.asset_id}/csrs", players=OTHER)
    assert csr.json["Value"][0]["Id"] == OTHER
    record = await recorded.get(f"/{STATS}/hi/players/{OTHER}/matchmade/servicerecord")
    assert differences(world.service_record("MapleLeaf 117", "matchmade"), record.json) == []
    asset = await recorded.get(f"/{DISCOVERY}/hi/maps/a1/versions/v1")
    assert (asset.json["AssetId"], asset.json["VersionId"]) == ("a1", "v1")
    folder = f"/{GAMECMS}/hi/multiplayer/file/playlists/assets"
    ranked = await recorded.get(f"{folder}/{arena.asset_id}.json")
    social = await recorded.get(f"{folder}/a1.json")
    assert (ranked.json["HasCsr"], social.json["HasCsr"]) == (True, False)


async def test_the_sign_in_chain_stays_simulated(recorded: Caller) -> None:
    hops = await recorded.sign_in()
    assert hops["spartan"].json["SpartanToken"].startswith("sandbox-")


async def test_missing_files_are_named(world: World, tmp_path: Path) -> None:
    (tmp_path / "get_map.json").write_text("{}")
    with pytest.raises(PayloadsMissing) as raised:
        await SandboxService(world, payloads=tmp_path).start()
    assert "get_match_stats.json" in raised.value.hint
    assert "get_map.json" not in raised.value.hint
