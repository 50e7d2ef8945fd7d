"""The matches of a player, page by page."""

import pytest

from bot.facts.errors import NoMatches
from bot.facts.results import MatchKind, Player
from bot.features.history.lookup import HISTORY_PAGE
from bot.features.lookups import Lookups
from bot.halo.errors import PrivateHistory, Unavailable
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.conftest import Named
from tests.support.clock import FakeClock
from tests.support.faults import DOWN, NOT_FOUND


async def test_pages_are_the_history_in_order(
    lookups: Lookups, main: Player, world: World, sandbox: SandboxService
) -> None:
    expected = [match.match_id for match in world.matches_of(main.gamertag)]
    seen: list[str] = []
    for page in range(-(-len(expected) // HISTORY_PAGE)):
        report = await lookups.history.page(main, page=page)
        assert (report.page, report.total) == (page, len(expected))
        assert report.missing == ()
        # A map, a mode and a playlist have been withdrawn.
        assert set(report.gone) <= {"maps", "modes", "playlists"}
        seen += [match.match_id for match in report.matches]
        assert report.has_older is (len(seen) < len(expected))
    assert seen == expected
    # One for each page and for each match, never more.
    assert sandbox.count("match_history") == 7
    assert sandbox.count("match_stats") == len(expected)


async def test_a_match_that_just_ended_is_waited_for(
    lookups: Lookups, main: Player, sandbox: SandboxService, world: World, clock: FakeClock
) -> None:
    # As if the whole page had just ended: which of its matches meets the faults does not matter.
    clock.time = world.matches_of(main.gamertag)[HISTORY_PAGE].ended_at.timestamp()
    sandbox.fail("match_stats", NOT_FOUND, times=3)
    report = await lookups.history.page(main)
    assert all(match.fought is not None for match in report.matches)


async def test_each_mode_is_asked_for_once(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    report = await lookups.history.page(main)
    assert all(match.mode_name for match in report.matches)
    await lookups.history.page(main)
    # Two of the variants are Slayer, ranked and not.
    assert sandbox.count("game_variant") == len({match.mode_name for match in report.matches}) + 1


async def test_matches_of_a_kind(lookups: Lookups, main: Player) -> None:
    report = await lookups.history.page(main, MatchKind.CUSTOM)
    assert [match.playlist_name for match in report.matches] == [None]
    assert report.total == 1


async def test_a_page_beyond_the_end(lookups: Lookups, main: Player) -> None:
    with pytest.raises(NoMatches) as raised:
        await lookups.history.page(main, page=50)
    assert raised.value.hint == "There are no older matches."


async def test_a_private_history(lookups: Lookups, named: Named) -> None:
    with pytest.raises(PrivateHistory):
        await lookups.history.page(named("Private Pike"))


async def test_without_the_history_nothing_can_be_said(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("match_history", DOWN)
    with pytest.raises(Unavailable):
        await lookups.history.page(main)
