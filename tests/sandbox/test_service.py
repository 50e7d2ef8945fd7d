"""Every endpoint over the socket: what is asked how, and what is refused."""

from typing import Any

import pytest

from bot.errors import PortTaken
from bot.halo import endpoints as core
from bot.halo.endpoints import DISCOVERY, GAMECMS, PROFILE, SKILL, STATS, Endpoint
from bot.sandbox import assets
from bot.sandbox.endpoints import SIMULATED
from bot.sandbox.files import OPERATION_PATHS
from bot.sandbox.players import FIRST_XUID
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_SPARTAN_TOKEN
from bot.sandbox.wire import Json
from bot.sandbox.world import World
from tests.support.clock import FakeClock

from .conftest import PLAYER, Caller

MAIN = f"xuid({FIRST_XUID})"
HISTORY = f"/{STATS}/hi/players/{MAIN}/matches"
METADATA = f"/{GAMECMS}/hi/Waypoint/file/medals/metadata.json"
LIVE_FIRE = f"/{DISCOVERY}/hi/maps/{assets.LIVE_FIRE.asset_id}"
ARENA = f"/{SKILL}/hi/playlist/{assets.ARENA.asset_id}/csrs"


def newest(world: World) -> str:
    return world.matches_of("MapleLeaf 117")[0].match_id


def filled(endpoint: Endpoint, world: World) -> str:
    """A path of the endpoint that has an answer."""
    links: dict[str, Json] = {
        "map": assets.LIVE_FIRE.reference(),
        "game_variant": assets.SLAYER.reference(),
        "map_mode_pair": world.matches_of("MapleLeaf 117")[0].info["PlaylistMapModePair"],
    }
    link = links.get(endpoint.name.removesuffix("_latest"), assets.ARENA.reference())
    paths = {
        "progression_file": OPERATION_PATHS[0],
        "image": "career_rank/ProgressWidget/1_Recruit.png",
        "sprite_sheet": "medals/images/medal_sheet_sm.png",
        "asset_image": "ugcstorage/map/any/version/images/hero.png",
    }
    return endpoint.path.format(
        player=MAIN, match_id=newest(world), kind="matchmade", gamertag="MapleLeaf 117",
        xuid=FIRST_XUID, playlist_id=assets.ARENA.asset_id, asset_id=link["AssetId"],
        version_id=link["VersionId"], path=paths.get(endpoint.name, ""),
        name="diamond_4",
    )  # fmt: skip


@pytest.mark.parametrize(
    "endpoint", [row for row in SIMULATED.values() if row.method == "GET"], ids=lambda row: row.name
)
@pytest.mark.parametrize("port", ["", ":443"])
async def test_every_endpoint_of_the_table_answers(
    caller: Caller, service: SandboxService, world: World, endpoint: Endpoint, port: str
) -> None:
    query: dict[str, Any] = {
        "users_by_xuid": {"xuids": str(FIRST_XUID)},
        "match_skill": {"players": MAIN},
        "playlist_csr": {"players": MAIN},
        "oauth_authorize": {"response_type": "code", "redirect_uri": "https://localhost"},
    }.get(endpoint.name, {})
    answer = await caller.get(f"/{endpoint.host}{port}{filled(endpoint, world)}", **query)
    assert answer.status in {200, 302}
    assert service.count(endpoint.name) == service.count() == 1
    assert service.seen[0].host == f"{endpoint.host}{port}"


def test_the_whole_table_of_the_core_is_simulated() -> None:
    rows = [row for row in vars(core).values() if isinstance(row, Endpoint)]
    assert rows
    assert all(SIMULATED[row.name] is row for row in rows)


async def test_the_log_says_what_was_asked(
    caller: Caller, service: SandboxService, clock: FakeClock
) -> None:
    await caller.get(HISTORY, start="5", count="2")
    seen = service.seen[-1]
    assert (seen.endpoint, seen.method, seen.status) == ("match_history", "GET", 200)
    assert seen.path == f"/hi/players/{MAIN}/matches"
    assert seen.query == (("start", "5"), ("count", "2"))
    assert seen.headers["X-343-Authorization-Spartan"] == STATIC_SPARTAN_TOKEN
    assert seen.arrived_at == clock.monotonic()


async def test_what_is_not_simulated_is_not_found(caller: Caller, service: SandboxService) -> None:
    assert (await caller.get(f"/{STATS}/hi/nothing")).status == 404
    assert service.count("unknown") == 1


@pytest.mark.parametrize(
    "gamertag",
    [
        "MapleLeaf 117",
        "*Star_Lord*",
        "__x__",
        "Северный Ветер",
        "月夜の狐",
        "صقر الليل",
        "~~Wavy~~",
    ],
)
async def test_gamertags_of_any_script_resolve(caller: Caller, gamertag: str) -> None:
    answer = await caller.get(f"/{PROFILE}/users/gt({gamertag})")
    assert answer.json["gamertag"] == gamertag


async def test_an_unknown_gamertag_is_a_bad_request(caller: Caller) -> None:
    assert (await caller.get(f"/{PROFILE}/users/gt(Nobody At All)")).status == 400


@pytest.mark.parametrize("separator", [",", "&xuids="])
async def test_users_by_xuid_come_as_a_list(caller: Caller, separator: str) -> None:
    wanted = separator.join((str(FIRST_XUID), "1", str(FIRST_XUID + 1)))
    answer = await caller.get(f"/{PROFILE}/users?xuids={wanted}")
    assert [user["gamertag"] for user in answer.json] == ["MapleLeaf 117", "Quiet Comet"]


async def test_users_without_a_xuid_are_a_bad_request(caller: Caller) -> None:
    assert (await caller.get(f"/{PROFILE}/users", xuids="someone")).status == 400


