"""One name of a mode everywhere, and names of what the service has withdrawn."""

from collections import Counter

import pytest

from bot.facts.errors import PlaylistWithdrawn, UnknownPlaylist
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.halo.errors import Unavailable
from bot.halo.models.enums import ModeCategory
from bot.sandbox import assets
from bot.sandbox.assets import Asset
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.matches import Match
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.conftest import Named
from tests.support.clock import FakeClock
from tests.support.faults import DOWN, NOT_FOUND

HOUR = 3600.0
GONE = Fault(FaultKind.STATUS, 410)
ASSETS = ("map", "map_latest", "game_variant", "game_variant_latest", "playlist", "playlist_latest")


def played(world: World, main: Player, thing: Asset) -> Match:
    """A match of the main player with this map, mode or playlist."""
    return next(
        match
        for match in world.matches_of(main.gamertag)
        if thing in (match.plan.map, match.plan.variant, match.plan.playlist)
    )


async def test_a_mode_has_one_name_on_all_screens(
    lookups: Lookups, main: Player, world: World
) -> None:
    rows = (await lookups.export.matches(main, 100)).matches
    exported = {row.match_id: row.mode for row in rows}
    for page in range(7):
        listed = (await lookups.history.page(main, page=page)).matches
        assert {each.match_id: each.mode_name for each in listed}.items() <= exported.items()
    for match in world.matches_of(main.gamertag)[:20]:
        report = await lookups.match.by_id(match.match_id, main)
        assert report.mode_name == exported[match.match_id]
    trend = await lookups.trend.trend(main, 100)
    computers = {assets.FIREFIGHT_LIST, assets.BOT_BOOTCAMP, None}
    counted = Counter(
        exported[match.match_id]
        for match in world.matches_of(main.gamertag)
        if match.plan.playlist not in computers and exported[match.match_id]
    )
    assert {rate.name: rate.matches for rate in trend.modes.rates} == counted
    assert {"Slayer", "Super Fiesta Slayer", "Oddball"} <= set(counted)


