"""The simulated files, pictures, searches and belongings over the socket."""

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot.halo.endpoints import ASSET_FILES, DISCOVERY, ECONOMY, GAMECMS, STATS, WAYPOINT
from bot.sandbox import assets
from bot.sandbox.assets import MAPS
from bot.sandbox.files import CAREER_TRACK, OPERATION_PATHS, WRONG_ICON
from bot.sandbox.library import AUTHOR
from bot.sandbox.medals import MEDALS
from bot.sandbox.pictures import asset_image, csr_image, sprite_sheet
from bot.sandbox.players import FIRST_XUID
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World

from .conftest import Caller

MAIN = f"xuid({FIRST_XUID})"
FILES = f"/{GAMECMS}/hi/Progression/file"
IMAGES = f"/{GAMECMS}/hi/images/file"
SHEETS = f"/{GAMECMS}/hi/Waypoint/file"
SEARCH = f"/{DISCOVERY}/hi/search"
SHEET = "medals/images/medal_sheet_sm.png"


def opened(png: bytes) -> Image.Image:
    """The picture, decoded as a whole."""
    picture = Image.open(io.BytesIO(png))
    assert picture.format == "PNG"
    picture.load()
    return picture


def test_every_medal_has_an_icon_of_its_own() -> None:
    sheet = opened(sprite_sheet(16, 32))
    places = [divmod(medal.sprite, 16) for medal in MEDALS]
    icons = [
        sheet.crop((column * 32, row * 32, column * 32 + 32, row * 32 + 32)).tobytes()
        for row, column in places
    ]
    assert all(any(icon) for icon in icons)
    assert len(set(icons)) > len(icons) // 2


def test_places_and_ranks_look_different() -> None:
    heroes = {asset_image(f"ugcstorage/map/{each.asset_id}/1/images/hero.png") for each in MAPS}
    assert len(heroes) == len(MAPS)
    ranks = [f"{tier}_{number}" for tier in ("bronze", "diamond") for number in range(1, 7)]
    assert len({csr_image(name) for name in (*ranks, "onyx_1")}) == 13


async def test_pictures_come_as_bytes(caller: Caller) -> None:
    icon = await caller.get(f"{IMAGES}/career_rank/ProgressWidget/1_Recruit.png")
    assert icon.headers["Content-Type"] == "image/png"
    assert icon.headers["Cache-Control"] == "public, max-age=86400"
    assert "Content-Encoding" not in icon.headers
    assert opened(icon.body).size == (256, 256)
    medals = await caller.get(f"{SHEETS}/{SHEET}")
    assert opened(medals.body).width == 16 * 72
    hero = await caller.get(f"/{ASSET_FILES}/ugcstorage/map/any/version/images/hero.png")
    assert opened(hero.body).size == (1280, 720)
    emblem = await caller.get(f"/{WAYPOINT}/images/halo-infinite/csr/gold_6.png")
    assert opened(emblem.body).mode == "RGBA"


@pytest.mark.parametrize(
    "path",
    [
        f"/{DISCOVERY}/hi/mapModePairs/unknown",
        f"/{DISCOVERY}/hi/films/matches/unknown/spectate",
        f"/{ECONOMY}/hi/players/xuid(1)/customization", f"/{STATS}/hi/players/xuid(1)/decks",
        f"/{STATS}/hi/players/{MAIN}/matches/unknown/progression",
        f"/{WAYPOINT}/images/halo-infinite/csr/onyx_2.png",
        f"/{WAYPOINT}/images/halo-infinite/csr/plastic_1.png",
        f"/{ASSET_FILES}/ugcstorage/map/any/version/map.mvar",
    ],
)  # fmt: skip
async def test_the_unknown_is_not_found(caller: Caller, path: str) -> None:
    assert (await caller.get(path)).status == 404


@pytest.mark.parametrize(
    "path",
    [
        f"{IMAGES}/{WRONG_ICON}", f"{IMAGES}/file.json", f"{SHEETS}/medals/other.png",
        f"{FILES}/Inventory/unknown.json",
        f"/{GAMECMS}/hi/multiplayer/file/playlists/assets/unknown.json",
    ],
)  # fmt: skip
async def test_a_file_that_is_not_there_is_forbidden(caller: Caller, path: str) -> None:
    assert (await caller.get(path)).status == 403


async def test_files_do_not_mind_the_case_of_their_path(caller: Caller) -> None:
    for path in (CAREER_TRACK, *OPERATION_PATHS):
        for spelling in (path, path.lower()):
            assert (await caller.get(f"{FILES}/{spelling}")).json["Ranks"]


