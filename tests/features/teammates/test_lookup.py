"""Whom a player wins with."""

from collections import Counter

import pytest

from bot.facts.errors import NoTeammates
from bot.facts.played_match import PlayedMatch
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.features.teammates.lookup import LEAST_TOGETHER, MOST_TEAMMATES, together
from bot.halo.errors import Unavailable
from bot.halo.models.enums import Outcome
from bot.halo.models.stats import MatchStats
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.facts import matches
from tests.facts.played import entry
from tests.support.faults import DOWN
from tests.support.worlds import OneMatchWorld

ME, MATE, FOE = 1, 2, 3


def in_teams(stats: MatchStats | None, outcome: Outcome = Outcome.WIN) -> PlayedMatch:
    return PlayedMatch(entry(outcome=outcome), stats, None, None)


def test_only_the_own_team_counts_and_no_bot() -> None:
    stats = matches.match(
        [
            matches.player(ME),
            matches.player(MATE),
            matches.bot("1.0", team=0),
            matches.player(FOE, 1),
        ]
    )
    assert together([in_teams(stats)], ME) == {MATE: [Outcome.WIN]}


def test_without_teams_nobody_is_a_teammate() -> None:
    alone = matches.match([matches.player(ME), matches.player(MATE)], teams=())
    assert together([in_teams(alone), in_teams(None)], ME) == {}


def test_somebody_who_is_not_in_the_match_had_no_team() -> None:
    assert together([in_teams(matches.match())], 99) == {}


def test_each_match_together_counts() -> None:
    stats = matches.match([matches.player(ME), matches.player(MATE)])
    played = [in_teams(stats), in_teams(stats, Outcome.LOSS)]
    assert together(played, ME) == {MATE: [Outcome.WIN, Outcome.LOSS]}


async def test_the_latest_matches(lookups: Lookups, main: Player, world: World) -> None:
    report = await lookups.teammates.teammates(main, 50)
    games: Counter[int] = Counter()
    wins: Counter[int] = Counter()
    for match in world.matches_of(main.gamertag)[:50]:
        line = match.line_of(main.xuid)
        assert line is not None
        mates = {
            other.player.xuid
            for other in match.lines
            if other.player and other.team == line.team and other is not line
        }
        if not match.plan.free_for_all:
            games.update(mates)
            wins.update(mates if line.outcome is Outcome.WIN else ())
    shown = {each.player.xuid: each.together for each in report.teammates}
    assert {xuid: record.matches for xuid, record in shown.items()} == {
        xuid: games[xuid] for xuid in shown
    }
    assert {xuid: record.wins for xuid, record in shown.items()} == {
        xuid: wins[xuid] for xuid in shown
    }
    counts = [record.matches for record in shown.values()]
    assert counts == sorted(counts, reverse=True)
    assert min(counts) >= LEAST_TOGETHER
    assert len(counts) <= MOST_TEAMMATES
    assert report.others == len(games) - len(counts)
    assert {each.player.gamertag for each in report.teammates[:2]} == {"Quiet Comet", "Ember Fox"}
    assert report.missing == ()


async def test_ranks_are_not_asked_for(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    await lookups.teammates.teammates(main, 25)
    assert sandbox.count("match_skill") == 0


async def test_without_names_they_are_told_by_xuid(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("users_by_xuid", DOWN)
    report = await lookups.teammates.teammates(main, 25)
    assert report.missing == ("names",)
    assert {each.player.gamertag for each in report.teammates} == {""}
    assert len({each.player.xuid for each in report.teammates}) == len(report.teammates) > 1


async def test_an_outage_is_no_lack_of_teammates(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("match_stats", DOWN)
    with pytest.raises(Unavailable):
        await lookups.teammates.teammates(main)


class TestAfterOneMatch:
    """Where everybody has played once."""

    @pytest.fixture
    def world(self) -> World:
        return OneMatchWorld.new()

    async def test_nobody_was_met_twice(self, lookups: Lookups, main: Player) -> None:
        with pytest.raises(NoTeammates):
            await lookups.teammates.teammates(main)
