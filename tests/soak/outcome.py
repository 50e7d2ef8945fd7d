"""What a soak is to do, and what came of it."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: `restarting` commands with `restarts` of the worker among them, then `steady`
    ones on a single worker, whose size is taken after every `settled` of them. All are asked by so
    many `people`. The share `presses` of them are presses on answers so far instead,
    and the share `pictures` may be answered with pictures.

    `seconds` bounds it all: what is not asked by then is left out.
    """

    restarting: int
    restarts: int
    steady: int
    settled: int
    seed: int
    seconds: float
    people: int = 150
    presses: float = 0.4
    pictures: float = 0.5


@dataclass(frozen=True, slots=True)
class Size:
    """How much a worker holds: resident memory in bytes, tasks of its loop, open files."""

    memory: int
    tasks: int
    files: int


@dataclass(slots=True)
class Outcome:
    """What came of it. `hanging` and `wrong` are what must be empty; `endings` are the seconds
    from each SIGTERM, or Discord's end of the connection, to the end."""

    asked: int = 0
    pressed: int = 0
    pictures: int = 0
    cut_off: int = 0
    finished_at_the_end: int = 0
    restarts: Counter[str] = field(default_factory=Counter)
    endings: list[float] = field(default_factory=list)
    mischief: int = 0
    titles: Counter[str] = field(default_factory=Counter)
    hanging: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    sizes: dict[int, Size] = field(default_factory=dict)
