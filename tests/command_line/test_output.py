"""Output in encodings that cannot hold everything, and homes that cannot be entered."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.command_line.output import leave_unreadable_home
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_CLEARANCE, STATIC_SPARTAN_TOKEN
from tests.support.processes import environment


def lookup(
    service: SandboxService, folder: Path, encoding: str, *options: str
) -> "subprocess.CompletedProcess[bytes]":
    """A lookup whose output is a pipe in this encoding."""
    env = environment(
        HALO_BASE_URL=service.base_url,
        HALO_SPARTAN_TOKEN=STATIC_SPARTAN_TOKEN,
        HALO_CLEARANCE_TOKEN=STATIC_CLEARANCE,
        PYTHONIOENCODING=encoding,
    )
    command = [sys.executable, "-m", "bot", "lookup", "lastmatch", "MapleLeaf 117", *options]
    return subprocess.run(command, capture_output=True, check=False, cwd=folder, env=env)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_tables_and_json_come_out_of_any_pipe(
    served_sandbox: SandboxService, tmp_path: Path, encoding: str
) -> None:
    table = lookup(served_sandbox, tmp_path, encoding)
    assert (table.returncode, b"Traceback" in table.stderr) == (0, False), table.stderr
    assert "MapleLeaf 117" in table.stdout.decode(encoding)
    written = lookup(served_sandbox, tmp_path, encoding, "--json")
    assert written.returncode == 0, written.stderr
    assert json.loads(written.stdout.decode(encoding))["subject"]
    assert written.stdout.isascii() or encoding == "utf-8"


@pytest.mark.parametrize(("may_enter", "home"), [(True, "as it was"), (False, "/nonexistent")])
def test_a_home_that_cannot_be_entered_counts_as_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, may_enter: bool, home: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(os, "access", lambda *_: may_enter)
    leave_unreadable_home()
    assert os.environ["HOME"] == home.replace("as it was", str(tmp_path))


def test_an_absent_home_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "none"))
    leave_unreadable_home()
    assert os.environ["HOME"] == str(tmp_path / "none")