@pytest.mark.parametrize(
    ("variant", "name"),
    [
        (assets.RANKED_SLAYER, "Slayer"),
        (assets.SLAYER, "Slayer"),
        (assets.FIESTA, "Super Fiesta Slayer"),
        (assets.BTB_CTF, "CTF"),
        (assets.FIREFIGHT, "King of the Hill"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_modes_of_both_orders(
    lookups: Lookups, main: Player, world: World, variant: Asset, name: str
) -> None:
    match = played(world, main, variant)
    assert (await lookups.match.by_id(match.match_id, main)).mode_name == name


@pytest.mark.parametrize(
    ("language", "name"), [("de-DE", "Slayer"), ("fr-FR", "Assassin"), ("ja-JP", "スレイヤー")]
)
async def test_modes_in_the_asked_language(
    lookups: Lookups, main: Player, world: World, language: str, name: str
) -> None:
    match = played(world, main, assets.SLAYER)
    report = await lookups.match.by_id(match.match_id, main, language=language)
    assert report.mode_name == name


async def test_a_map_of_which_only_a_version_was_withdrawn(
    lookups: Lookups, main: Player, world: World
) -> None:
    match = played(world, main, assets.BEHEMOTH)
    report = await lookups.match.by_id(match.match_id, main)
    assert (report.map_name, report.missing, report.gone) == ("Behemoth", (), ())
    assert report.map_picture_url is not None


@pytest.mark.parametrize(
    ("thing", "gone"),
    [
        (assets.UNLISTED, ("map",)),
        (assets.EXTRACTION, ("mode",)),
        (assets.BOT_BOOTCAMP, ("playlist",)),
        # Its name is known without the service.
        (assets.FFA, ()),
    ],
    ids=["map", "mode", "playlist", "known playlist"],
)
async def test_what_was_withdrawn_is_gone_and_asked_for_once(
    lookups: Lookups, main: Player, world: World, sandbox: SandboxService, clock: FakeClock,
    thing: Asset, gone: tuple[str, ...],
) -> None:  # fmt: skip
    match = played(world, main, thing)
    report = await lookups.match.by_id(match.match_id, main)
    assert (report.missing, report.gone) == ((), gone)
    asked = {name: sandbox.count(name) for name in ASSETS}
    clock.advance(HOUR / 2)
    again = await lookups.match.by_id(match.match_id, main)
    assert again.gone == gone
    assert {name: sandbox.count(name) for name in ASSETS} == asked
    clock.advance(HOUR)
    await lookups.match.by_id(match.match_id, main)
    assert sum(sandbox.count(name) for name in ASSETS) > sum(asked.values())


@pytest.mark.parametrize("fault", [NOT_FOUND, GONE])
async def test_all_of_a_match_was_withdrawn(
    lookups: Lookups, main: Player, sandbox: SandboxService, fault: Fault
) -> None:
    for name in ASSETS:
        sandbox.fail(name, fault)
    for _ in range(2):
        report = await lookups.last_match.latest(main)
        assert (report.missing, report.gone) == ((), ("map", "mode"))
        assert report.playlist_name == "Ranked Arena"
        assert report.mode_category == ModeCategory.SLAYER
        # Each once with its version and once without.
        assert [sandbox.count(name) for name in ASSETS] == [1] * len(ASSETS)


async def test_a_failing_service_is_not_taken_for_one_that_withdrew_something(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("map", NOT_FOUND)
    sandbox.fail("map_latest", DOWN)
    report = await lookups.last_match.latest(main)
    assert (report.map_name, report.missing, report.gone) == (None, ("map",), ())


async def test_skill_that_nobody_keeps_is_gone_unless_it_may_still_come(
    lookups: Lookups, main: Player, sandbox: SandboxService, world: World, clock: FakeClock
) -> None:
    match = world.matches_of(main.gamertag)[0]
    sandbox.fail("match_skill", NOT_FOUND)
    report = await lookups.match.by_id(match.match_id, main)
    assert (report.missing, report.gone) == ((), ("skill",))
    clock.time = match.ended_at.timestamp() + 5
    report = await lookups.match.by_id(match.match_id, main)
    assert (report.missing, report.gone) == (("skill",), ())


async def test_a_career_without_matches_has_no_pace_to_miss(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("service_record", NOT_FOUND)
    report = await lookups.career.career(main)
    assert (report.pace, report.missing, report.gone) == (None, (), ())


async def test_a_known_playlist_that_was_withdrawn_has_no_rotation(
    lookups: Lookups, main: Player
) -> None:
    with pytest.raises(PlaylistWithdrawn):
        await lookups.rotation.rotation("ranked ffa", main)
    with pytest.raises(UnknownPlaylist):
        await lookups.rotation.rotation(assets.BOT_BOOTCAMP.asset_id, main)


async def test_a_playlist_that_may_be_one_the_service_fails_to_name(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_latest", DOWN)
    with pytest.raises(Unavailable):
        await lookups.rotation.rotation("rumble", main)


@pytest.mark.parametrize("language", ["en-US", "de-DE", "fr-FR"])
async def test_a_rotation_lists_a_pair_of_both_orders_once(lookups: Lookups, language: str) -> None:
    report = await lookups.rotation.rotation("quick play", language=language)
    pairs = [(entry.mode_name, entry.map_name) for entry in report.entries]
    assert len(pairs) == len(set(pairs))
    assert sum(entry.share for entry in report.entries) == pytest.approx(1)
    modes = {mode for mode, _ in pairs}
    assert not {"Arena", "Arène"} & modes
    assert len(modes) == 3
    assert {"Neutral Flag CTF", "King of the Hill"} <= modes
    maps = {name for _, name in pairs}
    assert "" not in maps
    assert "Aquarius" in maps


async def test_a_custom_game_keeps_the_name_its_author_gave_the_mode(
    lookups: Lookups, named: Named, world: World
) -> None:
    casper = named("Custom Casper")
    rows = (await lookups.export.matches(casper)).matches
    assert {row.mode for row in rows} == {"Slayer"}
    assert {row.playlist_id for row in rows} == {""}
