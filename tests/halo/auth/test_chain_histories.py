"""Whatever happens to a chain, it signs in once that has passed."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import aiohttp
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BotError
from bot.halo.auth.chain import PAUSE_AFTER_REFUSAL, Chain
from bot.halo.auth.oauth import Application
from bot.halo.auth.store import AccountTokens
from bot.halo.transport.stack import NO_RATES, Network
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import SEED_REFRESH_TOKEN
from bot.sandbox.world import World
from tests.support.clock import FakeClock
from tests.support.sign_in import DAY, DOWN, HOPS, HOUR, HTML
from tests.support.tokens import MemoryTokens

Event: TypeAlias = Callable[["History"], Awaitable[None]]


class Died(BaseException):
    """The process is gone: no handler of the program runs after it."""


class History:
    """Two processes on one store and one simulated service."""

    def __init__(self, service: SandboxService, network: Network, clock: FakeClock) -> None:
        self.service = service
        self.clock = clock
        self.store = MemoryTokens()
        self._network = network
        self.chains = [self.start(), self.start()]

    def start(self) -> Chain:
        """A chain as a start of the program makes it."""
        return Chain(
            self._network.sign_in(), self.store, self.clock, Application("client"),
            seed=SEED_REFRESH_TOKEN,
        )  # fmt: skip

    async def use(self, process: int, margin: float = 60.0) -> None:
        """Ask for tokens, whatever comes of it."""
        with contextlib.suppress(BotError):
            await self.chains[process].ensure(margin)

    async def die(self, process: int, *, committed: bool, save: int) -> None:
        """Let a process die at its next renewal, just before or after so many commits."""
        left = save

        async def watch(tokens: AccountTokens) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                if committed:
                    self.store.saved.append(tokens)
                raise Died

        self.store.before_save = watch
        with contextlib.suppress(BotError, Died):
            await self.chains[process].ensure(25 * 60.0)
        self.store.before_save = None
        # Its lease ends by itself.
        self.store.leases.clear()
        self.chains[process] = self.start()


def passing(hours: float) -> Event:
    async def happen(history: History) -> None:
        history.clock.advance(hours * HOUR)

    return happen


def fault(hop: str, kind: Fault, times: int) -> Event:
    async def happen(history: History) -> None:
        history.service.fail(hop, kind, times=times)

    return happen


def used(process: int, margin: float) -> Event:
    async def happen(history: History) -> None:
        await history.use(process, margin)

    return happen


def dying(process: int, committed: bool, save: int) -> Event:
    async def happen(history: History) -> None:
        await history.die(process, committed=committed, save=save)

    return happen


def rotated(process: int) -> Event:
    async def happen(history: History) -> None:
        history.clock.advance(15 * DAY)
        await history.use(process)

    return happen


async def used_by_both(history: History) -> None:
    await asyncio.gather(history.use(0), history.use(1))


async def spartan_refused(history: History) -> None:
    history.service.signin.expire_spartan()


async def all_refused(history: History) -> None:
    history.service.signin.expire_spartan()
    history.service.signin.expire_xsts()


processes = st.integers(0, 1)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(passing, st.sampled_from([0.1, 3.8, 5.0, 17.0])),
    st.builds(rotated, processes),
    st.builds(
        fault,
        st.sampled_from(HOPS),
        st.sampled_from([DOWN, HTML, Fault(FaultKind.RESET)]),
        st.integers(1, 6),
    ),
    st.builds(used, processes, st.sampled_from([60.0, 25 * 60.0])),
    st.builds(dying, processes, st.booleans(), st.integers(0, 1)),
    st.sampled_from([used_by_both, spartan_refused, all_refused]),
)


@settings(max_examples=100)
@given(happened=st.lists(events, max_size=15))
async def test_no_history_locks_an_account_out(world: World, happened: list[Event]) -> None:
    clock = FakeClock()
    async with SandboxService(world, clock=clock) as service, aiohttp.ClientSession() as session:
        network = Network(session, clock, base_url=service.base_url, rates=NO_RATES)
        history = History(service, network, clock)
        for event in happened:
            await event(history)
        service.heal()
        clock.advance(PAUSE_AFTER_REFUSAL)
        for chain in (*history.chains, history.start()):
            tokens = await chain.current()
            for _ in history.chains:
                if service.signin.is_spartan(tokens.spartan):
                    break
                # Refused before its end: a 401 leads to the newest in the store, which the other
                # process has made and which may be refused as well; the next 401 mends it.
                clock.advance(30)
                tokens = await chain.renew(tokens)
            assert service.signin.is_spartan(tokens.spartan)
