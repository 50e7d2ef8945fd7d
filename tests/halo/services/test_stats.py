import asyncio
from contextlib import aclosing
from itertools import combinations
from typing import Any, cast

import pytest

from bot.halo.client import HaloClient
from bot.halo.endpoints import STATS
from bot.halo.errors import InvalidQuery, NotFound
from bot.halo.identifiers import Xuid
from bot.halo.models.enums import ModeCategory, Privacy
from bot.halo.services.record_filters import COMBINATIONS, RecordFilters
from bot.sandbox.assets import ARENA
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.players import MAIN
from bot.sandbox.service import SandboxService
from tests.halo.services.conftest import Asked
from tests.support.waiting import until

NOT_FOUND = Fault(FaultKind.STATUS, status=404)


@pytest.fixture
def main(sandbox: SandboxService) -> Xuid:
    return Xuid(sandbox.world.main.xuid)


async def test_match_history(client: HaloClient, asked: Asked, main: Xuid) -> None:
    page = await client.stats.match_history(main)
    await client.stats.match_history(main, start=25, count=10, kind="custom")
    await client.stats.match_history(MAIN)
    assert asked() == [
        f"{STATS}/hi/players/xuid({main})/matches?start=0&count=25",
        f"{STATS}/hi/players/xuid({main})/matches?start=25&count=10&type=custom",
        f"{STATS}/hi/players/{MAIN}/matches?start=0&count=25",
    ]
    assert (page.result_count, len(page.results)) == (25, 25)


async def test_fresh_goes_past_what_is_stored(
    client: HaloClient, sandbox: SandboxService, main: Xuid
) -> None:
    for fresh in (False, False, True, True):
        await client.stats.match_history(main, fresh=fresh)
        await client.stats.service_record(main, fresh=fresh)
    assert sandbox.count("match_history") == sandbox.count("service_record") == 3


async def test_a_private_history_is_an_empty_page(
    client: HaloClient, sandbox: SandboxService
) -> None:
    player = Xuid(sandbox.world.player("Private Pike").xuid)
    assert (await client.stats.match_history(player)).results == ()
    assert (await client.stats.match_privacy(player)).matchmade_games is Privacy.HIDE


async def test_match_stats(client: HaloClient, sandbox: SandboxService, asked: Asked) -> None:
    match_id = sandbox.world.matches_of(MAIN)[0].match_id
    match = await client.stats.match_stats(match_id)
    assert match.match_id == match_id
    assert asked() == [f"{STATS}/hi/matches/{match_id}/stats"]


async def test_a_match_that_just_ended_is_waited_for(
    client: HaloClient, sandbox: SandboxService
) -> None:
    match_id = sandbox.world.matches_of(MAIN)[0].match_id
    sandbox.fail("match_stats", NOT_FOUND, times=10)
    with pytest.raises(NotFound):
        await client.stats.match_stats(match_id)
    assert sandbox.count("match_stats") == 1
    match = await client.stats.match_stats(match_id, just_ended=True)
    assert match.match_id == match_id
    assert sandbox.count("match_stats") == 11


async def test_a_match_that_never_appears(client: HaloClient, sandbox: SandboxService) -> None:
    sandbox.fail("match_stats", NOT_FOUND)
    with pytest.raises(NotFound) as caught:
        await client.stats.match_stats("gone", just_ended=True)
    assert caught.value.endpoint == "match_stats"
    assert sandbox.count("match_stats") == 15


async def test_service_record_and_privacy(client: HaloClient, asked: Asked, main: Xuid) -> None:
    assert (await client.stats.service_record(main)).matches_completed > 0
    assert (await client.stats.match_privacy(main)).matchmade_games is Privacy.SHOW
    assert asked() == [
        f"{STATS}/hi/players/xuid({main})/matchmade/servicerecord",
        f"{STATS}/hi/players/xuid({main})/matches-privacy",
    ]


SEASON = "Csr/Seasons/CsrSeason9-1.json"
QUERIES: dict[str, RecordFilters] = {
    "": {},
    f"seasonid={SEASON}": {"season_id": SEASON},
    f"seasonid={SEASON}&gamevariantcategory=6": {
        "season_id": SEASON,
        "game_variant_category": ModeCategory.SLAYER,
    },
    f"seasonid={SEASON}&gamevariantcategory=77&playlistassetid={ARENA.asset_id}": {
        "season_id": SEASON,
        "game_variant_category": 77,
        "playlist_id": ARENA.asset_id,
    },
    f"seasonid={SEASON}&gamevariantcategory=6&isranked=true": {
        "season_id": SEASON,
        "game_variant_category": 6,
        "is_ranked": True,
    },
    f"seasonid={SEASON}&playlistassetid={ARENA.asset_id}": {
        "season_id": SEASON,
        "playlist_id": ARENA.asset_id,
    },
    f"seasonid={SEASON}&gameplayinteraction=1": {"season_id": SEASON, "gameplay_interaction": 1},
    "gamevariantcategory=6": {"game_variant_category": 6},
    "gamevariantcategory=6&isranked=false": {"game_variant_category": 6, "is_ranked": False},
}


@pytest.mark.parametrize("query", QUERIES)
async def test_every_combination_of_record_filters(
    client: HaloClient, asked: Asked, main: Xuid, query: str
) -> None:
    await client.stats.service_record(main, **QUERIES[query])
    (line,) = asked()
    path = f"{STATS}/hi/players/xuid({main})/matchmade/servicerecord"
    assert line == (f"{path}?{query}" if query else path)


