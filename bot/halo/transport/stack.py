"""The order of the senders, fixed here and nowhere else.

Outer to inner: observe > flight > cache > retry > authenticate > limit > breaker > wire. Each
account has its own pair of authenticate > limit, and accounts.py chooses between them. The breaker
is inside of the limit because the host's health is the same for all accounts; and so that those who
still wait for their turn learn of it. Signing in has a shorter stack on the same connections.
"""

from collections.abc import Callable, Mapping, Sequence

import aiohttp

from bot.halo.clock import Clock
from bot.halo.endpoints import DEFAULT_RATE, RATES, Rate
from bot.halo.transport.accounts import MAIN, Accounts, DefaultAccount
from bot.halo.transport.authenticate import Authenticate, TokenSource
from bot.halo.transport.base import Request, Response, Sender
from bot.halo.transport.breaker import Breaker
from bot.halo.transport.cache import Cache
from bot.halo.transport.flight import Flight
from bot.halo.transport.limit import ANY, Limit, WaitListener
from bot.halo.transport.memory import Memory
from bot.halo.transport.observe import Listener, Observe
from bot.halo.transport.pacing import Budget
from bot.halo.transport.proxies import DIRECT, Proxies
from bot.halo.transport.queue import QueueCounters
from bot.halo.transport.retry import DEADLINE, Retry
from bot.halo.transport.store import CacheStore
from bot.halo.transport.wire import Wire

PUBLISHED_RATES: Mapping[str, Rate] = {ANY: DEFAULT_RATE, **RATES}
NO_RATES: Mapping[str, Rate] = {}
SIGN_IN = "sign-in"
"""Whose limits are those of signing in, which all accounts share."""


class Network:
    """The part of the stack that all accounts share: breaker, wire, and the limits of
    signing in.

    `session` is anybody's aiohttp session (wire.open_session() makes one); the caller closes it.
    `rates` are in requests a window, `deadline` in seconds a call;
    `wait_listeners` are told how long requests were held back. `budgets` gives the limits of an
    account where other processes keep to them too. `proxies` are those that requests go through.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        clock: Clock,
        *,
        base_url: str = "",
        rates: Mapping[str, Rate] = PUBLISHED_RATES,
        deadline: float = DEADLINE,
        wait_listeners: Sequence[WaitListener] = (),
        budgets: Callable[[str], Budget] | None = None,
        proxies: Proxies = DIRECT,
    ) -> None:
        self._clock = clock
        self._budgets = budgets
        self._deadline = deadline
        self._rates = rates
        self._wait_listeners = tuple(wait_listeners)
        self._queues = QueueCounters()
        self._wire = Wire(session, clock, base_url, proxies)
        self._breaker = Breaker(self._wire, clock)
        # No host serves both, and the sign-in chain backs off by itself.
        self._sign_in = self._limit(self._wire, SIGN_IN)

    def sign_in(self) -> Sender:
        """Senders for the sign-in chain: retry > limit > wire."""
        return Retry(self._sign_in, self._clock, self._deadline)

    def lookups(
        self,
        tokens: TokenSource | Mapping[str, TokenSource],
        *,
        store: CacheStore | None = None,
        memory: Memory | None = None,
        own_freshness: bool = True,
        listeners: Sequence[Listener] = (),
    ) -> "Stack":
        """The complete stack for one source of tokens, or for several by account name.

        The first one is asked what is private to an account. Without `own_freshness`, answers are
        kept only as long as they themselves say.
        """
        sources = tokens if isinstance(tokens, Mapping) else {MAIN: tokens}
        accounts = Accounts(sources, self._lane, self._clock)
        retry = Retry(accounts, self._clock, self._deadline)
        cache = Cache(retry, self._clock, store, memory, own_freshness=own_freshness)
        flight = Flight(cache, cache.at_once)
        named = DefaultAccount(flight, accounts)
        observe = Observe(named, self._clock, listeners)
        return Stack(observe, flight, cache, accounts, self._queues)

    def _lane(self, account: str, tokens: TokenSource | None) -> Sender:
        # Users who bring their own tokens have limits of their own in each process.
        return Authenticate(self._limit(self._breaker, account if tokens else ""), tokens)

    def _limit(self, inner: Sender, account: str) -> Sender:
        budget = self._budgets(account) if self._budgets and account else None
        return Limit(inner, self._clock, self._rates, self._wait_listeners, budget, self._queues)


class Stack:
    """A complete stack, with doors to what the operator wants to see of it."""

    def __init__(
        self,
        outermost: Sender,
        flight: Flight,
        cache: Cache,
        accounts: Accounts,
        queues: QueueCounters,
    ) -> None:
        self._outermost = outermost
        self.flight = flight
        self.cache = cache
        self.accounts = accounts
        self.queues = queues

    async def send(self, request: Request) -> Response:
        """Send through all senders."""
        return await self._outermost.send(request)

    def figures(self) -> dict[str, int]:
        """What the cache and the flights have done so far, by name, for metrics."""
        counters, memory = self.cache.counters, self.cache.memory
        return {
            "hits": counters.hits,
            "misses": counters.misses,
            "revalidations": counters.revalidations,
            "stale": counters.stale,
            "coalesced": self.flight.joined,
            "memory_evictions": memory.evictions,
        }

    async def close(self) -> None:
        """End the background work of the senders; the session stays its owner's."""
        await self.flight.close()
        await self.cache.close()
