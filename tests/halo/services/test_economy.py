import pytest

from bot.halo.client import HaloClient
from bot.halo.errors import NotFound
from bot.sandbox.files import OPERATION_PATHS
from bot.sandbox.players import MAIN


async def test_how_a_player_looks(client: HaloClient) -> None:
    looks = await client.economy.customization(MAIN)
    assert looks.appearance.service_tag == "MAPL"
    (core,) = looks.armor_cores.armor_cores
    assert core.is_equipped
    assert core.themes[0].helmet_path


async def test_a_career_fits_its_track(client: HaloClient) -> None:
    track = await client.gamecms.career_reward_track()
    progress = (await client.economy.career_rank(MAIN)).current_progress
    assert progress.rank is not None
    assert progress.partial_progress is not None
    assert 0 < progress.rank < len(track.ranks)
    assert 0 <= progress.partial_progress < track.ranks[progress.rank].xp_required_for_rank
    beginner = (await client.economy.career_rank("New Nova")).current_progress
    assert (beginner.rank, beginner.partial_progress) == (0, 0)


async def test_operations_have_tracks(client: HaloClient) -> None:
    progress = await client.economy.operations(MAIN)
    paths = [one.reward_track_path for one in progress.operation_reward_tracks]
    assert paths == list(OPERATION_PATHS)
    assert progress.active_operation_reward_track_path in paths
    for path in paths:
        assert (await client.gamecms.operation_reward_track(path)).ranks


async def test_an_unknown_player(client: HaloClient) -> None:
    with pytest.raises(NotFound):
        await client.economy.operations(17)
