import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.halo.auth.chain import LOOK_AGAIN, Chain
from bot.halo.auth.keeper import (
    AHEAD,
    FIRST_BACKOFF,
    JITTER,
    LONGEST_BACKOFF,
    SHORTEST_WAIT,
    Keeper,
)
from bot.halo.errors import RefreshTokenRefused
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from tests.halo.auth.conftest import MakeChain
from tests.support.clock import FakeClock

HOUR = 3600.0
DOWN = Fault(FaultKind.STATUS, status=503)


class KeeperClock(FakeClock):
    """The keeper's own waits take no time either, but stop it after so many of them."""

    def __init__(self, chain_clock: FakeClock) -> None:
        super().__init__()
        self._chain_clock = chain_clock
        self.left = 0
        self.stopped = asyncio.Event()

    def now(self) -> float:
        return self._chain_clock.now()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.left -= 1
        if self.left == 0:
            self.stopped.set()
            await asyncio.Event().wait()
        self._chain_clock.advance(seconds)


@asynccontextmanager
async def kept(chain: Chain, clock: FakeClock, rounds: int) -> AsyncIterator[list[float]]:
    """Runs a keeper until it has slept so many times; gives those waits."""
    own = KeeperClock(clock)
    own.left = rounds
    task = asyncio.create_task(Keeper(chain, own).run())
    try:
        async with asyncio.timeout(60):
            await own.stopped.wait()
        assert not task.done()
        yield own.slept
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_tokens_are_renewed_ahead_of_their_end(
    chain: Chain, sandbox: SandboxService, clock: FakeClock
) -> None:
    async with kept(chain, clock, rounds=6) as waits:
        assert sandbox.count("spartan_token") == 6
        assert all(4 * HOUR - AHEAD - JITTER - 1 <= wait <= 4 * HOUR - AHEAD for wait in waits)
        assert len(set(waits)) > 1


async def test_nobody_notices_a_renewal(
    chain: Chain, sandbox: SandboxService, clock: FakeClock
) -> None:
    async with kept(chain, clock, rounds=3):
        clock.advance(AHEAD / 2)
        asked = sandbox.count()
        assert sandbox.signin.is_spartan((await chain.current()).spartan)
        assert sandbox.count() == asked


async def test_it_survives_passing_faults_and_backs_off(
    chain: Chain, sandbox: SandboxService, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.fail("sign_in", DOWN)
    with caplog.at_level(logging.WARNING):
        async with kept(chain, clock, rounds=8) as waits:
            assert waits[:3] == [FIRST_BACKOFF, FIRST_BACKOFF * 2, FIRST_BACKOFF * 4]
            assert waits[-1] == LONGEST_BACKOFF
            assert len(caplog.records) == 8
    sandbox.heal()
    clock.advance(LONGEST_BACKOFF)
    async with kept(chain, clock, rounds=1) as waits:
        assert waits[0] > HOUR


async def test_a_refusal_is_told_once_and_asked_about_rarely(
    chain: Chain, sandbox: SandboxService, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.signin.refuse_xsts()
    with caplog.at_level(logging.ERROR):
        async with kept(chain, clock, rounds=4) as waits:
            assert waits == [LOOK_AGAIN] * 4
            assert len(caplog.records) == 1
            assert "account main: sign-in refused" in caplog.text
            assert (
                "XboxChildAccount: xsts_token: 401 XErr 2148916238 (ACCOUNT_CHILD_NOT_IN_FAMILY)"
                in caplog.text
            )


async def test_a_refusal_is_told_alike_whoever_finds_it(
    make_chain: MakeChain, sandbox: SandboxService, clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    def refused() -> Chain:
        sandbox.signin.revoke_refresh_tokens()
        return make_chain()

    async with kept(refused(), clock, rounds=2):
        (by_keeper,) = caplog.records
    caplog.clear()
    chain = make_chain("another seed")
    for _ in range(2):
        with pytest.raises(RefreshTokenRefused):
            await chain.current()
    async with kept(chain, clock, rounds=2):
        (by_command,) = caplog.records
    assert by_keeper.levelno == by_command.levelno == logging.ERROR
    assert by_keeper.name == by_command.name
    assert (
        by_keeper.getMessage()
        == by_command.getMessage()
        == (
            "account main: sign-in refused (RefreshTokenRefused: oauth_token: 400 invalid_grant): "
            f"{RefreshTokenRefused.hint}"
        )
    )


async def test_it_survives_what_it_does_not_know(
    chain: Chain, clock: FakeClock, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    async def explode(margin: float) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(chain, "ensure", explode)
    with caplog.at_level(logging.ERROR):
        async with kept(chain, clock, rounds=3) as waits:
            assert waits == [LONGEST_BACKOFF] * 3
            assert "unexpected" in caplog.text


async def test_tokens_that_end_soon_are_no_storm(
    chain: Chain, sandbox: SandboxService, clock: FakeClock
) -> None:
    sandbox.signin.spartan_lifetime = 5.0
    async with kept(chain, clock, rounds=4) as waits:
        assert waits == [SHORTEST_WAIT] * 4
        assert sandbox.count("spartan_token") == 4
