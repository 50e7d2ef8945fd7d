"""Two players side by side."""

import pytest

from bot.facts.errors import NoRecord, OnePlayerOnly
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.halo.errors import Unavailable
from bot.sandbox import assets
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.conftest import Named
from tests.support.faults import DOWN, REFUSED


async def test_records_and_shared_ranks(
    lookups: Lookups, main: Player, named: Named, world: World, sandbox: SandboxService
) -> None:
    fox = named("Ember Fox")
    report = await lookups.compare.compare(main, fox)
    assert (report.first, report.second) == (main, fox)
    for player, record in ((main, report.first_record), (fox, report.second_record)):
        sent = world.service_record(f"xuid({player.xuid})", "matchmade")
        assert sent is not None
        assert record.matches == sent["MatchesCompleted"]
        assert record.kills == sent["CoreStats"]["Kills"]
    arena, *others = report.standings
    assert (arena.playlist_id, arena.name) == (assets.ARENA.asset_id, "Ranked Arena")
    assert (arena.first.value, arena.second.value) == (1562, 1318)
    assert "Ranked Doubles" in {each.name for each in others}
    assert report.missing == ()


async def test_one_question_tells_both_ranks(
    lookups: Lookups, main: Player, named: Named, sandbox: SandboxService
) -> None:
    report = await lookups.compare.compare(main, named("Quiet Comet"))
    assert sandbox.count("playlist_csr") >= len(report.standings) > 0
    assert sandbox.count("playlist_csr") <= 7


async def test_ranks_that_cannot_be_had_are_done_without(
    lookups: Lookups, main: Player, named: Named, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_csr", REFUSED)
    report = await lookups.compare.compare(main, named("Ember Fox"))
    assert report.standings == ()
    assert "Ranked Arena" in report.missing
    assert report.first_record.matches > 0


async def test_without_a_record_nothing_is_compared(
    lookups: Lookups, main: Player, named: Named, sandbox: SandboxService
) -> None:
    with pytest.raises(NoRecord) as raised:
        await lookups.compare.compare(main, named("New Nova"))
    assert raised.value.gamertag == "New Nova"
    sandbox.fail("service_record", DOWN)
    with pytest.raises(Unavailable):
        await lookups.compare.compare(named("Solo Sable"), named("Ember Fox"))


async def test_nobody_is_compared_with_themself(lookups: Lookups, main: Player) -> None:
    with pytest.raises(OnePlayerOnly):
        await lookups.compare.compare(main, main)
