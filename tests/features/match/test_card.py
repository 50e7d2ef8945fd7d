from dataclasses import replace

import pytest
from hypothesis import given

from bot.facts.results import Freshness, MatchReport, Opponents, SkillReport
from bot.features.match.card import match_card
from bot.halo.models.enums import LifecycleMode, Outcome
from bot.halo.ranks import Csr
from bot.look import theme
from bot.look.texts import Texts
from tests.look.checks import assert_acceptable, assert_harmless, field, text_of
from tests.look.samples import (
    MATCH,
    ONYX,
    PLACEMENT,
    PLAYER,
    STARTED,
    SUBJECT,
    TEAMS,
    UNRANKED,
    diamond,
    free_for_all,
    medal,
    team,
    with_skill,
)
from tests.look.strategies import at_leisure, languages, matches
from tests.support.texts import CATALOGUE, ENGLISH


@at_leisure
@given(matches, languages)
def test_any_match_makes_a_card(match: MatchReport, texts: Texts) -> None:
    embed = match_card(match, texts)
    assert_acceptable(embed)
    assert_harmless(embed)


def test_an_ordinary_match() -> None:
    embed = match_card(MATCH, ENGLISH)
    assert embed.author.name == "MapleLeaf 117"
    assert embed.title == "Victory · 50 – 43"
    assert embed.description == (
        f"**Slayer on Live Fire**\nRanked Arena · 12 min 04 s · <t:{int(STARTED.timestamp())}:R>"
    )
    assert field(embed, "K / D / A") == "**18 / 8 / 5**\nKDA +11.7"
    assert field(embed, "Accuracy") == "**61%**\n135 of 221 shots"
    assert field(embed, "Damage") == "**6,040**\n3,090 taken"
    assert field(embed, "Kills ·") == "**18** · 21.6\n🟠 −3.6"
    assert field(embed, "Deaths ·") == "**8** · 14.7\n🟢 −6.7"
    assert field(embed, "Team MMR") == "🔵 Eagle **1349**\n🔴 Cobra 1378"
    assert field(embed, "Medals · 6").startswith("🔶\u00a0Perfect\u00a0**×3**")
    assert embed.footer.text == "Match 3 in the list"


@pytest.mark.parametrize(
    ("outcome", "title"),
    [
        (Outcome.WIN, "Victory · 50 – 43"),
        (Outcome.LOSS, "Defeat · 50 – 43"),
        (Outcome.TIE, "Tie · 50 – 43"),
        (Outcome.DID_NOT_FINISH, "Did not finish · 50 – 43"),
        (99, "Match ended · 50 – 43"),
    ],
)
def test_the_title_and_colour_tell_the_outcome(outcome: int, title: str) -> None:
    embed = match_card(replace(MATCH, outcome=outcome), ENGLISH)
    assert embed.title == title
    assert embed.colour is not None
    assert embed.colour.value == theme.outcome_style(outcome).colour


def test_rounds_come_before_points_where_they_decide() -> None:
    rounds = tuple(
        replace(side, score=score, rounds_won=won)
        for side, score, won in zip(TEAMS, (250, 180), (2, 1), strict=True)
    )
    embed = match_card(replace(MATCH, by_rounds=True, teams=rounds), ENGLISH)
    assert embed.title == "Victory · 2 – 1 in rounds · 250 – 180"


def test_one_team_against_the_game() -> None:
    alone = team(0, Outcome.WIN, 1250, None)
    assert match_card(replace(MATCH, teams=(alone,)), ENGLISH).title == "Victory · 1,250"
    rounds = replace(alone, rounds_won=5)
    embed = match_card(replace(MATCH, teams=(rounds,), by_rounds=True), ENGLISH)
    assert embed.title == "Victory · 5 rounds · 1,250"


