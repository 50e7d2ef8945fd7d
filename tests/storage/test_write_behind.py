import asyncio
from collections.abc import Sequence

from bot.halo.names import Name
from bot.storage.errors import StorageUnavailable
from bot.storage.write_behind import WriteBehind
from tests.support.clock import FakeClock


class Store:
    """Takes what is written, unless it is down."""

    def __init__(self) -> None:
        self.batches: list[dict[str, int]] = []
        self.is_down = False

    def behind(self, clock: FakeClock, keep: int = 100) -> WriteBehind[str, int]:
        """What writes into it."""
        return WriteBehind("figures", clock, self, lambda figure: Name(str(figure), 0.0), keep=keep)

    async def __call__(self, batch: Sequence[tuple[str, int]]) -> None:
        if self.is_down:
            raise StorageUnavailable
        self.batches.append(dict(batch))


async def test_what_changes_meanwhile_is_written_once(clock: FakeClock) -> None:
    store = Store()
    later = store.behind(clock)
    for key, value in (("a", 1), ("b", 1), ("a", 2), ("c", 1)):
        later.note(key, value)
    later.drop(lambda key: key == "c")
    await later.close()
    assert store.batches == [{"a": 2, "b": 1}]


async def test_nothing_is_written_while_somebody_deletes(clock: FakeClock) -> None:
    store = Store()
    later = store.behind(clock)
    later.note("a", 1)
    later.note("b", 1)
    async with later.paused:
        flushing = asyncio.create_task(later.flush())
        await asyncio.sleep(0)
        later.drop(lambda key: key == "a")
        assert store.batches == []
    await flushing
    assert store.batches == [{"b": 1}]


async def test_what_a_failing_database_did_not_take_is_kept_up_to_a_limit(clock: FakeClock) -> None:
    store = Store()
    store.is_down = True
    later = store.behind(clock, keep=2)
    for key in ("a", "b", "c"):
        later.note(key, 1)
    later.note("a", 2)
    await later.flush()
    store.is_down = False
    # It is left alone for a while, but for whoever has to know.
    await later.close()
    assert store.batches == []
    clock.advance(60)
    await later.close()
    assert store.batches == [{"a": 2, "b": 1}]
    await later.flush()
    assert len(store.batches) == 1
