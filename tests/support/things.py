"""An endpoint of no real service, for tests of the senders."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from bot.halo.endpoints import LARGEST_FILE, Auth, CacheRule, Endpoint, RetryPolicy
from bot.halo.transport.base import Request, Sender
from tests.support.upstream import Answer, answer

ONCE = RetryPolicy("once", timeout=5, max_retries=0)
THING = Endpoint(
    "thing", "things.example", "/things/{name}", auth=Auth.NONE, retry=ONCE, cache=CacheRule(),
    max_body=LARGEST_FILE,
)  # fmt: skip


MINUTE = {"Cache-Control": "max-age=60"}
OWN = CacheRule(fresh_for=20.0, stale_for=1000.0)


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


def named(name: str, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer with a thing of that name; fresh for a minute, if the headers don't differ."""
    return answer(f'{{"name": "{name}"}}', 200, MINUTE if headers is None else headers)


async def name_of(sender: Sender, request: Request | None = None) -> str:
    """Ask, and give the name of the thing."""
    return (await sender.send(request or ask())).parse(Thing).name
