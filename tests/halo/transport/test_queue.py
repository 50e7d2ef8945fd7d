"""Who is next, who is told to come back later, and what those who wait are told."""

import asyncio
from typing import Any

import pytest

from bot.halo.endpoints import Rate
from bot.halo.errors import LimitsUnavailable, QueueTooLong
from bot.halo.transport.queue import PATIENCE, YIELDS, Queue, QueueCounters
from bot.halo.transport.ticket import Asker, Deadline, Lane, Ticket, Wait
from tests.support.clock import FakeClock


class Doorman:
    """Places that are free when the test says so."""

    def __init__(self) -> None:
        self._free: asyncio.Queue[object] = asyncio.Queue()
        self.returned = 0

    def open(self, count: int = 1) -> None:
        for _ in range(count):
            self._free.put_nowait(object())

    def fail(self, error: Exception) -> None:
        self._free.put_nowait(error)

    def at_once(self) -> Any:
        return None if self._free.empty() else self._free.get_nowait()

    async def enter(self) -> Any:
        place = await self._free.get()
        if isinstance(place, Exception):
            raise place
        return place

    def sent(self, place: Any) -> None:
        raise AssertionError("a queue sends nothing")

    def leave(self, place: Any, *, sent: bool, answered: bool) -> None:
        assert not sent
        self.returned += 1
        self._free.put_nowait(place)


class Street:
    """A queue in front of a doorman, and those who came through in order."""

    def __init__(self, clock: FakeClock, *, bulk_only: bool = False) -> None:
        self.doorman = Doorman()
        self.counters = QueueCounters()
        self.queue = Queue("door", self.doorman, Rate(2), clock, self.counters, bulk_only=bulk_only)
        self.through: list[str] = []
        self.tasks: list[asyncio.Task[Any]] = []

    async def come(self, name: str, asker: Asker | None = None, count: int = 1) -> list[Ticket]:
        """So many requests of somebody begin to wait."""
        tickets = [Ticket(asker) for _ in range(count)]
        for ticket in tickets:
            if asker is not None:
                ticket.join(asker)
            self.tasks.append(asyncio.create_task(self._enter(name, ticket)))
        await rounds()
        return tickets

    async def _enter(self, name: str, ticket: Ticket) -> Any:
        place = await self.queue.enter(ticket)
        self.through.append(name)
        return place

    async def open(self, count: int) -> str:
        """Let so many through, and say who has come through so far."""
        self.doorman.open(count)
        await rounds()
        return " ".join(self.through)

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def rounds() -> None:
    """Let everybody do what they can."""
    for _ in range(10):
        await asyncio.sleep(0)


def user(name: str, server: str | None = "s", lane: Lane = Lane.INTERACTIVE) -> Asker:
    return Asker(name, server, lane)


@pytest.fixture
def street(clock: FakeClock) -> Street:
    return Street(clock)


async def test_a_free_place_is_there_at_once(street: Street) -> None:
    street.doorman.open()
    ticket = Ticket()
    assert await street.queue.enter(ticket) is not None
    assert ticket.standing is None
    assert street.counters.waiting == 0


async def test_users_take_turns_and_their_own_requests_stay_in_order(street: Street) -> None:
    await street.come("a", user("a"), 3)
    await street.come("b", user("b"), 2)
    await street.come("c", user("c"))
    assert await street.open(6) == "a b c a b a"


async def test_servers_take_turns_however_many_ask_in_each(street: Street) -> None:
    for name in ("a", "b", "c"):
        await street.come(name, user(name, "large"))
    await street.come("d", user("d", "small"))
    # Who asks outside of servers is one of their own.
    await street.come("e", user("e", None))
    assert await street.open(5) == "a d e b c"


async def test_people_come_before_bulk_work(street: Street) -> None:
    await street.come("bulk", user("a", lane=Lane.BULK), 2)
    await street.come("b", user("b"))
    assert await street.open(3) == "b bulk bulk"


async def test_bulk_work_gets_on_while_people_wait(street: Street) -> None:
    await street.come("bulk", user("a", lane=Lane.BULK), 2)
    await street.come("b", user("b"), 3 * YIELDS)
    passed = (await street.open(2 * YIELDS)).split()
    assert [place for place, name in enumerate(passed, 1) if name == "bulk"] == [YIELDS, 2 * YIELDS]


async def test_it_is_decided_when_there_is_a_place(street: Street) -> None:
    # The first one has the queue ask for a place; that does not make it theirs.
    await street.come("bulk", user("a", lane=Lane.BULK))
    await street.come("b", user("b"))
    assert await street.open(1) == "b"
    await street.close()


async def test_who_leaves_makes_room(street: Street) -> None:
    await street.come("a", user("a"))
    await street.come("b", user("b"))
    await street.come("c", user("c"))
    street.tasks[0].cancel()
    street.tasks[1].cancel()
    await rounds()
    assert street.counters.waiting == 1
    assert await street.open(1) == "c"


async def test_a_place_is_given_back_by_who_left_as_it_came(street: Street) -> None:
    await street.come("a", user("a"))
    street.doorman.open()
    # The place is theirs before their task runs again.
    for _ in range(3):
        await asyncio.sleep(0)
        street.tasks[0].cancel()
    await asyncio.gather(*street.tasks, return_exceptions=True)
    await street.come("b", user("b"))
    assert street.through in (["a"], ["b"])
    assert street.counters.waiting == 0


