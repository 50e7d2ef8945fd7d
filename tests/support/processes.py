"""The program as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from bot.config import Settings

ROOT = Path(__file__).parents[2]
# Generous: a loaded machine may take a while to come up. Nothing is measured against it.
PATIENCE = 60

Process: TypeAlias = "subprocess.Popen[str]"


def environment(**settings: str) -> dict[str, str]:
    """The tests' environment with these settings, and none of the machine's."""
    others = {name.upper() for name in Settings.model_fields} | {"BOT_CONFIG"}
    kept = {name: value for name, value in os.environ.items() if name not in others}
    return kept | {"PYTHONPATH": str(ROOT)} | settings


@contextmanager
def started(
    *arguments: str, until: str, cwd: Path, **settings: str
) -> Iterator[tuple[Process, str]]:
    """`python -m bot ...` while it runs, once it has printed a line with `until` in it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        env=environment(**settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = next((line for line in process.stdout if until in line), "")
        yield process, line
    finally:
        process.kill()
        process.communicate()
