"""The worker as a process: its start, its memory, its answers under load, and its end."""

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from bot.command_line.demo import demo_settings
from bot.discord_app.delivery import ANSWER_WITHIN
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from bot.storage.migrate import upgrade
from tests.benchmarks.measure import Row, ms
from tests.support.gateway import Asked, LoopbackDiscord
from tests.support.processes import PATIENCE
from tests.support.sign_in import HOPS
from tests.support.worker import ended, started, worker_environment

_RUN = (sys.executable, "-m", "bot", "run")
_GAMERTAG = "MapleLeaf 117"
_MIB = 1024 * 1024
# Seconds after which an idle worker has settled.
_SETTLED = 3.0
_IN_FLIGHT, _ROUNDS = 50, 8
_TOO_MANY = 300
_BURN = (sys.executable, "-c", "while True: pass")
_PICTURES = 10
# Discord's bit for it.
_ATTACH_FILES = str(1 << 15)
_SLOW = Fault(FaultKind.DELAY, delay=2.0)


@dataclass(frozen=True, slots=True)
class _Stage:
    """A loopback Discord and the simulated services, and a worker's environment between them."""

    discord: LoopbackDiscord
    service: SandboxService
    env: Mapping[str, str]
    folder: Path

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[asyncio.subprocess.Process]:
        self.discord.connected.clear()
        async with started(*_RUN, env=self.env, cwd=self.folder) as process:
            await asyncio.wait_for(self.discord.connected.wait(), PATIENCE)
            yield process

    async def ask(self, count: int, command: str = "csr") -> list[Asked]:
        """So many commands at once, all answered."""
        asked = [await self.discord.command(command, gamertag=_GAMERTAG) for _ in range(count)]
        async with asyncio.timeout(PATIENCE):
            for one in asked:
                await one.answered.wait()
        return asked


async def rows() -> list[Row]:
    """Start to ready, memory when idle, first answers, rate of cached answers, and the end."""
    async with _stage() as stage:
        async with stage.worker() as worker:
            await stage.ask(1)
            worker.terminate()
            await ended(worker)
        return [
            *await _start_and_memory(stage),
            *await _answers(stage, "csr"),
            *await _answers(stage, "medals"),
            await _busy_cores(stage),
            await _end(stage, _SLOW, "SIGTERM to exit, 20 commands under way"),
            await _end(stage, Fault(FaultKind.HANG), "SIGTERM to exit, 20 commands that hang"),
        ]