@pytest.mark.parametrize(
    ("rank", "outcome", "title"),
    [
        (2, Outcome.LOSS, "2nd of 8"),
        (1, Outcome.WIN, "Victory · 1st of 8"),
        (8, Outcome.DID_NOT_FINISH, "Did not finish · 8th of 8"),
    ],
)
def test_a_free_for_all_tells_the_place(rank: int, outcome: Outcome, title: str) -> None:
    assert match_card(free_for_all(8, rank=rank, outcome=outcome), ENGLISH).title == title


@pytest.mark.parametrize(
    ("lifecycle", "words"),
    [
        (LifecycleMode.CUSTOM, "Custom game · 12 min"),
        (LifecycleMode.LAN, "Local network game · 12 min"),
        (LifecycleMode.MATCHMADE, "Matchmaking · 12 min"),
        (99, "**Slayer on Live Fire**\n12 min"),
    ],
)
def test_without_a_playlist_the_kind_of_game_is_told(lifecycle: int, words: str) -> None:
    embed = match_card(replace(MATCH, playlist_name=None, lifecycle=lifecycle), ENGLISH)
    assert words in (embed.description or "")


@pytest.mark.parametrize("name", ["Slayer", "Super Fiesta Slayer", "Ranked:Slayer"])
def test_the_mode_is_called_as_the_report_has_it(name: str) -> None:
    embed = match_card(replace(MATCH, mode_name=name), ENGLISH)
    assert (embed.description or "").startswith(f"**{name} on Live Fire**")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Ranked Arena · "), ("de", "Rangliste: Arena · ")]
)
def test_a_known_playlist_that_was_withdrawn_is_named(language: str, words: str) -> None:
    arena = "edfef3ac-9cbe-4fa2-b949-8f29deafd483"
    gone = replace(MATCH, playlist_name=None, playlist_id=arena)
    embed = match_card(gone, CATALOGUE.texts(language))
    assert f"\n{words}" in (embed.description or "")


def test_what_was_withdrawn_is_told_apart_from_what_is_missing() -> None:
    embed = match_card(replace(MATCH, missing=("skill",), gone=("map", "mode")), ENGLISH)
    told = "Not available right now: skill · No longer available: map, mode"
    assert told in (embed.footer.text or "")


def test_unknown_mode_and_map() -> None:
    embed = match_card(replace(MATCH, mode_name=None, mode_category=99, map_name=None), ENGLISH)
    assert (embed.description or "").startswith("**Unknown mode (99)**\n")


@pytest.mark.parametrize(
    ("before", "after", "name", "value"),
    [
        (replace(ONYX, value=1530), ONYX, "🟣 Onyx", "1530 → 1532\u2003🟢 **+2**\n"),
        (diamond(1384), diamond(1376), "🔵 Diamond 4", "1384 → 1376\u2003🟠 **−8**\n"),
        (diamond(1384), diamond(1384), "🔵 Diamond 4", "1384 → 1384\u2003⚪ **±0**\n"),
        (diamond(1398), diamond(1405), "🔵 Diamond 5 · up from Diamond 4", "1398 → 1405"),
        (diamond(1402), diamond(1395), "🔵 Diamond 4 · down from Diamond 5", "1402 → 1395"),
        (PLACEMENT, PLACEMENT, "⚫ Placement", "**2 of 5** placement matches\n▰▰▰▰▰▱"),
        (UNRANKED, UNRANKED, "⚫ Unranked", "**Unranked**"),
        (None, diamond(1384), "🔵 Diamond 4", "**Diamond 4 · 1384**\n"),
        (diamond(1384), None, "🔵 Diamond 4", "**Diamond 4 · 1384**\n"),
    ],
)
def test_what_the_match_did_to_the_rank(
    before: Csr | None, after: Csr | None, name: str, value: str
) -> None:
    embed = match_card(with_skill(before, after), ENGLISH)
    (found,) = (each for each in embed.fields if each.name == name)
    assert (found.value or "").startswith(value)


