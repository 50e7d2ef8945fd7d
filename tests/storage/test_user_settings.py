from dataclasses import replace

import pytest

from bot.records import UserSettings
from bot.storage.engine import Database
from bot.storage.players import AskedPlayers
from bot.storage.user_settings import UserSettingsRepository


@pytest.fixture
def settings(database: Database, asked: AskedPlayers) -> UserSettingsRepository:
    return UserSettingsRepository(database, asked)


async def test_the_defaults_hold_at_first(settings: UserSettingsRepository) -> None:
    assert await settings.get(1) == UserSettings(1)


async def test_a_change_leaves_the_rest_as_it_is(settings: UserSettingsRepository) -> None:
    own = UserSettings(
        2**62, pictures=False, time_zone="Asia/Tokyo", match_kind="custom", playlist="a",
        on_leaderboards=False,
    )  # fmt: skip
    for name in ("pictures", "time_zone", "match_kind", "playlist", "on_leaderboards"):
        changed = await settings.change(own.user_id, **{name: getattr(own, name)})
        assert getattr(changed, name) == getattr(own, name)
    assert await settings.get(own.user_id) == own
    assert await settings.change(own.user_id, playlist="") == replace(own, playlist="")
    assert await settings.get(1) == UserSettings(1)


async def test_there_are_no_other_settings(settings: UserSettingsRepository) -> None:
    with pytest.raises(TypeError):
        await settings.change(1, colour="blue")
