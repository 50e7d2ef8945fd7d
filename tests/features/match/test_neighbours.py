"""The latest match of a player, and its neighbours."""

import asyncio

import pytest

from bot.facts.errors import MatchMissing, NoMatches
from bot.facts.results import Freshness, MatchKind, MatchReport, Player
from bot.features.lookups import Lookups
from bot.halo.errors import HaloError, PrivateHistory, RateLimited, SignInRequired, Unavailable
from bot.halo.models.enums import LifecycleMode, ModeCategory
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.conftest import Named
from tests.support.clock import FakeClock
from tests.support.faults import DOWN, NOT_FOUND, REFUSED
from tests.support.waiting import until


async def older(
    lookups: Lookups, match: MatchReport, kind: MatchKind = MatchKind.ALL
) -> MatchReport:
    return await lookups.last_match.beside(match, 1, kind)


async def newer(lookups: Lookups, match: MatchReport) -> MatchReport:
    return await lookups.last_match.beside(match, -1)


async def test_the_latest_match(lookups: Lookups, main: Player, world: World) -> None:
    found = await lookups.last_match.latest(main)
    assert found.match_id == world.matches_of(main.gamertag)[0].match_id
    assert (found.map_name, found.playlist_name) == ("Live Fire", "Ranked Arena")
    assert (found.position, found.has_older, found.missing) == (0, True, ())
    assert found.freshness == Freshness()
    assert found.subject is not None
    assert found.subject.xuid == main.xuid


@pytest.mark.parametrize(
    ("kind", "lifecycle"),
    [
        (MatchKind.MATCHMAKING, LifecycleMode.MATCHMADE),
        (MatchKind.CUSTOM, LifecycleMode.CUSTOM),
    ],
)
async def test_matches_of_a_kind(
    lookups: Lookups, main: Player, kind: MatchKind, lifecycle: LifecycleMode
) -> None:
    found = await lookups.last_match.latest(main, kind)
    assert found.lifecycle is lifecycle
    if found.has_older:
        assert (await older(lookups, found, kind)).lifecycle is lifecycle


async def test_a_custom_game_has_no_playlist_and_no_skill(
    lookups: Lookups, named: Named, sandbox: SandboxService
) -> None:
    found = await lookups.last_match.latest(named("Custom Casper"))
    assert (found.playlist_name, found.skill, found.is_ranked) == (None, None, False)
    assert found.missing == ()
    assert sandbox.count("match_skill") == sandbox.count("playlist") == 0


async def test_names_are_in_the_asked_language(lookups: Lookups, main: Player) -> None:
    found = await lookups.last_match.latest(main, language="de-DE")
    assert (found.map_name, found.playlist_name) == ("Scharfer Schuss", "Rangliste: Arena")


async def test_a_renamed_player_is_shown_by_the_gamertag_of_today(
    lookups: Lookups, main: Player
) -> None:
    found = await lookups.last_match.latest(Player(main.xuid, "An Old Name"))
    assert found.player == main


@pytest.mark.parametrize(
    ("endpoint", "part"),
    [
        ("map", "map"),
        ("game_variant", "mode"),
        ("playlist", "playlist"),
        ("medal_metadata", "medal names"),
        ("match_skill", "skill"),
        ("users_by_xuid", "names"),
    ],
)
@pytest.mark.parametrize("fault", [DOWN, REFUSED, Fault(FaultKind.HTML)])
async def test_what_is_not_essential_is_done_without(
    lookups: Lookups, main: Player, sandbox: SandboxService, endpoint: str, part: str, fault: Fault
) -> None:
    sandbox.fail(endpoint, fault)
    found = await lookups.last_match.latest(main)
    assert found.missing == (part,)
    assert found.player == main
    # A rank is only known from the skill service, the kind of mode also without its name.
    assert (found.mode_name is None) is (part == "mode")
    assert found.mode_category == ModeCategory.SLAYER
    assert (found.skill is None) is (part == "skill")
    assert (found.map_name is None) is (part == "map")
    assert (found.playlist_name is None) is (part == "playlist")


