from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.results import MedalScope, MedalSort, MedalsReport
from bot.features.medals.card import medals_card, pages_of
from bot.look.card import Signs
from bot.look.texts import Texts
from tests.look.checks import assert_harmless_text, assert_sendable, said
from tests.look.samples import medal, medals_report
from tests.look.strategies import at_leisure, languages, medals_reports
from tests.support.cards import shown
from tests.support.texts import ENGLISH


@at_leisure
@given(medals_reports, st.integers(-1, 20), languages)
def test_any_medals_make_a_card(report: MedalsReport, page: int, texts: Texts) -> None:
    layout = shown(medals_card(report, texts, page))
    assert_sendable(layout)
    assert_harmless_text(said(layout))


@pytest.mark.parametrize(("kinds", "pages"), [(0, 1), (1, 1), (8, 1), (9, 2), (151, 19)])
def test_pages_are_counted(kinds: int, pages: int) -> None:
    assert pages_of(medals_report(kinds)) == pages


def test_a_page_of_a_career() -> None:
    assert said(shown(medals_card(medals_report(10), ENGLISH, 1))).splitlines()[1:] == [
        "### Career medals",
        "**550 earned** · 10 kinds · most earned first",
        "",
        "`20` 🔷 **Medal 9** · Skill",
        "Earn Medal 9.",
        "`10` 🔶 **Medal 10** · Skill",
        "Earn Medal 10.",
        "-# Page 2 of 2 · 🔹 Normal 🔷 Heroic 🔶 Legendary 💠 Mythic",
    ]


def test_every_medal_is_on_one_page_in_the_order_of_the_report() -> None:
    report = medals_report(25)
    names = [
        sign.name
        for page in range(pages_of(report))
        for block in medals_card(report, ENGLISH, page).blocks
        if isinstance(block, Signs)
        for sign in block.signs
    ]
    assert names == [each.name for each in report.medals]


def test_without_a_page_all_medals_are_shown() -> None:
    (block,) = medals_card(medals_report(25), ENGLISH).blocks
    assert isinstance(block, Signs)
    assert len(block.signs) == 25


def test_a_page_beyond_the_end_is_the_last_one() -> None:
    report = medals_report(12)
    assert said(shown(medals_card(report, ENGLISH, 9))) == said(
        shown(medals_card(report, ENGLISH, 1))
    )


def test_an_unknown_medal_and_counts_below_each_other() -> None:
    unknown = replace(medal("Unknown medal (7)", 3, -1), description="", kind="")
    report = replace(
        medals_report(0, MedalSort.RARITY),
        scope=MedalScope.MATCH,
        match_id="b4be1c44",
        medals=(medal("Perfect", 1234, 3), unknown),
    )
    _, title, totals, _, *lines = said(shown(medals_card(report, ENGLISH, 0))).splitlines()
    assert title.startswith("### [Medals of the match](")
    assert title.endswith("/matches/b4be1c44)")
    assert totals.endswith("hardest first")
    assert lines[0] == "`1,234` 💠 **Perfect** · Skill"
    assert lines[2] == "`    3` ▫️ **Unknown medal (7)**"
