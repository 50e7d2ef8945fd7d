"""What people set for themselves."""

from dataclasses import asdict, replace
from typing import Any

from bot.records import UserSettings
from bot.storage.engine import Database
from bot.storage.players import AskedPlayers, delete_asked, linked_to
from bot.storage.tables import UserSetting
from bot.storage.upsert import upsert


class UserSettingsRepository:
    """The settings of Discord users. All methods may raise StorageUnavailable.

    Whoever stays off leaderboards is suggested to nobody: `asked` and its index are told.
    """

    def __init__(self, database: Database, asked: AskedPlayers) -> None:
        self._database = database
        self._asked = asked

    async def get(self, user_id: int) -> UserSettings:
        """The user's settings; the defaults where nothing was set."""
        async with self._database.session() as session:
            row = await session.get(UserSetting, user_id)
        return UserSettings(user_id) if row is None else _settings(row)

    async def change(self, user_id: int, **changes: Any) -> UserSettings:
        """Change some of the settings, by the names of UserSettings' fields.

        Returns the settings that hold now. Raises TypeError for other names.
        """
        xuids: frozenset[int] = frozenset()
        async with self._asked.paused:
            async with self._database.begin() as session:
                row = await session.get(UserSetting, user_id)
                held = UserSettings(user_id) if row is None else _settings(row)
                changed = replace(held, **changes)
                await upsert(session, UserSetting, **asdict(changed))
                if held.on_leaderboards and not changed.on_leaderboards:
                    xuids = await linked_to(session, user_id)
                    await delete_asked(session, xuids)
            self._asked.forget_players(xuids)
        self._asked.index.show(user_id, shown=changed.on_leaderboards)
        return changed


def _settings(row: UserSetting) -> UserSettings:
    return UserSettings(
        row.user_id, row.pictures, row.time_zone, row.match_kind, row.playlist, row.on_leaderboards
    )
