from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.halo.transport.cache import Cache
from bot.halo.transport.flight import Flight
from bot.halo.transport.retry import Retry
from bot.halo.transport.wire import Wire
from tests.support.clock import FakeClock
from tests.support.entries import MemoryStore
from tests.support.upstream import Upstream


@pytest.fixture
async def senders(upstream: Upstream, clock: FakeClock) -> AsyncIterator[Flight]:
    """flight > cache > wire, as the stack has them."""
    async with aiohttp.ClientSession() as session:
        cache = Cache(Wire(session, clock, upstream.base_url), clock, MemoryStore())
        yield Flight(cache, cache.at_once)
        await cache.close()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
async def cache(wire: Wire, clock: FakeClock, store: MemoryStore) -> AsyncIterator[Cache]:
    made = Cache(Retry(wire, clock), clock, store)
    yield made
    await made.close()
