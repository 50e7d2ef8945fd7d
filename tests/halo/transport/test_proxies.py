"""Proxies: which one an address goes through, and that requests go through it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from bot.halo.endpoints import MEDAL_METADATA
from bot.halo.errors import Unavailable
from bot.halo.transport.base import Request
from bot.halo.transport.proxies import DIRECT, Proxies
from bot.halo.transport.wire import Wire, open_session
from tests.support.clock import FakeClock

PROXY = "http://proxy:3128"
BOTH = Proxies(PROXY, "http://other:8080", "localhost,.internal,example.com")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://discord.com/api", "proxy"),
        ("wss://gateway.discord.gg", "proxy"),
        ("http://sandbox.test/", "other"),
        ("https://a.internal/", None),
        ("https://example.com/", None),
        ("https://www.example.com/", None),
        ("https://notexample.com/", "proxy"),
        ("http://127.0.0.1:8117/", None),
        ("http://[::1]:8117/", None),
    ],
)
def test_an_address_has_its_proxy(address: str, host: str | None) -> None:
    proxy = BOTH.of(URL(address))
    assert (proxy.host if proxy else None) == host


def test_everything_may_be_reached_directly() -> None:
    assert DIRECT.of(URL("https://discord.com")) is None
    assert Proxies(PROXY, PROXY, "*").of(URL("https://discord.com")) is None


class LoopbackProxy:
    """Notes what it is asked; answers plain requests itself and refuses tunnels."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self._runner = web.ServerRunner(web.Server(self._answer, access_log=None))

    async def start(self) -> str:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://bot:secret@127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        authorization = request.headers.get("Proxy-Authorization", "")
        self.asked.append((request.method, request.raw_path, authorization))
        status = 407 if request.method == "CONNECT" else 200
        return web.json_response({}, status=status)


@pytest.fixture
async def proxy() -> AsyncIterator[LoopbackProxy]:
    proxy = LoopbackProxy()
    yield proxy
    await proxy.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session() as session:
        yield session


async def test_requests_go_through_it(proxy: LoopbackProxy, session: aiohttp.ClientSession) -> None:
    address = await proxy.start()
    wire = Wire(session, FakeClock(), "http://sandbox.test", Proxies(http=address))
    assert (await wire.send(Request.to(MEDAL_METADATA))).status == 200
    ((method, path, authorization),) = proxy.asked
    assert (method, authorization) == ("GET", aiohttp.encode_basic_auth("bot", "secret"))
    assert path.startswith("http://sandbox.test/")


async def test_a_proxy_that_refuses_is_named(
    proxy: LoopbackProxy, session: aiohttp.ClientSession
) -> None:
    wire = Wire(session, FakeClock(), proxies=Proxies(https=await proxy.start()))
    with pytest.raises(Unavailable, match="ClientHttpProxyError: status 407") as refused:
        await wire.send(Request.to(MEDAL_METADATA))
    assert proxy.asked[0][0] == "CONNECT"
    assert proxy.asked[0][2].startswith("Basic ")
    assert "secret" not in str(refused.value)