async def test_history_pages(caller: Caller) -> None:
    first = (await caller.get(HISTORY, count="3")).json
    second = (await caller.get(HISTORY, start="1", count="2")).json
    assert first["ResultCount"] == 3
    assert second["Results"] == first["Results"][1:]


@pytest.mark.parametrize(
    ("kinds", "modes"),
    [("custom", {1}), ("matchmaking", {3}), ("custom,local", {1}), ("all", {1, 3})],
)
async def test_history_by_type(caller: Caller, kinds: str, modes: set[int]) -> None:
    answer = await caller.get(HISTORY, type=kinds)
    assert {entry["MatchInfo"]["LifecycleMode"] for entry in answer.json["Results"]} == modes


@pytest.mark.parametrize(
    "query",
    [{"count": "26"}, {"count": "0"}, {"start": "-1"}, {"start": "x"}, {"type": "campaign"}],
)
async def test_history_refuses_what_it_cannot_read(caller: Caller, query: dict[str, Any]) -> None:
    assert (await caller.get(HISTORY, **query)).status == 400


@pytest.mark.parametrize(
    "path",
    [
        "/hi/players/xuid(1)/matches",
        "/hi/players/xuid(1)/matchmade/servicerecord",
        "/hi/players/xuid(1)/matches-privacy",
        "/hi/matches/00000000-0000-4000-8000-000000000000/stats",
    ],
)
async def test_the_unknown_is_not_found(caller: Caller, path: str) -> None:
    assert (await caller.get(f"/{STATS}{path}")).status == 404


async def test_skill_answers_for_each_asked_player(caller: Caller, world: World) -> None:
    path = f"/{SKILL}/hi/matches/{newest(world)}/skill"
    answer = await caller.get(f"{path}?players={MAIN}&players=xuid(1)")
    codes = [(entry["Id"], entry["ResultCode"]) for entry in answer.json["Value"]]
    assert codes == [(MAIN, 0), ("xuid(1)", 1)]
    # The real service sends an unranked player's shape along, of which nothing is true.
    recap = answer.json["Value"][1]["Result"]["RankRecap"]
    assert (recap["PostMatchCsr"]["Value"], recap["PostMatchCsr"]["Tier"]) == (-1, "")


async def test_skill_refuses_bots(caller: Caller, world: World) -> None:
    path = f"/{SKILL}/hi/matches/{newest(world)}/skill"
    assert (await caller.get(f"{path}?players={MAIN}&players=bid(31.0)")).status == 400


async def test_csr_of_a_bad_xuid_is_not_found_but_holds_the_good(caller: Caller) -> None:
    answer = await caller.get(f"{ARENA}?players={MAIN}&players=xuid(1)&season=CsrSeason9-1")
    assert answer.status == 404
    assert [entry["Id"] for entry in answer.json["Value"]] == [MAIN]


@pytest.mark.parametrize("clearance", [{}, {"343-clearance": "yesterday"}])
async def test_endpoints_with_clearance_need_it(caller: Caller, clearance: dict[str, str]) -> None:
    headers = {"x-343-authorization-spartan": STATIC_SPARTAN_TOKEN, **clearance}
    assert (await caller.get(ARENA, headers=headers, players=MAIN)).status == 403


async def test_names_follow_the_accepted_language(caller: Caller) -> None:
    headers = {
        "x-343-authorization-spartan": STATIC_SPARTAN_TOKEN,
        "accept-language": "de-DE,de;q=0.9",
    }
    answer = await caller.get(LIVE_FIRE, headers=headers)
    assert answer.json["PublicName"] == "Scharfer Schuss"


@pytest.mark.parametrize(
    ("path", "cache_control"),
    [
        (METADATA, "public, max-age=86400"),
        (LIVE_FIRE, "public, max-age=18000"),
        (HISTORY, None),
        (PLAYER, None),
        (f"/{DISCOVERY}/hi/maps/{assets.UNLISTED.asset_id}", None),
    ],
)
async def test_cache_control(caller: Caller, path: str, cache_control: str | None) -> None:
    assert (await caller.get(path)).headers.get("Cache-Control") == cache_control


async def test_match_stats_may_be_kept_a_day(caller: Caller, world: World) -> None:
    answer = await caller.get(f"/{STATS}/hi/matches/{newest(world)}/stats")
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize("path", [METADATA, LIVE_FIRE])
async def test_a_known_etag_is_not_modified(caller: Caller, path: str) -> None:
    first = await caller.get(path)
    headers = {
        "x-343-authorization-spartan": STATIC_SPARTAN_TOKEN,
        "if-none-match": first.headers["ETag"],
    }
    again = await caller.get(path, headers=headers)
    assert (again.status, again.body) == (304, b"")
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


async def test_answers_are_zipped_only_where_accepted(caller: Caller) -> None:
    headers = {"x-343-authorization-spartan": STATIC_SPARTAN_TOKEN}
    zipped = await caller.get(METADATA, headers={**headers, "accept-encoding": "gzip"})
    plain = await caller.get(METADATA, headers={**headers, "accept-encoding": "identity"})
    assert zipped.headers.get("Content-Encoding") == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert zipped.json == plain.json


async def test_the_date_is_that_of_the_clock(caller: Caller) -> None:
    assert (await caller.get(PLAYER)).headers["Date"] == "Mon, 04 May 2026 20:15:00 GMT"


async def test_a_taken_port_is_a_readable_error(world: World, service: SandboxService) -> None:
    port = int(service.base_url.rpartition(":")[2])
    with pytest.raises(PortTaken) as raised:
        await SandboxService(world).start(port)
    assert str(port) in raised.value.hint


async def test_closing_twice_does_no_harm(world: World) -> None:
    service = SandboxService(world)
    await service.start()
    await service.close()
    await service.close()
