from datetime import UTC, datetime

from bot.storage.engine import Database
from bot.storage.tables import OwnLink, ServerSetting
from bot.storage.upsert import upsert

NOW = datetime(2026, 1, 2, tzinfo=UTC)


async def test_a_row_is_inserted_then_replaced(database: Database) -> None:
    for gamertag, xuid in (("Chief", 1), ("Arbiter", 2)):
        async with database.begin() as session:
            await upsert(
                session, OwnLink, user_id=7, xuid=xuid, gamertag=gamertag, named_at=NOW,
                linked_at=NOW,
            )  # fmt: skip
    async with database.session() as session:
        row = await session.get_one(OwnLink, 7)
    assert (row.xuid, row.gamertag) == (2, "Arbiter")


async def test_other_rows_stay(database: Database) -> None:
    for guild_id, kind in ((1, "ranked"), (2, "social"), (1, "custom")):
        async with database.begin() as session:
            await upsert(session, ServerSetting, guild_id=guild_id, match_kind=kind)
    async with database.session() as session:
        kinds = [(await session.get_one(ServerSetting, guild)).match_kind for guild in (1, 2)]
    assert kinds == ["custom", "social"]
