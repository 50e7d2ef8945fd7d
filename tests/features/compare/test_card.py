from dataclasses import replace

from hypothesis import given

from bot.facts.records import Record
from bot.facts.results import Player
from bot.features.compare.card import compare_card
from bot.features.compare.lookup import Comparison
from bot.look.texts import Texts
from tests.look.checks import assert_acceptable, assert_harmless, field
from tests.look.samples import PLAYER
from tests.look.strategies import at_leisure, comparisons, languages
from tests.support.texts import ENGLISH

EVEN = Comparison(
    PLAYER,
    Player(2, "Quiet Comet"),
    Record(matches=10, wins=5, kills=100, deaths=50),
    Record(matches=20, wins=10, kills=240, deaths=100),
    (),
)


@at_leisure
@given(comparisons, languages)
def test_any_comparison_makes_a_card(report: Comparison, texts: Texts) -> None:
    embed = compare_card(report, texts)
    assert_acceptable(embed)
    assert_harmless(embed)


def row(report: Comparison, label: str) -> list[str]:
    lines = field(compare_card(report, ENGLISH), "Service record").split("\n")
    (found,) = (line.split() for line in lines if line.startswith(f"{label} "))
    return found


def test_who_is_ahead_is_marked() -> None:
    assert row(EVEN, "Matches") == ["Matches", "10", "20"]
    assert row(EVEN, "Won") == ["Won", "50.0%", "50.0%"]
    assert row(EVEN, "K/D") == ["K/D", "2.00", "2.40", "◄"]
    assert row(EVEN, "Deaths") == ["Deaths", "5.0", "5.0"]


def test_fewer_deaths_are_better() -> None:
    report = replace(EVEN, second_record=replace(EVEN.second_record, deaths=120))
    assert row(report, "Deaths") == ["Deaths", "5.0", "◄", "6.0"]
