from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

import pytest

from bot.halo.client import HaloClient
from bot.halo.open import open_client
from bot.halo.transport.stack import NO_RATES
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_CLEARANCE, STATIC_SPARTAN_TOKEN
from tests.support.clock import FakeClock

Asked: TypeAlias = Callable[[], list[str]]


@asynccontextmanager
async def signed_in(service: SandboxService, clock: FakeClock) -> AsyncIterator[HaloClient]:
    """The API core, signed in to simulated services, holding no request back."""
    async with open_client(
        spartan_token=STATIC_SPARTAN_TOKEN,
        clearance=STATIC_CLEARANCE,
        base_url=service.base_url,
        rates=NO_RATES,
        clock=clock,
    ) as client:
        yield client


@pytest.fixture
async def client(sandbox: SandboxService, clock: FakeClock) -> AsyncIterator[HaloClient]:
    """The API core, signed in to the simulated services."""
    async with signed_in(sandbox, clock) as client:
        yield client


@pytest.fixture
def asked(sandbox: SandboxService) -> Asked:
    """What the services were asked for, as "HOST/PATH?QUERY"."""

    def read() -> list[str]:
        lines = []
        for seen in sandbox.seen:
            query = "&".join(f"{name}={value}" for name, value in seen.query)
            lines.append(f"{seen.host}{seen.path}" + (f"?{query}" if query else ""))
        return lines

    return read
