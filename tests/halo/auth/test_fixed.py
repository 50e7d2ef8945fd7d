import asyncio
import logging

import pytest

from bot.halo.auth.chain import PAUSE_WITHOUT_CLEARANCE, log_refusal
from bot.halo.auth.fixed import NoTokens, PastedTokens
from bot.halo.errors import PastedTokensEnded, SignInRequired
from bot.halo.transport.base import HaloTokens, Sender
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_SPARTAN_TOKEN
from tests.support.clock import FakeClock
from tests.support.sign_in import DOWN
from tests.support.waiting import until

PASTED = HaloTokens(STATIC_SPARTAN_TOKEN, "an old clearance")


@pytest.fixture
def pasted(sender: Sender, clock: FakeClock) -> PastedTokens:
    return PastedTokens(
        PASTED.spartan, PASTED.clearance, sender=sender, clock=clock, on_refusal=log_refusal
    )


async def test_pasted_tokens_serve_until_refused(
    pasted: PastedTokens, caplog: pytest.LogCaptureFixture
) -> None:
    tokens = await pasted.current()
    assert tokens == PASTED
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            with pytest.raises(PastedTokensEnded) as caught:
                await pasted.renew(tokens)
    assert "Paste a new one" in caught.value.hint
    assert pasted.status().account == "pasted"
    (line,) = caplog.messages
    assert line.startswith("account pasted: sign-in refused (PastedTokensEnded: ")


@pytest.mark.parametrize("clearance", ["", "an old clearance"])
async def test_the_clearance_in_force_takes_the_place_of_the_pasted_one(
    sender: Sender, clock: FakeClock, sandbox: SandboxService, clearance: str
) -> None:
    pasted = PastedTokens(PASTED.spartan, clearance, sender=sender, clock=clock)
    renewed = await pasted.renew_clearance(await pasted.current())
    assert renewed == HaloTokens(PASTED.spartan, sandbox.signin.clearance)
    assert await pasted.current() == renewed
    assert await pasted.renew_clearance(HaloTokens(PASTED.spartan, clearance)) == renewed
    assert sandbox.count("clearance") == 1


async def test_a_clearance_that_cannot_be_had_is_asked_for_once_a_minute(
    pasted: PastedTokens, sandbox: SandboxService, clock: FakeClock
) -> None:
    sandbox.fail("clearance", DOWN)
    assert await pasted.renew_clearance(PASTED) == PASTED
    asked = sandbox.count("clearance")
    assert await pasted.renew_clearance(PASTED) == PASTED
    assert sandbox.count("clearance") == asked
    sandbox.heal()
    clock.advance(PAUSE_WITHOUT_CLEARANCE)
    assert (await pasted.renew_clearance(PASTED)).clearance == sandbox.signin.clearance


async def test_a_caller_that_gives_up_leaves_it_to_the_next(
    pasted: PastedTokens, sandbox: SandboxService
) -> None:
    sandbox.fail("clearance", Fault(FaultKind.HANG), times=1)
    first = asyncio.create_task(pasted.renew_clearance(PASTED))
    await until(lambda: sandbox.count("clearance") == 1)
    second = asyncio.create_task(pasted.renew_clearance(PASTED))
    first.cancel()
    assert (await second).clearance == sandbox.signin.clearance


async def test_without_a_sender_it_stays_as_it_was_pasted() -> None:
    assert await PastedTokens(PASTED.spartan).renew_clearance(PASTED) == HaloTokens(PASTED.spartan)


async def test_no_tokens_at_all() -> None:
    with pytest.raises(SignInRequired):
        await NoTokens().current()
    with pytest.raises(SignInRequired):
        await NoTokens().renew(PASTED)
    with pytest.raises(SignInRequired):
        await NoTokens().renew_clearance(PASTED)
