from zoneinfo import ZoneInfo

import pytest

from bot.facts.errors import NoSuchTimeZone
from bot.facts.time_zones import COMMON, TimeZones, zone


@pytest.fixture(scope="module")
def zones() -> TimeZones:
    return TimeZones()


@pytest.mark.parametrize(
    ("typed", "name"),
    [("europe/berlin", "Europe/Berlin"), (" America/new york", "America/New_York"), ("utc", "UTC")],
)
def test_a_time_zone_is_found_however_it_is_written(
    zones: TimeZones, typed: str, name: str
) -> None:
    assert zones.find(typed) == name


@pytest.mark.parametrize(
    "typed", ["", "Berlin", "../etc/passwd", "posix/Europe/Berlin", "Etc/GMT+5"]
)
def test_nothing_else_is_a_time_zone(zones: TimeZones, typed: str) -> None:
    with pytest.raises(NoSuchTimeZone):
        zones.find(typed)


def test_the_common_ones_are_suggested_first(zones: TimeZones) -> None:
    assert zones.suggest("") == (*COMMON, "Africa/Abidjan")
    assert zones.suggest("york") == ("America/New_York",)
    assert zones.suggest("nowhere") == ()
    assert len(zones.suggest("a")) == 25
    for name in COMMON:
        assert zones.find(name) == name


def test_a_zone_that_is_no_longer_known_counts_as_utc() -> None:
    assert zone("Asia/Tokyo") == ZoneInfo("Asia/Tokyo")
    for name in ("Atlantis/Capital", "", "../../etc/passwd"):
        assert zone(name) == ZoneInfo("UTC")
