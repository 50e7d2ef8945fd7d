from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.halo.ranks import Career
from bot.lookups.career import CareerReport, Pace
from bot.presentation.career_card import career_card
from bot.presentation.texts import Texts
from tests.presentation.checks import assert_acceptable, assert_harmless, field
from tests.presentation.samples import PLAYER, STARTED
from tests.presentation.strategies import (
    at_leisure,
    figures,
    freshness,
    languages,
    missing,
    moments,
    names,
    numbers,
    players,
)
from tests.support.texts import ENGLISH

reports = st.builds(
    CareerReport,
    player=players,
    career=st.builds(
        Career, numbers, numbers, st.lists(st.integers(0, 10**6), max_size=5).map(tuple)
    ),
    rank_name=names,
    next_name=names,
    pace=st.none() | st.builds(Pace, figures, numbers, st.none() | figures, st.none() | moments),
    missing=missing,
    freshness=freshness,
)
HALFWAY = CareerReport(
    PLAYER,
    Career(1, 50, (100, 200, 300, 1)),
    "Bronze Cadet 1",
    "Bronze Cadet 2",
    Pace(45.4, 10, 2.5, STARTED),
)


@at_leisure
@given(reports, languages)
def test_any_career_makes_a_card(report: CareerReport, texts: Texts) -> None:
    embed = career_card(report, texts)
    assert_acceptable(embed)
    assert_harmless(embed)


def test_halfway() -> None:
    embed = career_card(HALFWAY, ENGLISH)
    assert embed.title == "Career · Bronze Cadet 1"
    assert embed.description == (
        "**Rank 2 of 4**\n▰▰▰▱▱▱▱▱▱▱▱▱\u200250 of 200 XP\n**150 XP** to Bronze Cadet 2"
    )
    assert field(embed, "Way to Hero") == (
        "▰▰▰▱▱▱▱▱▱▱▱▱\u200225.0%\n150 of 601 XP\n**450 XP** to go"
    )
    when = f"<t:{int(STARTED.timestamp())}:R>"
    assert field(embed, "Pace") == (
        f"About 45 XP a match: **10 matches** to Hero\nAt 2.5 matches a day Hero is reached {when}"
    )


def test_the_end() -> None:
    hero = replace(HALFWAY, career=Career(3, 500, (100, 200, 300, 1)), rank_name="Hero", pace=None)
    embed = career_card(hero, ENGLISH)
    assert embed.title == "Career · Hero"
    assert "The end of the career is reached." in (embed.description or "")
    assert "to go" not in field(embed, "Way to Hero")
