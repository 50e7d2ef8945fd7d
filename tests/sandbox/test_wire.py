"""Times, spans and sums as the service writes them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.sandbox.wire import duration, instant, render, total


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(), "PT0S"),
        (timedelta(seconds=35.6), "PT35.6S"),
        (timedelta(minutes=9, seconds=9.421), "PT9M9.421S"),
        (timedelta(hours=1), "PT1H"),
        (timedelta(days=17, hours=10, minutes=55, seconds=53.768), "P17DT10H55M53.768S"),
        (timedelta(days=2), "P2DT0S"),
    ],
)
def test_durations(span: timedelta, text: str) -> None:
    assert duration(span) == text


def test_instants_are_in_utc() -> None:
    moment = datetime(2026, 5, 4, 22, 15, tzinfo=timezone(timedelta(hours=2)))
    assert instant(moment) == "2026-05-04T20:15:00.000Z"


def test_render_writes_times_at_any_depth() -> None:
    moment = datetime(2026, 5, 4, tzinfo=UTC)
    assert render({"a": [{"b": timedelta(seconds=1)}], "c": moment, "d": None}) == {
        "a": [{"b": "PT1S"}], "c": "2026-05-04T00:00:00.000Z", "d": None,
    }  # fmt: skip


def test_totals_add_keep_the_greatest_and_merge_lists() -> None:
    def medal(name_id: int, count: int) -> dict[str, int]:
        return {"NameId": name_id, "Count": count, "TotalPersonalScoreAwarded": 0}

    first = {"Kills": 2, "MaxKillingSpree": 5, "Medals": [medal(1, 1)], "Left": None}
    second = {"Kills": 3, "MaxKillingSpree": 4, "Medals": [medal(2, 4), medal(1, 2)], "Left": None}
    assert total([first, second]) == {
        "Kills": 5, "MaxKillingSpree": 5, "Medals": [medal(2, 4), medal(1, 3)], "Left": None,
    }  # fmt: skip
    assert first["Medals"] == [medal(1, 1)]
