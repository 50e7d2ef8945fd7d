"""The command line, in this process."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import ExitCode
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_CLEARANCE, STATIC_SPARTAN_TOKEN
from tests.support.command_line import Run
from tests.support.processes import ROOT


@pytest.fixture
def service(served_sandbox: SandboxService) -> dict[str, str]:
    """Settings that reach the simulated services."""
    return {
        "HALO_BASE_URL": served_sandbox.base_url,
        "HALO_SPARTAN_TOKEN": STATIC_SPARTAN_TOKEN,
        "HALO_CLEARANCE_TOKEN": STATIC_CLEARANCE,
    }


def test_without_settings_run_says_what_is_missing(run: Run) -> None:
    ended = run("run")
    assert ended.exit_code == ExitCode.CONFIGURATION
    lines = ended.stderr.splitlines()
    assert [line.split()[1] for line in lines[:-1]] == [
        "DISCORD_TOKEN:",
        "TOKEN_KEY:",
        "Halo",
    ]
    assert "make demo" in lines[-1]


def test_run_wants_a_migrated_database(run: Run) -> None:
    ended = run("run", DISCORD_TOKEN="x", HALO_SPARTAN_TOKEN="v4=x")
    assert ended.exit_code == ExitCode.STORAGE
    assert "python -m bot migrate" in ended.stderr


def test_migrate_works_on_a_new_file_and_twice(run: Run) -> None:
    for _ in range(2):
        ended = run("migrate")
        assert ended.exit_code == ExitCode.OK, ended.stderr
    assert Path("halo-stats.db").exists()


def test_a_made_key_can_be_used(run: Run, service: dict[str, str]) -> None:
    key = run("keygen").stdout.strip()
    signing_in = {
        "HALO_BASE_URL": service["HALO_BASE_URL"],
        "HALO_CLIENT_ID": "sandbox",
        "HALO_REFRESH_TOKEN": "sandbox-refresh-token",
        "TOKEN_KEY": key,
    }
    ended = run("lookup", "csr", "MapleLeaf 117", **signing_in)
    assert (ended.exit_code, "Onyx" in ended.stdout) == (ExitCode.OK, True)
    assert run("migrate", **signing_in).exit_code == ExitCode.OK


@pytest.mark.parametrize(
    ("command", "word"),
    [
        ("lastmatch", "Victory"),
        ("csr", "Onyx"),
        ("medals", "Double Kill"),
        ("session", "won"),
        ("trend", "accuracy"),
        ("teammates", "Quiet Comet"),
    ],
)
def test_lookups_print_tables_and_json(
    run: Run, service: dict[str, str], command: str, word: str
) -> None:
    table = run("lookup", command, "MapleLeaf 117", **service)
    assert (table.exit_code, word in table.stdout) == (ExitCode.OK, True), table.stderr
    data = run("lookup", command, "MapleLeaf 117", "--json", **service)
    assert '"gamertag": "MapleLeaf 117"' in data.stdout


def test_the_stored_answers_can_be_looked_into(run: Run, service: dict[str, str]) -> None:
    for _ in range(2):
        assert run("lookup", "csr", "MapleLeaf 117", **service).exit_code == ExitCode.OK
    data = json.loads(run("cache", "stats", "--json").stdout)
    assert data["entries"] == data["misses"] > 5
    assert data["hits"] > 5
    lines = run("cache", "stats").stdout
    assert "hit ratio" in lines
    assert "coalesced" in lines
    url = "https://gamecms-hacs.svc.halowaypoint.com/hi/Waypoint/file/medals/metadata.json"
    assert "Nothing is stored" in run("cache", "show", url).stdout
    run("lookup", "medals", "MapleLeaf 117", **service)
    shown = run("cache", "show", url).stdout
    assert f"200 {url}" in shown
    assert "fresh for" in shown
    assert "v4=" not in shown
    assert f"{0:,} answers deleted" in run("cache", "purge", "--unused-for", "1").stdout
    assert "answers deleted" in run("cache", "purge").stdout
    assert json.loads(run("cache", "stats", "--json").stdout)["entries"] == 0
    assert Path("halo-stats-cache.db").exists()


def test_the_stored_answers_keep_out_of_the_database_s_own_file(run: Run) -> None:
    ended = run("cache", "stats", CACHE_DATABASE_URL="sqlite:///./halo-stats.db")
    assert ended.exit_code == ExitCode.CONFIGURATION
    assert "CACHE_DATABASE_URL" in ended.stderr


@pytest.mark.parametrize(("kind", "begins"), [("csv", '"match_id",'), ("json", "{")])
def test_an_export_is_written_to_standard_output(
    run: Run, service: dict[str, str], kind: str, begins: str
) -> None:
    ended = run("lookup", "export", "MapleLeaf 117", "--format", kind, "--matches", "25", **service)
    assert ended.exit_code == ExitCode.OK, ended.stderr
    assert ended.stdout.removeprefix("\ufeff").startswith(begins)


def test_an_unknown_format_is_answered_with_the_known_ones(
    run: Run, service: dict[str, str]
) -> None:
    wrong = run("lookup", "export", "MapleLeaf 117", "--format", "xml", **service)
    assert wrong.exit_code == ExitCode.CONFIGURATION
    assert "csv, json" in wrong.stderr


def test_a_gamertag_is_read_as_xbox_shows_it(run: Run, service: dict[str, str]) -> None:
    data = run("lookup", "csr", "Drifter #1234", "--json", **service)
    assert '"gamertag": "Drifter1234"' in data.stdout, data.stderr


def test_a_misspelt_gamertag_gets_near_names(run: Run, service: dict[str, str]) -> None:
    run("lookup", "csr", "MapleLeaf 117", **service)
    wrong = run("lookup", "csr", "MapleLeef 117", **service)
    assert wrong.exit_code == ExitCode.FAILED
    assert "Did you mean MapleLeaf 117?" in wrong.stderr


def test_a_wrong_choice_is_answered_with_the_right_ones(run: Run, service: dict[str, str]) -> None:
    wrong = run("lookup", "medals", "MapleLeaf 117", "--sort", "size", **service)
    assert wrong.exit_code == ExitCode.CONFIGURATION
    assert "count, rarity, type" in wrong.stderr


def test_refused_tokens_have_an_exit_code_of_their_own(run: Run, service: dict[str, str]) -> None:
    refused = run("lookup", "csr", "MapleLeaf 117", **service | {"HALO_SPARTAN_TOKEN": "v4=old"})
    assert refused.exit_code == ExitCode.SIGN_IN
    assert "v4=old" not in refused.stderr


@pytest.mark.parametrize("command", ["sandbox", "demo"])
def test_a_taken_port_is_a_clear_error(run: Run, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run(command, "--port", port)
    assert ended.exit_code == ExitCode.PORT_TAKEN
    assert port in ended.stderr


def test_a_folder_without_payloads_is_a_clear_error(run: Run, tmp_path: Path) -> None:
    ended = run("sandbox", "--payloads", str(tmp_path))
    assert ended.exit_code == ExitCode.FAILED
    assert "get_match_stats.json" in ended.stderr


def test_the_settings_can_be_in_a_file_that_is_named(run: Run, tmp_path: Path) -> None:
    Path("wrong.env").write_text("LOG_FORMAT=xml\n")
    named = run("--config", "wrong.env", "migrate")
    by_variable = run("migrate", BOT_CONFIG=str(tmp_path / "wrong.env"))
    for ended in (named, by_variable):
        assert (ended.exit_code, "LOG_FORMAT" in ended.stderr) == (ExitCode.CONFIGURATION, True)
    assert run("migrate").exit_code == ExitCode.OK


def test_a_named_file_that_is_absent_is_said(run: Run) -> None:
    ended = run("--config", "nowhere.env", "migrate")
    assert ended.exit_code == ExitCode.CONFIGURATION
    assert "nowhere.env" in ended.stderr


def test_run_wants_a_sign_in_from_somewhere(run: Run) -> None:
    settings = {"DISCORD_TOKEN": "x", "TOKEN_KEY": run("keygen").stdout.strip()}
    run("migrate", **settings)
    ended = run("run", **settings)
    assert ended.exit_code == ExitCode.SIGN_IN
    assert "python -m bot auth" in ended.stderr


def test_a_grown_database_moves_and_its_rows_are_counted(run: Run) -> None:
    run("migrate")
    moved = run("db", "copy", "sqlite:///halo-stats.db", "sqlite:///new.db")
    assert (moved.exit_code, "own_links: 0" in moved.stdout) == (ExitCode.OK, True), moved.stderr
    assert run("migrate", DATABASE_URL="sqlite:///new.db").exit_code == ExitCode.OK


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("sqlite:///unmigrated.db", ExitCode.STORAGE),
        ("mysql://u:hunter2@host/db", ExitCode.CONFIGURATION),
    ],
)
def test_a_source_that_cannot_be_copied_is_a_clear_error(
    run: Run, source: str, code: ExitCode
) -> None:
    refused = run("db", "copy", source, "sqlite:///new.db")
    assert refused.exit_code == code
    assert len(refused.stderr.splitlines()) == 1
    assert "hunter2" not in refused.stderr


def test_check_names_what_is_missing_and_ends_with_its_code(run: Run) -> None:
    ended = run("check")
    assert ended.exit_code == ExitCode.CONFIGURATION
    assert "FIX  settings: missing DISCORD_TOKEN" in ended.stdout
    assert "FIX  database" in ended.stdout


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("TOKEN_KEY", "malformed", ExitCode.CONFIGURATION),
        ("METRICS_PORT", "99999", ExitCode.CONFIGURATION),
        ("SENTRY_DSN", "malformed", ExitCode.CONFIGURATION),
        ("DATABASE_POOL_SIZE", "0", ExitCode.CONFIGURATION),
        ("DATABASE_URL", "mysql://x", ExitCode.CONFIGURATION),
        ("DATABASE_URL", "sqlite://halo.db", ExitCode.CONFIGURATION),
        ("METRICS_HOST", "999.1.1.1", ExitCode.CONFIGURATION),
        ("HALO_REDIRECT_URI", "http://localhost:84000", ExitCode.CONFIGURATION),
    ],
)
def test_a_start_with_a_wrong_setting_is_one_line_and_an_exit_code(
    run: Run, setting: str, value: str, code: ExitCode
) -> None:
    key = run("keygen").stdout.strip()
    settings = {"DISCORD_TOKEN": "x", "HALO_CLIENT_ID": "x", "HALO_REFRESH_TOKEN": "x"}
    run("migrate")
    ended = run("run", **settings | {"TOKEN_KEY": key} | {setting: value})
    assert ended.exit_code == code
    assert len(ended.stderr.splitlines()) == 1
    assert setting in ended.stderr


def test_a_line_end_behind_the_database_makes_no_second_file(run: Run) -> None:
    for url in ("sqlite:///halo.db", "sqlite:///halo.db\r", '"sqlite:///halo.db"\n'):
        assert run("migrate", DATABASE_URL=url).exit_code == ExitCode.OK
    assert [path.name for path in Path().glob("*") if not path.name.endswith("wal")] == ["halo.db"]


def test_the_cause_is_told_to_the_operator(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.db"
    file.write_text("This is a shopping list. " * 99)
    ended = run("migrate", DATABASE_URL=f"sqlite:///{file}")
    assert ended.exit_code == ExitCode.STORAGE
    assert "Cause: " in ended.stderr
    assert "file is not a database" in ended.stderr


def test_a_worker_s_start_loads_nothing_that_only_other_commands_need() -> None:
    long = "bot.command_line.long_lookups"
    others = ("alembic", "aiohttp.web", "bot.sandbox", long, "pyvips", "jinja2")
    look = f"import sys, bot.cli; print([name for name in {others} if name in sys.modules])"
    command = [sys.executable, "-c", look]
    found = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "[]"
