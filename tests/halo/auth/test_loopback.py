"""The listener for the browser's redirect, over real sockets."""

import asyncio
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.errors import PortTaken
from bot.halo.auth.authorization import Authorization
from bot.halo.auth.loopback import LoopbackListener, can_listen
from bot.halo.auth.oauth import Application
from bot.halo.errors import SignInNotFinished

AUTHORIZATION = Authorization.begin(Application("id"))
GOOD = {"code": "M.C5", "state": AUTHORIZATION.state}


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.mark.parametrize(
    ("uri", "can"),
    [
        ("http://localhost:8400/back", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:8400", True),
        ("https://localhost", False),
        ("http://example.com:8400", False),
        ("http://0.0.0.0:8400", False),
        ("http://localhost.example.com", False),
    ],
)
def test_which_redirects_come_here(uri: str, can: bool) -> None:
    assert can_listen(uri) is can


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_it_takes_the_code_and_says_so(browser: aiohttp.ClientSession, host: str) -> None:
    async with LoopbackListener(f"http://{host}/back") as listener:
        listener.expect(AUTHORIZATION)
        async with browser.get(listener.redirect_uri, params=GOOD) as page:
            text = await page.text()
        assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
        assert "You can close this page" in text
        assert "M.C5" not in text
        assert await listener.code() == "M.C5"
        uri = listener.redirect_uri
    assert uri.startswith(f"http://{host}:")
    assert uri.endswith("/back")
    with pytest.raises(aiohttp.ClientConnectionError):
        await browser.get(uri)


async def test_the_page_arrives_before_the_listener_closes(browser: aiohttp.ClientSession) -> None:
    async def visit(uri: str) -> int:
        async with browser.get(uri, params=GOOD) as page:
            assert (await page.text()).endswith("</html>")
            return page.status

    async with LoopbackListener("http://127.0.0.1") as listener:
        listener.expect(AUTHORIZATION)
        visitor = asyncio.create_task(visit(listener.redirect_uri))
        await listener.code()
    assert await visitor == 200


async def test_redirects_of_others_are_refused_and_waited_past(
    browser: aiohttp.ClientSession,
) -> None:
    async with LoopbackListener("http://127.0.0.1/back") as listener:
        early = await browser.get(listener.redirect_uri, params=GOOD)
        listener.expect(AUTHORIZATION)
        foreign = await browser.get(listener.redirect_uri, params={**GOOD, "state": "other"})
        declined = await browser.get(listener.redirect_uri, params={"error": "access_denied"})
        elsewhere = await browser.get(f"{listener.redirect_uri}/favicon.ico")
        posted = await browser.post(listener.redirect_uri, params=GOOD)
        statuses = [each.status for each in (early, foreign, declined, elsewhere, posted)]
        assert statuses == [409, 400, 400, 404, 404]
        await browser.get(listener.redirect_uri, params=GOOD)
        assert await listener.code() == "M.C5"


async def test_a_refusal_ends_the_wait(browser: aiohttp.ClientSession) -> None:
    async with LoopbackListener("http://127.0.0.1") as listener:
        listener.expect(AUTHORIZATION)
        query = {"error": "access_denied", "state": AUTHORIZATION.state}
        page = await browser.get(listener.redirect_uri, params=query)
        assert page.status == 400
        with pytest.raises(SignInNotFinished, match="access_denied"):
            await listener.code()


async def test_nobody_comes() -> None:
    async with LoopbackListener("http://127.0.0.1") as listener:
        listener.expect(AUTHORIZATION)
        with pytest.raises(SignInNotFinished) as late:
            await listener.code(patience=0)
    assert "--no-browser" in late.value.hint


async def test_a_taken_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            async with LoopbackListener(f"http://127.0.0.1:{port}"):
                pass


async def test_it_listens_on_no_other_address() -> None:
    async with LoopbackListener("http://127.0.0.1") as listener:
        port = int(listener.redirect_uri.rpartition(":")[2].strip("/"))
        # All of 127.0.0.0/8 is this machine, but only one address of it is listened on.
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.2", port)
