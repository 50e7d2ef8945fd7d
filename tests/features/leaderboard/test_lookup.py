"""How the linked members of a server compare."""

from collections.abc import Sequence

import pytest

from bot.features.leaderboard.lookup import (
    LEAST_MATCHES,
    MOST_MEMBERS,
    RECORDS,
    LeaderboardBy,
    figure,
)
from bot.features.lookups import Lookups
from bot.halo.errors import Unavailable
from bot.halo.models.stats import ServiceRecord, ServiceRecordCoreStats
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.support.clock import FakeClock
from tests.support.faults import DOWN, REFUSED

SERVER = 7
LINKED = ("MapleLeaf 117", "Quiet Comet", "Ember Fox", "Solo Sable", "New Nova")


async def everybody(user_ids: Sequence[int]) -> frozenset[int]:
    return frozenset(user_ids)


@pytest.fixture
async def linked(lookups: Lookups) -> None:
    """Users 1 to 5 have linked themselves."""
    for user_id, gamertag in enumerate(LINKED, 1):
        await lookups.links.link_self(user_id, gamertag)


@pytest.mark.usefixtures("linked")
async def test_by_csr_the_best_rank_of_each_counts(lookups: Lookups) -> None:
    report = await lookups.leaderboard.compare(SERVER, everybody)
    assert [(row.player.gamertag, row.value, row.playlist) for row in report.rows] == [
        ("MapleLeaf 117", 1562, "Ranked Arena"),
        ("Ember Fox", 1318, "Ranked Arena"),
        ("Quiet Comet", 742, "Ranked Arena"),
    ]
    assert (report.unplaced, report.left_out, report.missing) == (2, 0, ())


@pytest.mark.usefixtures("linked")
async def test_a_rank_costs_one_request_a_playlist_for_all(
    lookups: Lookups, sandbox: SandboxService
) -> None:
    await lookups.leaderboard.compare(SERVER, everybody)
    assert sandbox.count("playlist_csr") == 7
    assert sandbox.count("service_record") == 0


@pytest.mark.usefixtures("linked")
@pytest.mark.parametrize(
    "by", [LeaderboardBy.KILLS_PER_DEATH, LeaderboardBy.WIN_RATE, LeaderboardBy.MEDALS]
)
async def test_by_what_a_career_says(lookups: Lookups, world: World, by: LeaderboardBy) -> None:
    report = await lookups.leaderboard.compare(SERVER, everybody, by)
    assert {row.player.gamertag for row in report.rows} == set(LINKED) - {"New Nova"}
    values = [row.value for row in report.rows]
    assert values == sorted(values, reverse=True)
    for row in report.rows:
        sent = ServiceRecord.model_validate(world.service_record(row.player.gamertag, "matchmade"))
        assert row.value == figure(sent, by)


@pytest.mark.usefixtures("linked")
async def test_only_members_who_want_to_are_listed(lookups: Lookups) -> None:
    await lookups.user_settings.change(1, on_leaderboards=False)

    async def first_two(_user_ids: Sequence[int]) -> frozenset[int]:
        return frozenset({1, 2})

    report = await lookups.leaderboard.compare(SERVER, first_two)
    assert [row.user_id for row in report.rows] == [2]
    await lookups.user_settings.change(1, on_leaderboards=True)
    report = await lookups.leaderboard.compare(SERVER, first_two)
    assert [row.user_id for row in report.rows] == [1, 2]


@pytest.mark.usefixtures("linked")
async def test_two_links_to_one_player_are_one_place(lookups: Lookups, clock: FakeClock) -> None:
    clock.advance(60)
    await lookups.links.link_member(SERVER, 9, "Quiet Comet", linked_by=1)
    report = await lookups.leaderboard.compare(SERVER, everybody)
    assert [row.user_id for row in report.rows] == [1, 3, 9]


async def test_without_links_nothing_is_asked(lookups: Lookups, sandbox: SandboxService) -> None:
    for by in LeaderboardBy:
        assert (await lookups.leaderboard.compare(SERVER, everybody, by)).rows == ()
    assert sandbox.count() == 0


async def test_the_number_of_members_is_bounded(lookups: Lookups, world: World) -> None:
    gamertags = [player.gamertag for player in world.players]
    for user_id, gamertag in enumerate(gamertags, 1):
        await lookups.links.link_self(user_id, gamertag)
    report = await lookups.leaderboard.compare(SERVER, everybody)
    assert report.left_out == max(0, len(gamertags) - MOST_MEMBERS)
    assert len(report.rows) + report.unplaced == min(len(gamertags), MOST_MEMBERS)


@pytest.mark.usefixtures("linked")
async def test_a_playlist_that_fails_is_named(lookups: Lookups, sandbox: SandboxService) -> None:
    sandbox.fail("playlist_csr", REFUSED, times=1)
    report = await lookups.leaderboard.compare(SERVER, everybody)
    (missing,) = report.missing
    assert missing.startswith("Ranked ")
    assert report.rows


@pytest.mark.usefixtures("linked")
async def test_a_career_that_fails_is_named(lookups: Lookups, sandbox: SandboxService) -> None:
    sandbox.fail("service_record", REFUSED, times=1)
    report = await lookups.leaderboard.compare(SERVER, everybody, LeaderboardBy.MEDALS)
    assert (report.missing, len(report.rows)) == ((RECORDS,), 3)


@pytest.mark.usefixtures("linked")
@pytest.mark.parametrize("by", LeaderboardBy)
async def test_an_outage_is_no_empty_board(
    lookups: Lookups, sandbox: SandboxService, by: LeaderboardBy
) -> None:
    sandbox.fail("*", DOWN)
    with pytest.raises(Unavailable):
        await lookups.leaderboard.compare(SERVER, everybody, by)


@pytest.mark.parametrize("by", [LeaderboardBy.KILLS_PER_DEATH, LeaderboardBy.WIN_RATE])
def test_a_short_career_says_nothing(by: LeaderboardBy) -> None:
    short = ServiceRecord(
        matches_completed=LEAST_MATCHES - 1,
        wins=LEAST_MATCHES - 1,
        core_stats=ServiceRecordCoreStats(kills=3, deaths=2),
    )
    assert figure(short, by) is None
    assert figure(short.model_copy(update={"matches_completed": LEAST_MATCHES}), by) is not None
