"""What is stored about a Discord user is found and deleted, in whatever table it stands."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Column, insert, select

from bot.features.privacy.card import PLACES
from bot.halo.names import Name
from bot.storage.engine import Database
from bot.storage.gamertags import GamertagIndex
from bot.storage.links import LinkRepository
from bot.storage.personal_data import PersonalData
from bot.storage.players import AskedPlayers
from bot.storage.tables import DISCORD_USER, Base

USER, OTHER = 4_242_424_242_424_242, 1_717_171_717_171_717
# Whole numbers that are nobody's id on Discord. Anything else might be one.
NOBODY = {"xuid", "guild_id", "number"}


@pytest.fixture
async def data(database: Database, asked: AskedPlayers) -> PersonalData:
    """One row about the user in every table, or one for each column that may name them."""
    async with database.begin() as session:
        for table in Base.metadata.sorted_tables:
            numbers = [c.name for c in table.columns if _is_number(c) and c.name not in NOBODY]
            for turn, named in enumerate(numbers or [""]):
                row = {c.name: _value(c, turn) for c in table.columns}
                row.update({each: USER if each == named else OTHER for each in numbers})
                await session.execute(insert(table).values(row))
    await asked.index.load()
    return PersonalData(database, asked)


def _is_number(column: Column[Any]) -> bool:
    return column.type.python_type is int


def _value(column: Column[Any], turn: int) -> Any:
    """Something that fits the column."""
    examples = {
        int: 7 + turn, float: 7.0, str: f"seven {turn}", bool: True, bytes: b"seven",
        datetime: datetime(2026, 5, 4, tzinfo=UTC), list: [],
    }  # fmt: skip
    return examples[column.type.python_type]


async def values(database: Database) -> dict[str, list[Any]]:
    """Everything that stands in the database, by table."""
    async with database.session() as session:
        return {
            table.name: [value for row in await session.execute(select(table)) for value in row]
            for table in Base.metadata.sorted_tables
        }


async def test_nothing_with_the_users_id_is_left_in_any_table(
    database: Database, data: PersonalData
) -> None:
    before = await values(database)
    assert {name for name, held in before.items() if USER in held} >= {"own_links", "server_links"}
    await data.delete(USER)
    after = await values(database)
    assert [name for name, held in after.items() if USER in held] == []
    assert await data.collect(USER) == ()


async def test_what_is_about_others_stays(database: Database, data: PersonalData) -> None:
    others = {(part.table, part.column) for part in await data.collect(OTHER)}
    await data.delete(USER)
    assert {(part.table, part.column) for part in await data.collect(OTHER)} >= others - {
        ("server_links", "linked_by")
    }


async def test_everything_is_collected(data: PersonalData) -> None:
    marked = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get(DISCORD_USER)
    }
    found = await data.collect(USER)
    assert {(part.table, part.column) for part in found} == marked
    assert all(str(USER) in row.values() for part in found for row in part.rows)


async def test_a_link_made_for_another_tells_nothing_of_them(data: PersonalData) -> None:
    (made,) = (part for part in await data.collect(USER) if part.column == "linked_by")
    (row,) = made.rows
    assert set(row) == {"guild_id", "linked_by", "linked_at"}
    (theirs,) = (
        part for part in await data.collect(USER)
        if (part.table, part.column) == ("server_links", "user_id")
    )  # fmt: skip
    assert "linked_by" not in theirs.rows[0]


async def test_they_are_no_longer_suggested(data: PersonalData, index: GamertagIndex) -> None:
    assert index.suggest("", USER, None) != ()
    await data.delete(USER)
    assert index.suggest("", USER, None) == ()
    assert index.suggest("", USER, 7) == ()
    assert index.suggest("", USER, 8) == ("seven 1",)


async def test_what_is_not_written_yet_is_shown_and_deleted_too(
    data: PersonalData, asked: AskedPlayers, database: Database
) -> None:
    await data.delete(USER)
    asked.remember(USER, 5, Name("Chief", 1.0))
    assert [part.table for part in await data.collect(USER)] == ["asked_players"]
    asked.remember(USER, 6, Name("Arbiter", 1.0))
    await data.delete(USER)
    await asked.flush()
    assert await data.collect(USER) == ()


async def test_nobody_has_asked_for_the_users_players_any_more(
    data: PersonalData, asked: AskedPlayers, links: LinkRepository
) -> None:
    await links.link_self(USER, 5, "Chief")
    await links.link_member(10, USER, 6, "Arbiter", OTHER)
    for xuid in (5, 6, 9):
        asked.remember(OTHER, xuid, Name(f"Spartan {xuid}", 1.0))
    await asked.flush()
    await data.delete(USER)
    (theirs,) = (part for part in await data.collect(OTHER) if part.table == "asked_players")
    assert {row["xuid"] for row in theirs.rows} == {"9"}
    assert asked.index.suggest("spartan", OTHER, None) == ("Spartan 9",)


def test_every_place_has_words() -> None:
    marked = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get(DISCORD_USER)
    }
    assert set(PLACES) == marked
