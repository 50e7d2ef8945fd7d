"""Counting over many matches."""

from typing import Any

import pytest

from bot.facts.played_match import (
    Tally,
    opponents_of,
    opponents_told,
    participant,
    rank_moves,
    tally_of,
)
from bot.facts.results import Opponents
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


PVP, PVE, PVPVE = 1, 2, 3
TEAM = [matches.player(number) for number in range(1, 5)]
OTHERS = [matches.player(number, 1) for number in range(5, 9)]
BOTS = [matches.bot(f"{number}.0") for number in range(7)]


@pytest.mark.parametrize(
    ("info", "opponents"),
    [
        ({}, Opponents.PLAYERS),
        ({"GameplayInteraction": PVP}, Opponents.PLAYERS),
        ({"GameplayInteraction": PVPVE}, Opponents.PLAYERS),
        ({"GameplayInteraction": PVE}, Opponents.AI),
        # Survive the Undead: a minigame of a featured playlist.
        (
            {
                "GameplayInteraction": PVE,
                "GameVariantCategory": ModeCategory.MINIGAME,
                "PlaylistExperience": PlaylistExperience.FEATURED,
            },
            Opponents.AI,
        ),
        ({"GameVariantCategory": ModeCategory.MINIGAME}, Opponents.PLAYERS),
        ({"PlaylistExperience": PlaylistExperience.ARENA}, Opponents.PLAYERS),
        ({"PlaylistExperience": PlaylistExperience.PVE}, Opponents.AI),
        ({"PlaylistExperience": PlaylistExperience.PVE_BOTS}, Opponents.AI),
    ],
)
def test_what_a_history_tells_of_who_was_fought(info: dict[str, int], opponents: Opponents) -> None:
    assert opponents_told(MatchInfo.model_validate(info)) is opponents
    own, *_ = (
        stats := matches.match([*TEAM, *OTHERS], matches.TEAMS, playlist=ARENA, **info)
    ).players
    assert opponents_of(stats, own) is opponents


@pytest.mark.parametrize(
    ("players", "opponents"),
    [
        ([*TEAM, *OTHERS], Opponents.PLAYERS),
        ([TEAM[0], *BOTS], Opponents.AI),
        # Bots on one's own side are nobody to fight, and a few who fill up are not most of them.
        ([*TEAM, matches.bot("9.0", 0), *OTHERS], Opponents.PLAYERS),
        ([*TEAM, *OTHERS, *BOTS[:2]], Opponents.PLAYERS),
        ([*TEAM, *OTHERS[:2], *BOTS[:2]], Opponents.PLAYERS),
        ([*TEAM, OTHERS[0], *BOTS[:2]], Opponents.AI),
        # All on one side: the other one is no players at all.
        (TEAM, Opponents.NOBODY),
        (TEAM[:1], Opponents.NOBODY),
    ],
)
def test_who_was_fought_is_told_by_who_was_there(
    players: list[dict[str, Any]], opponents: Opponents
) -> None:
    own, *_ = (stats := matches.match(players)).players
    assert opponents_of(stats, own) is opponents


def test_without_teams_everybody_else_is_fought() -> None:
    # A late joiner has taken over a leaver's team id.
    stats = matches.match([matches.player(1), matches.player(2, 0)], teams=())
    assert opponents_of(stats, stats.players[0]) is Opponents.PLAYERS
    alone = matches.match([matches.player(1), *BOTS], teams=())
    assert opponents_of(alone, alone.players[0]) is Opponents.AI


def test_who_changed_sides_was_fought_before() -> None:
    # Infection: at the end all are on one side.
    survivor = matches.player(1, 1)
    infected = matches.player(2, 1) | {
        "PlayerTeamStats": [
            {"TeamId": side, "Stats": {"CoreStats": matches.core()}} for side in (0, 1)
        ]
    }
    stats = matches.match([survivor, infected])
    assert opponents_of(stats, stats.players[0]) is Opponents.PLAYERS


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
