"""Rate limits that several processes keep together: their places are in a store that all see."""

import asyncio
import logging
import random
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

from bot.errors import BotError
from bot.halo.clock import Clock
from bot.halo.endpoints import Rate
from bot.halo.errors import LimitsUnavailable, RateLimited
from bot.halo.transport.limit import LONGEST_PAUSE
from bot.halo.transport.pacing import LATEST_ARRIVAL

log = logging.getLogger(__name__)

# Seconds between two looks for a place while all of them are in use, on average.
POLL = 0.1
# Seconds by which a lease is longer than it has to be when a request is sent, and between two
# prolongations. The places of a process that dies are free again after
# SLACK + LATEST_ARRIVAL + one window at most.
SLACK, KEEP_EVERY = 2.0, 0.5
# Seconds after which the log says that all places of a scope are still in use.
LONG_WAIT = 30.0
# Seconds that what is under way gets at the end.
LAST_WORDS = 2.0


@dataclass(frozen=True, slots=True)
class Taken:
    """A place that is its holder's. It may be used in `wait` seconds; `free_at` is when it would
    have been free without the holder, by the store's clock. The host is paused for `pause`."""

    number: int
    free_at: float
    wait: float
    pause: float


class PlaceStore(Protocol):
    """Places that all processes see. All methods may raise a BotError while it is out of order.

    Times are the store's own, so that the processes' clocks need not agree.
    """

    async def take(self, scope: str, rate: Rate, holder: str, lease: float) -> Taken | None:
        """The place of the scope's that is free soonest, or None while all are in use.

        Unless it is kept, it is free again `lease` seconds after it may be used. A place that is
        said to be free later than two leases from now counts as free: the clock was put back.
        """

    async def keep(self, holders: Sequence[str], lease: float) -> frozenset[str]:
        """Prolong leases; gives the holders that still had a place."""

    async def give_back(self, scope: str, taken: Taken, holder: str, used: float | None) -> None:
        """Let others have the place `used` seconds from now; None: as if it had not been taken."""

    async def pause(self, scope: str, seconds: float) -> None:
        """Have everybody leave the scope alone for so long."""

    async def pause_left(self, scope: str) -> float:
        """Seconds that a pause still lasts, 0 or less for none."""


@dataclass(eq=False, slots=True)
class Held:
    """A place of ours. Up to `safe_until` (monotonic seconds) there is time to send."""

    holder: str
    scope: str
    lease: float
    taken: Taken
    safe_until: float


