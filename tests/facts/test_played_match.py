"""Counting over many matches."""

import pytest

from bot.facts.played_match import (
    Tally,
    against_players,
    participant,
    rank_moves,
    tally_of,
)
from bot.halo.models.enums import ModeCategory, Outcome, PlaylistExperience
from bot.halo.models.stats import MatchInfo
from tests.facts import matches
from tests.facts.played import ARENA, SLAYER, played


def test_nobody_else_is_taken_for_the_player() -> None:
    stats = matches.match([matches.player(1), matches.player(2, 1)])
    assert participant(stats, 2) == stats.players[1]
    assert participant(stats, 9) is None


def test_outcomes_are_counted_unknown_ones_too() -> None:
    outcomes = (Outcome.WIN, Outcome.WIN, Outcome.LOSS, Outcome.TIE, Outcome.DID_NOT_FINISH, 77)
    record = tally_of(outcomes)
    assert record == Tally(wins=2, losses=1, ties=1, unfinished=2)
    assert record.win_rate == pytest.approx(100 / 3)
    assert Tally().win_rate is None


@pytest.mark.parametrize(
    ("info", "counts"),
    [
        ({}, True),
        ({"PlaylistExperience": PlaylistExperience.ARENA}, True),
        ({"PlaylistExperience": PlaylistExperience.PVE}, False),
        ({"PlaylistExperience": PlaylistExperience.PVE_BOTS}, False),
        ({"GameVariantCategory": ModeCategory.FIREFIGHT}, False),
    ],
)
def test_figures_against_the_computer_do_not_count(info: dict[str, int], counts: bool) -> None:
    assert against_players(MatchInfo.model_validate(info)) is counts


def test_a_rank_moves_from_before_the_first_match_to_after_the_last() -> None:
    moves = rank_moves(
        [played(1300, 1310), played(900, 908, playlist=SLAYER), played(1310, 1304), played()]
    )
    assert [(each.playlist_id, each.matches) for each in moves.values()] == [
        (ARENA, 2),
        (SLAYER, 1),
    ]
    assert [each.skill.change for each in moves.values()] == [4, 8]


def test_a_placement_that_ends_on_the_way_is_no_gain() -> None:
    (move,) = rank_moves([played(-1, -1), played(-1, 1144), played(1144, 1150)]).values()
    assert move.skill.finished_placement
    assert move.skill.change is None
    assert move.skill.after is not None
    assert move.skill.after.value == 1150
