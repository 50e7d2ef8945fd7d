"""Lists that are asked for in batches: what is wrong with one item costs no other."""

from collections.abc import Collection, Sequence
from math import ceil, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.halo.client import HaloClient
from bot.halo.errors import (
    BadRequest,
    HaloError,
    InvalidAnswer,
    RequestNotAccepted,
    ServerFault,
    Unavailable,
)
from bot.halo.identifiers import Xuid
from bot.halo.services.base import MOST_IN_A_ROW, in_batches
from bot.halo.services.skill import MOST_PLAYERS
from bot.sandbox.assets import ARENA
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService

SIZE = 32


class Asked:
    """A service that fails requests with a bad item in them, and perhaps those of several items."""

    def __init__(
        self,
        bad: Collection[int] = (),
        *,
        most: int = SIZE,
        error: type[HaloError] = ServerFault,
    ) -> None:
        self._bad = frozenset(bad)
        self._most = most
        self._error = error
        self.requests: list[Sequence[int]] = []

    async def __call__(self, items: Sequence[int]) -> Sequence[int]:
        self.requests.append(items)
        if len(items) > self._most or self._bad.intersection(items):
            raise self._error
        return items


async def told(asked: Asked, count: int) -> list[int]:
    """The items that were answered, in order."""
    answers = await in_batches(asked, range(count), SIZE)
    return sorted(item for answer in answers for item in answer)


@given(count=st.integers(2, 3 * SIZE), data=st.data())
async def test_one_bad_item_costs_a_few_requests_and_no_other_item(
    count: int, data: st.DataObject
) -> None:
    bad = data.draw(st.integers(0, count - 1))
    asked = Asked([bad])
    assert await told(asked, count) == [item for item in range(count) if item != bad]
    assert len(asked.requests) <= ceil(count / SIZE) + 2 * ceil(log2(SIZE))


@given(count=st.integers(1, 3 * SIZE), most=st.integers(1, SIZE))
async def test_a_service_that_takes_fewer_at_once_is_asked_for_fewer(count: int, most: int) -> None:
    asked = Asked(most=most)
    assert await told(asked, count) == list(range(count))


@pytest.mark.parametrize("error", [ServerFault, BadRequest, RequestNotAccepted, InvalidAnswer])
async def test_where_only_single_items_work_each_is_asked_for_once(error: type[HaloError]) -> None:
    asked = Asked(most=1, error=error)
    assert await told(asked, SIZE) == list(range(SIZE))
    assert len(asked.requests) == 1 + 2 + SIZE


@given(count=st.integers(1, SIZE), bad=st.sets(st.integers(0, SIZE - 1)))
async def test_any_bad_items_are_found_in_a_bounded_number_of_requests(
    count: int, bad: set[int]
) -> None:
    asked = Asked(bad)
    try:
        answered = await told(asked, count)
    except ServerFault:
        answered = []
    assert not bad.intersection(answered)
    assert len(asked.requests) <= 1 + 2 * ceil(log2(SIZE)) + count


async def test_a_service_that_is_down_is_left_alone_soon() -> None:
    asked = Asked(range(SIZE))
    with pytest.raises(ServerFault):
        await told(asked, SIZE)
    assert len(asked.requests) == MOST_IN_A_ROW


async def test_what_is_wrong_with_the_service_is_not_looked_for_in_the_items() -> None:
    asked = Asked([0], error=Unavailable)
    assert await told(asked, 2 * SIZE) == list(range(SIZE, 2 * SIZE))
    assert len(asked.requests) == 2


async def test_nothing_to_ask_for_costs_nothing() -> None:
    asked = Asked()
    assert await told(asked, 0) == []
    assert asked.requests == []


@pytest.fixture
def players(sandbox: SandboxService) -> list[Xuid]:
    """More than fit one request."""
    return [Xuid(player.xuid) for player in sandbox.world.players]


@pytest.mark.parametrize(
    "fault",
    [Fault(FaultKind.REFUSED_BATCH), Fault(FaultKind.REFUSED_BATCH, delay=0.1)],
    ids=["at once", "later"],
)
async def test_every_list_of_players_is_told_where_only_single_ones_work(
    client: HaloClient, sandbox: SandboxService, players: list[Xuid], fault: Fault
) -> None:
    assert len(players) > MOST_PLAYERS
    match_id = sandbox.world.matches[0].match_id
    sandbox.fail("api", fault)
    users = await client.profile.users_by_xuid(players)
    assert {user.xuid for user in users} == set(players)
    standings = await client.skill.playlist_csr(ARENA.asset_id, players)
    assert all(standings.of(player) is not None for player in players)
    skill = await client.skill.match_skill(match_id, players)
    assert {one.id for one in skill.value} == {f"xuid({player})" for player in players}


async def test_a_batch_that_fails_is_asked_in_parts_at_once(
    client: HaloClient, sandbox: SandboxService, players: list[Xuid]
) -> None:
    sandbox.fail("match_skill", Fault(FaultKind.STATUS, 500), times=1)
    match_id = sandbox.world.matches[0].match_id
    await client.skill.match_skill(match_id, players[:8])
    assert [len(seen.query) for seen in sandbox.seen] == [8, 4, 4]


async def test_one_player_is_asked_for_again_as_ever(
    client: HaloClient, sandbox: SandboxService, players: list[Xuid]
) -> None:
    sandbox.fail("users_by_xuid", Fault(FaultKind.STATUS, 500), times=1)
    assert await client.profile.users_by_xuid(players[:1])
    assert sandbox.count() == 2
