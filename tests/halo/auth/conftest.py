from collections.abc import AsyncIterator, Callable
from math import inf
from typing import TypeAlias

import aiohttp
import pytest

from bot.halo.auth.chain import Chain
from bot.halo.auth.lease import Lease, Waiting
from bot.halo.auth.oauth import Application
from bot.halo.transport.accounts import MAIN
from bot.halo.transport.base import Sender
from bot.halo.transport.stack import NO_RATES, Network
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import SEED_REFRESH_TOKEN
from tests.support.clock import FakeClock
from tests.support.tokens import MemoryTokens

MakeChain: TypeAlias = Callable[..., Chain]


@pytest.fixture
def store() -> MemoryTokens:
    return MemoryTokens()


@pytest.fixture
async def network(sandbox: SandboxService, clock: FakeClock) -> AsyncIterator[Network]:
    async with aiohttp.ClientSession() as session:
        yield Network(session, clock, base_url=sandbox.base_url, rates=NO_RATES)


@pytest.fixture
def sender(network: Network) -> Sender:
    """What the hops of the chain send through."""
    return network.sign_in()


@pytest.fixture
def make_chain(sender: Sender, store: MemoryTokens, clock: FakeClock) -> MakeChain:
    """Makes a chain on the same store, as every start of the program does."""

    def make(seed: str = SEED_REFRESH_TOKEN) -> Chain:
        # The test's clock runs on while another chain's requests take no time by it.
        lease = Lease(sender, store, clock, MAIN, waiting=Waiting(inf))
        application = Application("client", "s3cret")
        return Chain(sender, store, clock, application, seed=seed, lease=lease)

    return make


@pytest.fixture
async def chain(make_chain: MakeChain) -> AsyncIterator[Chain]:
    made = make_chain()
    yield made
    await made.close()
