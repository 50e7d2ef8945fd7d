"""An endpoint of no real service, for tests of the senders."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from bot.halo.endpoints import Auth, CacheRule, Endpoint, RetryPolicy
from bot.halo.transport.base import Request

ONCE = RetryPolicy("once", timeout=5, max_retries=0)
THING = Endpoint(
    "thing", "things.example", "/things/{name}", auth=Auth.NONE, retry=ONCE, cache=CacheRule()
)


class Thing(BaseModel):
    """What the endpoint answers."""

    name: str


def ask(
    name: str = "a", headers: Mapping[str, str] | None = None, *, wait: bool = False, **changes: Any
) -> Request:
    """A request for a thing, to an endpoint with these changes; `wait` allows to repeat a 404."""
    return Request.to(
        replace(THING, **changes), headers=headers, model=Thing, retry_not_found=wait, name=name
    )
