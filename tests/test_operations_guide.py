"""What docs/operations.md and the unit file say is what the program has."""

import re
from pathlib import Path

import pytest
import typer.main

from bot.app import App
from bot.cli import ExitCode, cli
from bot.halo.auth.chain import SignInStatus
from bot.telemetry.metrics import Live, Metrics
from tests.telemetry.test_metrics import NoGateway

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "operations.md").read_text()
UNIT = (ROOT / "docs" / "halo-stats-bot.service").read_text()


@pytest.fixture
def names(app: App) -> set[str]:
    """The names of all metrics."""
    metrics = Metrics()
    sign_ins = [SignInStatus("main")]
    metrics.watch(
        Live(
            app.clock,
            app.stack.cache,
            app.stack.queues,
            lambda: 0,
            lambda: 0,
            lambda: sign_ins,
            NoGateway(),
        )
    )
    return {
        f"{metric.name}_total" if metric.type == "counter" else metric.name
        for metric in metrics.registry.collect()
    }


async def test_the_guide_lists_every_metric_and_no_other(names: set[str]) -> None:
    rows = [line.split("|")[1] for line in GUIDE.splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == names


async def test_alerts_speak_of_metrics_that_there_are(names: set[str]) -> None:
    used = set(re.findall(r"\b(?:halo_bot|process)_\w+", GUIDE))
    assert {name.removesuffix("_bucket") for name in used} <= names


def test_every_exit_code_is_explained() -> None:
    explained = {int(code) for code in re.findall(r"^\| (\d+) \|", GUIDE, re.MULTILINE)}
    assert explained == set(ExitCode) - {ExitCode.INTERRUPTED}


def test_the_commands_it_names_exist() -> None:
    known = set(typer.main.get_group(cli).commands)
    assert set(re.findall(r"python -m bot (\w+)", GUIDE + UNIT)) <= known


def test_the_unit_gives_the_worker_time_to_finish() -> None:
    (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)
    assert int(seconds) > 10


def test_the_unit_starts_again_after_all_but_what_is_final() -> None:
    assert re.findall(r"^StartLimitIntervalSec=(\d+)$", UNIT, re.MULTILINE) == ["0"]
    final = {int(code) for code in re.findall(r"^\| (\d+) \|.*\| no \|$", GUIDE, re.MULTILINE)}
    (prevented,) = re.findall(r"^RestartPreventExitStatus=([\d ]+)$", UNIT, re.MULTILINE)
    assert {int(code) for code in prevented.split()} == final
    assert final == {ExitCode.CONFIGURATION, ExitCode.SIGN_IN, ExitCode.DISCORD_REFUSED}


def test_systemd_sees_the_exit_code_of_migrations_too() -> None:
    # RestartPreventExitStatus is about the main process alone.
    assert "ExecStartPre" not in UNIT
    (command,) = re.findall(r"^ExecStart=(.+)$", UNIT, re.MULTILINE)
    assert re.search(r"bot migrate && exec \S+ -m bot run", command)
