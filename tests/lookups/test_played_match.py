"""Counting over many matches."""

import pytest

from bot.halo.models.enums import ModeCategory, Outcome, PlaylistExperience
from bot.halo.models.stats import MatchInfo
from bot.lookups.played_match import (
    Combat,
    Tally,
    against_players,
    combat_of,
    participant,
    rank_moves,
    tally_of,
    total,
)
from tests.lookups import matches
from tests.lookups.played import ARENA, SLAYER, played


def test_the_figures_of_all_teams_a_player_was_on_count() -> None:
    cores = [matches.core(3, 1, ShotsFired=10), matches.core(4, 2, ShotsFired=5)]
    stats = matches.match([matches.player(1, cores=cores), matches.player(2, 1)])
    own = participant(stats, 1)
    assert own is not None
    assert combat_of(own) == Combat(matches=1, kills=7, deaths=3, shots_fired=15)
    assert participant(stats, 9) is None


def test_matches_without_figures_do_not_count() -> None:
    first, second = Combat(1, kills=5, deaths=2), Combat(1, kills=1, deaths=4)
    together = total([first, None, second])
    assert (together.matches, together.kills, together.deaths) == (2, 6, 6)
    assert together.kills_per_death == 1


@pytest.mark.parametrize(
    ("combat", "ratio"),
    [(Combat(), None), (Combat(1, kills=7), 7), (Combat(2, kills=3, deaths=4), 0.75)],
)
def test_kills_per_death(combat: Combat, ratio: float | None) -> None:
    assert combat.kills_per_death == ratio


def test_accuracy_of_nobody_who_fired_is_unknown() -> None:
    assert Combat(1, shots_fired=0).accuracy is None
    assert Combat(1, shots_fired=8, shots_hit=2).accuracy == 25


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
