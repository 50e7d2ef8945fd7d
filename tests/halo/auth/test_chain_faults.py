import asyncio
import traceback

import pytest

from bot.halo.auth.chain import (
    LONGEST_PAUSE,
    PAUSE_AFTER_REFUSAL,
    PAUSE_WITHOUT_CLEARANCE,
    Chain,
)
from bot.halo.auth.oauth import Application
from bot.halo.errors import (
    HaloError,
    RefreshTokenRefused,
    SignInConfigurationWrong,
    SignInRateLimited,
    SignInRefused,
    SignInRequired,
    Unavailable,
    XboxChildAccount,
    XboxRefused,
)
from bot.halo.transport.authenticate import TOO_YOUNG_TO_RENEW
from bot.halo.transport.base import Sender
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import SEED_REFRESH_TOKEN
from tests.halo.auth.conftest import MakeChain
from tests.support.clock import FakeClock
from tests.support.sign_in import DAY, DOWN, HOPS, HOUR, HTML, hops
from tests.support.tokens import MemoryTokens


@pytest.mark.parametrize(
    ("xerr", "expected"),
    [
        (2148916238, XboxChildAccount),
        (2148916299, XboxRefused),
    ],
)
async def test_refusals_of_the_account_have_names(
    chain: Chain, sandbox: SandboxService, clock: FakeClock,
    xerr: int, expected: type[XboxRefused],
) -> None:  # fmt: skip
    sandbox.signin.refuse_xsts(xerr)
    with pytest.raises(XboxRefused) as caught:
        await chain.current()
    assert type(caught.value) is expected
    assert caught.value.xerr == xerr
    asked = sandbox.count()
    with pytest.raises(expected):
        await chain.current()
    assert sandbox.count() == asked
    assert chain.status().error == expected.__name__
    sandbox.signin.refuse_xsts(None)
    clock.advance(PAUSE_AFTER_REFUSAL)
    assert sandbox.signin.is_spartan((await chain.current()).spartan)
    assert chain.status().error == ""


async def test_a_refused_refresh_token_is_final_until_there_is_another(
    chain: Chain, make_chain: MakeChain, sandbox: SandboxService, clock: FakeClock
) -> None:
    await chain.current()
    sandbox.signin.revoke_refresh_tokens()
    clock.advance(15 * DAY)
    for again in (chain, chain, make_chain(), make_chain()):
        with pytest.raises(RefreshTokenRefused) as caught:
            await again.current()
        assert caught.value.retry_after is None
        clock.advance(DAY)
    assert sandbox.count("oauth_token") == 2
    seed = "another seed"
    with pytest.raises(RefreshTokenRefused):
        await make_chain(seed).current()
    assert sandbox.count("oauth_token") == 3


async def test_a_new_seed_starts_anew(
    chain: Chain, make_chain: MakeChain, sandbox: SandboxService, clock: FakeClock,
    store: MemoryTokens,
) -> None:  # fmt: skip
    with pytest.raises(RefreshTokenRefused):
        await make_chain("a bad seed").current()
    tokens = await chain.current()
    assert sandbox.signin.is_spartan(tokens.spartan)
    assert store.saved[-1].refused == ""
    assert "bad seed" not in store.saved[-1].seeded_from


async def test_a_refusal_while_starting_from_below_is_remembered_too(
    chain: Chain, make_chain: MakeChain, sandbox: SandboxService, clock: FakeClock
) -> None:
    await chain.current()
    clock.advance(5 * HOUR)
    sandbox.signin.expire_xsts()
    sandbox.signin.revoke_refresh_tokens()
    with pytest.raises(RefreshTokenRefused):
        await chain.current()
    asked = sandbox.count()
    with pytest.raises(RefreshTokenRefused):
        await make_chain().current()
    assert sandbox.count() == asked


async def test_a_refused_stored_token_is_made_anew_from_below(
    chain: Chain, make_chain: MakeChain, sandbox: SandboxService, clock: FakeClock
) -> None:
    await chain.current()
    clock.advance(5 * HOUR)
    sandbox.signin.expire_xsts()
    tokens = await make_chain().current()
    assert sandbox.signin.is_spartan(tokens.spartan)
    assert hops(sandbox) == (2, 2, 3, 3, 2)


@pytest.mark.parametrize("hop", HOPS[:4])
async def test_a_refusal_without_a_reason_is_tried_again_by_itself(
    chain: Chain, sandbox: SandboxService, clock: FakeClock, hop: str
) -> None:
    sandbox.fail(hop, Fault(FaultKind.STATUS, 403))
    with pytest.raises(SignInRefused) as caught:
        await chain.current()
    assert (str(caught.value), caught.value.endpoint) == (f"{hop}: 403", hop)
    assert (chain.status().error, chain.status().hint) == ("SignInRefused", caught.value.hint)
    sandbox.heal()
    clock.advance(PAUSE_AFTER_REFUSAL - 1)
    with pytest.raises(SignInRefused):
        await chain.current()
    clock.advance(1)
    assert sandbox.signin.is_spartan((await chain.current()).spartan)
    assert (chain.status().error, chain.status().hint) == ("", "")


async def test_a_wrong_application_is_final(chain: Chain, sandbox: SandboxService) -> None:
    sandbox.signin.client_id = "another"
    for _ in range(2):
        with pytest.raises(SignInConfigurationWrong):
            await chain.current()
    assert sandbox.count("oauth_token") == 1


