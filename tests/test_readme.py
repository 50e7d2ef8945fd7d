"""The example of the README, run as somebody would who copied it."""

import asyncio
import os
import re
import sys
from pathlib import Path

from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_CLEARANCE, STATIC_SPARTAN_TOKEN

ROOT = Path(__file__).parents[1]
PATIENCE = 60


async def run(code: str, cwd: Path, **settings: str) -> str:
    """What a program of this code prints; it may not complain."""
    path = cwd / "example.py"
    path.write_text(code, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", str(path),
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            output, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert (process.returncode, errors.decode()) == (0, "")
    return output.decode()


def example() -> str:
    """The one Python block of the README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(code)


async def test_the_example_runs(sandbox: SandboxService, tmp_path: Path) -> None:
    output = await run(
        example(),
        tmp_path,
        HALO_BASE_URL=sandbox.base_url,
        HALO_SPARTAN_TOKEN=STATIC_SPARTAN_TOKEN,
        HALO_CLEARANCE_TOKEN=STATIC_CLEARANCE,
    )
    assert output.count("won") + output.count("did not win") == 5
    assert "xuid(2533274790000000) Onyx\nxuid(2533274790000001) Gold 3" in output
    assert "bytes of image/png" in output
    assert sandbox.count("playlist_csr") == 1


async def test_the_example_says_what_is_wrong(sandbox: SandboxService, tmp_path: Path) -> None:
    output = await run(
        example(),
        tmp_path,
        HALO_BASE_URL=sandbox.base_url,
        HALO_SPARTAN_TOKEN="ended",
        HALO_CLEARANCE_TOKEN="",
    )
    assert "Not signed in" in output
    assert "Paste a new one" in output
