import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import ExitStack

import aiohttp
import pytest
from aiohttp import web

from bot.halo.auth.fixed import PastedTokens
from bot.halo.client import HaloClient
from bot.halo.errors import SignInRequired
from bot.halo.identifiers import Xuid
from bot.halo.transport.authenticate import CLEARANCE_HEADER, SPARTAN_HEADER
from bot.halo.transport.stack import NO_RATES, Network, Stack
from bot.halo.transport.store import cache_key, url_of
from tests.support.clock import FakeClock
from tests.support.entries import MemoryStore
from tests.support.upstream import Upstream, answer

PLAYER = Xuid(2533274800000001)
BOT = "the-bot's-own"


async def tell_who_asks(request: web.BaseRequest) -> web.StreamResponse:
    """A user whose gamertag is the Spartan token of whoever asks; fresh for a minute."""
    user = {"xuid": str(PLAYER), "gamertag": request.headers[SPARTAN_HEADER]}
    return web.json_response([user], headers={"Cache-Control": "max-age=60"})


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
async def stack(upstream: Upstream, clock: FakeClock, store: MemoryStore) -> AsyncIterator[Stack]:
    upstream.script(tell_who_asks)
    async with aiohttp.ClientSession() as session:
        network = Network(session, clock, base_url=upstream.base_url, rates=NO_RATES)
        stack = network.lookups(PastedTokens(BOT, "bot-clearance"), store=store)
        yield stack
        await stack.close()


@pytest.fixture
def client(stack: Stack) -> HaloClient:
    return HaloClient(stack)


async def asker(client: HaloClient) -> str:
    """Whose token the service saw, or who was answered what is now served from the cache."""
    (user,) = await client.profile.users_by_xuid([PLAYER])
    return user.gamertag


async def test_the_calls_in_the_block_are_another_users(
    client: HaloClient, upstream: Upstream
) -> None:
    assert await asker(client) == BOT
    with client.as_account("kim"):
        assert await asker(client) == "kim"
        with client.as_account("sam"):
            assert await asker(client) == "sam"
        assert await asker(client) == "kim"
    assert await asker(client) == BOT
    assert len(upstream.seen) == 3


async def test_an_error_in_the_block_ends_it_too(client: HaloClient) -> None:
    with pytest.raises(ZeroDivisionError), client.as_account("kim"):
        raise ZeroDivisionError
    assert await asker(client) == BOT


async def test_users_at_once_get_their_own_answers(client: HaloClient, upstream: Upstream) -> None:
    async def ask_as(name: str) -> str:
        with client.as_account(name):
            await asyncio.sleep(0)
            first = await asker(client)
            assert await asker(client) == first
            return first

    names = [f"user{number % 10}" for number in range(30)]
    answers = await asyncio.gather(*(ask_as(name) for name in names), asker(client), asker(client))
    assert answers == [*names, BOT, BOT]
    # One user's equal requests are still shared, and nobody else's.
    assert sorted(seen.headers[SPARTAN_HEADER] for seen in upstream.seen) == sorted({*names, BOT})


async def test_tasks_take_it_along_from_where_they_start(client: HaloClient) -> None:
    before = asyncio.create_task(asker(client))
    with client.as_account("kim"):
        inside = asyncio.create_task(asker(client))
        assert await before == BOT
    assert await inside == "kim"
    assert await asker(client) == BOT


async def test_nothing_of_it_is_in_shared_entries_or_stored(
    client: HaloClient, store: MemoryStore, upstream: Upstream
) -> None:
    with client.as_account("kim-s3cret", "kim-clearance"):
        await asker(client)
    assert await asker(client) == BOT
    shared = [
        entry for (key, _), entry in store.entries.items() if key == cache_key("", "", url_of(key))
    ]
    assert [json.loads(entry.body)[0]["gamertag"] for entry in shared] == [BOT]
    assert all("kim-s3cret" not in key for key, _ in store.entries)
    assert all("kim-clearance" not in repr(entry) for entry in store.entries.values())


async def test_a_restart_serves_users_what_was_stored_for_them(
    client: HaloClient, store: MemoryStore, upstream: Upstream, clock: FakeClock
) -> None:
    with client.as_account("kim"):
        await asker(client)
    async with aiohttp.ClientSession() as session:
        network = Network(session, clock, base_url=upstream.base_url, rates=NO_RATES)
        stack = network.lookups(PastedTokens(BOT), store=store)
        restarted = HaloClient(stack)
        with restarted.as_account("kim"):
            assert await asker(restarted) == "kim"
        assert len(upstream.seen) == 1
        with restarted.as_account("sam"):
            assert await asker(restarted) == "sam"
        assert await asker(restarted) == BOT
        await stack.close()


async def test_it_is_this_client_only(client: HaloClient, stack: Stack) -> None:
    other = HaloClient(stack)
    with ExitStack() as blocks:
        blocks.enter_context(client.as_account("kim"))
        assert await asker(other) == BOT
        blocks.enter_context(other.as_account("sam"))
        assert (await asker(client), await asker(other)) == ("kim", "sam")


async def test_the_clearance_is_the_users_too(client: HaloClient, upstream: Upstream) -> None:
    upstream.script(answer('{"Value": []}'))
    playlist = "edfef3ac-9cbe-4fa2-b949-8f29deafd483"
    with client.as_account("kim", "kim-clearance"):
        await client.skill.playlist_csr(playlist, [PLAYER])
    with client.as_account("sam"):
        await client.skill.playlist_csr(playlist, [PLAYER])
    sent = [seen.headers.get(CLEARANCE_HEADER) for seen in upstream.seen]
    assert sent == ["kim-clearance", None]


async def test_a_refused_user_is_told_and_the_bot_goes_on(
    client: HaloClient, upstream: Upstream
) -> None:
    upstream.script(answer("", 401), tell_who_asks)
    with client.as_account("kim"), pytest.raises(SignInRequired) as caught:
        await asker(client)
    assert "this user" in caught.value.hint
    assert "kim" not in str(caught.value)
    assert await asker(client) == BOT
    assert len(upstream.seen) == 2
