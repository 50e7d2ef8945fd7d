"""The career of a player."""

from datetime import UTC, datetime

import pytest

from bot.facts.errors import NoCareer
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.halo.errors import Unavailable
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.conftest import Named
from tests.support.clock import FakeClock
from tests.support.faults import DOWN, NOT_FOUND, REFUSED


async def test_rank_xp_and_names(
    lookups: Lookups, main: Player, world: World, clock: FakeClock
) -> None:
    report = await lookups.career.career(main)
    sent = world.career_rank(f"xuid({main.xuid})")
    assert sent is not None
    career = report.career
    assert career.rank == sent["CurrentProgress"]["Rank"]
    assert len(career.sizes) == 272
    assert career.earned == 65 * 28 * 1500
    assert report.rank_name
    assert report.next_name
    assert report.missing == ()


async def test_the_pace(lookups: Lookups, main: Player, clock: FakeClock, world: World) -> None:
    report = await lookups.career.career(main)
    pace, sent = report.pace, world.service_record(f"xuid({main.xuid})", "matchmade")
    assert pace is not None
    assert sent is not None
    a_match = sent["CoreStats"]["PersonalScore"] / sent["MatchesCompleted"]
    assert pace.xp_a_match == pytest.approx(a_match)
    left = report.career.to_hero
    assert (pace.matches_left - 1) * a_match < left <= pace.matches_left * a_match
    assert pace.matches_a_day is not None
    assert pace.hero_at is not None
    days = (pace.hero_at - datetime.fromtimestamp(clock.now(), UTC)).total_seconds() / 86_400
    assert days == pytest.approx(pace.matches_left / pace.matches_a_day)


async def test_without_the_history_the_matches_are_still_counted(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("match_history", REFUSED)
    report = await lookups.career.career(main)
    assert report.pace is not None
    assert (report.pace.matches_a_day, report.pace.hero_at) == (None, None)
    assert report.missing == ("pace",)


async def test_without_the_ranks_the_number_is_known(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("career_reward_track", DOWN)
    report = await lookups.career.career(main)
    assert (report.rank_name, report.next_name, report.pace) == ("", "", None)
    assert (report.career.place or 0) > 1
    assert report.missing == ("ranks",)


async def test_who_has_never_played_is_at_the_beginning(lookups: Lookups, named: Named) -> None:
    report = await lookups.career.career(named("New Nova"))
    assert (report.career.place, report.career.earned) == (1, 0)
    assert report.rank_name == "Recruit"
    assert report.pace is None


async def test_somebody_without_a_career(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("career_rank", NOT_FOUND)
    with pytest.raises(NoCareer):
        await lookups.career.career(main)


async def test_without_the_rank_nothing_can_be_said(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("career_rank", DOWN)
    with pytest.raises(Unavailable):
        await lookups.career.career(main)
