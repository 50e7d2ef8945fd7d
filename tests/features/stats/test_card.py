from hypothesis import given

from bot.features.stats.card import stats_card
from bot.features.stats.lookup import StatsReport
from bot.look.texts import Texts
from tests.look.checks import assert_acceptable, assert_harmless
from tests.look.strategies import at_leisure, languages, stats_reports


@at_leisure
@given(stats_reports, languages)
def test_any_record_makes_a_card(report: StatsReport, texts: Texts) -> None:
    embed = stats_card(report, texts)
    assert_acceptable(embed)
    assert_harmless(embed)
