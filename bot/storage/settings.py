"""What admins set for their server."""

from bot.records import ServerSettings
from bot.storage.engine import Database
from bot.storage.tables import ServerSetting
from bot.storage.upsert import upsert


class SettingsRepository:
    """The settings of servers. All methods may raise StorageUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild_id: int) -> ServerSettings:
        """The server's settings; the defaults where nobody has set any."""
        async with self._database.session() as session:
            row = await session.get(ServerSetting, guild_id)
        return ServerSettings(guild_id) if row is None else _settings(row)

    async def set_match_kind(self, guild_id: int, kind: str) -> ServerSettings:
        """Set the default kind of match. Gives the settings that hold now."""
        async with self._database.begin() as session:
            await upsert(session, ServerSetting, guild_id=guild_id, match_kind=kind)
            return _settings(await session.get_one(ServerSetting, guild_id))


def _settings(row: ServerSetting) -> ServerSettings:
    return ServerSettings(row.guild_id, row.match_kind)
