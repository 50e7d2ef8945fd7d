import aiohttp
import pytest

from bot.halo.errors import SignInRequired
from bot.halo.open import open_client
from bot.halo.transport.observe import Call
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_CLEARANCE, STATIC_SPARTAN_TOKEN
from tests.support.clock import FakeClock
from tests.support.entries import MemoryStore


async def test_a_client_with_everything_of_ones_own(
    sandbox: SandboxService, clock: FakeClock
) -> None:
    calls: list[Call] = []
    store = MemoryStore()
    async with aiohttp.ClientSession(headers={"user-agent": "mine"}) as session:
        for _ in range(2):
            async with open_client(
                spartan_token=STATIC_SPARTAN_TOKEN,
                clearance=STATIC_CLEARANCE,
                base_url=sandbox.base_url,
                session=session,
                store=store,
                listeners=[calls.append],
                clock=clock,
            ) as client:
                assert (await client.gamecms.medal_metadata()).medals
        assert not session.closed
    assert [seen.headers["user-agent"] for seen in sandbox.seen] == ["mine"]
    assert [call.cached for call in calls] == [False, True]


async def test_tokens_that_have_ended(sandbox: SandboxService) -> None:
    async with open_client(spartan_token="ended", base_url=sandbox.base_url) as client:
        with pytest.raises(SignInRequired):
            await client.profile.current_user()
