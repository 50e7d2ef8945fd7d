"""Pieces that are made once and kept as long as there is room."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.pictures.shelf import AT_ONCE, KEPT_FOR, RESTS_FOR, Shelf
from tests.support.clock import FakeClock

KB = 1024


class Maker:
    """Makes pieces of a size, and notes which."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def of(self, name: str, size: int = KB) -> Callable[[], Awaitable[bytes]]:
        async def make() -> bytes:
            self.made.append(name)
            return b"x" * size

        return make


@pytest.fixture
def maker() -> Maker:
    return Maker()


@pytest.fixture
def shelf(clock: FakeClock) -> Shelf[bytes]:
    """Room for three pieces of a kilobyte."""
    return Shelf[bytes](clock, len, 7 * KB)


async def test_a_piece_is_made_once_for_all(shelf: Shelf[bytes], maker: Maker) -> None:
    found = await asyncio.gather(*(shelf.want("a", maker.of("a")) for _ in range(5)))
    assert len({id(piece) for piece in found}) == 1
    assert shelf.want("a", maker.of("a")).done()
    assert maker.made == ["a"]


async def test_what_was_not_wanted_for_longest_goes_first(
    shelf: Shelf[bytes], maker: Maker
) -> None:
    for name in ("a", "b", "c", "a", "d", "a", "c", "b"):
        await shelf.want(name, maker.of(name))
    assert maker.made == ["a", "b", "c", "d", "b"]
    assert shelf.bytes <= 7 * KB


async def test_what_is_too_large_drives_nothing_out(shelf: Shelf[bytes], maker: Maker) -> None:
    await shelf.want("a", maker.of("a"))
    assert await shelf.want("huge", maker.of("huge", 10 * KB)) is not None
    await shelf.want("huge", maker.of("huge", 10 * KB))
    await shelf.want("a", maker.of("a"))
    assert maker.made == ["a", "huge", "huge"]


async def test_a_piece_is_made_anew_after_a_day(
    shelf: Shelf[bytes], maker: Maker, clock: FakeClock
) -> None:
    await shelf.want("a", maker.of("a"))
    clock.advance(KEPT_FOR - 1)
    await shelf.want("a", maker.of("a"))
    clock.advance(1)
    await shelf.want("a", maker.of("a"))
    assert maker.made == ["a", "a"]
    before = shelf.bytes
    await shelf.want("b", maker.of("b"))
    assert shelf.bytes == 2 * before


async def test_what_fails_rests_and_is_said_once(
    shelf: Shelf[bytes], maker: Maker, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> bytes:
        maker.made.append("failed")
        raise OSError("no such thing")

    for _ in range(3):
        assert await shelf.want("a", fail) is None
        clock.advance(RESTS_FOR / 2)
    assert maker.made == ["failed", "failed"]
    assert caplog.text.count("going on without a: OSError: no such thing") == 1
    clock.advance(RESTS_FOR)
    assert await shelf.want("a", maker.of("a")) is not None
    assert await shelf.want("a", fail) is not None


async def test_only_a_few_are_made_at_once(shelf: Shelf[bytes]) -> None:
    at_work, most, go_on = 0, 0, asyncio.Event()

    async def make() -> bytes:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await go_on.wait()
        at_work -= 1
        return b""

    wanted = [shelf.want(str(number), make) for number in range(3 * AT_ONCE)]
    for _ in range(5):
        await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(*wanted)
    assert most == AT_ONCE
