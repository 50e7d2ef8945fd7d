"""Ranks that a good answer does not tell: no lookup takes them for ranks that there are not."""

from collections.abc import Awaitable, Callable, Sequence

import pytest

from bot.facts import recent_matches
from bot.facts.errors import NoRankedMatches
from bot.facts.results import Player
from bot.features.leaderboard import lookup as leaderboard
from bot.features.lookups import Lookups
from bot.halo.errors import HaloError, PlayerForbidden, Unavailable
from bot.halo.ranks import RANKED_PLAYLISTS
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from tests.conftest import Named
from tests.support.clock import FakeClock
from tests.support.faults import refused

SERVER = 7
LEFT_OUT = Fault(FaultKind.EMPTY_PAGE)
NOT_NOW = [refused(2), refused(3), refused(9), LEFT_OUT]
NOT_NOW_NAMES = ["code 2", "code 3", "an unknown code", "left out"]
REFUSALS = [*((fault, Unavailable) for fault in NOT_NOW), (refused(4), PlayerForbidden)]
REFUSAL_NAMES = [*NOT_NOW_NAMES, "code 4"]

not_now = pytest.mark.parametrize("fault", NOT_NOW, ids=NOT_NOW_NAMES)
refusals = pytest.mark.parametrize(("fault", "error"), REFUSALS, ids=REFUSAL_NAMES)
any_refusal = pytest.mark.parametrize("fault", [each for each, _ in REFUSALS], ids=REFUSAL_NAMES)


async def everybody(user_ids: Sequence[int]) -> frozenset[int]:
    return frozenset(user_ids)


@refusals
async def test_all_ranks_refused_are_not_no_ranked_matches(
    lookups: Lookups, main: Player, sandbox: SandboxService, fault: Fault, error: type[HaloError]
) -> None:
    sandbox.fail("playlist_csr", fault)
    with pytest.raises(error):
        await lookups.csr.standings(main)


async def test_no_ranks_at_all_are(lookups: Lookups, main: Player, sandbox: SandboxService) -> None:
    sandbox.fail("playlist_csr", refused(1))
    with pytest.raises(NoRankedMatches):
        await lookups.csr.standings(main)


@any_refusal
async def test_one_rank_refused_is_missing(
    lookups: Lookups, main: Player, sandbox: SandboxService, fault: Fault
) -> None:
    sandbox.fail("playlist_csr", fault, times=1)
    report = await lookups.csr.standings(main)
    (missing,) = report.missing
    assert missing in RANKED_PLAYLISTS.values()
    assert len(report.standings) == 5


