"""Long lists of the services: one page at a time, or item after item with the next page on its way.

A list that grows while it is read (a match was just played) moves its items to later positions:
what a page repeats of the pages before it is left out.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from bot.halo.errors import InvalidQuery

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Part(Generic[Item]):
    """What the service answered: the items that could be read, and how many positions came."""

    items: tuple[Item, ...]
    came: int


Fetch: TypeAlias = Callable[[int, int], Awaitable[Part[Item]]]
"""Asks for the part of a list from a position, of at most so many items."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items of a list, from position `start`, of which `size` were asked for.

    `came` is how many positions it covers: more than it has items where some could not be read.
    """

    items: tuple[Item, ...]
    start: int
    size: int
    came: int
    _fetch: Fetch[Item] = field(repr=False, compare=False)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def is_last(self) -> bool:
        """Whether the list ends here: fewer came than were asked for."""
        return self.came < self.size

    async def next(self) -> "Page[Item] | None":
        """The page after this one, of the same size; None at the end. Raises as the method did."""
        if self.is_last:
            return None
        page = await fetch_page(self._fetch, self.start + self.came, self.size)
        return page if page.came else None

    async def previous(self) -> "Page[Item] | None":
        """The page before this one, shorter where fewer come before; None at the beginning."""
        if self.start == 0:
            return None
        start = max(0, self.start - self.size)
        return await fetch_page(self._fetch, start, self.start - start)


async def fetch_page(fetch: Fetch[Item], start: int, size: int) -> Page[Item]:
    """The page at a position."""
    part = await fetch(start, size)
    return Page(part.items, start, size, part.came, fetch)


def check_window(start: int, count: int, most: int) -> None:
    """Raise InvalidQuery where no page is like that."""
    if start < 0 or not 1 <= count <= most:
        raise InvalidQuery(f"start is 0 or more and count from 1 to {most}: not {start}, {count}")


def all_items(
    fetch: Fetch[Item],
    size: int,
    identity: Callable[[Item], Hashable],
    *,
    start: int = 0,
    stop: int | None = None,
    limit: int | None = None,
) -> AsyncGenerator[Item, None]:
    """Every item from position `start` to before `stop`, at most `limit`; None is no bound.

    While the items of a page are used, the next page is on its way, and never more than that one.
    Closing the generator cancels it and waits for it. Raises InvalidQuery at once for a window
    that cannot be, and what `fetch` raises when its turn comes.
    """
    if start < 0 or (stop is not None and stop < start) or (limit is not None and limit < 0):
        raise InvalidQuery(f"no list goes from {start} to {stop} with at most {limit} items")
    return _all_items(fetch, size, identity, start, stop, limit)


async def _all_items(
    fetch: Fetch[Item],
    size: int,
    identity: Callable[[Item], Hashable],
    start: int,
    stop: int | None,
    limit: int | None,
) -> AsyncGenerator[Item, None]:
    left = float("inf") if limit is None else limit
    end = float("inf") if stop is None else stop
    seen: set[Hashable] = set()
    if left == 0 or end == start:
        return
    ahead: asyncio.Task[Page[Item]] | None = _launch(fetch, start, size)
    try:
        while ahead is not None:
            page = await ahead
            ahead = None
            items = []
            for item in page.items[: int(min(end - page.start, size))]:
                if left > 0 and identity(item) not in seen:
                    seen.add(identity(item))
                    items.append(item)
                    left -= 1
            position = page.start + page.came
            # A page of nothing but old items is no way forward.
            onward = bool(items) or not page.items
            if onward and not page.is_last and left > 0 and position < end:
                ahead = _launch(fetch, position, size)
            for item in items:
                yield item
    finally:
        if ahead is not None:
            ahead.cancel()
            await asyncio.gather(ahead, return_exceptions=True)


def _launch(fetch: Fetch[Item], start: int, size: int) -> "asyncio.Task[Page[Item]]":
    return asyncio.create_task(fetch_page(fetch, start, size), name=f"page at {start}")
