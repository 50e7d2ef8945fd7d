"""What is made of a match; pure."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.facts.results import MatchReport, Opponents, PlayerLine
from bot.halo.models.enums import LifecycleMode, Outcome
from tests.facts.matches import (
    ARENA,
    ME,
    SOCIAL,
    TEAMS,
    UNRANKED,
    bot,
    core,
    csr,
    match,
    neutral,
    player,
    recap,
    report,
    skill,
    team,
)


def line(found: MatchReport, xuid: int | None) -> PlayerLine:
    """The one line of that player, or of the bot."""
    (only,) = (each for each in found.players if each.xuid == xuid)
    return only


def test_the_circumstances() -> None:
    found = report(match(), missing=("map",))
    assert (found.match_id, found.position, found.has_older) == ("m", 3, True)
    assert found.started_at == datetime(2026, 5, 4, 20, tzinfo=UTC)
    assert found.duration == timedelta(minutes=12, seconds=4)
    assert (found.lifecycle, found.outcome) == (LifecycleMode.MATCHMADE, Outcome.WIN)
    assert found.missing == ("map",)


def test_without_a_playable_duration_the_whole_one_counts() -> None:
    assert report(match(PlayableDuration=None)).duration == timedelta(minutes=12, seconds=10)


def test_the_players_own_team_comes_first_then_by_rank_then_by_score() -> None:
    players = [
        player(2, 0, cores=[core(PersonalScore=900)]), player(3, 2, cores=[core()]),
        player(4, 1, cores=[core(PersonalScore=100)]),
        player(1, 1, cores=[core(PersonalScore=500)]),
    ]  # fmt: skip
    found = report(match(players, [team(0, 2), team(1, 3), team(2, 1)]))
    assert [each.team_id for each in found.teams] == [1, 2, 0]
    assert [each.is_own for each in found.teams] == [True, False, False]
    assert [each.xuid for each in found.players] == [1, 4, 3, 2]


def test_who_is_on_no_listed_team_comes_last() -> None:
    found = report(match([player(9, 7), player(1), player(2, 1)]))
    assert [each.xuid for each in found.players] == [1, 2, 9]


def test_a_free_for_all_has_places_instead_of_teams() -> None:
    # A late joiner may take over somebody's team id, which means nothing here.
    players = [player(2, 5, Rank=2), player(1, 5, Rank=3), player(3, 6, Rank=1)]
    found = report(match(players, ()))
    assert found.teams == ()
    assert [(each.xuid, each.rank, each.team_id) for each in found.players] == [
        (3, 1, None), (2, 2, None), (1, 3, None),
    ]  # fmt: skip
    assert found.subject is not None
    assert found.subject.rank == 3


def test_bots_are_called_by_their_number_and_neither_came_late_nor_left() -> None:
    found = report(match([player(1), bot("31.0")]), skill(2))
    (other,) = (each for each in found.players if each.xuid is None)
    assert (other.name, other.bot_number, other.is_bot) == ("", "31", True)
    assert (other.joined_late, other.left_early, other.csr) == (False, False, None)


@pytest.mark.parametrize(
    ("present", "late", "left"),
    [
        ({}, False, False),
        ({"JoinedInProgress": True, "PresentAtBeginning": False}, True, False),
        ({"PresentAtBeginning": False}, True, False),
        ({"LeftInProgress": True, "PresentAtCompletion": False}, False, True),
        ({"PresentAtCompletion": False}, False, True),
    ],
)
def test_who_came_late_and_who_left(present: dict[str, bool], late: bool, left: bool) -> None:
    found = line(report(match([player(1), player(2, 1, present=present)])), 2)
    assert (found.joined_late, found.left_early) == (late, left)


def test_nobody_is_marked_where_the_service_does_not_say_when_they_were_there() -> None:
    silent = {**player(2, 1), "ParticipationInfo": None}
    found = line(report(match([player(1), silent])), 2)
    assert (found.joined_late, found.left_early) == (False, False)


def test_a_player_who_is_not_on_the_scoreboard() -> None:
    found = report(match([player(2), player(3, 1)]), skill(2, **recap(csr(1300), csr(1310))))
    assert (found.subject, found.outcome, found.skill, found.medals) == (None, 0, None, ())
    assert not any(each.is_own for each in found.teams)
    assert found.player == ME


def test_the_gamertag_of_today_wins_over_the_linked_one() -> None:
    found = report(match(), gamertags={1: "Me today", 2: "Ember Fox"})
    assert found.player.gamertag == "Me today"
    assert [each.name for each in found.players] == ["Me today", "Ember Fox"]


def test_people_without_a_known_gamertag_have_no_name() -> None:
    found = report(match([player(2533274790000012), player(2533274790001234, 1)]))
    assert {(each.name, each.bot_number) for each in found.players} == {("", "")}


def test_the_figures_of_one_who_changed_sides_are_added_up() -> None:
    first = core(3, 4, 6, ShotsFired=10, ShotsHit=5, DamageDealt=100, DamageTaken=70,
                 PersonalScore=300, Medals=[{"NameId": 7, "Count": 1}])  # fmt: skip
    second = core(2, 1, 0, ShotsFired=30, ShotsHit=25, DamageDealt=50, DamageTaken=30,
                  PersonalScore=50, Medals=[{"NameId": 7, "Count": 2}])  # fmt: skip
    found = report(match([player(1, cores=[first, second])], ()))
    me = line(found, 1)
    assert (me.kills, me.deaths, me.assists, me.kda) == (5, 5, 6, 2.0)
    assert (me.shots_fired, me.shots_hit, me.accuracy) == (40, 30, 75.0)
    assert (me.damage_dealt, me.damage_taken, me.score) == (150, 100, 350)
    assert [(medal.medal_id, medal.count) for medal in found.medals] == [(7, 3)]


def test_kda_is_the_services_where_there_is_one() -> None:
    found = report(match([player(1, cores=[core(3, 1, 0) | {"KDA": 2.5}])]))
    assert line(found, 1).kda == 2.5


def test_who_never_fired_has_no_accuracy() -> None:
    assert line(report(match()), 1).accuracy is None


def test_a_player_of_whom_nothing_is_counted() -> None:
    found = report(match([{**player(1), "PlayerTeamStats": []}]))
    me = line(found, 1)
    assert (me.kills, me.deaths, me.assists, me.score) == (None, None, None, None)
    assert (me.kda, me.accuracy, me.shots_fired, me.damage_dealt) == (None, None, None, None)


@pytest.mark.parametrize(
    ("rounds", "decided"),
    [((0, 0, 0), False), ((1, 0, 0), False), ((2, 1, 0), True), ((0, 0, 2), True)],
)
def test_rounds_decide_where_there_was_more_than_one(
    rounds: tuple[int, int, int], decided: bool
) -> None:
    won, lost, tied = rounds
    teams = (team(0, RoundsWon=won, RoundsLost=lost, RoundsTied=tied), team(1, 2))
    found = report(match(teams=teams))
    assert found.by_rounds is decided
    own = found.teams[0]
    assert (own.rounds_won, own.rounds_lost, own.rounds_tied) == rounds


def test_teams_are_scored_and_rated() -> None:
    found = report(match(), skill(TeamMmrs={"0": 1349.25, "1": 0}))
    assert [(each.team_id, each.score, each.mmr) for each in found.teams] == [
        (0, 50, 1349.25), (1, 43, None),
    ]  # fmt: skip


def test_a_rank_that_the_match_moved() -> None:
    found = report(match(), skill(**recap(csr(1377), csr(1387))), skill(2, **recap(csr(5), csr(3))))
    assert found.is_ranked
    assert found.skill is not None
    assert (found.skill.change, found.skill.finished_placement) == (10, False)
    assert [each.csr.value for each in found.players if each.csr] == [1387, 3]


def test_a_finished_placement_is_no_gain() -> None:
    found = report(match(), skill(**recap(UNRANKED, csr(1144, "Platinum"))))
    assert found.skill is not None
    assert (found.skill.change, found.skill.finished_placement) == (None, True)
    assert found.skill.after is not None
    assert found.skill.after.value == 1144


def test_a_placement_that_goes_on() -> None:
    found = report(match(), skill(**recap(UNRANKED, UNRANKED)))
    assert found.skill is not None
    assert (found.skill.change, found.skill.finished_placement) == (None, False)


@pytest.mark.parametrize(
    ("playlist", "sent", "ranked"),
    [
        (ARENA, None, True),
        (SOCIAL, None, False),
        (SOCIAL, recap(UNRANKED, UNRANKED), False),
        (SOCIAL, recap(csr(1377), csr(1387)), True),
        (SOCIAL, recap(UNRANKED, csr(1387)), True),
        (None, recap(csr(1377), csr(1387)), False),
    ],
)
def test_what_counts_as_ranked(
    playlist: str | None, sent: dict[str, Any] | None, ranked: bool
) -> None:
    found = report(match(playlist=playlist), *([skill(**sent)] if sent is not None else []))
    assert found.is_ranked is ranked
    if found.skill is not None:
        assert (found.skill.before is not None) is ranked
    assert (line(found, 1).csr is not None) is (ranked and sent is not None)


def test_less_than_nothing_is_not_expected() -> None:
    performances = {"Kills": {"Count": 3, "Expected": -0.75}, "Deaths": {"Expected": 8.25}}
    found = report(match(), skill(StatPerformances=performances))
    assert found.skill is not None
    assert (found.skill.expected_kills, found.skill.expected_deaths) == (None, 8.25)


@pytest.mark.parametrize("code", [1, 4, 17])
def test_a_refused_skill_is_none(code: int) -> None:
    refused = {"Id": "xuid(1)", "ResultCode": code, "Result": None}
    found = report(match(), refused)
    assert found.is_ranked
    assert found.skill is None
    assert line(found, 1).csr is None


def test_a_team_that_nobody_was_on_is_no_team() -> None:
    # Firefight's enemies: a team of no players, with a score of its own.
    found = report(match([player(1), player(2)], TEAMS, GameplayInteraction=2))
    assert [each.team_id for each in found.teams] == [0]
    assert found.opponents is Opponents.AI
    # A team of bots is one, and so is one that everybody has left by changing sides.
    assert len(report(match([player(1), bot("1.0")])).teams) == 2
    sides = [{"TeamId": side, "Stats": {"CoreStats": core()}} for side in (0, 1)]
    assert len(report(match([player(1), player(2) | {"PlayerTeamStats": sides}])).teams) == 2


def test_whom_the_player_fought() -> None:
    assert report(match()).opponents is Opponents.PLAYERS
    assert report(match([player(1), bot("1.0")])).opponents is Opponents.AI
    assert report(match([player(1)])).opponents is Opponents.NOBODY
    # Nobody in particular: anybody who fought players will do.
    assert neutral(match([player(1), bot("1.0")])).opponents is Opponents.AI
    assert neutral(match([player(1), bot("1.0"), player(3, 1)])).opponents is Opponents.PLAYERS


def test_times_that_are_none_are_not_known() -> None:
    for none in (None, "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z"):
        found = report(match(StartTime=none, EndTime=none, Duration=none, PlayableDuration=none))
        assert (found.started_at, found.duration) == (None, None)


def test_a_match_with_nobody_in_it() -> None:
    found = report(match([], TEAMS))
    assert (found.players, found.subject) == ((), None)
    assert [each.score for each in found.teams] == [50, 43]
