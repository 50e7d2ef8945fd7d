"""The worker as a process of its own, between a loopback Discord and the simulated services."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.config import Settings
from tests.support.gateway import TOKEN
from tests.support.processes import PATIENCE, environment


def worker_environment(settings: Settings, discord_url: str) -> dict[str, str]:
    """The environment of a worker with these settings, on the loopback Discord."""
    # The Procfile says "python": that has to be this one.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return environment(
        PATH=path,
        DISCORD_TOKEN=TOKEN,
        DISCORD_BASE_URL=discord_url,
        DATABASE_URL=settings.database_url,
        HALO_BASE_URL=settings.halo_base_url,
        HALO_CLIENT_ID=settings.halo_client_id,
        HALO_REFRESH_TOKEN=settings.halo_refresh_token.get_secret_value(),
        TOKEN_KEY=settings.token_key.get_secret_value(),
        LOG_FORMAT="json",
    )


@asynccontextmanager
async def started(
    *command: str, env: Mapping[str, str], cwd: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process while it runs; killed at the end if it still does."""
    process = await asyncio.create_subprocess_exec(
        *command,
        env=env,
        cwd=cwd,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    """The exit code and everything that was written, once the process has ended."""
    output, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, (output + errors).decode()
