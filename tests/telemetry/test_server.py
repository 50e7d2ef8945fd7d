"""/healthz, /readyz and /metrics over a real socket."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping

import aiohttp
import pytest

from bot.errors import CannotListen, PortTaken
from bot.storage.errors import StorageUnavailable
from bot.telemetry import server
from bot.telemetry.metrics import Metrics
from bot.telemetry.server import Probe, serving


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def fine() -> str:
    return ""


async def unconnected() -> str:
    return "not connected"


async def broken() -> str:
    raise StorageUnavailable("at host secret-host")


async def ask(http: aiohttp.ClientSession, path: str, **probes: Probe) -> tuple[int, str]:
    return await ask_for(Metrics(), http, path, probes)


async def ask_for(
    metrics: Metrics, http: aiohttp.ClientSession, path: str, probes: Mapping[str, Probe]
) -> tuple[int, str]:
    async with (
        serving(metrics, probes, "127.0.0.1", 0) as port,
        http.get(f"http://127.0.0.1:{port}{path}") as response,
    ):
        assert response.content_type == "text/plain"
        return response.status, await response.text()


async def test_a_turning_loop_is_healthy_whatever_the_probes_say(
    http: aiohttp.ClientSession,
) -> None:
    assert await ask(http, "/healthz", discord=unconnected) == (200, "ok\n")


async def test_ready_means_that_every_probe_is_content(http: aiohttp.ClientSession) -> None:
    assert await ask(http, "/readyz", a=fine, b=fine) == (200, "a: ok\nb: ok\n")


async def test_what_is_not_ready_is_named_and_nothing_more(http: aiohttp.ClientSession) -> None:
    status, told = await ask(http, "/readyz", a=fine, discord=unconnected, database=broken)
    assert status == 503
    assert told == (f"a: ok\ndiscord: not connected\ndatabase: {StorageUnavailable.title}\n")


async def test_a_probe_that_hangs_is_not_ready(
    http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hanging() -> str:
        await asyncio.Event().wait()
        return ""

    monkeypatch.setattr(server, "_DEADLINE", 0.01)
    assert await ask(http, "/readyz", database=hanging) == (503, "database: no answer\n")


async def test_metrics_are_in_the_text_format(http: aiohttp.ClientSession) -> None:
    metrics = Metrics()
    metrics.waited("stats", 0.25)
    status, figures = await ask_for(metrics, http, "/metrics", {})
    assert status == 200
    assert 'halo_bot_limiter_wait_seconds_sum{limiter="stats"} 0.25' in figures.splitlines()


async def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(CannotListen) as wrong:
        async with serving(Metrics(), {}, "192.0.2.1", 0):
            pass
    assert "192.0.2.1" in wrong.value.hint


async def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortTaken):
        async with serving(Metrics(), {}, "127.0.0.1", taken.getsockname()[1]):
            pass
