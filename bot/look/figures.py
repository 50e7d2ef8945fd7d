"""Writing numbers as a language does, and progress and moments, which look alike in all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Self

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from bot.look import theme

# Beyond this a number is nothing that a match holds; it must still not break a card.
_HUGE = 10**15
_DIGITS = "#,##0"


@dataclass(frozen=True, eq=False)
class Figures:
    """How one language writes numbers.

    `marks` says for "," and "." of an English number what stands in their places; `share` is the
    pattern of a percentage, "{}%".
    """

    marks: dict[int, str]
    share: str

    @classmethod
    def of(cls, locale: Locale) -> Self:
        """The figures of a language and country, by the Unicode CLDR."""
        marks = {
            ord(","): get_group_symbol(locale),
            ord("."): get_decimal_symbol(locale),
            ord("-"): theme.MINUS,
        }
        return cls(marks, locale.percent_formats[None].pattern.replace(_DIGITS, "{}"))

    def number(self, value: float | None, decimals: int = 0, *, grouped: bool = True) -> str:
        """A figure such as "6,040", "21.6" or "−3"; a dash where there is none."""
        if value is None or not math.isfinite(value):
            return theme.DASH
        if abs(value) >= _HUGE:
            written = f"{float(value):.1e}"
        elif isinstance(value, int):
            written = f"{value:,}" if grouped else f"{value}"
        else:
            # Adding zero turns what rounds to "-0" into "0".
            rounded = round(value, decimals) + 0.0
            written = f"{rounded:,.{decimals}f}" if grouped else f"{rounded:.{decimals}f}"
        return written.translate(self.marks)

    def signed(self, value: float | None, decimals: int = 0) -> str:
        """A difference such as "+2", "−3.6" or "±0"; a dash where there is none."""
        written = self.number(value, decimals)
        if value is None or written == theme.DASH or written.startswith(theme.MINUS):
            return written
        return f"+{written}" if round(value, decimals) > 0 else f"±{written}"

    def short(self, value: int | None, digits: int = 4) -> str:
        """A count for a narrow column: written out up to so many digits, then "12k", "1.2M"; a dash
        where there is none."""
        if value is None or abs(value) < 10**digits:
            return self.number(value)
        for step, suffix in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
            if abs(value) >= step:
                return f"{self.number(value / step, int(abs(value) < 10 * step))}{suffix}"
        return self.number(value)

    def percent(self, value: float | None, decimals: int = 0) -> str:
        """A share given in percent: "61%"; a dash where there is none."""
        if value is None or not known(value):
            return theme.DASH
        return self.share.format(self.number(round(float(value), decimals), decimals))


def known(value: float | None) -> bool:
    """Whether there is a figure at all: neither None nor the service's "NaN" and "Infinity"."""
    return value is not None and math.isfinite(value)


def ago(moment: datetime | float | None) -> str:
    """A moment as Discord shows it relative to now: "<t:1700000000:R>". Numbers are Unix time.

    Every reader sees it in the language of their own Discord. A dash where it is not known.
    """
    if moment is None:
        return theme.DASH
    seconds = moment.timestamp() if isinstance(moment, datetime) else moment
    return f"<t:{math.floor(seconds)}:R>"


def bar(progress: float | None, width: int = theme.BAR_WIDTH) -> str:
    """A progress bar from 0 to 1, full only at the end and empty only at the start, or where the
    progress is not known."""
    share = min(1.0, max(0.0, progress)) if progress is not None and known(progress) else 0.0
    filled = round(share * width)
    if 0.0 < share < 1.0:
        filled = min(width - 1, max(1, filled))
    return theme.BAR_FULL * filled + theme.BAR_EMPTY * (width - filled)


def sparkline(values: Sequence[float], width: int = theme.SPARKLINE_WIDTH) -> str:
    """A row of bars from the least to the greatest value; "" where there is nothing to draw.

    Where there are more values than it is wide, each bar is the mean of several.
    """
    known = [value for value in values if math.isfinite(value)]
    count = min(width, len(known))
    edges = [len(known) * place // count for place in range(count + 1)] if count else []
    means = [
        sum(value / (end - start) for value in known[start:end]) for start, end in pairwise(edges)
    ]
    if not means:
        return ""
    low, high = min(means), max(means)
    if not high > low:
        return theme.SPARKS[len(theme.SPARKS) // 2] * count
    top = len(theme.SPARKS) - 1
    # Halved, so that not even the largest numbers that are numbers leave their range.
    span = high / 2 - low / 2
    return "".join(theme.SPARKS[round((mean / 2 - low / 2) / span * top)] for mean in means)
