import asyncio

import pytest

from bot.errors import BotError
from bot.halo.auth.lease import LEASE_SECONDS, REQUEST, Lease, Waiting
from bot.halo.auth.process import new_holder
from bot.halo.auth.store import AccountTokens
from bot.halo.errors import SignInBusy, Unavailable
from bot.halo.transport.base import Request, Response, headers_of
from bot.halo.transport.retry import DEADLINE
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

    async def note(name: str, holder: str, seconds: float) -> None:
        asked.append(clock.monotonic())

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


def dead_holder() -> str:
    """A holder whose PID belongs to a later process."""
    parts = new_holder().split(" ")
    parts[4] = "1"
    return " ".join(parts)


async def test_the_lease_of_a_process_that_died_here_is_taken_at_once(
    sender: Slow, store: MemoryTokens, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    store.leases["main"] = dead_holder()
    async with Lease(sender, store, clock, "main").held():
        assert clock.slept == []
    assert "taking over the lease of process" in caplog.text


async def test_who_waits_too_long_says_for_whom(
    sender: Slow, store: MemoryTokens, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    store.leases["main"] = new_holder()
    told: list[str] = []
    lease = Lease(sender, store, clock, "main", waiting=Waiting(on_wait=told.append))
    began = clock.monotonic()
    with pytest.raises(SignInBusy, match="process") as caught:
        async with lease.held():
            pass
    assert clock.monotonic() - began < DEADLINE
    assert told == [caught.value.holder]
    assert f"for the lease of {caught.value.holder}" in caplog.text


@pytest.mark.parametrize("patience", [0.0, 5.0])
async def test_by_force_it_is_taken_from_a_process_that_lives(
    sender: Slow, store: MemoryTokens, clock: FakeClock, patience: float
) -> None:
    store.leases["main"] = other = new_holder()
    began = clock.monotonic()
    lease = Lease(sender, store, clock, "main", waiting=Waiting(patience, force=True))
    async with lease.held():
        assert store.leases["main"] != other
    assert patience <= clock.monotonic() - began <= patience + 1


async def test_tokens_are_not_saved_over_those_of_a_process_that_came_in_between(
    sender: Slow, store: MemoryTokens, clock: FakeClock
) -> None:
    newer = AccountTokens("main", refresh_token="newer")

    async def hang(_: AccountTokens) -> None:
        store.leases["main"] = "another"
        store.saved.append(newer)

    store.before_save = hang
    async with (lease := Lease(sender, store, clock, "main")).held():
        with pytest.raises(SignInBusy):
            await lease.save(AccountTokens("main", refresh_token="rotated"), "old")
    assert store.saved == [newer]
