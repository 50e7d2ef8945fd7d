"""What it takes to import the bot, as whole processes.

The bot is started as it always is, with a command that imports all that a worker does and then does
next to nothing: `python -m bot keygen`.
"""

import os
import subprocess
import sys
import tempfile
from statistics import median

from tests.benchmarks.measure import Row

_ROUNDS = 5
_OURS = ("-m", "bot", "keygen")
_PEER = ("-c", "import discord, spnkr, aiohttp_client_cache, sqlalchemy")
# A bot also needs the parts of these libraries that it works with.
_PEER_AT_WORK = (
    "-c", "import discord.ext.commands, spnkr, aiohttp_client_cache, sqlalchemy.ext.asyncio"
)  # fmt: skip


async def rows() -> list[Row]:
    """One row: the CPU time of processes that only import."""
    taken: dict[tuple[str, ...], list[float]] = {_OURS: [], _PEER: [], _PEER_AT_WORK: []}
    with tempfile.TemporaryDirectory() as compiled:
        # All sides start from compiled modules, wherever the environment forbids to write them.
        env = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        for turn in range(_ROUNDS + 1):
            for arguments, times in taken.items():
                spent = _cpu_of(arguments, env)
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
            "python -m bot against discord, spnkr, aiohttp_client_cache, sqlalchemy; with the "
            "parts a bot works with (discord.ext.commands, sqlalchemy.ext.asyncio): "
            f"{ours / at_work:.2f}x",
            f"{ours / peer:.2f}x",
        )
    ]


def _cpu_of(arguments: tuple[str, ...], env: dict[str, str]) -> float:
    command = [sys.executable, *arguments]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime
