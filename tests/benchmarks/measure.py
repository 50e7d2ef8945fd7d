"""Measuring two or more things in turns, and what a row of the table holds."""

import gc
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

AsyncWork: TypeAlias = Callable[[], Awaitable[object]]
Work: TypeAlias = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. `met` is None where there is no target; `ratio` is what `target` is held
    against."""

    what: str
    ours: str
    peer: str
    target: str
    met: bool | None
    note: str = ""
    ratio: str = ""


async def seconds_in_turns(works: Mapping[str, AsyncWork], rounds: int) -> dict[str, float]:
    """The median wall time of each, in seconds, taken in turns."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            began = time.perf_counter()
            await work()
            taken[name].append(time.perf_counter() - began)
    return {name: median(times) for name, times in taken.items()}


async def cpu_in_turns(works: Mapping[str, AsyncWork], rounds: int, calls: int) -> dict[str, float]:
    """The median CPU time of one call of each, in seconds: `calls` at a time, taken in turns."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    set_aside_what_is_there()
    for turn in range(rounds + 1):
        for name, work in works.items():
            gc.collect()
            began = time.process_time()
            for _ in range(calls):
                await work()
            if turn:  # The first turn is for warming up.
                taken[name].append((time.process_time() - began) / calls)
    return {name: median(times) for name, times in taken.items()}


def cpu_of(works: Mapping[str, Work], rounds: int, calls: int) -> dict[str, float]:
    """The same for work that is not asynchronous."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    set_aside_what_is_there()
    for turn in range(rounds + 1):
        for name, work in works.items():
            gc.collect()
            began = time.process_time()
            for _ in range(calls):
                work()
            if turn:
                taken[name].append((time.process_time() - began) / calls)
    return {name: median(times) for name, times in taken.items()}


def set_aside_what_is_there() -> None:
    """Let collections look at nothing but what the works make: both sides' libraries together are
    ten times what either has in a program of its own."""
    gc.collect()
    gc.freeze()


def ms(seconds: float) -> str:
    """A time in milliseconds as text."""
    return f"{seconds * 1000:.3f} ms" if seconds < 0.01 else f"{seconds * 1000:.0f} ms"
