from bot.records import ServerSettings
from bot.storage.engine import Database
from bot.storage.settings import SettingsRepository


async def test_a_server_without_settings_has_the_defaults(database: Database) -> None:
    assert await SettingsRepository(database).get(2**63 - 1) == ServerSettings(2**63 - 1)


async def test_settings_are_kept_per_server(database: Database) -> None:
    settings = SettingsRepository(database)
    assert await settings.set_match_kind(1, "ranked") == ServerSettings(1, "ranked")
    assert await settings.set_match_kind(1, "custom") == ServerSettings(1, "custom")
    assert await settings.get(1) == ServerSettings(1, "custom")
    assert await settings.get(2) == ServerSettings(2)
