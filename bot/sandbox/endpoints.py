"""The simulated endpoints: the whole table of the API core, and what only a browser asks for."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.halo import endpoints
from bot.halo.endpoints import Auth, Endpoint

DEVICE_PAGE = Endpoint("device_page", "www.microsoft.com", "/link", auth=Auth.NONE)

SIGN_IN = frozenset(
    endpoint.name
    for endpoint in (
        endpoints.OAUTH_TOKEN,
        endpoints.DEVICE_CODE,
        endpoints.DEVICE_TOKEN,
        endpoints.XBOX_USER_TOKEN,
        endpoints.XSTS_TOKEN,
        endpoints.SPARTAN_TOKEN,
        endpoints.CLEARANCE,
    )
)
"""The names that "sign_in" stands for where faults are ordered."""

SIMULATED: Mapping[str, Endpoint] = MappingProxyType(
    {
        endpoint.name: endpoint
        for endpoint in (*vars(endpoints).values(), *globals().copy().values())
        if isinstance(endpoint, Endpoint)
    }
)
"""Every endpoint by name."""
