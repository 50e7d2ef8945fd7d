"""The innermost sender: one aiohttp session, deadlines and bounded bodies."""

import aiohttp
from yarl import URL

from bot.halo.clock import Clock
from bot.halo.endpoints import Endpoint
from bot.halo.errors import InvalidAnswer, Unavailable
from bot.halo.transport.base import Request, Response
from bot.halo.transport.proxies import DIRECT, Proxies

_SCHEME = "https://"


def open_session(*, persistent: bool = True, connections: int = 0) -> aiohttp.ClientSession:
    """A session as the wire likes it; the caller closes it.

    `persistent` connections are kept for the next request, transient ones serve one request each.
    There are as many as needed at the same time, or at most `connections`: a request that waits for
    one has left the queue of its limit, so that it looks like a slow service.
    Cookies are not kept: accounts share the session, and nothing of one may reach another.
    """
    connector = aiohttp.TCPConnector(limit=connections, force_close=not persistent)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


class _LostConnection(aiohttp.ClientError):
    """A lost connection by a name that aiohttp does not repeat by itself."""


async def _once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    # aiohttp sends a GET again when its connection is lost, past limits and the retry policy.
    try:
        return await handler(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _LostConnection(_why(error)) from error


def _why(error: aiohttp.ClientError) -> str:
    """The kind of fault, and where no connection came about the system's words for it: no such
    name, refused, a certificate. Other errors may hold the request with its tokens."""
    kind = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"{kind}: {error.certificate_error}"
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"{kind}: {error.host}: {error.os_error.strerror or error.os_error}"
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"{kind}: status {error.status}"
    return kind


class Wire:
    """Sends over the network.

    With `base_url`, every https://HOST/PATH becomes BASE_URL/HOST/PATH, so that a simulated
    service can stand in for all hosts. The session stays its owner's: the caller closes it. One
    call is one request, whatever becomes of it; middlewares of the session itself are not run.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        clock: Clock,
        base_url: str = "",
        proxies: Proxies = DIRECT,
    ) -> None:
        self._session = session
        self._proxies = proxies
        self._clock = clock
        self._base_url = base_url.rstrip("/")

    async def send(self, request: Request) -> Response:
        """The answer, whatever its status.

        Raises Unavailable where there was none in time, InvalidAnswer where it is too large.
        """
        name = request.endpoint.name
        timeout = aiohttp.ClientTimeout(total=request.endpoint.retry.timeout)
        began = self._clock.monotonic()
        address = self._address(request.url)
        try:
            async with self._session.request(
                request.method,
                address,
                headers=request.headers,
                data=request.body,
                timeout=timeout,
                allow_redirects=False,
                proxy=self._proxies.of(address),
                middlewares=(_once,),
            ) as answer:
                body = await self._read(answer, request.endpoint)
                seconds = self._clock.monotonic() - began
                return Response(
                    answer.status, answer.headers, body, self._clock.now(), seconds=seconds
                )
        except TimeoutError:
            raise Unavailable(
                f"{name}: no answer within {timeout.total} s", endpoint=name
            ) from None
        except _LostConnection as error:
            raise Unavailable(f"{name}: {error}", endpoint=name) from None
        except aiohttp.ClientError as error:
            raise Unavailable(f"{name}: {_why(error)}", endpoint=name) from None

    def _address(self, url: str) -> URL:
        if self._base_url:
            url = f"{self._base_url}/{url.removeprefix(_SCHEME)}"
        return URL(url, encoded=True)

    @staticmethod
    async def _read(answer: aiohttp.ClientResponse, endpoint: Endpoint) -> bytes:
        name, most = endpoint.name, endpoint.max_body
        parts: list[bytes] = []
        size = 0
        async for part in answer.content.iter_any():
            parts.append(part)
            size += len(part)
            if size > most:
                raise InvalidAnswer(f"{name}: more than {most} bytes", endpoint=name)
        return b"".join(parts)
