import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable

import pytest

from bot.errors import BotError
from bot.halo.auth.chain import (
    LONGEST_PAUSE,
    Chain,
)
from bot.halo.auth.hops import MARGIN
from bot.halo.auth.store import AccountTokens
from bot.halo.endpoints import MATCH_HISTORY
from bot.halo.errors import (
    Unavailable,
)
from bot.halo.transport.authenticate import TOO_YOUNG_TO_RENEW
from bot.halo.transport.base import HaloTokens, Request
from bot.halo.transport.stack import Network
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import SEED_REFRESH_TOKEN
from tests.halo.auth.conftest import MakeChain
from tests.support.clock import FakeClock
from tests.support.sign_in import DAY, DOWN, HOUR, HTML, ONCE_EACH, hops
from tests.support.tokens import MemoryTokens
from tests.support.waiting import until


async def test_a_cold_sign_in_runs_each_hop_once(
    chain: Chain, sandbox: SandboxService, store: MemoryTokens
) -> None:
    tokens = await chain.current()
    assert hops(sandbox) == ONCE_EACH
    assert sandbox.signin.is_spartan(tokens.spartan)
    assert sandbox.signin.is_clearance(tokens.clearance)
    assert await chain.current() == tokens
    assert hops(sandbox) == ONCE_EACH
    saved = store.saved[-1]
    assert (saved.xuid, saved.gamertag) == (
        str(sandbox.world.main.xuid), sandbox.world.main.gamertag,
    )  # fmt: skip
    assert saved.refresh_token in sandbox.signin.refresh_tokens - {SEED_REFRESH_TOKEN}


async def test_concurrent_callers_share_one_run(chain: Chain, sandbox: SandboxService) -> None:
    tokens = await asyncio.gather(*(chain.current() for _ in range(20)))
    assert len(set(tokens)) == 1
    assert hops(sandbox) == ONCE_EACH


@pytest.mark.parametrize(
    ("later", "more"),
    [
        (3 * HOUR, (0, 0, 0, 0, 0)),
        (5 * HOUR, (0, 0, 0, 1, 1)),
        (17 * HOUR, (0, 0, 1, 1, 1)),
        (15 * DAY, (1, 1, 1, 1, 1)),
    ],
)
async def test_a_restart_runs_only_what_has_expired(
    chain: Chain, make_chain: MakeChain, sandbox: SandboxService, clock: FakeClock,
    later: float, more: tuple[int, ...],
) -> None:  # fmt: skip
    await chain.current()
    clock.advance(later)
    restarted = make_chain()
    tokens = await restarted.current()
    assert sandbox.signin.is_spartan(tokens.spartan)
    assert hops(sandbox) == tuple(map(sum, zip(ONCE_EACH, more, strict=True)))
    assert restarted.status().gamertag == sandbox.world.main.gamertag


async def test_the_new_refresh_token_is_committed_before_anything_uses_the_answer(
    chain: Chain, sandbox: SandboxService, store: MemoryTokens
) -> None:
    counted: list[tuple[int, ...]] = []

    async def note(tokens: AccountTokens) -> None:
        counted.append(hops(sandbox))

    store.before_save = note
    await chain.current()
    assert counted[0] == (1, 0, 0, 0, 0)
    assert store.saved[0].refresh_token != SEED_REFRESH_TOKEN


async def test_where_the_rotation_cannot_be_stored_the_old_token_still_signs_in(
    chain: Chain, make_chain: MakeChain, sandbox: SandboxService, store: MemoryTokens
) -> None:
    store.broken = True
    with pytest.raises(BotError, match="broken"):
        await chain.current()
    assert hops(sandbox) == (1, 0, 0, 0, 0)
    store.broken = False
    tokens = await make_chain().current()
    assert sandbox.signin.is_spartan(tokens.spartan)


async def test_tokens_that_cannot_be_stored_later_on_still_serve(
    chain: Chain, sandbox: SandboxService, store: MemoryTokens, caplog: pytest.LogCaptureFixture
) -> None:
    async def then_break(tokens: AccountTokens) -> None:
        store.broken = len(store.saved) > 0

    store.before_save = then_break
    tokens = await chain.current()
    assert sandbox.signin.is_spartan(tokens.spartan)
    assert len(store.saved) == 1
    assert "could not be stored" in caplog.text


def holding(
    arrived: asyncio.Event, released: asyncio.Event
) -> Callable[[AccountTokens], Awaitable[None]]:
    async def hold(tokens: AccountTokens) -> None:
        arrived.set()
        await released.wait()

    return hold


