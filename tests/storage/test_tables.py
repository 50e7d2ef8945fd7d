from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from bot.storage.engine import Database
from bot.storage.tables import OwnLink


def own_link(linked_at: datetime) -> OwnLink:
    return OwnLink(user_id=1, xuid=2, gamertag="Chief", named_at=linked_at, linked_at=linked_at)


async def test_an_instant_comes_back_aware_and_in_utc(database: Database) -> None:
    in_tokyo = datetime(2026, 1, 2, 3, 4, 5, 678901, timezone(timedelta(hours=9)))
    async with database.begin() as session:
        session.add(own_link(in_tokyo))
    async with database.session() as session:
        row = await session.get_one(OwnLink, 1)
    assert row.linked_at == in_tokyo
    assert row.linked_at.tzinfo is UTC


async def test_a_naive_datetime_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="names no instant"):
        async with database.begin() as session:
            session.add(own_link(datetime(2026, 1, 2)))  # noqa: DTZ001
