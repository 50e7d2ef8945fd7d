from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.results import MedalScope, MedalSort, MedalsReport
from bot.features.medals.card import medal_pages, medals_card
from bot.look.texts import Texts
from tests.look.checks import assert_acceptable, assert_harmless
from tests.look.samples import medal, medals_report
from tests.look.strategies import at_leisure, languages, medals_reports
from tests.support.texts import ENGLISH


@at_leisure
@given(medals_reports, st.integers(-1, 20), languages)
def test_any_medals_make_a_card(report: MedalsReport, page: int, texts: Texts) -> None:
    embed = medals_card(report, page, texts)
    assert_acceptable(embed)
    assert_harmless(embed)


@pytest.mark.parametrize(("kinds", "pages"), [(0, 1), (1, 1), (10, 1), (11, 2), (151, 16)])
def test_pages_are_counted(kinds: int, pages: int) -> None:
    assert medal_pages(medals_report(kinds)) == pages


def test_a_page_of_a_career() -> None:
    embed = medals_card(medals_report(12), 1, ENGLISH)
    assert embed.title == "Career medals"
    assert embed.description == (
        "**780** earned · 12 kinds · most earned first\n\n"
        "`20` 💠 **Medal 11** · Skill\nEarn Medal 11.\n"
        "`10` 🔹 **Medal 12** · Skill\nEarn Medal 12."
    )
    assert (embed.footer.text or "").startswith("Page 2 of 2 · 🔹 Normal")


def test_every_medal_is_on_one_page_in_the_report_s_order() -> None:
    report = medals_report(25)
    text = "\n".join(
        medals_card(report, page, ENGLISH).description or "" for page in range(medal_pages(report))
    )
    places = [text.index(f"**{each.name}**") for each in report.medals]
    assert places == sorted(places)


def test_a_page_beyond_the_end_is_the_last_one() -> None:
    report = medals_report(12)
    assert medals_card(report, 9, ENGLISH).to_dict() == medals_card(report, 1, ENGLISH).to_dict()


def test_an_unknown_medal_and_counts_below_each_other() -> None:
    unknown = replace(medal("Unknown medal (7)", 3, -1), description="", kind="")
    report = replace(
        medals_report(0, MedalSort.RARITY),
        scope=MedalScope.MATCH,
        match_id="b4be1c44",
        medals=(medal("Perfect", 1234, 3), unknown),
    )
    embed = medals_card(report, 0, ENGLISH)
    assert embed.title == "Medals of the match"
    assert (embed.url or "").endswith("/matches/b4be1c44")
    lines = (embed.description or "").splitlines()
    assert lines[0].endswith("hardest first")
    assert lines[2] == "`1,234` 💠 **Perfect** · Skill"
    assert lines[4] == "`    3` ▫️ **Unknown medal (7)**"