async def test_the_economy_does_not_know_gamertags(caller: Caller) -> None:
    path = f"/{ECONOMY}/hi/players/MapleLeaf 117/customization"
    assert (await caller.get(path)).status == 400


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"term": "live fire"}, {"Live Fire"}),
        ({"assetKind": "Map", "term": "power"}, {"Highpower", "Recharge"}),
        ({"assetKind": "2", "term": "power"}, {"Highpower", "Recharge"}),
        ({"assetKind": "MapModePair"}, set()),
        ({"term": "Live Fire", "author": AUTHOR}, {"Live Fire"}),
        ({"author": "xuid(1)"}, set()),
        ({"averageRatingMin": "4.2"}, set()),
        ({"term": "Live Fire", "toDateCreatedUtc": "2021-11-16T00:00:00Z"}, {"Live Fire"}),
        ({"term": "Live Fire", "fromDateCreatedUtc": "2021-11-16T00:00:00Z"}, set()),
        ({"tags": "343i,playlist", "term": "doubles"}, {"Ranked Doubles"}),
    ],
)
async def test_a_search_narrows(caller: Caller, query: dict[str, Any], expected: set[str]) -> None:
    found = (await caller.get(SEARCH, **query)).json
    assert {result["Name"] for result in found["Results"]} == expected
    assert found["ResultCount"] == found["EstimatedTotal"] == len(expected)


@pytest.mark.parametrize("order", ["asc", "desc"])
async def test_a_search_sorts_and_pages(caller: Caller, order: str) -> None:
    query: dict[str, Any] = {"sort": "datepublishedutc", "order": order}
    whole = (await caller.get(SEARCH, **query)).json
    dates = [result["DatePublishedUtc"]["ISO8601Date"] for result in whole["Results"]]
    assert dates == sorted(dates, reverse=order == "desc")
    page = (await caller.get(SEARCH, **query, start="3", count="4")).json
    assert page["Results"] == whole["Results"][3:7]
    assert page["EstimatedTotal"] == len(whole["Results"])


@pytest.mark.parametrize(
    "query",
    [
        {"count": "0"}, {"count": "102"}, {"start": "-1"}, {"start": "x"}, {"assetKind": "Car"},
        {"averageRatingMin": "good"}, {"toDateCreatedUtc": "soon"},
    ],
)  # fmt: skip
async def test_a_search_refuses_what_it_cannot_read(caller: Caller, query: dict[str, Any]) -> None:
    assert (await caller.get(SEARCH, **query)).status == 400


async def test_a_record_is_narrowed_by_its_own_subqueries(caller: Caller) -> None:
    path = f"/{STATS}/hi/players/{MAIN}/matchmade/servicerecord"
    whole = (await caller.get(path)).json
    by_mode = [
        (await caller.get(path, gamevariantcategory=str(mode))).json["MatchesCompleted"]
        for mode in whole["Subqueries"]["GameVariantCategories"]
    ]
    by_season = [
        (await caller.get(path, seasonid=season)).json["MatchesCompleted"]
        for season in whole["Subqueries"]["SeasonIds"]
    ]
    assert sum(by_mode) == sum(by_season) == whole["MatchesCompleted"]
    assert min(by_mode + by_season) > 0
    assert (await caller.get(path, gamevariantcategory="999")).json["MatchesCompleted"] == 0


@pytest.fixture
async def recorded(
    payloads: Path, world: World, session: aiohttp.ClientSession
) -> AsyncIterator[Caller]:
    async with SandboxService(world, payloads=payloads) as service:
        yield Caller(session, service)


async def test_recorded_content_comes_as_it_is(recorded: Caller, payloads: Path) -> None:
    icon = await recorded.get(f"{IMAGES}/any/icon.png")
    assert icon.body == (payloads / "get_image.png").read_bytes()
    assert (await recorded.get(f"{IMAGES}/{assets.LIVE_FIRE.name}")).status == 403
    track = await recorded.get(f"{FILES}/RewardTracks/Operations/Anything.json")
    assert track.json["Name"]["value"] == "Combined Arms"
    assert (await recorded.get(f"{FILES}/Inventory/unknown.json")).status == 403
    page = await recorded.get(SEARCH, start="8", count="5", term="whatever")
    assert (page.json["ResultCount"], len(page.json["Results"])) == (2, 2)
    film = await recorded.get(f"/{DISCOVERY}/hi/films/matches/m1/spectate")
    assert film.json["CustomData"]["MatchId"] == "m1"