async def test_nothing_is_left_when_all_have_left(street: Street) -> None:
    before = asyncio.all_tasks()
    await street.come("a", user("a"), 5)
    await street.close()
    await rounds()
    assert asyncio.all_tasks() == before
    assert street.counters.waiting == 0
    await street.come("b", user("b"))
    assert await street.open(1) == "b"


async def test_what_the_places_raise_goes_to_one_and_the_next_one_asks_again(
    street: Street,
) -> None:
    await street.come("a", user("a"))
    await street.come("b", user("b"))
    street.doorman.fail(LimitsUnavailable("out of order"))
    assert await street.open(1) == "b"
    with pytest.raises(LimitsUnavailable):
        await street.tasks[0]


async def test_ones_place_is_known(street: Street) -> None:
    (first,) = await street.come("a", user("a"))
    (second,) = await street.come("b", user("b"))
    third, fourth = await street.come("a", user("a"), 2)
    (other,) = await street.come("c", user("c", "other"))
    tickets = (first, second, third, fourth, other)
    # Two a second.
    assert [one.standing and one.standing.wait() for one in tickets] == [
        Wait(0, 0.0), Wait(2, 1.0), Wait(3, 1.5), Wait(4, 2.0), Wait(1, 0.5),
    ]  # fmt: skip
    await street.open(5)
    assert [one.standing for one in tickets] == [None] * 5


@pytest.mark.parametrize("bulk", [0, 1, 5])
async def test_a_place_foretold_is_the_place_that_comes(street: Street, bulk: int) -> None:
    tickets: dict[str, Ticket] = {}
    for number in range(3 * YIELDS):
        name = f"{number}"
        (tickets[name],) = await street.come(name, user(str(number % 4), str(number % 3)))
    for number in range(bulk):
        name = f"bulk {number}"
        (tickets[name],) = await street.come(name, user("x", lane=Lane.BULK))
    foretold = {name: one.standing.wait().ahead for name, one in tickets.items() if one.standing}
    await street.open(len(tickets))
    assert {name: place for place, name in enumerate(street.through)} == foretold


async def test_a_slow_service_is_told_as_it_is(street: Street, clock: FakeClock) -> None:
    await street.come("a", user("a"), 10)
    for _ in range(4):
        await street.open(1)
        clock.advance(3.0)
    (ticket,) = await street.come("b", user("b"))
    assert ticket.standing is not None
    assert ticket.standing.wait() == Wait(1, 3.0)
    await street.close()


async def test_who_would_wait_too_long_is_told_at_once(street: Street) -> None:
    room = int(PATIENCE * 2)
    for number in range(room + 1):
        await street.come("a", user(str(number)))
    assert street.counters == QueueCounters(room + 1, 0)
    with pytest.raises(QueueTooLong) as caught:
        await street.queue.enter(Ticket(user("late")))
    assert caught.value.retry_after == pytest.approx(PATIENCE, abs=1)
    assert street.counters == QueueCounters(room + 1, 1)
    # There is room for those of a server where less is asked.
    await street.come("b", user("b", "other"))
    assert await street.open(2) == "a b"
    await street.close()


async def test_nobody_waits_beyond_the_use_of_an_answer(street: Street, clock: FakeClock) -> None:
    await street.come("a", user("a"), 20)
    hasty = Asker("b", "other", until=clock.monotonic() + 0.4)
    with pytest.raises(QueueTooLong):
        await street.queue.enter(Ticket(hasty))
    patient = Asker("b", "other", until=clock.monotonic() + 0.6)
    await street.come("b", patient)
    assert await street.open(2) == "a b"
    await street.close()


async def test_waiting_ends_though_the_queue_does_not_move(
    street: Street, clock: FakeClock
) -> None:
    brief = Asker("a", until=clock.monotonic() + 0.05)
    with pytest.raises(QueueTooLong):
        await street.queue.enter(Ticket(brief))
    assert street.counters == QueueCounters(0, 1)


async def test_no_deadline_runs_while_waiting(street: Street, clock: FakeClock) -> None:
    ticket = Ticket()
    ticket.deadline = Deadline(0.05, clock)

    async def call() -> None:
        assert ticket.deadline is not None
        async with ticket.deadline:
            await street.queue.enter(ticket)

    task = asyncio.create_task(call())
    await asyncio.sleep(0.1)
    clock.advance(7.0)
    street.doorman.open()
    await task
    assert ticket.deadline.waited == 7.0


async def test_those_who_wait_are_told_as_it_moves_on(street: Street, clock: FakeClock) -> None:
    told: list[Wait | None] = []
    asker = Asker("b", "other", on_wait=lambda: told.append(asker.wait()))
    await street.come("a", user("a"), 2)
    await street.come("c", user("c", "third"), 2)
    await street.come("b", asker)
    assert told == [Wait(2, 1.0)]
    await street.open(1)
    clock.advance(2.0)
    await street.open(1)
    assert told[-1] == Wait(0, 0.0)
    await street.open(3)
    assert asker.wait() is None


async def test_a_person_joining_bulk_work_takes_it_along(street: Street) -> None:
    bulk = await street.come("bulk", user("a", lane=Lane.BULK), 3)
    await street.come("b", user("b"))
    bulk[2].join(user("c"))
    assert await street.open(3) == "b bulk bulk"
    assert bulk[2].standing is None
    assert bulk[1].standing is not None
    await street.close()


async def test_nor_does_it_wait_where_only_bulk_work_does(clock: FakeClock) -> None:
    street = Street(clock, bulk_only=True)
    (ticket,) = await street.come("bulk", user("a", lane=Lane.BULK))
    ticket.join(user("b"))
    assert await street.tasks[0] is None
    assert street.counters.waiting == 0