async def test_one_rank_that_there_is_not_is_not_missed(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_csr", refused(1), times=1)
    report = await lookups.csr.standings(main)
    assert (report.missing, len(report.standings)) == ((), 5)


@refusals
async def test_refused_ranks_are_asked_for_again_at_once(
    lookups: Lookups, main: Player, sandbox: SandboxService, fault: Fault, error: type[HaloError]
) -> None:
    sandbox.fail("playlist_csr", fault)
    for _ in range(2):
        with pytest.raises(error):
            await lookups.csr.standings(main)
    sandbox.heal()
    report = await lookups.csr.standings(main)
    assert (report.missing, len(report.standings)) == ((), 6)


@not_now
async def test_a_rank_known_from_before_outlives_a_refusal(
    lookups: Lookups, main: Player, sandbox: SandboxService, clock: FakeClock, fault: Fault
) -> None:
    known = (await lookups.csr.standings(main)).standings
    sandbox.fail("playlist_csr", fault)
    with pytest.raises(Unavailable):
        await lookups.csr.standings(main, fresh=True)
    clock.advance(3_600)
    assert (await lookups.csr.standings(main)).standings == known


@refusals
async def test_a_board_of_refused_ranks_is_not_empty(
    lookups: Lookups, main: Player, sandbox: SandboxService, fault: Fault, error: type[HaloError]
) -> None:
    await lookups.links.link_self(1, main.gamertag)
    sandbox.fail("playlist_csr", fault)
    with pytest.raises(error):
        await lookups.leaderboard.compare(SERVER, everybody)
    sandbox.heal()
    assert len((await lookups.leaderboard.compare(SERVER, everybody)).rows) == 1


@any_refusal
async def test_members_whose_rank_is_refused_are_noted_on_the_board(
    lookups: Lookups, main: Player, sandbox: SandboxService, fault: Fault
) -> None:
    await lookups.links.link_self(1, main.gamertag)
    sandbox.fail("playlist_csr", fault, times=1)
    report = await lookups.leaderboard.compare(SERVER, everybody)
    assert (report.missing, len(report.rows)) == ((leaderboard.RANKS,), 1)


async def test_a_board_asks_for_no_more_members_at_once_than_are_answered(
    lookups: Lookups, sandbox: SandboxService
) -> None:
    players = [player.gamertag for player in sandbox.world.players]
    assert len(players) > 32
    for user_id, gamertag in enumerate(players, 1):
        await lookups.links.link_self(user_id, gamertag)
    report = await lookups.leaderboard.compare(SERVER, everybody)
    assert report.missing == ()
    ranked = [
        player
        for player in sandbox.world.players
        if any(player.standing(each).current is not None for each in RANKED_PLAYLISTS)
    ]
    assert len(report.rows) == len(ranked)


@any_refusal
async def test_refused_ranks_are_missing_from_a_comparison(
    lookups: Lookups,
    main: Player,
    named: Named,
    sandbox: SandboxService,
    fault: Fault,
) -> None:
    sandbox.fail("playlist_csr", fault)
    report = await lookups.compare.compare(main, named("Ember Fox"))
    assert report.standings == ()
    assert "Ranked Arena" in report.missing
    sandbox.heal()
    report = await lookups.compare.compare(main, named("Ember Fox"))
    assert (report.missing, report.standings[0].name) == ((), "Ranked Arena")


async def test_ranks_that_there_are_not_are_not_missing_from_a_comparison(
    lookups: Lookups, main: Player, named: Named, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_csr", refused(1))
    report = await lookups.compare.compare(main, named("Ember Fox"))
    assert (report.standings, report.missing) == ((), ())


async def over_a_session(lookups: Lookups, main: Player) -> tuple[object, tuple[str, ...]]:
    report = await lookups.session.latest(main)
    return report.ranks, report.missing


async def over_a_trend(lookups: Lookups, main: Player) -> tuple[object, tuple[str, ...]]:
    report = await lookups.trend.trend(main)
    return (() if report.rank is None and report.csr is None else report.rank), report.missing


async def over_an_export(lookups: Lookups, main: Player) -> tuple[object, tuple[str, ...]]:
    report = await lookups.export.matches(main)
    return tuple(row for row in report.matches if row.csr_after is not None), report.missing


Over = Callable[[Lookups, Player], Awaitable[tuple[object, tuple[str, ...]]]]
over_matches = pytest.mark.parametrize("ranks", [over_a_session, over_a_trend, over_an_export])


@any_refusal
@over_matches
async def test_refused_ranks_of_matches_are_missing(
    lookups: Lookups,
    main: Player,
    sandbox: SandboxService,
    ranks: Over,
    fault: Fault,
) -> None:
    sandbox.fail("match_skill", fault)
    assert await ranks(lookups, main) == ((), (recent_matches.RANKS,))
    sandbox.heal()
    known, missing = await ranks(lookups, main)
    assert known
    assert missing == ()


@over_matches
async def test_ranks_of_matches_that_there_are_not_say_nothing(
    lookups: Lookups, main: Player, sandbox: SandboxService, ranks: Over
) -> None:
    sandbox.fail("match_skill", refused(1))
    assert await ranks(lookups, main) == ((), ())


async def test_a_service_that_refuses_is_not_asked_about_every_match(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    await lookups.trend.trend(main)
    all_of_them = sandbox.count("match_skill")
    sandbox.fail("match_skill", refused(3))
    before = sandbox.count("match_skill")
    await lookups.trend.trend(main, 100)
    assert sandbox.count("match_skill") - before < all_of_them


@any_refusal
async def test_refused_skill_is_missing_from_a_match(
    lookups: Lookups, main: Player, sandbox: SandboxService, fault: Fault
) -> None:
    sandbox.fail("match_skill", fault)
    report = await lookups.last_match.latest(main)
    assert (report.skill, report.missing) == (None, ("skill",))
    sandbox.heal()
    report = await lookups.last_match.latest(main)
    assert (report.skill is None, report.missing) == (False, ())


async def test_skill_that_there_is_not_is_neither_missing_nor_unranked(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("match_skill", refused(1))
    report = await lookups.last_match.latest(main)
    assert (report.skill, report.missing, report.is_ranked) == (None, (), True)
    assert {line.csr for line in report.players} == {None}
