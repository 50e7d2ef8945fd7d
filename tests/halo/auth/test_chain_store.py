"""What a chain makes of what others leave in the store: signing in by hand, other processes,
starts of the program."""

import asyncio
from dataclasses import replace

import pytest

from bot.errors import BotError
from bot.halo.auth.chain import (
    LOOK_AGAIN,
    PAUSE_AFTER_REFUSAL,
    Chain,
    seed_digest,
)
from bot.halo.auth.store import AccountTokens, Token
from bot.halo.errors import (
    PastedTokensEnded,
    RefreshTokenRefused,
    SignInBusy,
    SignInRequired,
    XboxRefused,
)
from bot.halo.transport.authenticate import TOO_YOUNG_TO_RENEW
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import (
    SEED_REFRESH_TOKEN,
    STATIC_CLEARANCE,
    STATIC_SPARTAN_TOKEN,
)
from tests.halo.auth.conftest import MakeChain
from tests.support.clock import FakeClock
from tests.support.sign_in import DAY, HOUR, ONCE_EACH, hops, signed_in_by_hand
from tests.support.tokens import MemoryTokens


def sign_in_by_hand(sandbox: SandboxService) -> AccountTokens:
    """What a sign-in in a browser leaves in the store."""
    return AccountTokens("main", refresh_token=signed_in_by_hand(sandbox))


async def refused(chain: Chain, sandbox: SandboxService, clock: FakeClock) -> None:
    await chain.current()
    sandbox.signin.revoke_refresh_tokens()
    clock.advance(15 * DAY)
    with pytest.raises(RefreshTokenRefused):
        await chain.current()


async def test_a_running_chain_notices_a_new_sign_in(
    chain: Chain, sandbox: SandboxService, clock: FakeClock, store: MemoryTokens
) -> None:
    await refused(chain, sandbox, clock)
    asked = sandbox.count()
    clock.advance(LOOK_AGAIN)
    with pytest.raises(RefreshTokenRefused):
        await chain.current()
    await store.save(sign_in_by_hand(sandbox))
    with pytest.raises(RefreshTokenRefused):
        await chain.current()
    assert sandbox.count() == asked
    clock.advance(LOOK_AGAIN)
    assert sandbox.signin.is_spartan((await chain.current()).spartan)
    assert chain.status().error == ""


async def test_looking_again_is_cheap(
    chain: Chain, sandbox: SandboxService, clock: FakeClock, store: MemoryTokens
) -> None:
    await refused(chain, sandbox, clock)
    asked, loads = sandbox.count(), store.loads
    for _ in range(10):
        clock.advance(LOOK_AGAIN)
        outcomes = await asyncio.gather(
            *(chain.current() for _ in range(20)), return_exceptions=True
        )
        assert {type(outcome) for outcome in outcomes} == {RefreshTokenRefused}
    assert sandbox.count() == asked
    assert store.loads == loads + 10


