"""The figures of a program on the simulated services."""

import math
from collections.abc import AsyncIterator

import pytest

from bot.app import App, open_app
from bot.config import Settings
from bot.discord_app.interactions import Handled
from bot.errors import BotError
from bot.halo.endpoints import GAMECMS
from bot.halo.errors import SignInRequired
from bot.halo.transport.observe import Call
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.telemetry.metrics import Live, Metrics
from tests.support.clock import FakeClock


class NoGateway:
    """A gateway that was never connected."""

    latency = math.nan

    def is_ready(self) -> bool:
        return False


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def watched(settings: Settings, clock: FakeClock, metrics: Metrics) -> AsyncIterator[App]:
    """The program with these metrics."""
    async with open_app(
        settings, clock=clock, rates={}, deadline=0.5, keep_tokens_fresh=False,
        listeners=(metrics.called,), wait_listeners=(metrics.waited,),
    ) as app:  # fmt: skip
        sign_ins = lambda: [chain.status() for chain in app.chains]  # noqa: E731
        metrics.watch(
            Live(
                clock,
                app.stack.cache,
                app.stack.queues,
                lambda: 0,
                lambda: 0,
                sign_ins,
                NoGateway(),
            )
        )
        yield app


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


async def test_calls_are_counted_by_endpoint_status_and_who_answered(
    watched: App, metrics: Metrics
) -> None:
    await watched.client.gamecms.medal_metadata()
    await watched.client.gamecms.medal_metadata()
    for source in ("service", "cache"):
        labels = {"endpoint": "medal_metadata", "answered_by": source}
        assert value(metrics, "halo_bot_calls_total", status="200", **labels) == 1
        assert value(metrics, "halo_bot_call_seconds_count", **labels) == 1
    assert value(metrics, "halo_bot_cache_answers_total", kind="hits") == 1
    assert value(metrics, "halo_bot_cache_answers_total", kind="misses") == 1
    assert (value(metrics, "halo_bot_cache_memory_bytes") or 0) > 1000
    assert value(metrics, "halo_bot_limiter_wait_seconds_count", limiter=GAMECMS) == 1


async def test_a_call_that_fails_is_counted_by_its_error(
    watched: App, metrics: Metrics, sandbox: SandboxService
) -> None:
    sandbox.fail("medal_metadata", Fault(FaultKind.HTML))
    with pytest.raises(BotError) as failed:
        await watched.client.gamecms.medal_metadata()
    labels = {"status": type(failed.value).__name__, "answered_by": "service"}
    assert value(metrics, "halo_bot_calls_total", endpoint="medal_metadata", **labels) == 1


async def test_what_was_not_sent_is_no_call_of_the_service(
    watched: App, metrics: Metrics, sandbox: SandboxService
) -> None:
    sandbox.fail("spartan_token", Fault(FaultKind.STATUS, 403))
    with pytest.raises(SignInRequired) as failed:
        await watched.client.gamecms.medal_metadata()
    labels = {"status": type(failed.value).__name__, "answered_by": "bot"}
    assert value(metrics, "halo_bot_calls_total", endpoint="medal_metadata", **labels) == 1
    labels = {"endpoint": "medal_metadata", "answered_by": "bot"}
    assert value(metrics, "halo_bot_call_seconds_count", **labels) is None


def test_a_calls_own_waiting_is_not_the_services(metrics: Metrics) -> None:
    metrics.called(Call("medal_metadata", 200, 0.05, waited=40.0))
    labels = {"endpoint": "medal_metadata", "answered_by": "service"}
    assert value(metrics, "halo_bot_call_seconds_sum", **labels) == 0.05


async def test_what_waits_is_counted(watched: App, metrics: Metrics) -> None:
    watched.stack.queues.waiting, watched.stack.queues.refused = 3, 2
    assert value(metrics, "halo_bot_queue_waiting") == 3
    assert value(metrics, "halo_bot_queue_refused_total") == 2


async def test_the_token_runs_out_and_a_refused_sign_in_shows(
    watched: App, metrics: Metrics, clock: FakeClock, sandbox: SandboxService
) -> None:
    assert value(metrics, "halo_bot_token_seconds_left", account="main") == 0
    await watched.client.gamecms.medal_metadata()
    left = value(metrics, "halo_bot_token_seconds_left", account="main") or 0
    assert left > 3600
    assert value(metrics, "halo_bot_sign_in_failing", account="main") == 0
    clock.advance(60)
    assert value(metrics, "halo_bot_token_seconds_left", account="main") == left - 60


def test_commands_are_counted_by_name_and_outcome(metrics: Metrics) -> None:
    metrics.handled(Handled("admin link", "ok", 0.2))
    metrics.handled(Handled("admin link", "PlayerNotFound", 0.4))
    for outcome in ("ok", "PlayerNotFound"):
        labels = {"command": "admin link", "outcome": outcome}
        assert value(metrics, "halo_bot_commands_total", **labels) == 1
    seconds = value(metrics, "halo_bot_command_seconds_sum", command="admin link")
    assert seconds == pytest.approx(0.6)


async def test_a_gateway_that_was_never_connected_has_no_latency(
    watched: App, metrics: Metrics
) -> None:
    assert math.isnan(value(metrics, "halo_bot_gateway_latency_seconds") or 0)
    assert value(metrics, "halo_bot_gateway_ready") == 0


def test_two_workers_in_one_process_share_no_figures(metrics: Metrics) -> None:
    metrics.handled(Handled("csr", "ok", 0.1))
    labels = {"command": "csr", "outcome": "ok"}
    assert value(Metrics(), "halo_bot_commands_total", **labels) is None