def test_a_finished_placement_is_no_gain() -> None:
    embed = match_card(with_skill(PLACEMENT, diamond(1262), finished=True), ENGLISH)
    value = field(embed, "🔵 Diamond 2 · placement finished")
    assert value.startswith("**1262**\n")
    assert "38 to Diamond 3" in value
    assert "+" not in value


def test_an_unranked_match_has_no_rank() -> None:
    plain = match_card(replace(MATCH, skill=SkillReport(None, None, False, 20.0, 10.0)), ENGLISH)
    assert not any("▰" in (each.value or "") for each in plain.fields)


def test_what_was_exactly_expected_is_neither_good_nor_bad() -> None:
    embed = match_card(replace(MATCH, skill=SkillReport(None, None, False, 18.04, None)), ENGLISH)
    assert field(embed, "Kills ·") == "**18** · 18.0\n⚪ ±0.0"
    assert field(embed, "Deaths ·") == "**8** · –"
    embed = match_card(replace(MATCH, skill=SkillReport(None, None, False, None, None)), ENGLISH)
    assert "Deaths ·" not in text_of(embed)


def test_what_is_not_known_is_a_dash() -> None:
    nothing = replace(
        SUBJECT, rank=None, score=None, kills=None, deaths=None, assists=None, kda=None,
        accuracy=None, shots_fired=None, shots_hit=None, damage_dealt=None, damage_taken=None,
    )  # fmt: skip
    embed = match_card(replace(MATCH, subject=nothing, started_at=None, duration=None), ENGLISH)
    assert (embed.description or "").endswith("\nRanked Arena · – · –")
    assert field(embed, "K / D / A") == "**– / – / –**\nKDA –"
    assert field(embed, "Accuracy") == "**–**"
    assert field(embed, "Damage") == "**–**\n– taken"
    assert field(embed, "Kills ·") == "**–** · 21.6"


def test_a_match_that_was_not_against_players_says_so() -> None:
    embed = match_card(replace(MATCH, opponents=Opponents.AI), ENGLISH)
    assert (embed.description or "").endswith(" · against AI")
    alone = match_card(replace(MATCH, opponents=Opponents.NOBODY), ENGLISH)
    assert "against" not in (alone.description or "")


def test_many_medals_are_bounded() -> None:
    medals = tuple(medal(f"Medal {number}") for number in range(12))
    value = field(match_card(replace(MATCH, medals=medals), ENGLISH), "Medals · 12")
    assert value.endswith("and 3 more")
    assert value.count("×") == 9


def test_nobody_fired() -> None:
    unarmed = replace(SUBJECT, accuracy=None, shots_fired=0, shots_hit=0)
    embed = match_card(replace(MATCH, subject=unarmed), ENGLISH)
    assert field(embed, "Accuracy") == "**–**\nno shots fired"


def test_a_player_who_is_not_on_the_scoreboard() -> None:
    embed = match_card(replace(MATCH, subject=None, skill=None), ENGLISH)
    assert "no figures of this player" in (embed.description or "")
    assert "K / D / A" not in text_of(embed)


def test_age_and_gaps_are_told() -> None:
    stale = Freshness(STARTED, stale=True)
    embed = match_card(
        replace(MATCH, position=0, missing=("skill", "medal names"), freshness=stale), ENGLISH
    )
    assert embed.footer.text == "Latest match · Not available right now: skill, medal names"
    moment = int(STARTED.timestamp())
    assert (embed.description or "").endswith(f"🕓 Shown from the cache, true <t:{moment}:R>")


def test_the_title_leads_to_the_match_on_waypoint() -> None:
    embed = match_card(replace(MATCH, player=replace(PLAYER, gamertag="한 / b")), ENGLISH)
    base = "https://www.halowaypoint.com/halo-infinite/players/%ED%95%9C%20%2F%20b"
    assert embed.url == f"{base}/matches/{MATCH.match_id}"
    assert embed.author.url == base
