"""The time zones that people can choose from."""

from zoneinfo import ZoneInfo, available_timezones

from bot.facts.errors import NoSuchTimeZone

UTC = "UTC"
COMMON = (
    UTC,
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Halifax",
    "America/Mexico_City",
    "America/Bogota",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Athens",
    "Europe/Istanbul",
    "Africa/Johannesburg",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Australia/Sydney",
    "Pacific/Auckland",
)
"""One for most people, from west to east, few enough for a menu."""

_AREAS = frozenset(
    {
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
        "Indian", "Pacific",
    }
)  # fmt: skip


class TimeZones:
    """The places of the IANA time zone database, and UTC. Reads the list once, when made."""

    def __init__(self) -> None:
        names = (name for name in available_timezones() if name.partition("/")[0] in _AREAS)
        self._names = (UTC, *sorted(names))
        self._by_folded = {_fold(name): name for name in self._names}

    def find(self, typed: str) -> str:
        """The time zone of this name; case and spaces do not count. Raises NoSuchTimeZone."""
        name = self._by_folded.get(_fold(typed))
        if name is None:
            raise NoSuchTimeZone
        return name

    def suggest(self, typed: str, limit: int = 25) -> tuple[str, ...]:
        """Time zones whose names hold what was typed; the common ones first."""
        wanted = _fold(typed)
        names = dict.fromkeys([*COMMON, *self._names])
        return tuple(name for name in names if wanted in _fold(name))[:limit]


def zone(name: str) -> ZoneInfo:
    """The time zone of this name; UTC where this machine does not know it (any more)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(UTC)


def _fold(name: str) -> str:
    return name.strip().casefold().replace(" ", "_")
