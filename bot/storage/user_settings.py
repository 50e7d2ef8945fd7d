"""What people set for themselves."""

from dataclasses import asdict, replace
from typing import Any

from bot.records import UserSettings
from bot.storage.engine import Database
from bot.storage.tables import UserSetting
from bot.storage.upsert import upsert


class UserSettingsRepository:
    """The settings of Discord users. All methods may raise StorageUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, user_id: int) -> UserSettings:
        """The user's settings; the defaults where nothing was set."""
        async with self._database.session() as session:
            row = await session.get(UserSetting, user_id)
        return UserSettings(user_id) if row is None else _settings(row)

    async def change(self, user_id: int, **changes: Any) -> UserSettings:
        """Change some of the settings, by the names of UserSettings' fields.

        Gives the settings that hold now. Raises TypeError for other names.
        """
        async with self._database.begin() as session:
            row = await session.get(UserSetting, user_id)
            held = UserSettings(user_id) if row is None else _settings(row)
            changed = replace(held, **changes)
            await upsert(session, UserSetting, **asdict(changed))
        return changed


def _settings(row: UserSetting) -> UserSettings:
    return UserSettings(
        row.user_id, row.pictures, row.time_zone, row.match_kind, row.playlist, row.on_leaderboards
    )
