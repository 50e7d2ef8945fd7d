"""A playlist that became ranked after this program was written."""

import pytest

from bot.facts.results import MatchKind, Player
from bot.features.lookups import Lookups
from bot.sandbox import assets
from tests.support.worlds import RankedEventWorld


@pytest.fixture(scope="module")
def world() -> RankedEventWorld:
    return RankedEventWorld.new()


async def test_it_is_found_by_its_file(lookups: Lookups, main: Player) -> None:
    report = await lookups.csr.standings(main)
    assert {standing.name for standing in report.standings} > {assets.EVENT.name, "Ranked Arena"}


@pytest.mark.parametrize("typed", [assets.EVENT.name, assets.EVENT.asset_id])
async def test_it_can_be_asked_for_by_name_and_by_id(
    lookups: Lookups, main: Player, typed: str
) -> None:
    (event,) = (await lookups.csr.standings(main, playlist=typed)).standings
    assert (event.playlist_id, event.current.value) == (assets.EVENT.asset_id, 1562)


async def test_its_matches_without_ranks_are_shown_as_unranked(
    lookups: Lookups, main: Player
) -> None:
    match = await lookups.last_match.latest(main, MatchKind.MATCHMAKING)
    while match.playlist_name != assets.EVENT.name:
        match = await lookups.last_match.beside(match, 1, MatchKind.MATCHMAKING)
    assert not match.is_ranked
