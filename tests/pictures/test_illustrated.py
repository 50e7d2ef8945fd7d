import discord
import pytest
from hypothesis import given

from bot.facts.results import CsrReport, MatchReport
from bot.features.career.card import career_card
from bot.features.career.lookup import CareerReport
from bot.features.compare.card import compare_card
from bot.features.compare.lookup import Comparison
from bot.features.csr.card import csr_card
from bot.features.leaderboard.card import leaderboard_card
from bot.features.leaderboard.lookup import LeaderboardReport
from bot.features.match.card import match_card
from bot.features.session.card import session_card
from bot.features.session.lookup import SessionReport
from bot.features.stats.card import stats_card
from bot.features.stats.lookup import StatsReport
from bot.features.teammates.card import teammates_card
from bot.features.teammates.lookup import TeammatesReport
from bot.look.drawing import Picture
from bot.pictures.illustrated import attachment, illustrated
from tests.look.checks import assert_acceptable, assert_harmless
from tests.look.samples import CSR, MATCH, SESSION, TEAMMATES
from tests.look.strategies import (
    at_leisure,
    career_reports,
    comparisons,
    csr_reports,
    leaderboard_reports,
    matches,
    session_reports,
    stats_reports,
    teammates_reports,
)
from tests.pictures.samples import BOARD, CAREER, COMPARISON, RECORD
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


@at_leisure
@given(session_reports)
def test_any_session(report: SessionReport) -> None:
    assert_framed(session_card(report, ENGLISH))


@at_leisure
@given(teammates_reports)
def test_any_teammates(report: TeammatesReport) -> None:
    assert_framed(teammates_card(report, ENGLISH))


@pytest.mark.parametrize(
    ("embed", "kept"),
    [
        (
            match_card(MATCH, ENGLISH),
            "**Slayer on Live Fire**\nRanked Arena · 12 min 04 s · <t:1780342800:R>",
        ),
        (csr_card(CSR, ENGLISH), None),
        (stats_card(RECORD, ENGLISH), None),
        (career_card(CAREER, ENGLISH), None),
        (compare_card(COMPARISON, ENGLISH), None),
        (leaderboard_card(BOARD, 1, ENGLISH), "Best current rank of each"),
        (session_card(SESSION, ENGLISH), "Began <t:1780342800:R>"),
        (teammates_card(TEAMMATES, ENGLISH), "Best with **Ember Fox**: 78% of 9 matches won"),
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
