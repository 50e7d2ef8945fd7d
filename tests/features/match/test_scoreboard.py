from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from bot.facts.results import MatchReport
from bot.features.match.scoreboard import scoreboard_card
from bot.halo.models.enums import Outcome
from bot.look.texts import Texts
from tests.look.checks import assert_acceptable, assert_harmless
from tests.look.samples import MATCH, PLAYERS, TEAMS, free_for_all, line, team
from tests.look.strategies import at_leisure, languages, matches
from tests.support.texts import ENGLISH


def boards_of(match: MatchReport) -> list[str]:
    """The lines of the card below its heading."""
    return (scoreboard_card(match, ENGLISH).description or "").splitlines()[2:]


@at_leisure
@given(matches, languages)
def test_any_match_makes_a_scoreboard(match: MatchReport, texts: Texts) -> None:
    embed = scoreboard_card(match, texts)
    assert_acceptable(embed)
    assert_harmless(embed)


def test_two_teams_with_everybody_marked() -> None:
    assert boards_of(MATCH) == [
        "🔵 **Eagle** · 50 · won",
        "```",
        "   K  D  A Score  CSR Player",
        "► 18  8  5  2050 1532 MapleLeaf 117",
        "  14 11  9  1850    – Quiet Comet",
        "  11 12 10  1600    – 한글 Seven · LATE",
        "   7 12  6  1000    – Ember Fox",
        "```",
        "🔴 **Cobra** · 43",
        "```",
        "   K  D  A Score  CSR Player",
        "  16 12  4  1800 1384 Rook Harbor",
        "  13 13  7  1650    – Static Vale",
        "   9 13  8  1300    – Nova · LEFT",
        "   5 12  3   650    – 343 Ritzy · BOT",
        "```",
    ]


def test_a_free_for_all_is_one_table_by_place() -> None:
    assert boards_of(free_for_all(3, rank=2, outcome=Outcome.LOSS)) == [
        "```",
        "  # K D A Score Player",
        "  1 2 1 1   250 Spartan 1",
        "► 2 1 2 1   150 Spartan 2",
        "  3 0 3 1    50 Spartan 3",
        "```",
    ]


@pytest.mark.parametrize("size", [8, 12])
def test_big_teams_are_shown_whole(size: int) -> None:
    players = tuple(
        line(f"Player {side}-{place:02}", 10, 10, 10, side)
        for side in (0, 1)
        for place in range(size)
    )
    match = replace(MATCH, players=players)
    shown = "\n".join(boards_of(match))
    assert all(player.name in shown for player in players)


def test_rounds_are_told_beside_the_points() -> None:
    sides = (replace(TEAMS[0], rounds_won=2), replace(TEAMS[1], rounds_won=1))
    lines = boards_of(replace(MATCH, teams=sides, by_rounds=True))
    assert "🔵 **Eagle** · 2 rounds · 50 · won" in lines
    assert "🔴 **Cobra** · 1 round · 43" in lines


def test_nobody_is_left_out_whose_team_is_not_listed() -> None:
    strays = (line("Stray", 1, 2, 3, 4), line("Loner", 1, 2, 3, None))
    lines = boards_of(replace(MATCH, players=PLAYERS + strays))
    assert "🟣 **Rampart**" in lines
    assert "⚪ **No team**" in lines
    assert any("Stray" in row for row in lines)
    assert any("Loner" in row for row in lines)


def test_one_team_against_the_game_has_one_table() -> None:
    alone = team(0, Outcome.WIN, 5, None)
    lines = boards_of(replace(MATCH, teams=(alone,), players=PLAYERS[:4]))
    assert lines.count("```") == 2


def test_a_team_that_nobody_was_on_has_no_board() -> None:
    lines = boards_of(replace(MATCH, players=PLAYERS[:4]))
    assert not any("Cobra" in each or "Nobody" in each for each in lines)


def test_who_has_no_figures_has_dashes() -> None:
    unknown: dict[str, Any] = dict.fromkeys(("kills", "deaths", "assists", "score", "kda", "rank"))
    (row,) = (
        each
        for each in boards_of(
            replace(MATCH, players=(replace(PLAYERS[0], **unknown), *PLAYERS[1:]))
        )
        if each.startswith("►")
    )
    assert row.split()[1:5] == ["–"] * 4


def test_late_joiners_who_left_again_are_marked_twice() -> None:
    both = replace(line("Brief Guest", 0, 1, 0), joined_late=True, left_early=True)
    assert boards_of(replace(MATCH, players=(both,)))[3].endswith("LATE LEFT")
