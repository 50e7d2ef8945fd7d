from dataclasses import replace

import pytest
from hypothesis import given

from bot.facts.played_match import RankMove, Tally
from bot.facts.records import Record
from bot.facts.results import Freshness, SkillReport
from bot.features.session.card import session_card
from bot.features.session.lookup import SessionReport
from bot.halo.models.enums import Outcome
from bot.look import theme
from bot.look.texts import Texts
from tests.look.checks import assert_acceptable, assert_harmless, field
from tests.look.samples import ENDED, SESSION, STARTED, UNRANKED, diamond
from tests.look.strategies import at_leisure, languages, session_reports
from tests.support.texts import ENGLISH


@at_leisure
@given(session_reports, languages)
def test_any_session_makes_a_card(report: SessionReport, texts: Texts) -> None:
    embed = session_card(report, texts)
    assert_acceptable(embed)
    assert_harmless(embed)


def test_a_session() -> None:
    embed = session_card(SESSION, ENGLISH)
    assert embed.title == "Session · 2 won · 1 lost · 1 tied"
    assert embed.description == f"Began <t:{int(STARTED.timestamp())}:R>"
    assert field(embed, "4 matches · 1 h 05 min") == "🔴🟢🟢🟡"
    assert field(embed, "K/D") == "**1.50**\n60 / 40 / 20"
    assert field(embed, "Accuracy") == "**51%**\n512 of 1,000 shots"
    assert field(embed, "Damage") == "**16,000**\n4,000 a match"
    assert "1530 → 1532" in field(embed, "Ranked Arena · 🟣 Onyx · 3 matches")
    assert embed.footer.text == "A pause of 60 minutes ends a session"
    assert embed.colour is not None
    assert embed.colour.value == theme.outcome_style(Outcome.WIN).colour


def test_a_session_that_is_over_says_when_it_ended() -> None:
    embed = session_card(replace(SESSION, ongoing=False), ENGLISH)
    assert f"Ended <t:{int(ENDED.timestamp())}:R>" in (embed.description or "")


def test_a_longer_session_says_how_much_of_it_is_shown() -> None:
    embed = session_card(replace(SESSION, began_earlier=True), ENGLISH)
    assert "the latest 4 matches of it" in (embed.footer.text or "")


def test_without_figures_only_the_outcomes_are_shown() -> None:
    embed = session_card(replace(SESSION, combat=Record(), ranks=()), ENGLISH)
    assert [each.name for each in embed.fields] == ["4 matches · 1 h 05 min"]


def test_matches_that_the_figures_leave_out_are_counted() -> None:
    embed = session_card(replace(SESSION, combat=Record(3, kills=1), against_ai=1), ENGLISH)
    assert "without 1 match against AI" in (embed.footer.text or "")
    mixed = Record(3, kills=20, deaths=4, ai_kills=12)
    embed = session_card(replace(SESSION, combat=mixed), ENGLISH)
    assert "K/D without AI enemies" in (embed.footer.text or "")
    assert field(embed, "K/D").startswith("**2.00**\n20 / 4 / ")


def test_a_session_against_ai_alone_has_no_ratio() -> None:
    embed = session_card(replace(SESSION, combat=Record(), against_ai=4), ENGLISH)
    assert not any((each.name or "").startswith("K/D") for each in embed.fields)
    assert "without 4 matches against AI" in (embed.footer.text or "")


def test_times_that_are_not_known() -> None:
    embed = session_card(replace(SESSION, started_at=None, ended_at=None), ENGLISH)
    assert "<t:" not in (embed.description or "")
    assert embed.fields[0].name == "4 matches · –"


def test_a_playlist_that_moved_no_rank_has_no_field() -> None:
    unmoved = RankMove("1", "Ranked Arena", 1, SkillReport(None, None, False, None, None))
    embed = session_card(replace(SESSION, ranks=(unmoved,)), ENGLISH)
    assert not any("Ranked Arena" in (each.name or "") for each in embed.fields)


def test_a_finished_placement_is_named() -> None:
    placed = SkillReport(UNRANKED, diamond(1212), True, None, None)
    embed = session_card(
        replace(SESSION, ranks=(RankMove("1", "Ranked Arena", 5, placed),)), ENGLISH
    )
    assert "**1212**" in field(embed, "Ranked Arena · 🔵 Diamond 1 · placement finished")


@pytest.mark.parametrize(
    ("record", "outcome"),
    [(Tally(wins=1), Outcome.WIN), (Tally(losses=1), Outcome.LOSS), (Tally(1, 1), None)],
)
def test_its_colour_is_that_of_the_balance(record: Tally, outcome: Outcome | None) -> None:
    colour = session_card(replace(SESSION, record=record), ENGLISH).colour
    expected = theme.NEUTRAL if outcome is None else theme.outcome_style(outcome).colour
    assert colour is not None
    assert colour.value == expected


def test_age_and_gaps_are_told() -> None:
    stale = replace(SESSION, missing=("skill",), freshness=Freshness(STARTED, stale=True))
    embed = session_card(stale, ENGLISH)
    assert "Shown from the cache" in (embed.description or "")
    assert "Not available right now: skill" in (embed.footer.text or "")