@asynccontextmanager
async def _stage() -> AsyncIterator[_Stage]:
    with tempfile.TemporaryDirectory(prefix="halo-bench-") as name:
        folder = Path(name)
        async with LoopbackDiscord() as discord, SandboxService(World.seeded()) as service:
            settings = demo_settings(service.base_url, folder / "worker.db")
            await upgrade(settings.database_url)
            env = worker_environment(settings, discord.base_url) | {"LOG_LEVEL": "WARNING"}
            # The worker starts from compiled modules, also where the environment forbids to write
            # them beside the sources.
            env["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
            env.pop("PYTHONDONTWRITEBYTECODE", None)
            yield _Stage(discord, service, env, folder)


async def _start_and_memory(stage: _Stage) -> list[Row]:
    before = [stage.service.count(hop) for hop in HOPS]
    began = time.perf_counter()
    async with stage.worker() as worker:
        seconds = time.perf_counter() - began
        await stage.ask(1)
        signed_in = [stage.service.count(hop) for hop in HOPS] != before
        await asyncio.sleep(_SETTLED)
        size = await asyncio.to_thread(_resident, worker.pid)
        stage.discord.app_permissions = _ATTACH_FILES
        asked = [card for _ in range(_PICTURES) for card in await stage.ask(1)]
        stage.discord.app_permissions = "0"
        await asyncio.sleep(_SETTLED)
        drawn = await asyncio.to_thread(_resident, worker.pid)
        worker.terminate()
        await ended(worker)
    return [
        Row("start of the worker to ready, token in the database", f"{seconds:.1f} s", "",
            "<= 3 s, no sign-in request", seconds <= 3 and not signed_in,
            "signed in again" if signed_in else "no sign-in request"),
        Row("memory of an idle worker", f"{size / _MIB:.0f} MiB", "", "<= 120 MiB",
            size <= 120 * _MIB),
        Row("the same after its first pictures", f"{drawn / _MIB:.0f} MiB", "", "none", None,
            f"{sum(bool(card.files) for card in asked)} drawn: libvips, fonts and artwork are in"),
    ]  # fmt: skip


async def _answers(stage: _Stage, command: str) -> list[Row]:
    async with stage.worker() as worker:
        await stage.ask(_IN_FLIGHT, command)
        began, spent = time.perf_counter(), await asyncio.to_thread(_cpu, worker.pid)
        asked = [one for _ in range(_ROUNDS) for one in await stage.ask(_IN_FLIGHT, command)]
        rate = len(asked) / (time.perf_counter() - began)
        spent = await asyncio.to_thread(_cpu, worker.pid) - spent
        each = spent / len(asked)
        worker.terminate()
        await ended(worker)
    first = [one.first_answer_at - one.asked_at for one in asked]
    cuts = quantiles(first, n=100)
    p50, p99, worst = cuts[49], cuts[98], max(first)
    return [
        Row(f"first answer, {_IN_FLIGHT} /{command} in flight", f"p50 {ms(p50)}, p99 {ms(p99)}", "",
            "p50 <= 50 ms, p99 <= 500 ms, none past 3 s",
            p50 <= 0.05 and p99 <= 0.5 and worst <= 3, f"worst {ms(worst)}"),
        Row(f"cached /{command} end to end, in words", f"{rate:.0f} /s", "", ">= 150 /s",
            rate >= 150, f"{ms(each)} of CPU each: {1 / each:.0f} /s on a core of its own"),
    ]  # fmt: skip


async def _busy_cores(stage: _Stage) -> Row:
    """More commands at once than are worked on, all with pictures, while others use every core."""
    async with stage.worker() as worker, AsyncExitStack() as others:
        await stage.ask(1)
        for _ in range(os.cpu_count() or 1):
            await others.enter_async_context(started(*_BURN, env=stage.env, cwd=stage.folder))
        stage.discord.app_permissions = _ATTACH_FILES
        asked = await stage.ask(_TOO_MANY)
        stage.discord.app_permissions = "0"
        worker.terminate()
        await ended(worker)
    worst = max(one.first_answer_at - one.asked_at for one in asked)
    refused = sum("busy" in one.title for one in asked)
    return Row(f"first answer, {_TOO_MANY} /csr at once with every core in use",
               f"worst {ms(worst)}", "", "none past 3 s", worst <= ANSWER_WITHIN,
               f"{refused} asked to come back")  # fmt: skip


async def _end(stage: _Stage, fault: Fault, what: str) -> Row:
    async with stage.worker() as worker:
        stage.service.fail("user_by_gamertag", fault)
        names = [f"Nobody {number}" for number in range(20)]
        asked = [await stage.discord.command("csr", gamertag=name) for name in names]
        for one in asked:
            await one.deferred.wait()
        began = time.perf_counter()
        worker.send_signal(signal.SIGTERM)
        code, _ = await ended(worker)
        seconds = time.perf_counter() - began
    stage.service.heal()
    answered = sum(one.answered.is_set() for one in asked)
    met = seconds <= 10 and answered == len(asked) and code == 0
    return Row(what, f"{seconds:.1f} s", "", "<= 10 s, all answered", met,
               f"{answered} of {len(asked)} answered, exit code {code}")  # fmt: skip


def _cpu(pid: int) -> float:
    """The CPU time that a process has taken so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> int:
    """The resident memory of a process, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024
