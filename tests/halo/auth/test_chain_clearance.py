"""A clearance that the service refuses, as requests for ranks meet it."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from bot.halo.auth.chain import PAUSE_WITHOUT_CLEARANCE, Chain
from bot.halo.client import HaloClient
from bot.halo.errors import Forbidden, PlayerForbidden
from bot.halo.transport.stack import Network
from bot.sandbox.assets import ARENA, QUICK_PLAY
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from tests.halo.auth.conftest import MakeChain
from tests.support.clock import FakeClock
from tests.support.sign_in import DOWN
from tests.support.tokens import MemoryTokens
from tests.support.waiting import until

REFUSED = Fault(FaultKind.STATUS, 403)


@pytest.fixture
async def client(network: Network, chain: Chain) -> AsyncIterator[HaloClient]:
    """The API core on this chain."""
    stack = network.lookups(chain)
    yield HaloClient(stack)
    await stack.close()


async def ranked(client: HaloClient) -> bool:
    return (await client.gamecms.playlist_configuration(ARENA.asset_id)).has_csr


async def test_an_outdated_clearance_is_renewed_and_the_request_repeated(
    client: HaloClient, chain: Chain, sandbox: SandboxService, store: MemoryTokens
) -> None:
    await chain.current()
    sandbox.signin.change_clearance()
    assert await ranked(client)
    assert sandbox.count("playlist_configuration") == 2
    assert sandbox.count("clearance") == 2
    assert sandbox.count("spartan_token") == 1
    kept = store.saved[-1].clearance
    assert kept is not None
    assert kept.value == sandbox.signin.clearance


async def test_a_missing_clearance_is_asked_for_once_more(
    client: HaloClient, chain: Chain, sandbox: SandboxService
) -> None:
    sandbox.fail("clearance", DOWN)
    assert (await chain.current()).clearance == ""
    sandbox.heal()
    assert await ranked(client)


async def test_many_refused_at_once_ask_for_it_once(
    client: HaloClient, chain: Chain, sandbox: SandboxService
) -> None:
    await chain.current()
    sandbox.signin.change_clearance()
    player = sandbox.world.main.xuid
    await asyncio.gather(
        client.skill.playlist_csr(ARENA.asset_id, [player]),
        client.skill.playlist_csr(QUICK_PLAY.asset_id, [player]),
        client.gamecms.csr_season_calendar(),
        ranked(client),
    )
    assert sandbox.count("clearance") == 2


async def test_a_clearance_from_another_process_is_taken_from_the_store(
    client: HaloClient, chain: Chain, make_chain: MakeChain, sandbox: SandboxService
) -> None:
    await chain.current()
    sandbox.signin.change_clearance()
    other = make_chain()
    await other.renew_clearance(await other.current())
    assert sandbox.count("clearance") == 2
    assert await ranked(client)
    assert sandbox.count("clearance") == 2


async def test_what_is_refused_with_the_clearance_in_force_is_the_services_decision(
    client: HaloClient, chain: Chain, sandbox: SandboxService, clock: FakeClock
) -> None:
    sandbox.fail("playlist_csr", REFUSED)
    for expected in (2, 2, 3):
        with pytest.raises(Forbidden) as caught:
            await client.skill.playlist_csr(ARENA.asset_id, [sandbox.world.main.xuid])
        assert type(caught.value) is Forbidden
        assert "player may" not in caught.value.hint
        assert sandbox.count("clearance") == expected
        clock.advance(PAUSE_WITHOUT_CLEARANCE / 2 + 1)


async def test_a_players_own_data_asks_for_no_clearance(
    client: HaloClient, sandbox: SandboxService
) -> None:
    sandbox.fail("match_privacy", REFUSED)
    with pytest.raises(PlayerForbidden):
        await client.stats.match_privacy(sandbox.world.main.xuid)
    assert sandbox.count("clearance") == 1


async def test_others_are_not_held_up_by_a_clearance_that_is_slow(
    client: HaloClient, chain: Chain, sandbox: SandboxService
) -> None:
    tokens = await chain.current()
    sandbox.signin.change_clearance()
    sandbox.fail("clearance", Fault(FaultKind.HANG))
    waiting = asyncio.create_task(ranked(client))
    await until(lambda: sandbox.count("clearance") == 2)
    assert await chain.current() == tokens
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_a_clearance_that_cannot_be_stored_serves_all_the_same(
    client: HaloClient, chain: Chain, sandbox: SandboxService, store: MemoryTokens,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    await chain.current()
    sandbox.signin.change_clearance()
    store.broken = True
    with caplog.at_level(logging.WARNING):
        assert await ranked(client)
    assert "could not be stored" in caplog.text