async def test_without_any_refresh_token(make_chain: MakeChain, sandbox: SandboxService) -> None:
    with pytest.raises(SignInRequired):
        await make_chain("").current()
    assert sandbox.count() == 0


async def test_passing_faults_back_off(
    chain: Chain, sandbox: SandboxService, clock: FakeClock
) -> None:
    sandbox.fail("sign_in", DOWN)
    pauses: list[float] = []
    for _ in range(8):
        with pytest.raises(Unavailable):
            await chain.current()
        asked = sandbox.count()
        with pytest.raises(Unavailable) as caught:
            await chain.current()
        assert sandbox.count() == asked
        assert caught.value.retry_after is not None
        pauses.append(round(caught.value.retry_after))
        clock.advance(caught.value.retry_after)
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]
    assert LONGEST_PAUSE == 60
    sandbox.heal()
    assert sandbox.signin.is_spartan((await chain.current()).spartan)


@pytest.mark.parametrize("hop", HOPS[:4])
@pytest.mark.parametrize("status", [408, 425, 429, 503])
async def test_a_stated_pause_is_kept(
    chain: Chain, sandbox: SandboxService, clock: FakeClock, hop: str, status: int
) -> None:
    expected = SignInRateLimited if status == 429 else Unavailable
    sandbox.fail(hop, Fault(FaultKind.STATUS, status, retry_after="300"), times=1)
    for left in (300, 1):
        with pytest.raises(expected) as caught:
            await chain.current()
        assert caught.value.retry_after == left
        clock.advance(299 if left > 1 else 1)
    assert sandbox.signin.is_spartan((await chain.current()).spartan)


@pytest.mark.parametrize("hop", HOPS[:4])
@pytest.mark.parametrize("fault", [DOWN, HTML, Fault(FaultKind.EMPTY_BODY)], ids=str)
async def test_every_hop_may_fail_and_goes_on_where_it_stopped(
    chain: Chain, sandbox: SandboxService, clock: FakeClock, hop: str, fault: Fault
) -> None:
    sandbox.fail(hop, fault)
    with pytest.raises(HaloError):
        await chain.current()
    sandbox.heal()
    clock.advance(LONGEST_PAUSE)
    assert sandbox.signin.is_spartan((await chain.current()).spartan)
    assert chain.status().error == ""
    if hop != "oauth_token":
        assert sandbox.count("oauth_token") == 1


@pytest.mark.parametrize("fault", [Fault(FaultKind.STATUS, status=500), HTML], ids=str)
async def test_without_a_new_clearance_the_last_good_one_stays(
    chain: Chain, sandbox: SandboxService, clock: FakeClock, fault: Fault
) -> None:
    before = await chain.current()
    sandbox.fail("clearance", fault)
    clock.advance(5 * HOUR)
    after = await chain.current()
    assert after.spartan != before.spartan
    assert after.clearance == before.clearance != ""


async def test_a_missing_clearance_is_asked_for_again_soon(
    chain: Chain, sandbox: SandboxService, clock: FakeClock, store: MemoryTokens
) -> None:
    sandbox.fail("clearance", Fault(FaultKind.STATUS, status=500))
    assert (await chain.current()).clearance == ""
    asked = sandbox.count("clearance")
    assert (await chain.current()).clearance == ""
    assert sandbox.count("clearance") == asked
    clock.advance(PAUSE_WITHOUT_CLEARANCE)
    sandbox.heal()
    assert sandbox.signin.is_clearance((await chain.current()).clearance)
    assert store.saved[-1].clearance is not None
    assert sandbox.count("spartan_token") == 1


async def test_a_missing_clearance_does_not_void_a_token_that_holds(
    chain: Chain, sandbox: SandboxService, clock: FakeClock
) -> None:
    sandbox.fail("clearance", DOWN)
    tokens = await chain.current()
    sandbox.fail("spartan_token", DOWN)
    clock.advance(3.9 * HOUR)
    with pytest.raises(Unavailable):
        await chain.ensure(20 * 60)
    assert await chain.current() == tokens


async def test_an_error_raised_again_does_not_grow(
    make_chain: MakeChain, sandbox: SandboxService
) -> None:
    chain = make_chain("a bad seed")
    depths = []
    for _ in range(4):
        with pytest.raises(RefreshTokenRefused) as caught:
            await chain.current()
        depths.append(len(traceback.extract_tb(caught.value.__traceback__)))
    assert depths[1] == depths[2] == depths[3]


async def test_a_clock_that_is_far_ahead_does_not_renew_without_end(
    sender: Sender, store: MemoryTokens, sandbox: SandboxService, caplog: pytest.LogCaptureFixture
) -> None:
    ahead = FakeClock()
    ahead.advance(365 * DAY)
    chain = Chain(sender, store, ahead, Application("client"), seed=SEED_REFRESH_TOKEN)
    async with asyncio.timeout(30):
        first = await chain.current()
        assert await chain.current() == first
    assert sandbox.signin.is_spartan(first.spartan)
    assert sandbox.count("spartan_token") == 1
    assert "check the clock" in caplog.text
    ahead.advance(TOO_YOUNG_TO_RENEW)
    await chain.current()
    assert sandbox.count("spartan_token") == 2
