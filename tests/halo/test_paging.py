"""Paging without a network; over sockets it is tested with the services."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.halo.errors import InvalidQuery, Unavailable
from bot.halo.paging import Part, all_items, fetch_page
from tests.support.waiting import until

SIZE = 3
BOUND = st.none() | st.integers(min_value=0, max_value=15)


class Shelf:
    """A list of numbers behind a fetch. A page whose start is in `stuck` waits for ever."""

    def __init__(self, items: Sequence[int], stuck: int | None = None) -> None:
        self.items = list(items)
        self.stuck = stuck
        self.asked: list[int] = []
        self.entered = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def fetch(self, start: int, count: int) -> Part[int]:
        self.asked.append(start)
        if start == self.stuck:
            self.entered.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.cancelled.set()
                raise
        page = tuple(self.items[start : start + count])
        return Part(page, len(page))

    def all(
        self, *, start: int = 0, stop: int | None = None, limit: int | None = None
    ) -> AsyncGenerator[int, None]:
        return all_items(self.fetch, SIZE, lambda item: item, start=start, stop=stop, limit=limit)


async def listed(items: AsyncGenerator[int, None]) -> list[int]:
    return [item async for item in items]


@given(
    length=st.integers(min_value=0, max_value=12),
    start=st.integers(min_value=0, max_value=14),
    more=BOUND,
    limit=BOUND,
)
def test_it_is_the_list_between_its_bounds(
    length: int, start: int, more: int | None, limit: int | None
) -> None:
    stop = None if more is None else start + more

    async def run() -> tuple[list[int], list[int]]:
        shelf = Shelf(range(length))
        return await listed(shelf.all(start=start, stop=stop, limit=limit)), shelf.asked

    items, asked = asyncio.run(run())
    assert items == list(islice(range(start, min(length, length if stop is None else stop)), limit))
    # No page twice, none beyond what was needed.
    assert asked == sorted(set(asked))
    assert len(asked) <= len(items) // SIZE + 1


async def test_a_full_last_page_is_followed_by_an_empty_one() -> None:
    shelf = Shelf(range(2 * SIZE))
    assert await listed(shelf.all()) == list(range(2 * SIZE))
    assert shelf.asked == [0, SIZE, 2 * SIZE]


async def test_one_page_is_fetched_ahead_and_no_more() -> None:
    shelf = Shelf(range(20), stuck=SIZE)
    async with aclosing(shelf.all()) as items:
        assert await anext(items) == 0
        async with asyncio.timeout(30):
            await shelf.entered.wait()
        assert [await anext(items) for _ in range(SIZE - 1)] == [1, 2]
        assert shelf.asked == [0, SIZE]
    assert shelf.cancelled.is_set()


async def test_nothing_is_fetched_ahead_that_a_bound_excludes() -> None:
    for bounds in ({"limit": 2}, {"limit": SIZE}, {"stop": SIZE}):
        shelf = Shelf(range(20), stuck=SIZE)
        assert await listed(shelf.all(**bounds)) == list(range(min(bounds.values())))
        assert shelf.asked == [0]


async def test_breaking_out_ends_what_was_on_its_way() -> None:
    before = asyncio.all_tasks()
    shelf = Shelf(range(20), stuck=SIZE)
    async for item in shelf.all():
        await shelf.entered.wait()
        if item == 1:
            break
    # The loop closes the generator in a task of its own.
    await until(lambda: shelf.cancelled.is_set() and asyncio.all_tasks() == before)


@pytest.mark.parametrize("waiting", [False, True], ids=["between pages", "for a page"])
async def test_cancelling_the_reader_ends_what_was_on_its_way(waiting: bool) -> None:
    before = asyncio.all_tasks()
    shelf = Shelf(range(20), stuck=SIZE)

    async def read() -> None:
        async with aclosing(shelf.all()) as items:
            async for _ in items:
                if not waiting:
                    await asyncio.Event().wait()

    reader = asyncio.create_task(read())
    await shelf.entered.wait()
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    assert shelf.cancelled.is_set()
    assert asyncio.all_tasks() == before


async def test_an_error_comes_after_what_was_already_there() -> None:
    shelf = Shelf(range(20))

    async def fetch(start: int, count: int) -> Part[int]:
        if start:
            raise Unavailable("down")
        return await shelf.fetch(start, count)

    items = all_items(fetch, SIZE, lambda item: item)
    assert [await anext(items) for _ in range(SIZE)] == [0, 1, 2]
    with pytest.raises(Unavailable):
        await anext(items)


async def test_a_list_that_grows_meanwhile_gives_everything_once() -> None:
    shelf = Shelf(range(10))
    items = []
    async for item in shelf.all():
        items.append(item)
        if item in (0, 4):
            shelf.items.insert(0, 100 + item)
    assert items == list(range(10))


async def test_a_service_that_repeats_itself_ends_it() -> None:
    async def fetch(start: int, count: int) -> Part[int]:
        return Part((1, 2, 3), 3)

    async with asyncio.timeout(30):
        assert await listed(all_items(fetch, SIZE, lambda item: item)) == [1, 2, 3]


async def test_items_that_could_not_be_read_move_nothing() -> None:
    shelf = Shelf(range(8))

    async def fetch(start: int, count: int) -> Part[int]:
        part = await shelf.fetch(start, count)
        return Part(tuple(item for item in part.items if item not in (3, 4, 5)), part.came)

    assert await listed(all_items(fetch, SIZE, lambda item: item)) == [0, 1, 2, 6, 7]


@pytest.mark.parametrize("bounds", [{"start": -1}, {"start": 5, "stop": 4}, {"limit": -1}])
def test_impossible_bounds_are_refused_at_once(bounds: dict[str, int]) -> None:
    shelf = Shelf(())
    with pytest.raises(InvalidQuery):
        shelf.all(**bounds)


async def test_pages_know_their_neighbours() -> None:
    shelf = Shelf(range(8))
    page = await fetch_page(shelf.fetch, 0, SIZE)
    assert await page.previous() is None
    seen = [list(page)]
    while (following := await page.next()) is not None:
        page = following
        seen.append(list(page))
    assert seen == [[0, 1, 2], [3, 4, 5], [6, 7]]
    assert page.is_last
    assert len(page) == 2
    before = await page.previous()
    assert before is not None
    assert list(before) == [3, 4, 5]


async def test_the_page_before_is_shorter_at_the_beginning() -> None:
    page = await fetch_page(Shelf(range(8)).fetch, 2, SIZE)
    before = await page.previous()
    assert before is not None
    assert (list(before), before.start) == ([0, 1], 0)
    assert await before.previous() is None


async def test_nothing_comes_after_a_full_last_page() -> None:
    page = await fetch_page(Shelf(range(SIZE)).fetch, 0, SIZE)
    assert await page.next() is None
