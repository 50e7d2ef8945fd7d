"""The simulated services as a process of their own: `python -m bot sandbox`."""

import asyncio
from pathlib import Path

from bot.sandbox.service import SandboxService
from bot.sandbox.signin import SEED_REFRESH_TOKEN
from bot.sandbox.world import World


async def run_sandbox(port: int, payloads: Path | None) -> None:
    """Serve the simulated Xbox and Halo services until cancelled. Raises PortTaken."""
    service = SandboxService(World.seeded(), payloads=payloads)
    await service.start(port)
    try:
        print(f"The simulated services answer at {service.base_url}", flush=True)  # noqa: T201
        print(f"HALO_REFRESH_TOKEN={SEED_REFRESH_TOKEN} signs in.", flush=True)  # noqa: T201
        print(f"Faults and counters: {service.base_url}/_control/", flush=True)  # noqa: T201
        await asyncio.Event().wait()
    finally:
        await service.close()
