"""The program as a process: what it prints, what it ends with, and how it stops."""

import re
import signal
import urllib.request
from pathlib import Path

import pytest

from bot.cli import ExitCode
from tests.support.processes import PATIENCE, started


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_ends_cleanly_within_five_seconds(tmp_path: Path, signum: signal.Signals) -> None:
    with started("demo", "--port", "0", until="http://", cwd=tmp_path) as (process, line):
        url = re.search(r"http://\S+", line)
        assert url is not None
        with urllib.request.urlopen(url[0].split("#")[0], timeout=PATIENCE) as page:
            assert page.status == 200
        process.send_signal(signum)
        _, errors = process.communicate(timeout=5)
        assert process.returncode == ExitCode.OK
        assert "Traceback" not in errors


def test_a_second_signal_changes_nothing(tmp_path: Path) -> None:
    with started("demo", "--port", "0", until="http://", cwd=tmp_path) as (process, _):
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
        assert (process.returncode, "Traceback" in errors) == (ExitCode.OK, False)
