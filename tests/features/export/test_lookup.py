"""A player's matches as plain rows."""

import pytest

from bot.facts.recent_matches import RANKS
from bot.facts.results import Player
from bot.features.export.lookup import FEWEST_MATCHES
from bot.features.lookups import Lookups
from bot.halo.errors import Unavailable
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.conftest import Named
from tests.support.faults import DOWN


async def test_a_row_a_match(lookups: Lookups, main: Player, world: World) -> None:
    report = await lookups.export.matches(main, 250)
    matches = world.matches_of(main.gamertag)
    assert [row.match_id for row in report.matches] == [match.match_id for match in matches]
    for row, match in zip(report.matches, matches, strict=True):
        line = match.line_of(main.xuid)
        assert line is not None
        assert (row.kills, row.deaths, row.outcome) == (line.kills, line.deaths, line.outcome)
    assert report.missing == ()


async def test_what_a_row_says(lookups: Lookups, main: Player) -> None:
    first, *_ = (await lookups.export.matches(main, 25)).matches
    assert (first.map, first.mode, first.playlist) == (
        "Live Fire",
        "Slayer",
        "Ranked Arena",
    )
    assert first.csr_after is not None
    assert first.csr_before is not None
    assert first.accuracy == pytest.approx(100 * (first.shots_hit or 0) / (first.shots_fired or 1))


async def test_names_are_in_the_asked_language(lookups: Lookups, main: Player) -> None:
    first, *_ = (await lookups.export.matches(main, 25, language="de-DE")).matches
    assert first.playlist == "Rangliste: Arena"


async def test_custom_games_have_no_playlist_and_no_rank(lookups: Lookups, named: Named) -> None:
    for row in (await lookups.export.matches(named("Custom Casper"))).matches:
        assert (row.playlist, row.csr_before, row.csr_after) == (None, None, None)
        assert row.mode


async def test_each_map_is_asked_for_once(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    report = await lookups.export.matches(main, 60)
    known = {row.map for row in report.matches if row.map is not None}
    assert sandbox.count("map") <= len(known) + 1


async def test_the_number_of_matches_has_a_lower_bound(lookups: Lookups, main: Player) -> None:
    assert len((await lookups.export.matches(main, 1)).matches) == FEWEST_MATCHES


async def test_what_is_missing_is_named_and_empty(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    for endpoint in ("match_skill", "map", "game_variant", "playlist"):
        sandbox.fail(endpoint, DOWN)
    report = await lookups.export.matches(main, 25)
    assert set(report.missing) == {RANKS, "maps", "modes", "playlists"}
    first = report.matches[0]
    assert (first.map, first.playlist, first.csr_after) == (None, None, None)
    # The mode's kind is told by the match itself.
    assert (first.mode, first.mode_category, first.kills is None) == (None, 6, False)


async def test_an_outage_makes_no_empty_file(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("match_stats", DOWN)
    with pytest.raises(Unavailable):
        await lookups.export.matches(main)
