import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from rich.console import Console, RenderableType

from bot.facts.results import CsrReport, Freshness, MatchReport, MedalsReport
from bot.features.csr.table import csr_table
from bot.features.match.table import match_table
from bot.features.medals.card import medals_card
from bot.halo.models.enums import Outcome
from bot.look.terminal import to_json
from bot.look.terminal_card import card_in_terminal
from tests.look.samples import CSR, MATCH, STARTED, SUBJECT, free_for_all, medals_report
from tests.look.strategies import at_leisure, csr_reports, matches, medals_reports
from tests.support.texts import ENGLISH


def printed(renderable: RenderableType) -> str:
    """What a terminal of 120 columns without colours shows."""
    file = io.StringIO()
    Console(file=file, width=120).print(renderable)
    return file.getvalue()


def test_a_match() -> None:
    lines = printed(match_table(MATCH, ENGLISH)).splitlines()
    assert lines[1] == "Victory · 50 – 43"
    assert lines[2] == "Slayer on Live Fire · Ranked Arena · 12 min 04 s · 2026-06-01 19:40 UTC"
    assert lines[4] == "Onyx · 1532 (+2) · 32 past Onyx"
    assert lines[5] == "Perfect ×3, Double Kill ×2, Snapshot ×1"
    subject = next(line for line in lines[6:] if line.startswith("MapleLeaf 117"))
    figures = ["18", "8", "5", "+11.7", "61%", "2,050", "1532"]
    assert subject.split() == ["MapleLeaf", "117", *figures]
    assert all(any(line.endswith(word) for line in lines) for word in ("BOT ", "LATE", "LEFT"))


def test_a_free_for_all_has_everybody_in_one_table() -> None:
    text = printed(match_table(free_for_all(8, rank=2, outcome=Outcome.LOSS), ENGLISH))
    assert "2nd of 8" in text
    assert text.count("Player") == 1
    assert all(f"Spartan {place}" in text for place in range(1, 9))


def test_standings() -> None:
    text = printed(csr_table(CSR, ENGLISH))
    for words in ("Diamond 4 · 1384", "16 to Diamond 5", "2 of 5", "3 matches left", "Unranked"):
        assert words in text
    assert "2 more may be ranked" in text


def test_medals() -> None:
    text = printed(card_in_terminal(medals_card(medals_report(3), ENGLISH), ENGLISH))
    lines = [line.rstrip() for line in text.splitlines()]
    assert lines[:3] == [
        "MapleLeaf 117",
        "Career medals",
        "60 earned · 3 kinds · most earned first",
    ]
    assert lines[3] == "30  Medal 1  Skill  Earn Medal 1."


def test_brackets_in_names_are_no_markup() -> None:
    named = replace(SUBJECT, name="[bold]Ace[/bold]", csr=None)
    text = printed(match_table(replace(MATCH, players=(named,)), ENGLISH))
    assert "[bold]Ace[/bold]" in text.replace("\n", "")


def test_age_and_gaps_are_told() -> None:
    stale = replace(MATCH, missing=("skill",), freshness=Freshness(STARTED, stale=True))
    last = printed(match_table(stale, ENGLISH)).splitlines()[-1]
    assert last == (
        "Match 3 in the list · not available right now: skill"
        " · shown from the cache, true at 2026-06-01 19:40 UTC"
    )


def test_json_of_a_match() -> None:
    found = json.loads(to_json(replace(MATCH, lifecycle=99)))
    assert found["outcome"] == "WIN"
    assert found["lifecycle"] == 99
    assert found["started_at"] == "2026-06-01T19:40:00+00:00"
    assert found["duration"] == 724.0
    assert found["players"][2]["name"] == "한글 Seven"
    assert found["players"][7]["xuid"] is None
    assert found["skill"]["after"]["tier"] == "Onyx"


def test_json_of_other_reports() -> None:
    assert json.loads(to_json(medals_report(1)))["sort"] == "count"
    assert len(json.loads(to_json(CSR))["standings"]) == 4


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_json_has_null_for_what_is_no_number(value: float) -> None:
    found = json.loads(to_json(replace(MATCH, subject=replace(SUBJECT, kda=value))))
    assert found["subject"]["kda"] is None


def strict(text: str) -> Any:
    """The JSON, read as other programs read it: in UTF-8 and without NaN."""
    return json.loads(text.encode(), parse_constant=pytest.fail)


@at_leisure
@given(matches)
def test_any_match_can_be_printed(report: MatchReport) -> None:
    assert printed(match_table(report, ENGLISH)).encode()
    length = report.duration / timedelta(seconds=1) if report.duration is not None else None
    assert strict(to_json(report))["duration"] == length


@at_leisure
@given(csr_reports)
def test_any_standings_can_be_printed(report: CsrReport) -> None:
    assert printed(csr_table(report, ENGLISH)).encode()
    assert len(strict(to_json(report))["standings"]) == len(report.standings)


@at_leisure
@given(medals_reports)
def test_any_medals_can_be_printed(report: MedalsReport) -> None:
    assert printed(card_in_terminal(medals_card(report, ENGLISH), ENGLISH)).encode()
    assert len(strict(to_json(report))["medals"]) == len(report.medals)
