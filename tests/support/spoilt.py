"""The simulated Discord, with answers that it refuses or that are lost on their way."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import discord
from discord.http import Route
from discord.webhook.async_ import async_context


def refusal(status: int, code: int = 0, errors: object = None) -> discord.HTTPException:
    """What discord.py makes of a refusal; `errors` are the refused parts as Discord nests them."""
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    response: Any = SimpleNamespace(status=status, reason="refused")
    body = {"message": "refused", "code": code, "errors": errors}
    return kinds.get(status, discord.HTTPException)(response, body)


@contextmanager
def spoilt(
    fault: Callable[[], Exception],
    *,
    tries: int | None = 1,
    done: bool = False,
    files: bool = False,
    first: bool = True,
    later: bool = True,
    says: str = "",
) -> Iterator[None]:
    """Makes sending fail with this fault in this block: the first `tries` of each call, or all.

    With `done` the call still takes effect. Only calls with attachments fail if `files` is set, and
    only those that contain the words `says`. `first` and `later` choose between first answers and
    everything after them.
    """
    adapter: Any = async_context.get()
    request = adapter.request
    spoiled: Counter[str] = Counter()

    async def spoil(route: Route, session: Any, **call: Any) -> Any:
        said = call.get("payload") or call["multipart"][0]["value"]
        key = f"{route.method} {route.url} {json.dumps(said)}"
        wanted = (first if route.path.endswith("/callback") else later) and says in key
        if not wanted or (files and not call.get("files")) or spoiled[key] == tries:
            return await request(route, session, **call)
        spoiled[key] += 1
        if done:
            await request(route, session, **call)
        raise fault()

    adapter.request = spoil
    try:
        yield
    finally:
        del adapter.request
