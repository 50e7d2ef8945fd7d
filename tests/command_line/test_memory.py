"""Memory that threads have used."""

import platform
import subprocess
import sys

import pytest

from tests.support.processes import environment

# Sixteen threads take some memory at the same time; glibc then tells of its places.
_THREADS = """
import ctypes, threading
from bot.command_line.memory import share_arenas
{first}
libc, together = ctypes.CDLL(None), threading.Barrier(16)
libc.malloc.restype = libc.fdopen.restype = ctypes.c_void_p
def take():
    together.wait()
    libc.malloc(10_000)
    together.wait()
threads = [threading.Thread(target=take) for _ in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas")
def test_threads_share_it() -> None:
    told = {
        first: subprocess.run(
            [sys.executable, "-c", _THREADS.format(first=first)],
            env=environment(), capture_output=True, text=True, check=True,
        ).stdout.count("<heap nr=")
        for first in ("", "share_arenas()")
    }  # fmt: skip
    assert told[""] > 2
    assert told["share_arenas()"] == 2