async def test_a_store_that_fails_while_looking_changes_nothing(
    chain: Chain, sandbox: SandboxService, clock: FakeClock, store: MemoryTokens,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    await refused(chain, sandbox, clock)
    clock.advance(LOOK_AGAIN)

    async def fail(name: str) -> AccountTokens | None:
        raise BotError("the store is broken")

    with monkeypatch.context() as broken:
        broken.setattr(store, "load", fail)
        with pytest.raises(RefreshTokenRefused):
            await chain.current()


@pytest.mark.parametrize("by_hand", [False, True])
async def test_a_refused_account_is_asked_about_sooner_only_where_it_has_changed(
    chain: Chain, sandbox: SandboxService, clock: FakeClock, store: MemoryTokens, by_hand: bool
) -> None:
    sandbox.signin.refuse_xsts()
    with pytest.raises(XboxRefused):
        await chain.current()
    sandbox.signin.refuse_xsts(None)
    if by_hand:
        await store.save(sign_in_by_hand(sandbox))
    clock.advance(LOOK_AGAIN)
    if not by_hand:
        with pytest.raises(XboxRefused):
            await chain.current()
        clock.advance(PAUSE_AFTER_REFUSAL - LOOK_AGAIN)
    assert sandbox.signin.is_spartan((await chain.current()).spartan)


async def test_an_account_that_is_added_later_is_found(
    make_chain: MakeChain, sandbox: SandboxService, clock: FakeClock, store: MemoryTokens
) -> None:
    chain = make_chain("")
    with pytest.raises(SignInRequired):
        await chain.current()
    await store.save(sign_in_by_hand(sandbox))
    clock.advance(LOOK_AGAIN)
    assert sandbox.signin.is_spartan((await chain.current()).spartan)


async def test_a_refused_account_serves_until_its_token_ends(
    chain: Chain, make_chain: MakeChain, sandbox: SandboxService, clock: FakeClock,
    store: MemoryTokens,
) -> None:  # fmt: skip
    sandbox.signin.user_lifetime = sandbox.signin.xsts_lifetime = HOUR
    tokens = await chain.current()
    sandbox.signin.revoke_refresh_tokens()
    clock.advance(3.9 * HOUR)
    with pytest.raises(RefreshTokenRefused):
        await chain.ensure(20 * 60)
    assert await chain.current() == tokens
    assert chain.status().error == "RefreshTokenRefused"
    restarted = make_chain()
    assert await restarted.current() == tokens
    assert restarted.status().error == "RefreshTokenRefused"
    asked = sandbox.count()
    clock.advance(HOUR)
    for one in (chain, restarted):
        with pytest.raises(RefreshTokenRefused):
            await one.current()
    assert sandbox.count() == asked


async def test_signing_in_by_hand_wins_over_the_seed_it_found(
    make_chain: MakeChain, sandbox: SandboxService, store: MemoryTokens
) -> None:
    by_hand = sign_in_by_hand(sandbox)
    await store.save(replace(by_hand, seeded_from=seed_digest(SEED_REFRESH_TOKEN)))
    sandbox.signin.revoke_refresh_tokens()
    by_hand = sign_in_by_hand(sandbox)
    await store.save(replace(by_hand, seeded_from=seed_digest(SEED_REFRESH_TOKEN)))
    assert sandbox.signin.is_spartan((await make_chain().current()).spartan)


async def test_a_new_seed_that_is_refused_costs_the_account_nothing(
    chain: Chain, make_chain: MakeChain, sandbox: SandboxService, clock: FakeClock,
    store: MemoryTokens, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    await chain.current()
    for later in (0.0, 15 * DAY):
        clock.advance(later)
        seed = f"another seed {later}"
        for _ in range(2):
            tokens = await make_chain(seed).current()
            assert sandbox.signin.is_spartan(tokens.spartan)
        assert store.saved[-1].seeded_from == seed_digest(seed)
        assert seed not in caplog.text
    assert caplog.text.count("HALO_REFRESH_TOKEN was refused") == 2
    assert store.saved[-1].refused == ""


async def test_the_seed_may_replace_a_sign_in_that_was_refused(
    make_chain: MakeChain, sandbox: SandboxService, store: MemoryTokens
) -> None:
    await store.save(replace(sign_in_by_hand(sandbox), refused="RefreshTokenRefused"))
    with pytest.raises(RefreshTokenRefused):
        await make_chain("").current()
    with pytest.raises(RefreshTokenRefused):
        await make_chain("another seed").current()
    assert sandbox.signin.is_spartan((await make_chain().current()).spartan)


async def test_a_running_chain_does_not_go_back_to_its_seed(
    chain: Chain, make_chain: MakeChain, sandbox: SandboxService, clock: FakeClock,
    store: MemoryTokens,
) -> None:  # fmt: skip
    await chain.current()
    other = make_chain(sign_in_by_hand(sandbox).refresh_token)
    await other.current()
    newest = store.saved[-1].seeded_from
    for _ in range(3):
        clock.advance(15 * DAY)
        assert (await chain.current()) == (await other.current())
        assert store.saved[-1].seeded_from == newest


async def test_a_removed_account_is_not_renewed(
    chain: Chain, sandbox: SandboxService, clock: FakeClock, store: MemoryTokens
) -> None:
    await chain.current()
    asked = sandbox.count()
    store.saved.clear()
    clock.advance(5 * HOUR)
    with pytest.raises(SignInRequired):
        await chain.current()
    assert sandbox.count() == asked
    assert store.saved == []


async def test_pasted_tokens_in_the_store_serve_until_they_end(
    make_chain: MakeChain, sandbox: SandboxService, clock: FakeClock, store: MemoryTokens
) -> None:
    end = clock.now() + HOUR
    spartan = Token(STATIC_SPARTAN_TOKEN, end)
    await store.save(AccountTokens("main", spartan=spartan, clearance=Token(STATIC_CLEARANCE, end)))
    chain = make_chain("")
    assert (await chain.current()).spartan == STATIC_SPARTAN_TOKEN
    clock.advance(HOUR)
    with pytest.raises(PastedTokensEnded) as caught:
        await chain.current()
    assert "Paste a new one" in caught.value.hint
    assert sandbox.count() == 0
    await store.save(AccountTokens("main", spartan=replace(spartan, expires_at=clock.now() + HOUR)))
    clock.advance(LOOK_AGAIN)
    tokens = await chain.current()
    assert tokens.spartan == STATIC_SPARTAN_TOKEN
    assert sandbox.signin.is_clearance(tokens.clearance)


async def test_chains_on_one_store_renew_once(
    make_chain: MakeChain, sandbox: SandboxService, store: MemoryTokens
) -> None:
    tokens = await asyncio.gather(*(make_chain().current() for _ in range(5)))
    assert len(set(tokens)) == 1
    assert hops(sandbox) == ONCE_EACH
    assert store.leases == {}


async def test_a_401_for_all_processes_renews_once(
    make_chain: MakeChain, sandbox: SandboxService, clock: FakeClock
) -> None:
    chains = [make_chain() for _ in range(3)]
    tokens = [await chain.current() for chain in chains]
    clock.advance(TOO_YOUNG_TO_RENEW)
    sandbox.signin.expire_spartan()
    renewed = await asyncio.gather(
        *(chain.renew(old) for chain, old in zip(chains, tokens, strict=True))
    )
    assert len(set(renewed)) == 1
    assert sandbox.signin.is_spartan(renewed[0].spartan)
    assert sandbox.count("spartan_token") == 2


async def test_what_another_process_has_renewed_is_used(
    chain: Chain, make_chain: MakeChain, sandbox: SandboxService, clock: FakeClock
) -> None:
    await chain.current()
    clock.advance(3.9 * HOUR)
    other = make_chain()
    await other.ensure(HOUR)
    asked = sandbox.count()
    await chain.ensure(HOUR)
    assert await chain.current() == await other.current()
    assert sandbox.count() == asked


async def test_a_refusal_is_no_end_while_a_newer_refresh_token_is_stored(
    make_chain: MakeChain, sandbox: SandboxService, store: MemoryTokens,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    old = sign_in_by_hand(sandbox)
    sandbox.signin.revoke_refresh_tokens()
    newer = sign_in_by_hand(sandbox)
    await store.save(newer)
    load, answers = store.load, [old, old]

    async def late(name: str) -> AccountTokens | None:
        return answers.pop() if answers else await load(name)

    monkeypatch.setattr(store, "load", late)
    chain = make_chain("")
    assert sandbox.signin.is_spartan((await chain.current()).spartan)
    assert store.saved[-1].refused == ""
    assert not chain.status().refused


async def test_a_save_that_hung_leaves_what_another_process_has_stored(
    chain: Chain, sandbox: SandboxService, clock: FakeClock, store: MemoryTokens
) -> None:
    newer = replace(sign_in_by_hand(sandbox), seeded_from=seed_digest(SEED_REFRESH_TOKEN))

    async def hang(_: AccountTokens) -> None:
        store.before_save = None
        clock.advance(25.0)
        store.leases["main"] = "another"
        store.saved.append(newer)

    store.before_save = hang
    with pytest.raises(SignInBusy):
        await chain.current()
    assert store.saved[-1] == newer
    del store.leases["main"]
    clock.advance(LOOK_AGAIN)
    assert sandbox.signin.is_spartan((await chain.current()).spartan)
