"""How figures went over time, and what was won where: plain frozen data, for charts and tables.

Like all results: texts are raw, times are aware datetimes in UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.facts.results import Player


@dataclass(frozen=True, slots=True)
class Point:
    """A figure and when it was true; None where that is not known."""

    at: datetime | None
    value: float


@dataclass(frozen=True, slots=True)
class CsrTrend:
    """A player's CSR in one ranked playlist before the first match and after each, oldest first.

    The playlist's name is "" where unknown.
    """

    player: Player
    playlist_id: str
    playlist_name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class FormTrend:
    """Kills for each death, and accuracy in percent, of each of the last matches, oldest first.

    A match that has one figure may lack the other.
    """

    player: Player
    kills_per_death: tuple[Point, ...]
    accuracy: tuple[Point, ...]


class WinRateBy(StrEnum):
    """What win rates are grouped by."""

    MAP = "map"
    MODE = "mode"


@dataclass(frozen=True, slots=True)
class WinRate:
    """How often matches of one map or mode were won."""

    name: str
    wins: int
    matches: int

    @property
    def percent(self) -> float | None:
        """Wins among the matches in percent, or None without matches."""
        return 100 * self.wins / self.matches if self.matches > 0 else None


@dataclass(frozen=True, slots=True)
class WinRates:
    """A player's win rates by map or by mode, most played first."""

    player: Player
    by: WinRateBy
    rates: tuple[WinRate, ...]
