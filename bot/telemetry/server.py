"""/healthz, /readyz and /metrics, for whoever watches the worker."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeAlias

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.errors import BotError, cannot_listen
from bot.telemetry.metrics import Metrics

# Gives what is wrong, or an empty text.
Probe: TypeAlias = Callable[[], Awaitable[str]]
# Seconds that one probe may take.
_DEADLINE = 2.0


@asynccontextmanager
async def serving(
    metrics: Metrics, probes: Mapping[str, Probe], host: str, port: int
) -> AsyncIterator[int]:
    """Serve until the end of the block; gives the port, which is any free one for port 0.

    /healthz answers 200 for as long as the event loop turns; /readyz 200 when no probe finds
    anything wrong, else 503 with what it is. Raises PortTaken, CannotListen.
    """
    app = web.Application()
    app.add_routes(
        [
            web.get("/healthz", _healthy),
            web.get("/readyz", partial(_ready, probes)),
            web.get("/metrics", partial(_figures, metrics)),
        ]
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise cannot_listen(error, host, port) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _healthy(_request: web.Request) -> web.Response:
    return web.Response(text="ok\n")


async def _ready(probes: Mapping[str, Probe], _request: web.Request) -> web.Response:
    found = await asyncio.gather(*(_ask(probe) for probe in probes.values()))
    lines = [f"{name}: {wrong or 'ok'}" for name, wrong in zip(probes, found, strict=True)]
    return web.Response(text="\n".join([*lines, ""]), status=503 if any(found) else 200)


async def _ask(probe: Probe) -> str:
    try:
        async with asyncio.timeout(_DEADLINE):
            return await probe()
    except BotError as error:
        return error.title
    except TimeoutError:
        return "no answer"


async def _figures(metrics: Metrics, _request: web.Request) -> web.Response:
    return web.Response(body=metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})
