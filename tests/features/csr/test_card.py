from dataclasses import replace

from hypothesis import given

from bot.facts.results import CsrReport, Freshness
from bot.features.csr.card import csr_card
from bot.look.texts import Texts
from tests.look.checks import assert_acceptable, assert_harmless, field
from tests.look.samples import CSR, ONYX, STARTED
from tests.look.strategies import at_leisure, csr_reports, languages
from tests.support.texts import ENGLISH


@at_leisure
@given(csr_reports, languages)
def test_any_standings_make_a_card(report: CsrReport, texts: Texts) -> None:
    embed = csr_card(report, texts)
    assert_acceptable(embed)
    assert_harmless(embed)


def test_the_four_kinds_of_standing() -> None:
    embed = csr_card(CSR, ENGLISH)
    assert embed.author.name == "MapleLeaf 117"
    assert field(embed, "🟣 Ranked Arena") == (
        "**Onyx · 1532**\n▰▰▰▰▰▰▰▰▰▰▰▰\u200232 past Onyx\n"
        "Season peak 1549 Onyx · all time 1532 Onyx"
    )
    assert field(embed, "🔵 Ranked Slayer") == (
        "**Diamond 4 · 1384**\n▰▰▰▰▰▰▰▰▱▱▱▱\u200216 to Diamond 5\n"
        "Season peak 1410 Diamond 5 · all time 1466 Diamond 6"
    )
    assert field(embed, "⚫ Ranked Doubles") == (
        "**2 of 5** placement matches\n▰▰▰▰▰▱▱▱▱▱▱▱\u20023 matches left\n"
        "Season peak – · all time 1201 Diamond 1"
    )
    assert field(embed, "⚫ Ranked Snipers") == "**Unranked**\nSeason peak – · all time –"
    assert embed.footer.text == "2 more playlists may be ranked: ask again in a moment"


def test_the_last_step_leads_to_onyx() -> None:
    near = replace(CSR.standings[1].current, value=1490, sub_tier=5, next_tier="Onyx")
    report = replace(CSR, standings=(replace(CSR.standings[1], current=near),))
    assert "10 to Onyx" in field(csr_card(report, ENGLISH), "🔵")


def test_more_playlists_than_discord_has_fields() -> None:
    embed = csr_card(replace(CSR, standings=CSR.standings[3:] * 28, unchecked=0), ENGLISH)
    assert len(embed.fields) == 25
    assert embed.footer.text == "and 3 more playlists"


def test_no_standing_at_all_and_an_old_answer() -> None:
    stale = Freshness(STARTED, stale=True)
    embed = csr_card(CsrReport(CSR.player, (), missing=("Ranked Arena",), freshness=stale), ENGLISH)
    assert "No ranked playlist to show." in (embed.description or "")
    assert "Shown from the cache" in (embed.description or "")
    assert embed.footer.text == "Not available right now: Ranked Arena"


def test_an_unknown_number_of_placement_matches() -> None:
    odd = replace(ONYX, value=-1, tier="", placement_left=1)
    report = replace(CSR, standings=(replace(CSR.standings[0], current=odd),))
    assert field(csr_card(report, ENGLISH), "⚫").startswith("**Placement** · 1 match left\n")