class SharedLimits:
    """This process's part in limits that it keeps together with others."""

    def __init__(self, store: PlaceStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._held: dict[str, Held] = {}
        self._keeping: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def of(self, account: str) -> "SharedBudget":
        """The limits of one account."""
        return SharedBudget(self, self._store, self._clock, account)

    def hold(self, held: Held) -> None:
        """Keep the lease of a place for as long as it is held."""
        self._held[held.holder] = held
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._keep(), name="rate limit leases")

    def let_go(self, held: Held, used: float | None) -> None:
        """Give a place back, without waiting for the store."""
        self._held.pop(held.holder, None)
        self.soon(self._store.give_back(held.scope, held.taken, held.holder, used))

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Run this in a task of its own. Where the store is out of order, leases end by
        themselves."""
        task = asyncio.create_task(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Give back what is held. What cannot be in time is free again by itself."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=LAST_WORDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _keep(self) -> None:
        while self._held:
            await self._clock.sleep(KEEP_EVERY)
            now = self._clock.monotonic()
            due = [held for held in self._held.values() if held.safe_until - now < SLACK]
            if not due:
                continue
            try:
                kept = await self._store.keep(
                    [held.holder for held in due], max(held.lease for held in due)
                )
            except BotError as error:
                log.debug("leases not prolonged: %s", error)
                continue
            for held in due:
                if held.holder in kept:
                    held.safe_until = now + SLACK


class SharedBudget:
    """A Budget (limit.py) of one account, kept together with other processes."""

    def __init__(self, limits: SharedLimits, store: PlaceStore, clock: Clock, account: str) -> None:
        self._limits = limits
        self._store = store
        self._clock = clock
        self._account = account

    def places(self, name: str, rate: Rate) -> "SharedPlaces":
        """The places of a limiter or host."""
        return SharedPlaces(self._limits, self._store, self._clock, self._scope(name), rate)

    def pause(self, host: str, seconds: float) -> None:
        """Have all processes leave the host alone for so long."""
        self._limits.soon(self._store.pause(self._scope(host), seconds))

    def _scope(self, name: str) -> str:
        return f"{self._account} {name}"


class SharedPlaces:
    """Lets the service see at most `rate.requests` of all processes in any window.

    Works as Window (limit.py) does: a place is free again one window after the answer. Who takes
    one that is not free yet has it from then on and waits; only while all of them are in use does
    somebody have to look again, one caller of this process for all who stand behind it.
    """

    def __init__(
        self, limits: SharedLimits, store: PlaceStore, clock: Clock, scope: str, rate: Rate
    ) -> None:
        self._limits = limits
        self._store = store
        self._clock = clock
        self._scope = scope
        self._rate = rate
        self._turn = asyncio.Lock()

    def at_once(self) -> None:
        """No place is known to be free: the store has to be asked."""

    async def enter(self) -> Held:
        """Wait for a place and for the end of a pause.

        Raises LimitsUnavailable where the store is out of order, and RateLimited while a pause is
        too long to sit out.
        """
        try:
            while True:
                held = await self._take()
                if await self._wait(held):
                    return held
        except RateLimited:
            raise
        except BotError as error:
            raise LimitsUnavailable(f"{self._scope}: {error}") from error

    def sent(self, held: Held) -> None:
        """Nothing to note: the place is held until there is an answer."""

    def leave(self, held: Held, *, sent: bool, answered: bool) -> None:
        """Give the place back."""
        used = self._rate.seconds + (0.0 if answered else LATEST_ARRIVAL)
        self._limits.let_go(held, used if sent else None)

    async def _take(self) -> Held:
        lease = self._rate.seconds + LATEST_ARRIVAL + SLACK
        began, is_long = self._clock.monotonic(), False
        async with self._turn:
            while True:
                holder, now = uuid4().hex, self._clock.monotonic()
                taken = await self._store.take(self._scope, self._rate, holder, lease)
                if taken is not None:
                    break
                if not is_long and now - began > LONG_WAIT:
                    is_long = True
                    log.warning(
                        "%s: all places have been in use for %.0f s", self._scope, LONG_WAIT
                    )
                # Spreads the processes out in time; nothing secret hangs on it.
                await self._clock.sleep(POLL * (0.5 + random.random()))  # noqa: S311
        held = Held(holder, self._scope, lease, taken, now + taken.wait + SLACK)
        self._limits.hold(held)
        return held

    async def _wait(self, held: Held) -> bool:
        """Wait until the place may be used; gives whether it still is ours by then."""
        try:
            pause = held.taken.pause
            if held.taken.wait > 0:
                await self._clock.sleep(held.taken.wait)
                pause = await self._store.pause_left(self._scope)
            while pause > 0:
                if pause > LONGEST_PAUSE:
                    raise RateLimited(f"{self._scope}: paused for {pause:.0f} s", retry_after=pause)
                await self._clock.sleep(pause)
                pause = await self._store.pause_left(self._scope)
            if self._clock.monotonic() <= held.safe_until:
                return True
            ours = held.holder in await self._store.keep([held.holder], held.lease)
        except BaseException:
            self._limits.let_go(held, None)
            raise
        if not ours:
            self._limits.let_go(held, None)
        return ours


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except BotError as error:
        log.debug("not said to the other processes: %s", error)
