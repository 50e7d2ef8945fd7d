"""The worker as a process, with a small Discord and the simulated services on loopback."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy.engine import make_url

from bot.cli import ExitCode
from bot.command_line.demo import demo_settings
from bot.config import Settings
from bot.halo.clock import SystemClock
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.support.gateway import LoopbackDiscord
from tests.support.gateway_faults import DAILY_LIMIT, PASSING_CODES, PUBLISHING, UNREADABLE
from tests.support.processes import PATIENCE, ROOT
from tests.support.worker import ended, started, worker_environment

RUN = (sys.executable, "-m", "bot", "run")
GAMERTAG = "MapleLeaf 117"


@pytest.fixture
async def service() -> AsyncIterator[SandboxService]:
    """The simulated services in real time, as the worker lives in it too."""
    async with SandboxService(World.seeded(), clock=SystemClock()) as service:
        yield service


@pytest.fixture
def worker_settings(service: SandboxService, empty_database: Path, tmp_path: Path) -> Settings:
    path = tmp_path / "worker.db"
    path.write_bytes(empty_database.read_bytes())
    return demo_settings(service.base_url, path)


@pytest.fixture
def env(worker_settings: Settings, loopback: LoopbackDiscord) -> dict[str, str]:
    return worker_environment(worker_settings, loopback.base_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, as a hosting service writes its URL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    url = make_url(request.getfixturevalue("postgresql_url"))
    return url.set(drivername="postgres").render_as_string(hide_password=False)


async def until(event: asyncio.Event) -> None:
    await asyncio.wait_for(event.wait(), PATIENCE)


async def test_the_procfile_releases_and_runs_the_worker(
    loopback: LoopbackDiscord, env: dict[str, str], new_database_url: str, tmp_path: Path
) -> None:
    env["DATABASE_URL"] = new_database_url
    honcho = (sys.executable, "-m", "honcho", "-d", str(tmp_path), "-f", str(ROOT / "Procfile"))
    async with started(*honcho, "start", "release", env=env, cwd=tmp_path) as release:
        code, output = await ended(release)
    assert (code, "The database is at revision" in output) == (ExitCode.OK, True), output
    async with started(*honcho, "start", "worker", env=env, cwd=tmp_path) as worker:
        await until(loopback.connected)
        asked = await loopback.command("csr", gamertag=GAMERTAG)
        await until(asked.answered)
        worker.terminate()
        _, output = await ended(worker)
    assert "worker.1 stopped (rc=0)" in output, output
    assert GAMERTAG in str(asked.answer)


async def test_commands_under_way_are_answered_before_the_end(
    loopback: LoopbackDiscord, service: SandboxService, env: dict[str, str], tmp_path: Path
) -> None:
    slow = Fault(FaultKind.DELAY, delay=1.0)
    async with started(*RUN, env=env, cwd=tmp_path) as worker:
        await until(loopback.connected)
        service.fail("playlist_csr", slow)
        asked = [await loopback.command("csr", gamertag=GAMERTAG) for _ in range(5)]
        for one in asked:
            await until(one.deferred)
        worker.send_signal(signal.SIGTERM)
        code, output = await ended(worker)
    assert code == ExitCode.OK, output
    assert [one.answered.is_set() for one in asked] == [True] * 5
    assert {one.title for one in asked} == {asked[0].title}
    assert "Traceback" not in output


async def test_a_worker_can_be_watched(
    loopback: LoopbackDiscord, env: dict[str, str], tmp_path: Path
) -> None:
    env["METRICS_PORT"] = "0"
    async with started(*RUN, env=env, cwd=tmp_path) as worker, aiohttp.ClientSession() as http:
        lines = worker.stderr
        assert lines is not None
        first = json.loads(await asyncio.wait_for(lines.readline(), PATIENCE))
        url = str(first["event"]).removeprefix("metrics at ")
        await until(loopback.connected)
        asked = await loopback.command("csr", gamertag=GAMERTAG)
        await until(asked.answered)
        async with http.get(url.replace("/metrics", "/readyz")) as ready:
            assert (ready.status, "discord: ok" in await ready.text()) == (200, True)
        async with http.get(url) as figures:
            assert "halo_bot_gateway_ready 1.0" in await figures.text()
        worker.terminate()
        code, output = await ended(worker)
    assert code == ExitCode.OK, output
    written = [json.loads(line) for line in output.splitlines()]
    calls = [line for line in written if line["logger"] == "bot.telemetry.events"]
    assert {"playlist_csr: 200", "answered: ok"} <= {line["event"] for line in calls}
    # One id from the interaction to each of its calls.
    assert {line["command"] for line in calls} == {"csr"}
    assert len({line["request"] for line in calls}) == 1


async def test_a_start_that_fails_is_one_line_and_an_exit_code(
    env: dict[str, str], tmp_path: Path
) -> None:
    async with started(*RUN, env=env | {"DISCORD_TOKEN": "wrong"}, cwd=tmp_path) as worker:
        code, output = await ended(worker)
    (line,) = output.splitlines()
    assert (code, "DISCORD_TOKEN" in line) == (ExitCode.DISCORD_REFUSED, True)


async def test_where_discord_ends_the_connection_for_good_commands_under_way_are_answered(
    loopback: LoopbackDiscord, service: SandboxService, env: dict[str, str], tmp_path: Path
) -> None:
    async with started(*RUN, env=env, cwd=tmp_path) as worker:
        await until(loopback.connected)
        service.fail("playlist_csr", Fault(FaultKind.DELAY, delay=1.0))
        asked = [await loopback.command("csr", gamertag=GAMERTAG) for _ in range(3)]
        for one in asked:
            await until(one.deferred)
        await loopback.close(0, 4014)
        code, output = await ended(worker)
    assert code == ExitCode.DISCORD_REFUSED, output
    assert [GAMERTAG in str(one.answer) for one in asked] == [True] * 3
    assert "connection with 4014. The bot asks for events" in output.splitlines()[-1]
    assert "Traceback" not in output


async def test_events_that_cannot_be_read_end_nothing(
    loopback: LoopbackDiscord, env: dict[str, str], tmp_path: Path
) -> None:
    async with started(*RUN, env=env, cwd=tmp_path) as worker:
        await until(loopback.connected)
        for event, data in UNREADABLE:
            await loopback.tell(event, data)
        for code in PASSING_CODES:
            await loopback.close(0, code)
            asked = await loopback.command("csr", gamertag=GAMERTAG)
            await until(asked.answered)
            assert GAMERTAG in str(asked.answer)
        worker.terminate()
        ended_with, output = await ended(worker)
    assert ended_with == ExitCode.OK, output
    skipped = [line for line in output.splitlines() if "cannot be read" in line]
    assert len(skipped) == len(UNREADABLE)
    assert "what people write" not in output
    assert "Traceback" not in output


async def test_commands_that_cannot_be_published_keep_nobody_from_being_answered(
    loopback: LoopbackDiscord, env: dict[str, str], tmp_path: Path
) -> None:
    for refusal in (None, DAILY_LIMIT):
        if refusal is not None:
            loopback.refusals[PUBLISHING] = refusal
        loopback.connected.clear()
        async with started(*RUN, env=env, cwd=tmp_path) as worker:
            await until(loopback.connected)
            asked = await loopback.command("csr", gamertag=GAMERTAG)
            await until(asked.answered)
            worker.terminate()
            code, output = await ended(worker)
        assert code == ExitCode.OK, output
        assert GAMERTAG in str(asked.answer)
        assert ("daily application command creates" in output) is (refusal is not None)


async def test_a_discord_that_comes_up_late_is_waited_for(
    loopback: LoopbackDiscord, env: dict[str, str], tmp_path: Path
) -> None:
    loopback.refusals["GET /users/@me"] = 503
    async with started(*RUN, env=env, cwd=tmp_path) as worker:
        lines = worker.stderr
        assert lines is not None
        while b"Discord cannot be reached" not in await asyncio.wait_for(
            lines.readline(), PATIENCE
        ):
            pass
        del loopback.refusals["GET /users/@me"]
        await until(loopback.connected)
        worker.terminate()
        code, output = await ended(worker)
    assert code == ExitCode.OK, output