def test_all_combinations_are_tested() -> None:
    tested = {frozenset(filters) for filters in QUERIES.values()}
    assert tested == {frozenset(names) for names in ((), *COMBINATIONS)}


NAMES = tuple(RecordFilters.__annotations__)
VALUES: RecordFilters = {
    "season_id": SEASON,
    "game_variant_category": 6,
    "playlist_id": ARENA.asset_id,
    "is_ranked": False,
    "gameplay_interaction": 0,
}


@pytest.mark.parametrize("size", range(1, len(NAMES) + 1))
async def test_any_other_combination_is_refused_before_it_is_asked(
    client: HaloClient, sandbox: SandboxService, main: Xuid, size: int
) -> None:
    known = {frozenset(names) for names in COMBINATIONS}
    wrong = {frozenset(names) for names in combinations(NAMES, size)} - known
    for names in wrong:
        filters = cast("RecordFilters", {name: VALUES[name] for name in names})  # type: ignore[literal-required]
        with pytest.raises(InvalidQuery) as caught:
            await client.stats.service_record(main, **filters)
        assert "season_id + playlist_id" in str(caught.value)
        assert caught.value.endpoint == "service_record"
    assert sandbox.count() == 0


@pytest.mark.parametrize("kind", ["custom", "local"])
async def test_other_kinds_of_records_take_no_filters(
    client: HaloClient, asked: Asked, main: Xuid, kind: str
) -> None:
    with pytest.raises(InvalidQuery):
        await client.stats.service_record(main, kind=kind, season_id=SEASON)
    await client.stats.service_record(main, kind=kind, season_id=None)
    assert asked() == [f"{STATS}/hi/players/xuid({main})/{kind}/servicerecord"]


async def test_a_narrowed_record_counts_less(client: HaloClient, main: Xuid) -> None:
    whole = await client.stats.service_record(main)
    slayer = await client.stats.service_record(main, game_variant_category=6)
    ranked = await client.stats.service_record(main, game_variant_category=6, is_ranked=True)
    assert whole.matches_completed > slayer.matches_completed > ranked.matches_completed > 0


async def test_the_match_count_adds_up(client: HaloClient, main: Xuid) -> None:
    count = await client.stats.match_count(main)
    kinds = (
        count.matchmade_matches_played_count, count.custom_matches_played_count,
        count.local_matches_played_count,
    )  # fmt: skip
    assert sum(kind or 0 for kind in kinds) == count.matches_played_count > 0


@pytest.mark.parametrize(
    "window",
    [
        {"start": -1}, {"count": 0}, {"count": 26}, {"kind": "campaign"}, {"kind": ""},
    ],
)  # fmt: skip
async def test_impossible_pages_are_refused_before_they_are_asked(
    client: HaloClient, sandbox: SandboxService, main: Xuid, window: dict[str, Any]
) -> None:
    with pytest.raises(InvalidQuery):
        await client.stats.match_history(main, **window)
    with pytest.raises(InvalidQuery):
        await client.stats.match_page(main, **window)
    with pytest.raises(InvalidQuery):
        await client.stats.service_record(main, kind="campaign")
    with pytest.raises(InvalidQuery):
        client.stats.matches(main, kind="campaign")
    assert sandbox.count() == 0


@pytest.mark.parametrize("kind", ["all", "matchmaking", "custom", "local"])
async def test_the_whole_history(
    client: HaloClient, sandbox: SandboxService, main: Xuid, kind: str
) -> None:
    played = [m.match_id for m in sandbox.world.matches_of(MAIN) if kind in ("all", m.kind)]
    found = [match.match_id async for match in client.stats.matches(main, kind=kind)]
    assert found == played
    assert sandbox.count() == len(played) // 25 + 1


async def test_a_part_of_the_history(
    client: HaloClient, sandbox: SandboxService, main: Xuid
) -> None:
    played = [match.match_id for match in sandbox.world.matches_of(MAIN)]
    part = client.stats.matches(main, start=3, stop=60, limit=30)
    assert [match.match_id async for match in part] == played[3:33]
    assert [dict(seen.query)["start"] for seen in sandbox.seen] == ["3", "28"]


async def test_pages_of_the_history_know_their_neighbours(
    client: HaloClient, sandbox: SandboxService, main: Xuid
) -> None:
    page = await client.stats.match_page(main, start=10, count=10, kind="matchmaking")
    older, newer = await page.next(), await page.previous()
    assert older is not None
    assert newer is not None
    assert [(one.start, len(one)) for one in (newer, page, older)] == [(0, 10), (10, 10), (20, 10)]
    assert {dict(seen.query)["type"] for seen in sandbox.seen} == {"matchmaking"}


async def test_leaving_the_history_early_leaves_nothing_behind(
    client: HaloClient, sandbox: SandboxService, main: Xuid
) -> None:
    await client.stats.match_page(main)  # The first page is in the cache from now on.
    before = asyncio.all_tasks()
    sandbox.fail("match_history", Fault(FaultKind.HANG))
    async with aclosing(client.stats.matches(main)) as matches:
        async for _ in matches:
            break
    # The shared request below, and the service's end of it, follow a moment later.
    await until(lambda: asyncio.all_tasks() <= before)


async def test_a_history_that_is_empty_and_one_that_is_not_there(client: HaloClient) -> None:
    assert [match async for match in client.stats.matches("Private Pike")] == []
    with pytest.raises(NotFound):
        await anext(client.stats.matches(Xuid(17)))
