from dataclasses import replace

from hypothesis import given

from bot.facts.results import Freshness
from bot.features.teammates.card import teammates_card
from bot.features.teammates.lookup import TeammatesReport
from bot.look.texts import Texts
from tests.look.checks import assert_acceptable, assert_harmless
from tests.look.samples import STARTED, TEAMMATES
from tests.look.strategies import at_leisure, languages, teammates_reports
from tests.support.texts import ENGLISH


@at_leisure
@given(teammates_reports, languages)
def test_any_teammates_make_a_card(report: TeammatesReport, texts: Texts) -> None:
    embed = teammates_card(report, texts)
    assert_acceptable(embed)
    assert_harmless(embed)


def test_teammates() -> None:
    embed = teammates_card(TEAMMATES, ENGLISH)
    assert (embed.description or "").splitlines() == [
        "Best with **Ember Fox**: 78% of 9 matches won",
        "",
        "20 matches in teams · 12 won · 8 lost · 60% won",
        "```",
        "Games Won Win rate Player",
        "   10   6      60% Quiet Comet",
        "    9   7      78% Ember Fox",
        "    2   2     100% 한글 Seven",
        "```",
        "and 31 other players met less often",
    ]


def test_age_and_gaps_are_told() -> None:
    stale = replace(TEAMMATES, missing=("names",), freshness=Freshness(STARTED, stale=True))
    embed = teammates_card(stale, ENGLISH)
    assert "Shown from the cache" in (embed.description or "")
    assert "Not available right now: names" in (embed.footer.text or "")
