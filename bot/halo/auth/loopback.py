"""Takes the browser's redirect on this machine: a listener for one sign-in (RFC 8252, 7.3)."""

import asyncio
import contextlib
import html
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from aiohttp import web

from bot.errors import cannot_listen
from bot.halo.auth.authorization import Authorization, ForeignRedirect
from bot.halo.errors import HaloError, SignInNotFinished

PATIENCE = 600.0
_ADDRESSES = {"localhost": ("127.0.0.1", "::1"), "127.0.0.1": ("127.0.0.1",), "::1": ("::1",)}
_HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "connection": "close",
}
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:18px/1.5 system-ui,sans-serif;max-width:32em;margin:4em auto;padding:0 1em}}
</style><h1>{title}</h1><p>{text}</p></html>"""


def can_listen(redirect_uri: str) -> bool:
    """Whether the redirect comes to this machine in plain HTTP, so that a listener can take it."""
    parts = urlsplit(redirect_uri)
    return parts.scheme == "http" and parts.hostname in _ADDRESSES


class LoopbackListener:
    """Listens on the loopback addresses of a redirect URI, and on no other.

    A URI without a port takes a free one. Use it as an async context manager; `redirect_uri` is
    complete inside. Raises PortTaken, CannotListen.
    """

    def __init__(self, redirect_uri: str) -> None:
        parts = urlsplit(redirect_uri)
        self._host = parts.hostname or ""
        self._port = parts.port or 0
        self._path = parts.path or "/"
        self._configured = redirect_uri
        self._authorization: Authorization | None = None
        self._code: asyncio.Future[str] | None = None
        self._runner = web.ServerRunner(web.Server(self._answer, access_log=None))

    @property
    def redirect_uri(self) -> str:
        """Where the browser has to come back to."""
        parts = urlsplit(self._configured)
        if parts.port:
            return self._configured
        host = f"[{self._host}]" if ":" in self._host else self._host
        return parts._replace(netloc=f"{host}:{self._port}").geturl()

    def expect(self, authorization: Authorization) -> None:
        """Take the redirect of this sign-in from now on: before its address is opened."""
        self._authorization = authorization
        self._code = asyncio.get_running_loop().create_future()

    async def code(self, patience: float = PATIENCE) -> str:
        """Wait for the redirect of the expected sign-in and give its code.

        Redirects with another state are refused and waited past. Raises SignInNotFinished where
        the person declines, or nobody comes within `patience` seconds.
        """
        assert self._code is not None
        try:
            async with asyncio.timeout(patience):
                return await self._code
        except TimeoutError:
            raise SignInNotFinished(
                "no redirect came",
                hint=(
                    f"Nobody signed in within {patience / 60:.0f} minutes. Start again; on a host "
                    "without a browser add --no-browser."
                ),
            ) from None

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        first, *others = _ADDRESSES[self._host]
        try:
            await self._listen(first)
        except OSError as error:
            await self._runner.cleanup()
            raise cannot_listen(error, self._host, self._port) from None
        self._port = self._runner.addresses[0][1]
        for address in others:
            # A machine without IPv6 is no fault: browsers try the other address as well.
            with contextlib.suppress(OSError):
                await self._listen(address)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    async def _listen(self, address: str) -> None:
        await web.TCPSite(self._runner, address, self._port).start()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.method != "GET" or request.path != self._path:
            return _page(404, "Nothing here", "This program waits for a sign-in only.")
        if self._authorization is None or self._code is None or self._code.done():
            return _page(409, "Not now", "No sign-in is under way. You can close this page.")
        try:
            code = self._authorization.code_of(request.query)
        except ForeignRedirect as error:
            return _page(400, "This is another sign-in", error.hint)
        except HaloError as error:
            self._code.set_exception(error)
            return _page(400, error.title, error.hint)
        self._code.set_result(code)
        return _page(200, "You can close this page", "The bot goes on in its terminal.")


def _page(status: int, title: str, text: str) -> web.Response:
    page = _PAGE.format(title=html.escape(title), text=html.escape(text))
    return web.Response(text=page, status=status, content_type="text/html", headers=_HEADERS)
