"""The medals of a career or of the last match."""

import pytest

from bot.facts.errors import NoMatches, NoMedals
from bot.facts.results import MedalScope, MedalSort, Player
from bot.features.lookups import Lookups
from bot.features.medals.lookup import sorted_by
from bot.halo.errors import HaloError, PrivateHistory, Unavailable
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.conftest import Named
from tests.support.clock import FakeClock
from tests.support.faults import DOWN, NOT_FOUND


async def test_a_career(lookups: Lookups, main: Player, world: World) -> None:
    report = await lookups.medals.medals(main)
    record = world.service_record(main.gamertag, "matchmade")
    assert record is not None
    sent = {medal["NameId"]: medal["Count"] for medal in record["CoreStats"]["Medals"]}
    assert {medal.medal_id: medal.count for medal in report.medals} == sent
    assert report.total == sum(sent.values())
    assert (report.player, report.scope, report.match_id) == (main, MedalScope.CAREER, "")
    assert (report.missing, report.freshness.stale) == ((), False)


async def test_those_of_the_last_match(lookups: Lookups, main: Player) -> None:
    report = await lookups.medals.medals(main, MedalScope.MATCH)
    match = await lookups.last_match.latest(main)
    assert (report.match_id, report.medals) == (match.match_id, match.medals)
    assert report.scope is MedalScope.MATCH


@pytest.mark.parametrize("sort", MedalSort)
@pytest.mark.parametrize("scope", MedalScope)
async def test_the_asked_order_is_the_one_that_a_report_can_be_put_in(
    lookups: Lookups, main: Player, scope: MedalScope, sort: MedalSort
) -> None:
    asked = await lookups.medals.medals(main, scope, sort)
    assert asked.sort is sort
    assert asked == sorted_by(await lookups.medals.medals(main, scope), sort)


@pytest.mark.parametrize("scope", MedalScope)
async def test_names_are_in_the_asked_language(
    lookups: Lookups, main: Player, scope: MedalScope
) -> None:
    english = await lookups.medals.medals(main, scope)
    german = await lookups.medals.medals(main, scope, language="de-DE")
    assert {medal.medal_id for medal in english.medals} == {m.medal_id for m in german.medals}
    assert {medal.name for medal in english.medals} != {medal.name for medal in german.medals}


@pytest.mark.parametrize("scope", MedalScope)
async def test_without_the_metadata_medals_have_no_names(
    lookups: Lookups, main: Player, sandbox: SandboxService, scope: MedalScope
) -> None:
    sandbox.fail("medal_metadata", DOWN)
    report = await lookups.medals.medals(main, scope)
    assert report.missing == ("medal names",)
    assert {medal.name for medal in report.medals} == {""}
    assert len({medal.medal_id for medal in report.medals}) == len(report.medals) > 1


async def test_what_else_is_missing_of_the_match_does_not_matter(
    lookups: Lookups, main: Player, sandbox: SandboxService
) -> None:
    for endpoint in ("match_skill", "map", "users_by_xuid"):
        sandbox.fail(endpoint, DOWN)
    assert (await lookups.medals.medals(main, MedalScope.MATCH)).missing == ()


@pytest.mark.parametrize(
    ("gamertag", "scope", "error"),
    [
        ("New Nova", MedalScope.CAREER, NoMedals),
        ("New Nova", MedalScope.MATCH, NoMatches),
        ("Private Pike", MedalScope.MATCH, PrivateHistory),
    ],
)
async def test_where_there_are_none(
    lookups: Lookups, named: Named, gamertag: str, scope: MedalScope, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await lookups.medals.medals(named(gamertag), scope)


@pytest.mark.parametrize("scope", MedalScope)
async def test_a_player_whom_the_service_does_not_know(
    lookups: Lookups, main: Player, sandbox: SandboxService, scope: MedalScope
) -> None:
    sandbox.fail("service_record", NOT_FOUND)
    sandbox.fail("match_history", NOT_FOUND)
    with pytest.raises(NoMedals if scope is MedalScope.CAREER else HaloError):
        await lookups.medals.medals(main, scope)


@pytest.mark.parametrize("scope", MedalScope)
async def test_an_outage_is_no_lack_of_medals(
    lookups: Lookups, main: Player, sandbox: SandboxService, scope: MedalScope
) -> None:
    sandbox.fail("*", DOWN)
    with pytest.raises(Unavailable):
        await lookups.medals.medals(main, scope)


@pytest.mark.parametrize("scope", MedalScope)
async def test_older_answers_stand_in_and_say_so(
    lookups: Lookups, main: Player, sandbox: SandboxService, clock: FakeClock, scope: MedalScope
) -> None:
    asked_at = clock.now()
    before = await lookups.medals.medals(main, scope)
    clock.advance(600)
    sandbox.fail("*", DOWN)
    after = await lookups.medals.medals(main, scope)
    assert after.medals == before.medals
    assert after.freshness.as_of is not None
    assert (after.freshness.stale, after.freshness.as_of.timestamp()) == (True, asked_at)
