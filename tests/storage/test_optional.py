import asyncio

import pytest

from bot.storage.errors import StorageUnavailable
from bot.storage.optional import LEFT_ALONE, OptionalReads
from tests.support.clock import FakeClock


async def never() -> str:
    await asyncio.Event().wait()
    return "never"


async def fail() -> str:
    raise StorageUnavailable("down")


async def give() -> str:
    return "stored"


@pytest.mark.parametrize("fault", [never, fail])
async def test_an_outage_is_waited_for_once(
    clock: FakeClock, caplog: pytest.LogCaptureFixture, fault: object
) -> None:
    reads = OptionalReads(clock, patience=0.01)
    assert await reads.read(give(), "default") == "stored"
    assert callable(fault)
    assert await reads.read(fault(), "default") == "default"
    # Not even asked.
    assert await reads.read(give(), "default") == "default"
    clock.advance(LEFT_ALONE)
    assert await reads.read(give(), "default") == "stored"
    assert caplog.text.count("settings cannot be read") == 1
    await reads.close()


async def test_errors_of_the_program_are_not_hidden(clock: FakeClock) -> None:
    async def wrong() -> str:
        raise KeyError("typo")

    with pytest.raises(KeyError):
        await OptionalReads(clock).read(wrong(), "default")


async def test_what_was_given_up_ends_with_the_program(clock: FakeClock) -> None:
    cancelled = asyncio.Event()

    async def hang() -> str:
        try:
            return await never()
        finally:
            cancelled.set()

    reads = OptionalReads(clock, patience=0.01)
    await reads.read(hang(), "default")
    await reads.close()
    assert cancelled.is_set()
