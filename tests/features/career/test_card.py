from dataclasses import replace

from hypothesis import given

from bot.features.career.card import career_card
from bot.features.career.lookup import CareerReport, Pace
from bot.halo.ranks import Career
from bot.look.texts import Texts
from tests.look.checks import assert_acceptable, assert_harmless, field
from tests.look.samples import PLAYER, STARTED
from tests.look.strategies import at_leisure, career_reports, languages
from tests.support.texts import ENGLISH

HALFWAY = CareerReport(
    PLAYER,
    Career(1, 50, (100, 200, 300, 1)),
    "Bronze Cadet 1",
    "Bronze Cadet 2",
    Pace(45.4, 10, 2.5, STARTED),
)


@at_leisure
@given(career_reports, languages)
def test_any_career_makes_a_card(report: CareerReport, texts: Texts) -> None:
    embed = career_card(report, texts)
    assert_acceptable(embed)
    assert_harmless(embed)


def test_xp_that_cannot_be_is_not_known() -> None:
    lost = replace(HALFWAY, career=Career(0, None, (100, 200, 300, 1)), pace=None)
    embed = career_card(lost, ENGLISH)
    assert field(embed, "Rank 1 of 4") == (
        "▱▱▱▱▱▱▱▱▱▱▱▱\u2002– of 100 XP\n**– XP** to Bronze Cadet 2"
    )
    assert field(embed, "Way to Hero") == ("▱▱▱▱▱▱▱▱▱▱▱▱\u2002–\n– of 601 XP\n**– XP** to go")
    nowhere = career_card(replace(lost, career=Career(None, 40, (100, 200, 300, 1))), ENGLISH)
    assert field(nowhere, "Rank – of 4") == "40 XP in this rank"


def test_halfway() -> None:
    embed = career_card(HALFWAY, ENGLISH)
    assert embed.title == "Career · Bronze Cadet 1"
    when = f"<t:{int(STARTED.timestamp())}:R>"
    assert embed.description == (
        f"About 45 XP a match: **10 matches** to Hero\nAt 2.5 matches a day Hero is reached {when}"
    )
    assert field(embed, "Rank 2 of 4") == (
        "▰▰▰▱▱▱▱▱▱▱▱▱\u200250 of 200 XP\n**150 XP** to Bronze Cadet 2"
    )
    assert field(embed, "Way to Hero") == (
        "▰▰▰▱▱▱▱▱▱▱▱▱\u200225.0%\n150 of 601 XP\n**450 XP** to go"
    )


def test_the_end() -> None:
    hero = replace(HALFWAY, career=Career(3, 500, (100, 200, 300, 1)), rank_name="Hero", pace=None)
    embed = career_card(hero, ENGLISH)
    assert embed.title == "Career · Hero"
    assert field(embed, "Rank 4 of 4") == "The end of the career is reached."
    assert "to go" not in field(embed, "Way to Hero")
