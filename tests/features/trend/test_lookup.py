"""How a player's form has gone over the latest matches."""

from dataclasses import replace

import pytest

from bot.facts.recent_matches import FIGURES, MOST_FAILURES, RANKS
from bot.facts.records import summed
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.features.trend.lookup import FEWEST_MATCHES, MOST_MATCHES
from bot.halo.errors import Forbidden, Unavailable
from bot.sandbox import assets
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.conftest import Named
from tests.support.faults import DOWN, REFUSED
from tests.support.worlds import UntoldBotsWorld


async def test_the_latest_matches(lookups: Lookups, main: Player, world: World) -> None:
    report = await lookups.trend.trend(main, 25)
    computers = {assets.FIREFIGHT_LIST, assets.BOT_BOOTCAMP, None}
    matches = world.matches_of(main.gamertag)
    played = [match for match in matches if match.plan.playlist not in computers]
    lines = [line for match in played[:25] if (line := match.line_of(main.xuid)) is not None]
    assert report.record.matches == report.combat.matches == 25
    assert report.combat.kills == sum(line.kills for line in lines)
    ratios = [point.value for point in report.form.kills_per_death]
    assert ratios == [line.kills / max(1, line.deaths) for line in reversed(lines)]
    times = [point.at for point in report.form.accuracy if point.at is not None]
    assert len(times) == 25
    assert times == sorted(times)
    assert report.missing == ()


async def test_both_halves_are_the_whole(lookups: Lookups, main: Player) -> None:
    report = await lookups.trend.trend(main, 25)
    assert (report.earlier.matches, report.later.matches) == (12, 13)
    together = summed([report.earlier, report.later])
    assert together.average_kda == pytest.approx(report.combat.average_kda)
    assert replace(together, average_kda=report.combat.average_kda) == report.combat


async def test_the_csr_is_that_of_the_playlist_played_most(lookups: Lookups, main: Player) -> None:
    report = await lookups.trend.trend(main, 50)
    assert report.csr is not None
    assert report.rank is not None
    assert report.csr.playlist_name == report.rank.playlist_name == "Ranked Arena"
    assert len(report.csr.points) == report.rank.matches + 1
    assert report.csr.points[-1].value == 1562


async def test_the_line_begins_and_ends_where_the_change_in_words_does(
    lookups: Lookups, main: Player
) -> None:
    for matches in (25, 50, 100):
        report = await lookups.trend.trend(main, matches)
        assert report.csr is not None
        assert report.rank is not None
        first, last = report.csr.points[0].value, report.csr.points[-1].value
        assert last - first == report.rank.skill.change


async def test_every_match_counts_for_a_map_and_a_mode(lookups: Lookups, main: Player) -> None:
    report = await lookups.trend.trend(main, 50)
    # Of one match the map has been withdrawn, of three the mode.
    assert (report.missing, report.gone) == ((), ("maps", "modes"))
    for rates, named in ((report.maps.rates, 49), (report.modes.rates, 47)):
        assert sum(rate.matches for rate in rates) == named
        assert 0 <= report.record.wins - sum(rate.wins for rate in rates) <= 50 - named
        assert [rate.matches for rate in rates] == sorted(
            (rate.matches for rate in rates), reverse=True
        )
    names = [rate.name for rate in report.maps.rates]
    assert len(names) == len(set(names)) > 1


async def test_somebody_who_is_not_ranked(lookups: Lookups, named: Named) -> None:
    report = await lookups.trend.trend(named("Solo Sable"))
    assert (report.csr, report.rank, report.record.matches) == (None, None, 14)


@pytest.mark.parametrize(("asked", "looked_at"), [(1, FEWEST_MATCHES), (500, 62)])
async def test_the_number_of_matches_is_bounded(
    lookups: Lookups, main: Player, sandbox: SandboxService, asked: int, looked_at: int
) -> None:
    report = await lookups.trend.trend(main, asked)
    assert report.record.matches == looked_at <= MOST_MATCHES
    assert sandbox.count("match_stats") == looked_at


async def test_matches_that_were_read_are_not_asked_for_again(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    await lookups.trend.trend(main, 25)
    asked = sandbox.count("match_stats") + sandbox.count("match_skill")
    await lookups.trend.trend(main, 25)
    assert sandbox.count("match_stats") + sandbox.count("match_skill") == asked


async def test_a_service_in_trouble_is_not_asked_about_every_match(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    # A refusal is not repeated, so that each request is one match.
    sandbox.fail("match_stats", REFUSED)
    with pytest.raises(Forbidden):
        await lookups.trend.trend(main, 25)
    # Up to five are under way together; those are still answered.
    assert MOST_FAILURES <= sandbox.count("match_stats") < MOST_FAILURES + 5


async def test_a_few_failures_leave_the_other_matches(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("match_stats", REFUSED, times=MOST_FAILURES - 1)
    report = await lookups.trend.trend(main, 25)
    assert (report.record.matches, report.combat.matches) == (25, 25 - MOST_FAILURES + 1)
    assert report.missing == (FIGURES,)


async def test_ranks_that_cannot_be_had_are_named(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("match_skill", DOWN)
    report = await lookups.trend.trend(main, 25)
    assert (report.rank, report.missing) == (None, (RANKS,))
    assert report.combat.matches == 25


async def test_an_outage_is_no_lack_of_matches(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    sandbox.fail("*", DOWN)
    with pytest.raises(Unavailable):
        await lookups.trend.trend(main)


class TestBotsThatNoHistoryTells:
    """Matches against bots in a playlist that does not say so."""

    @pytest.fixture
    def world(self) -> UntoldBotsWorld:
        return UntoldBotsWorld.new()

    async def test_they_count_in_nothing(
        self, lookups: Lookups, main: Player, world: UntoldBotsWorld
    ) -> None:
        report = await lookups.trend.trend(main, 100)
        matches = [m for m in world.matches_of(main.gamertag) if m.kind == "matchmaking"]
        against_bots = [m for m in matches if m.plan.playlist is assets.BOT_BOOTCAMP]
        # Firefight is told to be against the game's own enemies.
        counted = len(matches) - len(against_bots) - 1
        assert against_bots
        assert report.record.matches == report.combat.matches == counted
        assert len(report.form.kills_per_death) == counted
        assert "Bootcamp" not in " ".join(rate.name for rate in report.modes.rates)
