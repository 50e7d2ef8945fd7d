"""The shortcut past Alembic is safe only while these hold."""

import subprocess
import sys

from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.storage.pending import MIGRATIONS


def test_the_files_of_migrations_begin_with_their_revisions_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest_first = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()]
    names = [path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("*.py")]
    assert newest_first == sorted(names, reverse=True)


def test_the_bot_is_imported_without_what_a_start_does_not_need() -> None:
    script = (
        "import sys, bot.command_line.run; print([n for n in sys.argv[1:] if n in sys.modules])"
    )
    unneeded = ["alembic", "sqlalchemy.dialects.postgresql", "typer", "pyvips", "simcord"]
    command = [sys.executable, "-c", script, *unneeded]
    assert subprocess.check_output(command, text=True).strip() == "[]"
