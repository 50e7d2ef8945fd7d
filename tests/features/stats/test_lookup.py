"""The service record of a player, whole or narrowed."""

from typing import Any

import pytest

from bot.facts.errors import NoRankedMatches, NoRecord
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.features.stats.lookup import StatsQuestion, StatsReport, StatsScope
from bot.halo.errors import Unavailable
from bot.halo.models.enums import ModeCategory
from bot.sandbox import assets
from bot.sandbox.plans import LAST_SEASON, SEASON
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.conftest import Named
from tests.support.faults import DOWN, REFUSED

_CAREER = 28
"""How much longer the main player's record is than the history."""


async def ask(
    lookups: Lookups, player: Player, scope: str = "overall", **question: Any
) -> StatsReport:
    return await lookups.stats.stats(player, StatsQuestion(StatsScope(scope), **question))


async def test_the_whole_record(lookups: Lookups, main: Player, world: World) -> None:
    report = await ask(lookups, main)
    sent = world.service_record(f"xuid({main.xuid})", "matchmade")
    assert sent is not None
    record, core = report.record, sent["CoreStats"]
    assert (record.matches, record.wins) == (sent["MatchesCompleted"], sent["Wins"])
    assert (record.kills, record.deaths) == (core["Kills"], core["Deaths"])
    assert record.accuracy == pytest.approx(100 * core["ShotsHit"] / core["ShotsFired"])
    ended = sum(sent[outcome] for outcome in ("Wins", "Losses", "Ties"))
    assert record.unfinished == record.matches - ended > 0


async def test_ranked_matches_of_all_modes_together(
    lookups: Lookups, main: Player, world: World
) -> None:
    report = await ask(lookups, main, scope="ranked")
    ranked = [match for match in world.matches_of(main.gamertag) if match.plan.ranked]
    assert report.record.matches == len(ranked) * _CAREER
    assert report.missing == ()


async def test_a_mode_that_cannot_be_had_is_named(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    await ask(lookups, main)
    sandbox.fail("service_record", REFUSED, times=1)
    report = await ask(lookups, main, scope="ranked")
    assert len(report.missing) == 1


async def test_where_no_mode_can_be_had_the_reason_is_the_services(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    await ask(lookups, main)
    sandbox.fail("service_record", DOWN)
    with pytest.raises(Unavailable):
        await ask(lookups, main, scope="ranked")


async def test_the_newest_season_unless_another_is_named(
    lookups: Lookups, main: Player, world: World
) -> None:
    report = await ask(lookups, main, scope="season")
    assert list(report.seasons) == [f"Csr/Seasons/{each}.json" for each in (SEASON, LAST_SEASON)]
    assert report.question.season == f"Csr/Seasons/{SEASON}.json"
    older = await ask(lookups, main, scope="season", season=f"Csr/Seasons/{LAST_SEASON}.json")
    played = [m for m in world.matches_of(main.gamertag) if m.plan.season == LAST_SEASON]
    assert older.record.matches == len(played) * _CAREER


async def test_a_playlist_of_a_season(lookups: Lookups, main: Player, world: World) -> None:
    report = await ask(lookups, main, scope="playlist")
    assert report.playlists[0].name == "Ranked Arena"
    assert report.question.playlist == assets.ARENA.asset_id
    arena = [m for m in world.matches_of(main.gamertag) if m.plan.playlist is assets.ARENA]
    assert report.record.matches == len(arena) * _CAREER
    other = await ask(lookups, main, scope="playlist", playlist=assets.QUICK_PLAY.asset_id)
    assert other.question.playlist == assets.QUICK_PLAY.asset_id
    assert other.record.matches > 0


async def test_a_playlist_that_was_not_played_in_the_season_gives_way(
    lookups: Lookups, main: Player
) -> None:
    old = f"Csr/Seasons/{LAST_SEASON}.json"
    quick = assets.QUICK_PLAY.asset_id
    report = await ask(lookups, main, scope="playlist", season=old, playlist=quick)
    assert report.question.playlist != quick
    assert quick not in {each.playlist_id for each in report.playlists}


async def test_modes_begin_with_slayer(lookups: Lookups, main: Player) -> None:
    report = await ask(lookups, main, scope="mode")
    assert report.modes[0] is ModeCategory.SLAYER
    assert report.question.mode is ModeCategory.SLAYER
    oddball = await ask(lookups, main, scope="mode", mode=ModeCategory.ODDBALL)
    assert 0 < oddball.record.matches < report.record.matches


async def test_playlist_names_that_cannot_be_had_are_done_without(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_latest", DOWN)
    report = await ask(lookups, main, scope="playlist")
    assert {each.name for each in report.playlists} == {""}
    assert report.missing == ("playlist names",)


@pytest.mark.parametrize("gamertag", ["New Nova", "Custom Casper"])
@pytest.mark.parametrize("scope", list(StatsScope))
async def test_somebody_without_matchmade_matches(
    lookups: Lookups, named: Named, gamertag: str, scope: StatsScope
) -> None:
    with pytest.raises(NoRecord):
        await ask(lookups, named(gamertag), scope=scope)


async def test_somebody_who_was_never_ranked(lookups: Lookups, named: Named) -> None:
    with pytest.raises(NoRankedMatches):
        await ask(lookups, named("Solo Sable"), scope="ranked")
