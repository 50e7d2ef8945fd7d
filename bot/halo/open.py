"""A client of one's own in one line, for programs that are not the bot."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp

from bot.halo.auth.fixed import PastedTokens
from bot.halo.client import HaloClient
from bot.halo.clock import Clock, SystemClock
from bot.halo.endpoints import Rate
from bot.halo.transport.observe import Listener
from bot.halo.transport.proxies import DIRECT, Proxies
from bot.halo.transport.retry import DEADLINE
from bot.halo.transport.stack import PUBLISHED_RATES, Network
from bot.halo.transport.store import CacheStore
from bot.halo.transport.wire import open_session


@asynccontextmanager
async def open_client(
    *,
    spartan_token: str,
    clearance: str = "",
    base_url: str = "",
    session: aiohttp.ClientSession | None = None,
    store: CacheStore | None = None,
    rates: Mapping[str, Rate] = PUBLISHED_RATES,
    deadline: float = DEADLINE,
    listeners: Sequence[Listener] = (),
    clock: Clock | None = None,
    proxies: Proxies = DIRECT,
) -> AsyncIterator[HaloClient]:
    """A client with the whole stack behind it: limits, retries, cache and shared requests.

    The tokens are those a signed-in browser sends to Halo Waypoint, good for four hours; after
    them every method raises SignInRequired. `base_url` sends everything to a simulated service;
    `session` stays its owner's; `store` keeps the cache beyond the process; `deadline` is what one
    call may take, in seconds, without its wait for the limits. `proxies` are those that requests go
    through.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as resources:
        if session is None:
            session = await resources.enter_async_context(open_session())
        network = Network(
            session, clock, base_url=base_url, rates=rates, deadline=deadline, proxies=proxies
        )
        tokens = PastedTokens(spartan_token, clearance, sender=network.sign_in(), clock=clock)
        stack = network.lookups(tokens, store=store, listeners=listeners)
        resources.push_async_callback(stack.close)
        yield HaloClient(stack)
