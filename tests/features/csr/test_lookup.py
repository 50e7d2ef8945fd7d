"""Where a player stands in every ranked playlist."""

import asyncio

import pytest

from bot.facts.errors import NoRankedMatches, NoSuchPlaylist
from bot.facts.results import CsrReport, Player
from bot.features.csr import lookup as csr
from bot.features.lookups import Lookups
from bot.halo.errors import Forbidden, HaloError, RateLimited, Unavailable
from bot.halo.ranks import RANKED_PLAYLISTS
from bot.sandbox import assets
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.conftest import Named
from tests.support.faults import DOWN, NOT_FOUND, REFUSED

FILE = "playlist_configuration"
NEVER_RANKED = ("Solo Sable", "New Nova", "Custom Casper")


def names(report: CsrReport) -> list[str]:
    return [standing.name for standing in report.standings]


async def test_every_ranked_playlist_the_player_has_used(lookups: Lookups, main: Player) -> None:
    report = await lookups.csr.standings(main)
    assert report.player == main
    assert (report.unchecked, report.missing, report.freshness.stale) == (0, (), False)
    ranked = [standing.current.value for standing in report.standings if standing.current.ranked]
    assert ranked == [1562, 1387, 1144, 1022]
    # Without a rank, whoever once had the better one comes first.
    # One has been withdrawn; its name is known without the service.
    assert names(report)[4:] == ["Ranked FFA", "Ranked Doubles"]
    assert report.gone == ()


async def test_a_standing_with_its_peaks(lookups: Lookups, main: Player, world: World) -> None:
    report = await lookups.csr.standings(main, playlist=assets.ARENA.asset_id)
    (arena,) = report.standings
    assert arena.playlist_id == assets.ARENA.asset_id
    assert arena.current.onyx
    sent = world.player(main.gamertag).standing(arena.playlist_id)
    assert arena.current.value == sent.current
    assert arena.season_peak.value == sent.season_peak
    assert arena.all_time_peak.value == sent.all_time_peak
    assert arena.current.value < arena.season_peak.value <= arena.all_time_peak.value


async def test_a_placement_and_an_old_peak_without_a_rank(lookups: Lookups, main: Player) -> None:
    (doubles,) = (await lookups.csr.standings(main, playlist="doubles")).standings
    assert not doubles.current.ranked
    assert (doubles.current.placement_left, doubles.current.placement_total) == (3, 5)
    (ffa,) = (await lookups.csr.standings(main, playlist="FFA")).standings
    assert (ffa.current.ranked, ffa.season_peak.ranked, ffa.all_time_peak.onyx) == (
        False, False, True,
    )  # fmt: skip


async def test_a_known_playlist_is_asked_about_whether_it_was_used_or_not(
    lookups: Lookups, named: Named, sandbox: SandboxService
) -> None:
    report = await lookups.csr.standings(named("Solo Sable"), playlist=assets.ARENA.asset_id)
    assert not report.standings[0].current.ranked
    assert sandbox.count("service_record") == 0


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("slayer", ["Ranked Slayer"]),
        ("  Ranked SNIPERS ", ["Ranked Snipers"]),
        (assets.SNIPERS.asset_id.upper(), ["Ranked Snipers"]),
        ("squad", ["Ranked Squad Battle"]),
    ],
)
async def test_a_playlist_by_part_of_its_name_or_by_id(
    lookups: Lookups, main: Player, typed: str, found: list[str]
) -> None:
    assert names(await lookups.csr.standings(main, playlist=typed)) == found


async def test_a_playlist_by_its_name_in_the_asked_language(lookups: Lookups, main: Player) -> None:
    report = await lookups.csr.standings(main, playlist="rangliste: arena", language="de-DE")
    assert names(report) == ["Rangliste: Arena"]


async def test_a_playlist_that_none_of_the_players_is(lookups: Lookups, main: Player) -> None:
    with pytest.raises(NoSuchPlaylist):
        await lookups.csr.standings(main, playlist="lone wolves")


@pytest.mark.parametrize("gamertag", NEVER_RANKED)
async def test_a_player_who_was_never_ranked(lookups: Lookups, named: Named, gamertag: str) -> None:
    with pytest.raises(NoRankedMatches):
        await lookups.csr.standings(named(gamertag))


async def test_a_player_whom_the_service_has_no_record_of(lookups: Lookups) -> None:
    with pytest.raises(NoRankedMatches):
        await lookups.csr.standings(Player(17, "Nobody"))


async def test_one_playlist_that_fails_is_missing(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_csr", REFUSED, times=1)
    report = await lookups.csr.standings(main)
    (missing,) = report.missing
    assert missing in RANKED_PLAYLISTS.values()
    assert len(report.standings) == 5
    assert missing not in names(report)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (DOWN, Unavailable),
        (REFUSED, Forbidden),
        (Fault(FaultKind.STATUS, 429, retry_after="30"), RateLimited),
    ],
)
@pytest.mark.parametrize("playlist", ["", assets.ARENA.asset_id, "arena"])
async def test_where_all_of_them_fail_the_reason_is_the_services(
    lookups: Lookups, main: Player, sandbox: SandboxService, playlist: str,
    fault: Fault, error: type[HaloError],
) -> None:  # fmt: skip
    sandbox.fail("playlist_csr", fault)
    with pytest.raises(error):
        await lookups.csr.standings(main, playlist=playlist)


async def test_a_named_playlist_that_fails_is_not_called_unknown(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_csr", REFUSED, times=1)
    (missing,) = (await lookups.csr.standings(main)).missing
    sandbox.fail("playlist_csr", REFUSED)
    with pytest.raises(Forbidden):
        await lookups.csr.standings(main, playlist=missing)


@pytest.mark.parametrize("endpoint", ["service_record", "*"])
async def test_without_the_record_nothing_can_be_said(
    lookups: Lookups, main: Player, sandbox: SandboxService, endpoint: str
) -> None:
    sandbox.fail(endpoint, DOWN)
    with pytest.raises(Unavailable):
        await lookups.csr.standings(main)


async def test_without_names_the_known_ones_are_found(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_latest", DOWN)
    report = await lookups.csr.standings(main, playlist="ranked arena", language="de-DE")
    assert [each.name for each in report.standings] == [""]
    assert report.missing == ("playlist names",)


@pytest.mark.parametrize("fault", [NOT_FOUND, REFUSED])
async def test_a_playlist_without_a_file_is_not_ranked_and_asked_about_once(
    lookups: Lookups, main: Player, sandbox: SandboxService, fault: Fault
) -> None:
    sandbox.fail("playlist_configuration", fault)
    for _ in range(2):
        report = await lookups.csr.standings(main)
        assert (report.unchecked, report.missing) == (0, ())
    unknown = {request.path for request in sandbox.seen if request.endpoint == FILE}
    assert len(unknown) == sandbox.count(FILE) > 0


async def test_playlists_that_cannot_be_checked_are_counted(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_configuration", Fault(FaultKind.STATUS, 400), times=3)
    assert (await lookups.csr.standings(main)).unchecked == 3


async def test_playlists_that_take_too_long_to_check_are_counted_and_left(
    lookups: Lookups, main: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csr, "SECONDS_FOR_UNKNOWN_PLAYLISTS", 0)
    report = await lookups.csr.standings(main)
    assert len(report.standings) == 6
    assert report.unchecked > 0
    assert not [task for task in asyncio.all_tasks() if "_has_csr" in repr(task)]
    monkeypatch.undo()
    assert (await lookups.csr.standings(main)).unchecked == 0
