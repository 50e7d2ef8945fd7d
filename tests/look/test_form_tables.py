from dataclasses import replace

from hypothesis import given

from bot.facts.results import Freshness
from bot.features.session.lookup import SessionReport
from bot.features.session.table import session_table
from bot.features.teammates.lookup import TeammatesReport
from bot.features.teammates.table import teammates_table
from bot.features.trend.lookup import TrendReport
from bot.features.trend.table import trend_table
from bot.look.terminal import to_json
from tests.features.trend.test_card import TREND
from tests.look.samples import SESSION, STARTED, TEAMMATES
from tests.look.strategies import (
    at_leisure,
    session_reports,
    teammates_reports,
    trend_reports,
)
from tests.look.test_terminal import printed, strict
from tests.support.texts import ENGLISH


def test_a_session() -> None:
    assert [each.rstrip() for each in printed(session_table(SESSION, ENGLISH)).splitlines()] == [
        "MapleLeaf 117",
        "2 won · 1 lost · 1 tied · 1 h 05 min · 2026-06-01 19:40 UTC",
        "K/D 1.50 · 60 / 40 / 20 · accuracy 51%",
        "Ranked Arena · Onyx · 1532 (+2) · 32 past Onyx",
    ]


def test_a_trend() -> None:
    lines = printed(trend_table(TREND, ENGLISH)).splitlines()
    assert "▃▁█▆ K/D" in lines
    assert "▅▅▅▅ accuracy" in lines
    assert "▁█ CSR" in lines
    assert "   67% won of   3 · Live Fire" in lines


def test_teammates() -> None:
    lines = printed(teammates_table(TEAMMATES, ENGLISH)).splitlines()
    assert lines[2].split() == ["Games", "Won", "Win", "rate", "Player"]
    assert lines[4].split() == ["9", "7", "78%", "Ember", "Fox"]


def test_age_and_gaps_are_told() -> None:
    stale = replace(SESSION, missing=("skill",), freshness=Freshness(STARTED, stale=True))
    assert "not available right now: skill · shown" in printed(session_table(stale, ENGLISH))


@at_leisure
@given(session_reports)
def test_any_session_can_be_printed(report: SessionReport) -> None:
    assert printed(session_table(report, ENGLISH)).encode()
    assert strict(to_json(report))["player"]


@at_leisure
@given(trend_reports)
def test_any_trend_can_be_printed(report: TrendReport) -> None:
    assert printed(trend_table(report, ENGLISH)).encode()
    assert strict(to_json(report))["player"]


@at_leisure
@given(teammates_reports)
def test_any_teammates_can_be_printed(report: TeammatesReport) -> None:
    assert printed(teammates_table(report, ENGLISH)).encode()
    assert len(strict(to_json(report))["teammates"]) == len(report.teammates)
