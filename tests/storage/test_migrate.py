import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

from bot.storage.engine import Database
from bot.storage.errors import DatabaseTooNew, MigrationNeeded, StorageUnavailable
from bot.storage.migrate import current_and_head, upgrade
from bot.storage.pending import MIGRATIONS, check
from bot.storage.settings import SettingsRepository
from bot.storage.tables import Base, OwnLink, ServerLink

LATER_REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("server_settings") as batch:
        batch.add_column(sa.Column("mood", sa.Text(), nullable=False, server_default="calm"))
        batch.alter_column("match_kind", type_=sa.String(64), existing_type=sa.Text())
"""

UPGRADE_SCRIPT = """
import asyncio, sys
from bot.storage.migrate import upgrade
print(asyncio.run(upgrade(sys.argv[1])))
"""


@pytest.fixture
async def later_migrations(tmp_path: Path, sqlite_url: str) -> Path:
    """The migrations of a newer program: ours and one more."""
    folder = tmp_path / "later" / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    _current, head = await current_and_head("sqlite://")
    (folder / "versions" / "later.py").write_text(LATER_REVISION.format(head=head))
    return folder


async def table_names(url: str) -> set[str]:
    database = await Database.open(url)
    async with database.session() as session:
        connection = await session.connection()
        names = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    await database.close()
    return names


async def test_a_new_database_gets_all_tables(database_url: str) -> None:
    with pytest.raises(MigrationNeeded):
        await check(database_url)
    revision = await upgrade(database_url)
    await check(database_url)
    assert await current_and_head(database_url) == (revision, revision)
    assert await table_names(database_url) == {*Base.metadata.tables, "alembic_version"}


async def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    first = await upgrade(database_url)
    database = await Database.open(database_url)
    settings = SettingsRepository(database)
    await settings.set_match_kind(1, "ranked")
    assert await upgrade(database_url) == first
    assert (await settings.get(1)).match_kind == "ranked"
    await database.close()


async def test_an_old_database_keeps_its_data(database_url: str, later_migrations: Path) -> None:
    await upgrade(database_url)
    before = await Database.open(database_url)
    await SettingsRepository(before).set_match_kind(1, "ranked")
    await before.close()
    with pytest.raises(MigrationNeeded):
        await check(database_url, migrations=later_migrations)
    assert await upgrade(database_url, migrations=later_migrations) == "later"
    after = await Database.open(database_url)
    assert (await SettingsRepository(after).get(1)).match_kind == "ranked"
    async with after.session() as session:
        assert await session.scalar(text("SELECT mood FROM server_settings")) == "calm"
    await after.close()


async def test_a_newer_database_is_refused(database_url: str, later_migrations: Path) -> None:
    await upgrade(database_url, migrations=later_migrations)
    with pytest.raises(DatabaseTooNew):
        await check(database_url)
    with pytest.raises(DatabaseTooNew):
        await upgrade(database_url)


async def test_processes_that_upgrade_at_once_all_succeed(database_url: str) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            UPGRADE_SCRIPT,
            database_url,
            cwd=MIGRATIONS.parent,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        for _ in range(3)
    ]
    answers = await asyncio.gather(*(process.communicate() for process in processes))
    assert [process.returncode for process in processes] == [0] * 3, answers
    await check(database_url)


async def test_the_loop_goes_on_during_an_upgrade(database_url: str) -> None:
    turns = 0

    async def count_turns() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    counter = asyncio.create_task(count_turns())
    await upgrade(database_url)
    counter.cancel()
    await asyncio.gather(counter, return_exceptions=True)
    assert turns > 100


async def test_a_failed_migration_leaves_nothing_behind(
    database_url: str, later_migrations: Path
) -> None:
    broken = later_migrations / "versions" / "later.py"
    broken.write_text(broken.read_text() + "    raise LookupError\n")
    with pytest.raises(LookupError):
        await upgrade(database_url, migrations=later_migrations)
    assert await table_names(database_url) == set()


async def test_an_unreachable_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(StorageUnavailable):
        await upgrade(f"sqlite:///{file}")


async def test_the_migrations_equal_the_models(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `alembic check` does from the repository's root, with the pyproject alone."""
    await upgrade(database_url)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.chdir(MIGRATIONS.parent)
    await asyncio.to_thread(command.check, Config(toml_file="pyproject.toml"))


async def test_links_of_before_names_had_a_date_keep_theirs(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    config = Config(toml_file=MIGRATIONS.parent / "pyproject.toml")
    await asyncio.to_thread(command.upgrade, config, "0005")
    before = await Database.open(database_url)
    async with before.begin() as session:
        for values in ("own_links VALUES (1, 117, 'Chief', {})",
                       "server_links VALUES (5, 1, 343, 'Arbiter', 9, {})",
                       "recent_players VALUES (1, 'Chief', 'chief', {})"):  # fmt: skip
            row = values.format("'2026-05-04 20:15:00+00:00'")
            await session.execute(text(f"INSERT INTO {row}"))
    await before.close()
    await upgrade(database_url)
    after = await Database.open(database_url)
    async with after.session() as session:
        own = await session.get_one(OwnLink, 1)
        server = await session.get_one(ServerLink, (5, 1))
        assert [(row.gamertag, row.named_at == row.linked_at) for row in (own, server)] == [
            ("Chief", True), ("Arbiter", True),
        ]  # fmt: skip
    await after.close()
    await asyncio.to_thread(command.downgrade, config, "0005")
    await asyncio.to_thread(command.upgrade, config, "head")


async def test_the_migrations_lead_back_to_nothing(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await upgrade(database_url)
    monkeypatch.setenv("DATABASE_URL", database_url)
    config = Config(toml_file=MIGRATIONS.parent / "pyproject.toml")
    await asyncio.to_thread(command.downgrade, config, "base")
    assert await table_names(database_url) == {"alembic_version"}


async def test_the_command_line_says_which_variable_is_missing() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "alembic", "check"),
        cwd=MIGRATIONS.parent,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode != 0
    assert b"DATABASE_URL" in output
