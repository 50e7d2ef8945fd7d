import csv
import io
import json
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from bot.facts.results import Freshness, Opponents
from bot.features.export.file import ExportFormat, export_card, export_file, filename
from bot.features.export.lookup import ExportedMatch, ExportReport
from bot.halo.models.enums import LifecycleMode, ModeCategory, Outcome
from bot.look.texts import Texts
from tests.look.checks import assert_acceptable, assert_harmless
from tests.look.samples import PLAYER, STARTED
from tests.look.strategies import at_leisure, export_reports, languages
from tests.support.texts import CATALOGUE, ENGLISH

MATCH = ExportedMatch(
    match_id="b4be1c44",
    started_at=STARTED,
    duration=timedelta(minutes=12, seconds=4.5),
    outcome=Outcome.WIN,
    lifecycle=LifecycleMode.MATCHMADE,
    playlist="Ranked Arena",
    mode="Slayer",
    mode_category=ModeCategory.SLAYER,
    map='한글, "Map"',
    rank=1,
    opponents=Opponents.PLAYERS,
    kills=18,
    deaths=8,
    assists=5,
    score=2050,
    accuracy=61.085,
    shots_fired=221,
    shots_hit=135,
    damage_dealt=6040,
    damage_taken=3090,
    medals=6,
    csr_before=1530,
    csr_after=None,
)
REPORT = ExportReport(PLAYER, (MATCH,))


def rows(report: ExportReport, texts: Texts = ENGLISH) -> list[dict[str, str]]:
    """The CSV as spreadsheets read it."""
    text = export_file(report, ExportFormat.CSV, texts).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def data(report: ExportReport, texts: Texts = ENGLISH) -> Any:
    """The JSON as other programs read it."""
    return json.loads(export_file(report, ExportFormat.JSON, texts), parse_constant=pytest.fail)


def test_csv() -> None:
    (row,) = rows(REPORT)
    assert list(row) == [field.name for field in fields(ExportedMatch)]
    assert row["started_at"] == "2026-06-01T19:40:00+00:00"
    assert (row["duration"], row["outcome"], row["accuracy"]) == ("724.5", "WIN", "61.09")
    assert (row["map"], row["csr_before"], row["csr_after"]) == ('한글, "Map"', "1530", "")


def test_times_are_in_the_readers_time_zone() -> None:
    (row,) = rows(REPORT, ENGLISH.in_zone(ZoneInfo("Europe/Berlin")))
    assert row["started_at"] == "2026-06-01T21:40:00+02:00"


def test_a_mode_without_a_name_is_called_by_its_kind() -> None:
    unnamed = replace(MATCH, mode=None, mode_category=ModeCategory.CAPTURE_THE_FLAG)
    (row,) = rows(replace(REPORT, matches=(unnamed,)), CATALOGUE.texts("de"))
    assert (row["mode"], row["mode_category"]) == ("Flaggenraub", "CAPTURE_THE_FLAG")


def test_json() -> None:
    found = data(REPORT)
    assert found["player"] == {"xuid": PLAYER.xuid, "gamertag": PLAYER.gamertag}
    (row,) = found["matches"]
    assert (row["lifecycle"], row["csr_after"], row["kills"]) == ("MATCHMADE", None, 18)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_name_becomes_a_formula(name: str) -> None:
    report = replace(REPORT, matches=(replace(MATCH, map=name),))
    (row,) = rows(report)
    assert row["map"] == name.replace(name.strip(), f"'{name.strip()}")
    assert data(report)["matches"][0]["map"] == name


@at_leisure
@given(export_reports, languages)
def test_any_matches_make_a_file_and_a_card(report: ExportReport, texts: Texts) -> None:
    assert len(rows(report)) == len(report.matches)
    assert len(data(report)["matches"]) == len(report.matches)
    assert_acceptable(export_card(report, texts))
    assert_harmless(export_card(report, texts))


def test_the_card() -> None:
    stale = replace(REPORT, missing=("maps",), freshness=Freshness(STARTED, stale=True))
    embed = export_card(stale, ENGLISH)
    assert embed.title == "Your last match"
    assert "Shown from the cache" in (embed.description or "")
    assert embed.footer.text == "Not available right now: maps"


@pytest.mark.parametrize("kind", ExportFormat)
def test_the_file_has_the_ending_of_its_kind(kind: ExportFormat) -> None:
    assert filename(kind) == f"halo-matches.{kind.value}"