@pytest.mark.parametrize("endpoint", ["match_history", "match_stats"])
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (DOWN, Unavailable),
        (Fault(FaultKind.STATUS, 429, retry_after="30"), RateLimited),
        (Fault(FaultKind.STATUS, 401), SignInRequired),
    ],
)
async def test_what_is_essential_fails_by_name(
    lookups: Lookups, main: Player, sandbox: SandboxService, endpoint: str,
    fault: Fault, error: type[HaloError],
) -> None:  # fmt: skip
    sandbox.fail(endpoint, fault)
    with pytest.raises(error):
        await lookups.last_match.latest(main)


async def test_a_match_that_just_ended_is_waited_for(
    lookups: Lookups, main: Player, sandbox: SandboxService, world: World, clock: FakeClock
) -> None:
    clock.time = world.matches_of(main.gamertag)[0].ended_at.timestamp() + 5
    sandbox.fail("match_stats", NOT_FOUND, times=3)
    sandbox.fail("match_skill", NOT_FOUND, times=3)
    found = await lookups.last_match.latest(main)
    assert found.missing == ()
    assert (sandbox.count("match_stats"), sandbox.count("match_skill")) == (4, 4)


async def test_a_match_that_ended_long_ago_is_not_waited_for(
    lookups: Lookups, named: Named, sandbox: SandboxService
) -> None:
    with pytest.raises(MatchMissing):
        await lookups.last_match.latest(named("Gone Ghost"))
    assert sandbox.count("match_stats") == 1


async def test_match_by_match_over_several_pages_and_back(
    lookups: Lookups, main: Player, sandbox: SandboxService, world: World
) -> None:
    expected = [match.match_id for match in world.matches_of(main.gamertag)][:28]
    match = await lookups.last_match.latest(main)
    walked = [match]
    while len(walked) < len(expected):
        match = await older(lookups, match)
        walked.append(match)
    assert [each.match_id for each in walked] == expected
    assert [each.position for each in walked] == list(range(len(expected)))
    # Pages of 25 that begin 12 apart.
    assert (sandbox.count("match_history"), sandbox.count("match_stats")) == (3, len(expected))
    for before in reversed(walked[:-1]):
        match = await newer(lookups, match)
        assert match.match_id == before.match_id
    assert (sandbox.count("match_history"), sandbox.count("match_stats")) == (3, len(expected))
    assert (await newer(lookups, match)).match_id == expected[0]


async def test_a_list_ends(lookups: Lookups, named: Named, world: World) -> None:
    match = await lookups.last_match.latest(named("Solo Sable"))
    while match.has_older:
        match = await older(lookups, match)
    assert match.match_id == world.matches_of("Solo Sable")[-1].match_id
    with pytest.raises(NoMatches) as end:
        await older(lookups, match)
    assert end.value.hint == "There is no older match."


async def test_an_empty_history_that_is_open(lookups: Lookups, named: Named) -> None:
    with pytest.raises(NoMatches) as raised:
        await lookups.last_match.latest(named("New Nova"))
    assert "private" not in raised.value.hint


async def test_a_private_history(lookups: Lookups, named: Named) -> None:
    with pytest.raises(PrivateHistory):
        await lookups.last_match.latest(named("Private Pike"))


async def test_an_empty_history_of_which_nobody_tells_why(
    lookups: Lookups, named: Named, sandbox: SandboxService
) -> None:
    sandbox.fail("match_privacy", REFUSED)
    with pytest.raises(NoMatches) as raised:
        await lookups.last_match.latest(named("Private Pike"))
    assert raised.value.hint.startswith("Nothing played yet, or the history is private.")
    assert PrivateHistory.hint in raised.value.hint


async def test_a_caller_that_gives_up_leaves_nothing_running(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    await lookups.players.by_gamertag(main.gamertag)
    before = asyncio.all_tasks()
    sandbox.fail("*", Fault(FaultKind.HANG))
    lookup = asyncio.create_task(lookups.last_match.latest(main))
    asked = sandbox.count()
    await until(lambda: sandbox.count() > asked)
    lookup.cancel()
    with pytest.raises(asyncio.CancelledError):
        await lookup
    await until(lambda: asyncio.all_tasks() <= before)
