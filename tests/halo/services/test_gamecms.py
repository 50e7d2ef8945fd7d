import struct
from itertools import pairwise

import pytest

from bot.halo.client import HaloClient
from bot.halo.endpoints import GAMECMS
from bot.halo.errors import InvalidAnswer, InvalidQuery, NotFound
from bot.halo.ranks import Csr
from bot.sandbox.assets import ARENA, QUICK_PLAY, Asset
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.files import OPERATION_PATHS
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_CLEARANCE
from tests.halo.services.conftest import Asked
from tests.support.clock import NOW, FakeClock


async def test_medal_metadata_is_asked_for_once_a_day(
    client: HaloClient, asked: Asked, clock: FakeClock
) -> None:
    metadata = await client.gamecms.medal_metadata()
    assert metadata.medals
    clock.advance(86_000)
    assert await client.gamecms.medal_metadata() == metadata
    assert asked() == [f"{GAMECMS}/hi/Waypoint/file/medals/metadata.json"]


@pytest.mark.parametrize(("playlist", "ranked"), [(ARENA, True), (QUICK_PLAY, False)])
async def test_playlist_configuration(
    client: HaloClient, sandbox: SandboxService, asked: Asked, playlist: Asset, ranked: bool
) -> None:
    asset_id = playlist.asset_id
    assert (await client.gamecms.playlist_configuration(asset_id)).has_csr is ranked
    assert asked() == [f"{GAMECMS}/hi/multiplayer/file/playlists/assets/{asset_id}.json"]
    assert sandbox.seen[0].headers["343-clearance"] == STATIC_CLEARANCE


async def test_an_unknown_playlist(client: HaloClient) -> None:
    with pytest.raises(NotFound):
        await client.gamecms.playlist_configuration("unknown")


async def test_seasons_follow_each_other(client: HaloClient) -> None:
    calendar = await client.gamecms.csr_season_calendar()
    assert calendar.season_at(NOW) == calendar.seasons[-1]
    assert calendar.seasons[-1].season_id == "CsrSeason9-1"
    seasons = (await client.gamecms.season_calendar()).seasons
    assert all(one.end_date == two.start_date for one, two in pairwise(seasons))


async def test_the_operations_of_the_calendar_have_tracks(client: HaloClient) -> None:
    for season in (await client.gamecms.season_calendar()).seasons:
        track = await client.gamecms.operation_reward_track(season.operation_track_path)
        assert [rank.rank for rank in track.ranks] == [*range(1, len(track.ranks) + 1)]


async def test_the_career_has_all_its_ranks(client: HaloClient) -> None:
    track = await client.gamecms.career_reward_track()
    assert [rank.rank for rank in track.ranks] == [*range(1, 273)]
    assert track.ranks[-1].rank_title.value == "Hero"


async def test_any_file_comes_as_it_is(client: HaloClient) -> None:
    file = (await client.gamecms.progression_file(OPERATION_PATHS[0])).root
    assert isinstance(file, dict)
    assert file["XpPerRank"] == 1000


PNG = b"\x89PNG\r\n\x1a\n"


async def test_a_picture_is_kept_with_its_content_type(
    client: HaloClient, sandbox: SandboxService
) -> None:
    path = "career_rank/ProgressWidget/1_Recruit.png"
    image = await client.gamecms.image(path)
    assert (image.body[:8], image.content_type) == (PNG, "image/png")
    assert await client.gamecms.image(path) == image
    assert sandbox.count("image") == 1


async def test_every_medal_is_on_its_sheet(client: HaloClient) -> None:
    metadata = await client.gamecms.medal_metadata()
    for sheet in (metadata.sprites.small, metadata.sprites.medium, metadata.sprites.extra_large):
        assert sheet is not None
        image = await client.gamecms.sprite_sheet(sheet)
        width, height = struct.unpack(">II", image.body[16:24])
        for medal in metadata.medals:
            left, top, right, bottom = sheet.box(medal.sprite_index)
            assert 0 <= left < right <= width
            assert 0 <= top < bottom <= height


async def test_a_page_in_place_of_a_picture_is_forgotten(
    client: HaloClient, sandbox: SandboxService
) -> None:
    sandbox.fail("image", Fault(FaultKind.HTML))
    with pytest.raises(InvalidAnswer):
        await client.gamecms.image("a.png")
    sandbox.heal()
    assert (await client.gamecms.image("a.png")).body.startswith(PNG)


async def test_a_path_that_is_wrong_in_the_track(client: HaloClient) -> None:
    ranks = (await client.gamecms.career_reward_track()).ranks
    with pytest.raises(NotFound):
        await client.gamecms.image(ranks[18].rank_icon)


@pytest.mark.parametrize("path", ["", "/", "../secret.json", "a//b.png", "a/./b.png", "..\\a"])
async def test_what_is_no_path_is_not_asked_for(
    client: HaloClient, sandbox: SandboxService, path: str
) -> None:
    for method in (
        client.gamecms.image, client.gamecms.sprite_sheet, client.gamecms.progression_file,
        client.gamecms.operation_reward_track,
    ):  # fmt: skip
        with pytest.raises(InvalidQuery):
            await method(path)
    assert sandbox.count() == 0


async def test_odd_letters_in_a_path_arrive(client: HaloClient, asked: Asked) -> None:
    await client.gamecms.image("a b/ü?#%2F.png")
    assert asked() == [f"{GAMECMS}/hi/images/file/a b/ü?#%2F.png"]


async def test_only_ranks_have_an_emblem(client: HaloClient, sandbox: SandboxService) -> None:
    for csr in (Csr(-1), Csr(-1, "Gold", 2), Csr(0)):
        with pytest.raises(InvalidQuery):
            await client.gamecms.csr_image(csr)
    assert sandbox.count() == 0


async def test_a_rank_nobody_has_drawn(client: HaloClient) -> None:
    with pytest.raises(NotFound):
        await client.gamecms.csr_image(Csr(1900, "Champion"))
