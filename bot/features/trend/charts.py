"""Placing series of figures on a plot: axes, ticks and lines as shares from 0 to 1."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.features.trend.series import Point
from bot.look.texts import Texts

# More points than this are not to be told apart on a plot.
_POINTS = 240
_DOTS = 60
_TICKS = 5
_LARGEST = 1e12
_AVERAGED = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: its place as a share from the start, and its words."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Band:
    """A line across the plot at a share from its foot, with a name and a colour."""

    at: float
    name: str
    colour: int


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot. Points are shares from the left and from the foot.

    `dots` says whether the points are few enough to be shown one by one; `average` is a smoothed
    line over them or nothing. `last` is the latest figure in words.
    """

    title: str
    colour: int
    last: str
    line: tuple[tuple[float, float], ...]
    average: tuple[tuple[float, float], ...]
    dots: bool
    ticks: tuple[Tick, ...]
    below: tuple[Tick, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of figures with round ends."""

    low: float
    high: float
    step: float

    def share(self, value: float) -> float:
        """Where a figure lies on the axis, from 0 to 1."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def ticks(self, texts: Texts, *, percent: bool = False) -> tuple[Tick, ...]:
        """The round figures of the axis."""
        count = round((self.high - self.low) / self.step)
        decimals = max(0, -math.floor(math.log10(self.step)))
        return tuple(
            Tick(
                index / count,
                written(self.low + index * self.step, texts, decimals, percent=percent),
            )
            for index in range(count + 1)
        )


def usable(points: Iterable[Point]) -> tuple[Point, ...]:
    """The points that can be drawn, at most as many as can be told apart, with the last one."""
    kept = [
        point for point in points if math.isfinite(point.value) and abs(point.value) <= _LARGEST
    ]
    step = math.ceil(len(kept) / _POINTS) or 1
    return tuple(reversed(kept[::-1][::step]))


def axis(values: Sequence[float], *, least: float, floor: float | None = None) -> Axis:
    """A range that holds the values and is at least so wide; it does not go below `floor`."""
    low, high = min(values, default=0.0), max(values, default=least)
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    if floor is not None and low < floor <= min(values, default=floor):
        low, high = floor, max(high, floor + least)
    step = _round_step((high - low) / (_TICKS - 1))
    return Axis(math.floor(low / step) * step, math.ceil(high / step) * step, step)


def by_order(points: Sequence[Point], scale: Axis) -> tuple[tuple[float, float], ...]:
    """The points one after the other, evenly spaced."""
    last = len(points) - 1
    return tuple(
        (index / last if last else 0.5, scale.share(point.value))
        for index, point in enumerate(points)
    )


def average(line: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The line smoothed over the points around each; nothing where there are too few for that."""
    if len(line) <= 2 * _AVERAGED:
        return ()
    smoothed = []
    for index, (at, _) in enumerate(line):
        around = line[max(0, index - _AVERAGED) : index + _AVERAGED + 1]
        smoothed.append((at, sum(share for _, share in around) / len(around)))
    return tuple(smoothed)


def few(points: Sequence[Point]) -> bool:
    """Whether the points can be shown one by one."""
    return len(points) <= _DOTS


def written(value: float, texts: Texts, decimals: int = 0, *, percent: bool = False) -> str:
    """A figure as axes and lines name it."""
    if percent:
        return texts.percent(value, decimals)
    return texts.number(float(value), decimals, grouped=False)


def trend_in_words(
    points: Sequence[Point], texts: Texts, decimals: int = 0, *, percent: bool = False
) -> str:
    """What a line says: "from 1201 to 1384, lowest 1180, highest 1402"; "" without points."""
    if not points:
        return ""
    values = [point.value for point in points]
    first, last, low, high = (
        written(value, texts, decimals, percent=percent)
        for value in (values[0], values[-1], min(values), max(values))
    )
    return texts(
        "from {first} to {last}, lowest {low}, highest {high}",
        first=first,
        last=last,
        low=low,
        high=high,
    )


def crossings(levels: Sequence[float], scale: Axis) -> tuple[float, ...]:
    """The levels that lie inside the axis."""
    return tuple(level for level in levels if scale.low < level < scale.high)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    steps = (1.0, 2.0, 2.5, 5.0, 10.0)
    return next((step * power for step in steps if step * power >= rough * 0.999), 10 * power)
