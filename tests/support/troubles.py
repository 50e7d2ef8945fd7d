"""What the small Discord may do instead of answering a call."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, TypeAlias

from aiohttp import web

from tests.support.gateway_faults import Refusal

CALLBACK = "POST /interactions/*/callback"
"""The first answer to an interaction."""
ANSWER = "PATCH /webhooks/*"
"""Every change of an answer, the first one after a defer among them."""
ASIDE = "POST /webhooks/*"
"""A message beside the answer."""

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Trouble:
    """What becomes of the next `times` calls that match `call`, or of every one where it is None.

    `call` is "METHOD path" with wildcards. Without a refusal the connection is lost. `done` says
    that the call takes effect all the same.
    """

    call: str
    refusal: Refusal | None = None
    times: int | None = 1
    done: bool = False

    def takes(self, call: str) -> bool:
        """Whether this call is spoilt; it counts as one of the times."""
        if self.times == 0 or not fnmatchcase(call, self.call):
            return False
        if self.times is not None:
            self.times -= 1
        return True

    async def spoil(self, request: web.Request, handler: Handler) -> web.Response:
        """Refuse the call, or lose its connection."""
        if self.done:
            await handler(request)
        if self.refusal is None and request.transport is not None:
            request.transport.abort()
        refusal = self.refusal or Refusal(503)
        return web.Response(
            body=json.dumps(refusal.body).encode(), status=refusal.status,
            headers={
                "Content-Type": "application/json", "Via": "loopback",
                "Retry-After": f"{refusal.retry_after:.0f}",
            },
        )  # fmt: skip


def invalid(path: str, message: str) -> dict[str, Any]:
    """Discord's words for a refused part of a form, nested as its path says."""
    nested: dict[str, Any] = {"_errors": [{"code": "INVALID", "message": message}]}
    for key in reversed(path.split(".")):
        nested = {key: nested}
    return nested
