"""Which proxy a request goes through."""

from dataclasses import dataclass
from urllib.request import proxy_bypass_environment

import aiohttp
from yarl import URL

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy: its address without user and password, and those where it wants them."""

    url: URL
    auth: aiohttp.BasicAuth | None = None


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies for https and http, as HTTPS_PROXY and HTTP_PROXY have them; "" for none.

    `none_for` is NO_PROXY: host names separated by commas, each with all below it, or "*".
    """

    https: str = ""
    http: str = ""
    none_for: str = ""

    def of(self, url: URL) -> Proxy | None:
        """The proxy for an address; None where it is reached directly, as this machine always is."""
        address = self.https if url.scheme in ("https", "wss") else self.http
        host = url.host or ""
        if not address or host in _LOOPBACK:
            return None
        if proxy_bypass_environment(f"{host}:{url.port}", {"no": self.none_for}):
            return None
        proxy = URL(address)
        auth = aiohttp.BasicAuth(proxy.user, proxy.password or "") if proxy.user else None
        return Proxy(proxy.with_user(None), auth)


DIRECT = Proxies()
