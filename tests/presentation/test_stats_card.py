from hypothesis import given

from bot.lookups.stats import StatsReport
from bot.presentation.stats_card import stats_card
from bot.presentation.texts import Texts
from tests.presentation.checks import assert_acceptable, assert_harmless
from tests.presentation.strategies import at_leisure, languages, stats_reports


@at_leisure
@given(stats_reports, languages)
def test_any_record_makes_a_card(report: StatsReport, texts: Texts) -> None:
    embed = stats_card(report, texts)
    assert_acceptable(embed)
    assert_harmless(embed)
