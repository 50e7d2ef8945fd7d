import discord
import pytest
from hypothesis import given

from bot.lookups.career import CareerReport
from bot.lookups.compare import Comparison
from bot.lookups.leaderboard import LeaderboardReport
from bot.lookups.results import CsrReport, MatchReport, MedalsReport
from bot.lookups.stats import StatsReport
from bot.presentation.career_card import career_card
from bot.presentation.compare_card import compare_card
from bot.presentation.csr_card import csr_card
from bot.presentation.leaderboard_card import leaderboard_card
from bot.presentation.match_card import match_card
from bot.presentation.medals_card import medals_card
from bot.presentation.pictures.drawing import Picture
from bot.presentation.pictures.illustrated import attachment, illustrated
from bot.presentation.stats_card import stats_card
from tests.presentation.checks import assert_acceptable, assert_harmless
from tests.presentation.pictures.samples import BOARD, CAREER, COMPARISON, RECORD
from tests.presentation.samples import CSR, MATCH, medals_report
from tests.presentation.strategies import (
    at_leisure,
    career_reports,
    comparisons,
    csr_reports,
    leaderboard_reports,
    matches,
    medals_reports,
    stats_reports,
)
from tests.support.texts import ENGLISH


def assert_framed(embed: discord.Embed) -> None:
    framed = illustrated(embed, "card.png")
    assert_acceptable(framed)
    assert_harmless(framed)
    assert framed.image.url == "attachment://card.png"
    assert (framed.title, framed.url, framed.colour) == (embed.title, embed.url, embed.colour)


@at_leisure
@given(matches)
def test_any_match(match: MatchReport) -> None:
    assert_framed(match_card(match, ENGLISH))


@at_leisure
@given(csr_reports)
def test_any_standings(report: CsrReport) -> None:
    assert_framed(csr_card(report, ENGLISH))


@at_leisure
@given(medals_reports)
def test_any_medals(report: MedalsReport) -> None:
    assert_framed(medals_card(report, 0, ENGLISH))


@at_leisure
@given(stats_reports)
def test_any_record(report: StatsReport) -> None:
    assert_framed(stats_card(report, ENGLISH))


@at_leisure
@given(career_reports)
def test_any_career(report: CareerReport) -> None:
    assert_framed(career_card(report, ENGLISH))


@at_leisure
@given(comparisons)
def test_any_comparison(report: Comparison) -> None:
    assert_framed(compare_card(report, ENGLISH))


@at_leisure
@given(leaderboard_reports)
def test_any_board(report: LeaderboardReport) -> None:
    assert_framed(leaderboard_card(report, 1, ENGLISH))


@pytest.mark.parametrize(
    ("embed", "kept"),
    [
        (
            match_card(MATCH, ENGLISH),
            "**Slayer on Live Fire**\nRanked Arena · 12 min 04 s · <t:1780342800:R>",
        ),
        (csr_card(CSR, ENGLISH), None),
        (medals_card(medals_report(3), 0, ENGLISH), "**60** earned · 3 kinds · most earned first"),
        (stats_card(RECORD, ENGLISH), None),
        (career_card(CAREER, ENGLISH), None),
        (compare_card(COMPARISON, ENGLISH), None),
        (leaderboard_card(BOARD, 1, ENGLISH), "Best current rank of each"),
    ],
)
def test_what_stays_in_words(embed: discord.Embed, kept: str | None) -> None:
    framed = illustrated(embed, "card.png")
    assert framed.description == kept
    assert not framed.fields
    assert embed.image.url is None


def test_the_file_carries_the_alt_text() -> None:
    file = attachment(Picture(b"\x89PNG", "what is to be seen", "card.png"))
    assert (file.filename, file.description) == ("card.png", "what is to be seen")
    assert file.fp.read() == b"\x89PNG"
