"""Which proxy a request goes through."""

from dataclasses import dataclass

from yarl import URL

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies for https and http, as HTTPS_PROXY and HTTP_PROXY have them; "" for none.

    `none_for` is NO_PROXY: host names separated by commas, each with all below it, or "*".
    """

    https: str = ""
    http: str = ""
    none_for: str = ""

    def of(self, url: URL) -> URL | None:
        """The proxy for an address, with its user and password; None where there is none.

        This machine is always reached directly.
        """
        address = self.https if url.scheme in ("https", "wss") else self.http
        host = url.host or ""
        if not address or host in _LOOPBACK or self._is_direct(host, url.port):
            return None
        return URL(address)

    def _is_direct(self, host: str, port: int | None) -> bool:
        for each in self.none_for.lower().replace(",", " ").split():
            name = each.removesuffix(f":{port}").removeprefix("*").removeprefix(".")
            if each == "*" or host == name or (name and host.endswith(f".{name}")):
                return True
        return False


DIRECT = Proxies()
