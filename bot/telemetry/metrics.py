"""What Prometheus may know of the worker; docs/operations.md says what each figure means."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.discord_app.interactions import Handled
from bot.halo.auth.chain import SignInStatus
from bot.halo.clock import Clock
from bot.halo.transport.cache import Cache
from bot.halo.transport.observe import Call
from bot.halo.transport.queue import QueueCounters
from bot.telemetry.events import answered_by

_COMMAND_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 15)
_CALL_SECONDS = (0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)
_WAIT_SECONDS = (0.001, 0.01, 0.1, 0.5, 1, 2, 5, 15, 60, 180)


class Gateway(Protocol):
    """The connection to Discord. `latency` is in seconds, NaN without a connection."""

    @property
    def latency(self) -> float:
        """Seconds between a heartbeat and its confirmation."""

    def is_ready(self) -> bool:
        """Whether commands arrive."""


@dataclass(frozen=True, slots=True)
class Live:
    """What is looked at whenever somebody asks for the metrics."""

    clock: Clock
    cache: Cache
    queues: QueueCounters
    store_faults: Callable[[], int]
    limit_faults: Callable[[], int]
    sign_ins: Callable[[], Iterable[SignInStatus]]
    gateway: Gateway


class Metrics:
    """All figures of one worker, in a registry of their own.

    `handled`, `called` and `waited` are listeners; watch() adds what is read from live objects.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._commands = Counter(
            "halo_bot_commands", "Commands and presses that have ended.",
            ("command", "outcome"), registry=self.registry,
        )  # fmt: skip
        self._command_seconds = Histogram(
            "halo_bot_command_seconds", "How long a command took until its last answer.",
            ("command",), registry=self.registry, buckets=_COMMAND_SECONDS,
        )  # fmt: skip
        self._calls = Counter(
            "halo_bot_calls", "Calls of the Halo services, by who answered.",
            ("endpoint", "status", "answered_by"), registry=self.registry,
        )  # fmt: skip
        self._call_seconds = Histogram(
            "halo_bot_call_seconds", "How long the service took to answer, or the cache.",
            ("endpoint", "answered_by"), registry=self.registry, buckets=_CALL_SECONDS,
        )  # fmt: skip
        self._waits = Histogram(
            "halo_bot_limiter_wait_seconds", "How long a request was held back by its rate limit.",
            ("limiter",), registry=self.registry, buckets=_WAIT_SECONDS,
        )  # fmt: skip

    def handled(self, handled: Handled) -> None:
        """Count an interaction that has ended."""
        self._commands.labels(handled.name, handled.outcome).inc()
        self._command_seconds.labels(handled.name).observe(handled.seconds)

    def called(self, call: Call) -> None:
        """Count a call as its caller saw it; only what was asked has taken time."""
        source = answered_by(call)
        self._calls.labels(call.endpoint, call.error or str(call.status), source).inc()
        if not call.not_asked:
            self._call_seconds.labels(call.endpoint, source).observe(call.seconds)

    def waited(self, limiter: str, seconds: float) -> None:
        """Count a request that its rate limit has let through."""
        self._waits.labels(limiter).observe(seconds)

    def watch(self, live: Live) -> None:
        """Add the figures that these objects hold."""
        self.registry.register(_LiveCollector(live))

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)


class _LiveCollector(Collector):
    """Reads the figures at the moment of asking."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def collect(self) -> Iterator[Metric]:
        """The figures as they are now."""
        counters = self._live.cache.counters
        answers = CounterMetricFamily(
            "halo_bot_cache_answers", "What the cache did with calls.", labels=("kind",)
        )
        for kind in ("hits", "misses", "revalidations", "stale"):
            answers.add_metric((kind,), getattr(counters, kind))
        yield answers
        yield CounterMetricFamily(
            "halo_bot_cache_store_faults", "Faults of the database behind the cache.",
            value=self._live.store_faults(),
        )  # fmt: skip
        yield CounterMetricFamily(
            "halo_bot_limit_store_faults", "Faults of the database behind common rate limits.",
            value=self._live.limit_faults(),
        )  # fmt: skip
        yield GaugeMetricFamily(
            "halo_bot_queue_waiting", "Requests that wait for their turn at a rate limit.",
            value=self._live.queues.waiting,
        )  # fmt: skip
        yield CounterMetricFamily(
            "halo_bot_queue_refused", "Requests that would have waited for too long.",
            value=self._live.queues.refused,
        )  # fmt: skip
        yield GaugeMetricFamily(
            "halo_bot_cache_memory_bytes", "Roughly what the answers held in memory take.",
            value=self._live.cache.memory.bytes,
        )  # fmt: skip
        yield GaugeMetricFamily(
            "halo_bot_tasks", "Tasks of the event loop that have not ended.", value=_tasks(),
        )  # fmt: skip
        yield from self._sign_ins()
        gateway = self._live.gateway
        yield GaugeMetricFamily(
            "halo_bot_gateway_ready", "1 while commands arrive from Discord.",
            value=gateway.is_ready(),
        )  # fmt: skip
        yield GaugeMetricFamily(
            "halo_bot_gateway_latency_seconds", "Between a heartbeat and its confirmation.",
            value=gateway.latency,
        )  # fmt: skip

    def _sign_ins(self) -> Iterator[Metric]:
        left = GaugeMetricFamily(
            "halo_bot_token_seconds_left", "Until the Spartan token ends; 0 without one.",
            labels=("account",),
        )  # fmt: skip
        refused = GaugeMetricFamily(
            "halo_bot_sign_in_failing", "1 while the sign-in fails or is refused.",
            labels=("account",),
        )  # fmt: skip
        now = self._live.clock.now()
        for status in self._live.sign_ins():
            left.add_metric((status.account,), max(0.0, status.spartan_expires_at - now))
            refused.add_metric((status.account,), bool(status.error))
        yield left
        yield refused


def _tasks() -> int:
    try:
        return len(asyncio.all_tasks())
    except RuntimeError:
        # Asked outside of the event loop.
        return 0
