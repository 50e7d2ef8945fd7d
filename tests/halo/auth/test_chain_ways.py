"""The ways an account comes into the store, and which of them wins."""

import logging
from dataclasses import replace

import pytest

from bot.halo.auth import device_code
from bot.halo.auth.chain import Chain, seed_digest
from bot.halo.auth.oauth import Application
from bot.halo.auth.store import BROWSER, DEVICE, PASTED, AccountTokens, Token
from bot.halo.errors import PastedTokensEnded, RefreshTokenRefused
from bot.halo.transport.base import Sender
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import SEED_REFRESH_TOKEN, STATIC_CLEARANCE, STATIC_SPARTAN_TOKEN
from tests.halo.auth.conftest import MakeChain
from tests.support.clock import FakeClock
from tests.support.sign_in import DAY, HOUR, hops
from tests.support.tokens import MemoryTokens

ANOTHER_SEED = "another-refresh-token"


async def newest(store: MemoryTokens) -> AccountTokens:
    tokens = await store.load("main")
    assert tokens is not None
    return tokens


async def test_tokens_from_a_device_are_renewed_as_a_public_client(
    sender: Sender, make_chain: MakeChain, store: MemoryTokens, sandbox: SandboxService,
    clock: FakeClock,
) -> None:  # fmt: skip
    sandbox.signin.consent.device_answer = True
    begun = await device_code.begin(sender, Application("client", "s3cret"))
    tokens = await device_code.wait(sender, Application("client", "s3cret"), begun, clock)
    store.saved.append(
        AccountTokens("main", refresh_token=tokens.refresh_token, signed_in_by=DEVICE)
    )
    clock.advance(15 * DAY)
    found = await make_chain(seed="").current()
    assert sandbox.signin.is_spartan(found.spartan)
    assert (sandbox.count("device_token"), sandbox.count("oauth_token")) == (2, 0)
    kept = await newest(store)
    assert (kept.signed_in_by, kept.rotated_at) == (DEVICE, clock.now())


def pasted(clock: FakeClock) -> AccountTokens:
    end = clock.now() + 4 * HOUR
    return AccountTokens(
        "main", spartan=Token(STATIC_SPARTAN_TOKEN, end), clearance=Token(STATIC_CLEARANCE, end),
        gamertag="MapleLeaf 117", signed_in_by=PASTED,
    )  # fmt: skip


async def test_pasted_tokens_in_the_store_serve_until_their_end(
    make_chain: MakeChain, store: MemoryTokens, sandbox: SandboxService, clock: FakeClock
) -> None:
    store.saved.append(pasted(clock))
    chain = make_chain(seed="")
    assert (await chain.current()).spartan == STATIC_SPARTAN_TOKEN
    clock.advance(4 * HOUR)
    with pytest.raises(PastedTokensEnded) as ended:
        await chain.current()
    assert "Paste a new one" in ended.value.hint
    assert hops(sandbox) == (0, 0, 0, 0, 0)


async def test_refused_pasted_tokens_say_so(
    make_chain: MakeChain, store: MemoryTokens, clock: FakeClock
) -> None:
    store.saved.append(pasted(clock))
    chain = make_chain(seed="")
    with pytest.raises(PastedTokensEnded):
        await chain.renew(await chain.current())


async def test_a_clearance_that_was_not_pasted_is_fetched(
    make_chain: MakeChain, store: MemoryTokens, sandbox: SandboxService, clock: FakeClock
) -> None:
    store.saved.append(replace(pasted(clock), clearance=None))
    assert (await make_chain(seed="").current()).clearance == sandbox.signin.clearance


async def test_a_refresh_token_goes_before_pasted_tokens(
    make_chain: MakeChain, store: MemoryTokens, sandbox: SandboxService, clock: FakeClock
) -> None:
    store.saved.append(pasted(clock))
    assert (await make_chain().current()).spartan != STATIC_SPARTAN_TOKEN
    assert sandbox.count("oauth_token") == 1


async def test_a_refused_refresh_token_leaves_pasted_tokens_in_use(
    make_chain: MakeChain, store: MemoryTokens, sandbox: SandboxService, clock: FakeClock
) -> None:
    store.saved.append(pasted(clock))
    sandbox.signin.revoke_refresh_tokens()
    assert (await make_chain().current()).spartan == STATIC_SPARTAN_TOKEN
    assert (await newest(store)).refused == ""


async def test_the_seed_is_used_once_and_then_the_newest_wins(
    make_chain: MakeChain, store: MemoryTokens, sandbox: SandboxService, clock: FakeClock
) -> None:
    for _ in range(3):
        await make_chain().current()
        clock.advance(15 * DAY)
    # The seed was revoked when its successor's successor was issued.
    assert SEED_REFRESH_TOKEN not in sandbox.signin.refresh_tokens
    assert (await newest(store)).refresh_token in sandbox.signin.refresh_tokens


async def test_a_sign_in_by_hand_wins_over_the_seed_it_found(
    make_chain: MakeChain, store: MemoryTokens, sandbox: SandboxService
) -> None:
    sandbox.signin.revoke_refresh_tokens()
    with pytest.raises(RefreshTokenRefused):
        await make_chain().current()
    code = sandbox.signin.oauth_token({"grant_type": "authorization_code", "code": "sandbox-code"})
    by_hand = AccountTokens(
        "main", refresh_token=code.body["refresh_token"], signed_in_by=BROWSER,
        seeded_from=seed_digest(SEED_REFRESH_TOKEN),
    )  # fmt: skip
    await store.save(by_hand)
    assert sandbox.signin.is_spartan((await make_chain().current()).spartan)


async def test_an_old_seed_that_comes_back_costs_the_account_nothing(
    make_chain: MakeChain, store: MemoryTokens, sandbox: SandboxService, clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    await make_chain().current()
    clock.advance(15 * DAY)
    for _ in range(2):
        with caplog.at_level(logging.WARNING):
            tokens = await make_chain(seed=ANOTHER_SEED).current()
        assert sandbox.signin.is_spartan(tokens.spartan)
    assert caplog.text.count("HALO_REFRESH_TOKEN was refused") == 1
    assert ANOTHER_SEED not in caplog.text
    kept = await newest(store)
    assert (kept.refused, kept.seeded_from) == ("", seed_digest(ANOTHER_SEED))


async def test_a_seed_and_a_store_that_are_both_refused_end_it(
    make_chain: MakeChain, store: MemoryTokens, sandbox: SandboxService, clock: FakeClock
) -> None:
    await make_chain().current()
    clock.advance(15 * DAY)
    sandbox.signin.revoke_refresh_tokens()
    chain: Chain = make_chain(seed=ANOTHER_SEED)
    with pytest.raises(RefreshTokenRefused):
        await chain.current()
    asked = sandbox.count("oauth_token")
    with pytest.raises(RefreshTokenRefused):
        await make_chain(seed=ANOTHER_SEED).current()
    assert sandbox.count("oauth_token") == asked
    assert (await newest(store)).refused == "RefreshTokenRefused"