async def test_a_renewal_that_hangs_is_given_up_at_the_end(
    chain: Chain, sandbox: SandboxService, store: MemoryTokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.halo.auth.chain.CLOSING", 0.1)
    sandbox.fail("oauth_token", Fault(FaultKind.HANG))
    caller = asyncio.create_task(chain.current())
    await until(lambda: sandbox.count("oauth_token") == 1)
    async with asyncio.timeout(10):
        await chain.close()
        await asyncio.wait({caller})
    # Others need not wait for the lease to end.
    assert store.leases == {}
    assert store.saved == []


async def test_a_rotated_refresh_token_is_stored_though_the_renewal_is_given_up(
    chain: Chain, store: MemoryTokens, sandbox: SandboxService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.halo.auth.chain.CLOSING", 0.2)
    arrived, released = asyncio.Event(), asyncio.Event()
    store.before_save = holding(arrived, released)
    caller = asyncio.create_task(chain.current())
    await arrived.wait()
    closing = asyncio.create_task(chain.close())
    asyncio.get_running_loop().call_later(0.3, released.set)
    async with asyncio.timeout(10):
        await closing
        await asyncio.wait({caller})
    (stored,) = store.saved
    assert stored.refresh_token in sandbox.signin.refresh_tokens
    assert stored.refresh_token != SEED_REFRESH_TOKEN
    assert sandbox.count("xbox_user_token") == 0


async def test_a_cancelled_caller_does_not_interrupt_a_rotation(
    chain: Chain, sandbox: SandboxService, store: MemoryTokens
) -> None:
    arrived, released = asyncio.Event(), asyncio.Event()
    store.before_save = holding(arrived, released)
    caller = asyncio.create_task(chain.current())
    await arrived.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    released.set()
    await chain.close()
    assert store.saved[0].refresh_token in sandbox.signin.refresh_tokens
    await chain.current()
    assert hops(sandbox) == ONCE_EACH


async def test_a_failure_that_nobody_waits_for_makes_no_noise(
    make_chain: MakeChain, store: MemoryTokens, caplog: pytest.LogCaptureFixture
) -> None:
    arrived, released = asyncio.Event(), asyncio.Event()
    store.before_save, store.broken = holding(arrived, released), True
    chain = make_chain()
    caller = asyncio.create_task(chain.current())
    await arrived.wait()
    caller.cancel()
    await asyncio.wait([caller])
    released.set()
    with caplog.at_level(logging.ERROR):
        while not chain.status().error:  # noqa: ASYNC110 - nobody may wait for the run itself
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        del chain, caller
        gc.collect()
    assert caplog.records == []


async def answers(network: Network, chain: Chain, count: int) -> list[int]:
    """The statuses of so many different lookups at once."""
    stack = network.lookups(chain)
    requests = [
        Request.to(MATCH_HISTORY, query=[("start", str(number))], player="xuid(1)")
        for number in range(count)
    ]
    responses = await asyncio.gather(*(stack.send(request) for request in requests))
    await stack.close()
    return [response.status for response in responses]


@pytest.mark.parametrize("xsts_too", [False, True])
async def test_a_401_renews_once_for_all_callers(
    network: Network, chain: Chain, sandbox: SandboxService, clock: FakeClock, xsts_too: bool
) -> None:
    assert set(await answers(network, chain, 1)) == {404}
    clock.advance(TOO_YOUNG_TO_RENEW)
    sandbox.signin.expire_spartan()
    if xsts_too:
        sandbox.signin.expire_xsts()
    assert set(await answers(network, chain, 20)) == {404}
    assert hops(sandbox) == (1, 1, 3, 2, 2)


async def test_a_refused_fresh_token_is_no_storm(
    network: Network, chain: Chain, sandbox: SandboxService, clock: FakeClock
) -> None:
    await chain.current()
    sandbox.fail("match_history", Fault(FaultKind.STATUS, status=401))
    for _ in range(3):
        assert set(await answers(network, chain, 5)) == {401}
    assert hops(sandbox) == ONCE_EACH
    clock.advance(TOO_YOUNG_TO_RENEW)
    assert set(await answers(network, chain, 5)) == {401}
    assert sandbox.count("spartan_token") == 2


async def test_a_late_refusal_of_an_old_token_renews_nothing(
    chain: Chain, sandbox: SandboxService
) -> None:
    tokens = await chain.current()
    assert await chain.renew(HaloTokens("old")) == tokens
    assert hops(sandbox) == ONCE_EACH


async def test_tokens_that_end_soon_are_no_storm(
    chain: Chain, sandbox: SandboxService, clock: FakeClock
) -> None:
    sandbox.signin.spartan_lifetime = MARGIN / 2
    async with asyncio.timeout(30):
        for _ in range(5):
            await chain.current()
        await chain.ensure(20 * 60)
    assert sandbox.count("spartan_token") == 1


async def test_a_wider_margin_renews_a_token_that_still_holds(
    chain: Chain, sandbox: SandboxService, clock: FakeClock
) -> None:
    old = await chain.current()
    clock.advance(3.9 * HOUR)
    assert await chain.current() == old
    sandbox.fail("spartan_token", DOWN)
    with pytest.raises(Unavailable):
        await chain.ensure(20 * 60)
    assert await chain.current() == old
    sandbox.heal()
    clock.advance(LONGEST_PAUSE)
    await chain.ensure(20 * 60)
    assert (await chain.current()).spartan != old.spartan


async def test_the_status_tells_no_secret(chain: Chain, sandbox: SandboxService) -> None:
    assert chain.status().spartan_expires_at == 0.0
    tokens = await chain.current()
    status = chain.status()
    assert (status.account, status.gamertag) == ("main", sandbox.world.main.gamertag)
    assert status.spartan_expires_at > 0
    assert tokens.spartan not in repr(status)


async def test_nothing_secret_is_logged_or_raised(
    chain: Chain, sandbox: SandboxService, store: MemoryTokens, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.fail("clearance", HTML)
    with caplog.at_level(logging.DEBUG, logger="bot"):
        tokens = await chain.current()
        sandbox.signin.revoke_refresh_tokens()
    text = caplog.text + repr(store.saved) + repr(tokens)
    secrets = {tokens.spartan, SEED_REFRESH_TOKEN, "s3cret", store.saved[-1].refresh_token}
    assert "clearance" in caplog.text
    assert not any(secret in text for secret in secrets)
