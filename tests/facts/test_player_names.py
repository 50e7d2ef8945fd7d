"""Gamertags of many players at once, also where the service does not tell all of them."""

import pytest

from bot.app import App
from bot.facts.player_names import NAMES
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.support.clock import FakeClock
from tests.support.faults import DOWN

NOBODY_IS_TOLD = Fault(FaultKind.REFUSED_PLAYERS)
SINGLE_ONES_WORK = Fault(FaultKind.REFUSED_BATCH)
WEEKS = 14 * 86_400.0

silent = pytest.mark.parametrize("fault", [DOWN, NOBODY_IS_TOLD], ids=["down", "left out"])


async def names_in_match(lookups: Lookups, main: Player) -> tuple[set[str], tuple[str, ...]]:
    report = await lookups.last_match.latest(main)
    return {line.name for line in report.players}, report.missing


async def test_a_batch_that_fails_costs_no_name(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("users_by_xuid", SINGLE_ONES_WORK)
    names, missing = await names_in_match(lookups, main)
    assert len(names) == 8
    assert "" not in names
    assert missing == ()


@silent
async def test_names_that_nobody_tells_are_missing_and_asked_for_again(
    lookups: Lookups, main: Player, sandbox: SandboxService, fault: Fault
) -> None:
    sandbox.fail("users_by_xuid", fault)
    names, missing = await names_in_match(lookups, main)
    assert names == {main.gamertag, ""}
    assert missing == (NAMES,)
    sandbox.heal()
    names, missing = await names_in_match(lookups, main)
    assert "" not in names
    assert missing == ()


@silent
async def test_names_seen_before_stand_in(
    lookups: Lookups, main: Player, sandbox: SandboxService, clock: FakeClock, fault: Fault
) -> None:
    before, _ = await names_in_match(lookups, main)
    # Longer than any answer may stand in.
    clock.advance(WEEKS)
    sandbox.fail("users_by_xuid", fault)
    assert await names_in_match(lookups, main) == (before, ())


async def test_players_asked_for_before_a_restart_are_known_by_name(
    app: App, main: Player, sandbox: SandboxService, world: World
) -> None:
    lookups, other = app.lookups, world.matches_of(main.gamertag)[0].lines[1].player
    assert other is not None
    await lookups.players.by_gamertag(other.gamertag)
    sandbox.fail("users_by_xuid", DOWN)
    names, missing = await names_in_match(lookups, main)
    assert other.gamertag in names
    assert missing == (NAMES,)
