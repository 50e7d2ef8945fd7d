"""What it takes to import the bot, as whole processes."""

import os
import subprocess
import sys
import tempfile
from statistics import median

from tests.benchmarks.measure import Row

_ROUNDS = 5
_OURS = "bot.running"
_PEER = "discord, spnkr, aiohttp_client_cache, sqlalchemy"
# A bot also needs the parts of these libraries that it works with.
_PEER_AT_WORK = "discord.ext.commands, spnkr, aiohttp_client_cache, sqlalchemy.ext.asyncio"


async def rows() -> list[Row]:
    """One row: the CPU time of processes that only import."""
    taken: dict[str, list[float]] = {_OURS: [], _PEER: [], _PEER_AT_WORK: []}
    with tempfile.TemporaryDirectory() as compiled:
        # All sides start from compiled modules, wherever the environment forbids to write them.
        env = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        for turn in range(_ROUNDS + 1):
            for modules, times in taken.items():
                spent = _cpu_of_import(modules, env)
                if turn:  # The first turn compiles.
                    times.append(spent)
    ours, peer, at_work = (median(times) for times in taken.values())
    return [
        Row(
            "import of the bot, CPU of the whole process",
            f"{ours:.2f} s",
            f"{peer:.2f} s",
            "<= 1.0x",
            ours <= peer,
            f"{_OURS} against {_PEER}; with the parts a bot works with "
            f"(discord.ext.commands, sqlalchemy.ext.asyncio): {ours / at_work:.2f}x",
            f"{ours / peer:.2f}x",
        )
    ]


def _cpu_of_import(modules: str, env: dict[str, str]) -> float:
    process = subprocess.Popen([sys.executable, "-c", f"import {modules}"], env=env)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"cannot import {modules}")
    return usage.ru_utime + usage.ru_stime
