import asyncio

import pytest

from bot.errors import BotError
from bot.halo.auth.lease import LEASE_SECONDS, REQUEST, Lease
from bot.halo.auth.store import AccountTokens
from bot.halo.errors import Unavailable
from bot.halo.transport.base import Request, Response, headers_of
from tests.support.clock import FakeClock
from tests.support.things import ask
from tests.support.tokens import MemoryTokens


class Slow:
    """Answers after so many seconds of the test's clock, or never."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.seconds = 0.0
        self.hangs = False
        self.sent = 0

    async def send(self, request: Request) -> Response:
        self.sent += 1
        if self.hangs:
            await asyncio.Event().wait()
        self._clock.advance(self.seconds)
        return Response(200, headers_of(), b"", self._clock.now())


@pytest.fixture
def sender(clock: FakeClock) -> Slow:
    return Slow(clock)


async def test_one_holder_at_a_time(sender: Slow, store: MemoryTokens, clock: FakeClock) -> None:
    first, second = (Lease(sender, store, clock, "main") for _ in range(2))
    other = Lease(sender, store, clock, "other")
    entered = asyncio.Event()

    async def wait_for_it() -> None:
        async with second.held():
            entered.set()

    async with first.held(), other.held():
        waiting = asyncio.create_task(wait_for_it())
        while len(clock.slept) < 3:  # noqa: ASYNC110 - what it does is to ask again and again
            await asyncio.sleep(0)
        assert not entered.is_set()
    await waiting
    assert store.leases == {}


async def test_it_is_prolonged_before_a_request_could_outlast_it(
    sender: Slow, store: MemoryTokens, clock: FakeClock
) -> None:
    asked: list[float] = []

    async def note(name: str, holder: str, seconds: float) -> bool:
        asked.append(clock.monotonic())
        return True

    store.lease = note  # type: ignore[method-assign]
    lease = Lease(sender, store, clock, "main")
    sender.seconds = 2.0
    async with lease.held():
        for _ in range(12):
            await lease.send(ask())
            # What the request may still have needed was covered.
            assert asked[-1] + LEASE_SECONDS >= clock.monotonic() - 2.0 + LEASE_SECONDS * REQUEST
    assert 2 < len(asked) < 12


@pytest.mark.parametrize("step", ["send", "save"])
async def test_who_has_lost_it_goes_no_further(
    sender: Slow, store: MemoryTokens, clock: FakeClock, step: str
) -> None:
    lease = Lease(sender, store, clock, "main")
    async with lease.held():
        store.leases["main"] = "another"
        clock.advance(LEASE_SECONDS)
        with pytest.raises(Unavailable, match="another process"):
            await (lease.send(ask()) if step == "send" else lease.save(AccountTokens("main")))
    assert sender.sent == 0
    assert store.saved == []
    assert store.leases == {"main": "another"}


async def test_a_request_ends_before_the_lease_does(
    sender: Slow, store: MemoryTokens, clock: FakeClock
) -> None:
    lease = Lease(sender, store, clock, "main", seconds=0.01)
    sender.hangs = True
    async with lease.held():
        with pytest.raises(Unavailable, match="within the lease"):
            await lease.send(ask())
    assert store.leases == {}


async def test_where_it_cannot_be_given_back_the_work_is_done_all_the_same(
    sender: Slow, store: MemoryTokens, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(name: str, holder: str) -> None:
        raise BotError("the store is broken")

    store.release = fail  # type: ignore[method-assign]
    async with Lease(sender, store, clock, "main").held():
        pass
    assert "ends by itself" in caplog.text
