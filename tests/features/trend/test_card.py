from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from bot.facts.played_match import RankMove, Tally
from bot.facts.records import Record
from bot.facts.results import Freshness, SkillReport
from bot.features.trend.card import change_mark, trend_card
from bot.features.trend.lookup import TrendReport
from bot.features.trend.series import CsrTrend, FormTrend, Point, WinRate, WinRateBy, WinRates
from bot.features.trend.view import TrendView
from bot.look import theme
from bot.look.texts import Texts
from tests.features.conftest import Shown
from tests.look.checks import assert_acceptable, assert_harmless, field
from tests.look.samples import ONYX, PLAYER, STARTED
from tests.look.strategies import at_leisure, languages, trend_reports
from tests.support.texts import ENGLISH


def points(*values: float) -> tuple[Point, ...]:
    """One a day."""
    return tuple(Point(STARTED + timedelta(days=day), value) for day, value in enumerate(values))


EARLIER = Record(2, kills=20, deaths=20, shots_fired=100, shots_hit=50)
LATER = Record(2, kills=30, deaths=20, shots_fired=100, shots_hit=49)
UP = SkillReport(replace(ONYX, value=1510), ONYX, False, None, None)
TREND = TrendReport(
    player=PLAYER,
    record=Tally(3, 1),
    combat=Record(4, kills=50, deaths=40, shots_fired=200, shots_hit=99),
    earlier=EARLIER,
    later=LATER,
    form=FormTrend(PLAYER, points(1.0, 0.5, 2.0, 1.5), points(50, 50, 50, 50)),
    csr=CsrTrend(PLAYER, "1", "Ranked Arena", points(1520, 1532)),
    rank=RankMove("1", "Ranked Arena", 2, UP),
    maps=WinRates(PLAYER, WinRateBy.MAP, (WinRate("Live Fire", 2, 3), WinRate("Catalyst_", 1, 1))),
    modes=WinRates(PLAYER, WinRateBy.MODE, ()),
)


@at_leisure
@given(trend_reports, languages)
def test_any_trend_makes_a_card(report: TrendReport, texts: Texts) -> None:
    embed = trend_card(report, texts)
    assert_acceptable(embed)
    assert_harmless(embed)


def test_a_trend() -> None:
    embed = trend_card(TREND, ENGLISH)
    assert embed.title == "The last 4 matches"
    assert embed.description == "3 won · 1 lost · 75% won\nK/D **1.25** · accuracy **50%**"
    assert field(embed, "K/D") == (
        "`▃▁█▆`\n**1.50** in the newer half, 🟢 +0.50 against the older one"
    )
    assert field(embed, "Accuracy") == (
        "`▅▅▅▅`\n**49%** in the newer half, 🟠 −1.0 points against the older one"
    )
    assert field(embed, "Win rate by map") == "Live Fire **67%** of 3\nCatalyst\\_ **100%** of 1"
    assert "Win rate by mode" not in [each.name for each in embed.fields]
    csr = field(embed, "Ranked Arena · 🟣 Onyx · 2 matches")
    assert csr.startswith("`▁█`\n1510 → 1532")
    assert embed.footer.text == (
        "Matchmaking against players, oldest match first · K/D and accuracy of all matches together"
    )


def test_one_match_has_no_halves_to_compare() -> None:
    embed = trend_card(replace(TREND, earlier=Record()), ENGLISH)
    assert field(embed, "K/D") == "`▃▁█▆`\n**1.50**"


def test_without_shots_and_ranks_there_is_only_the_ratio() -> None:
    form = FormTrend(PLAYER, points(1.0), ())
    embed = trend_card(replace(TREND, form=form, csr=None, rank=None), ENGLISH)
    assert [each.name for each in embed.fields] == ["K/D", "Win rate by map"]


def test_age_and_gaps_are_told() -> None:
    stale = replace(TREND, missing=("skill",), freshness=Freshness(STARTED, stale=True))
    embed = trend_card(stale, ENGLISH)
    assert "Shown from the cache" in (embed.description or "")
    assert "Not available right now: skill" in (embed.footer.text or "")


@pytest.mark.parametrize(
    ("difference", "mark"),
    [(None, ""), (0.0, theme.EVEN), (0.1, theme.GOOD), (-0.1, theme.POOR), (float("nan"), "")],
)
def test_marks_of_changes(difference: float | None, mark: str) -> None:
    assert change_mark(difference) == mark


async def test_in_words_there_is_nothing_to_press(shown: Shown) -> None:
    await shown.show(lambda owner, report: TrendView(owner, report, ENGLISH, TREND, 25))
    assert shown.controls == {}
