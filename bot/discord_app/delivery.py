"""Sends the answers to interactions to Discord, through lost connections and refusals."""

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.discord_app.errors import in_words
from bot.discord_app.refused_parts import Json, refused_parts, without_refused
from bot.discord_app.waits import Waits
from bot.errors import FileRefused, Undelivered
from bot.halo.clock import Clock

ANSWER_WITHIN = 3.0
"""Seconds that Discord waits for the first answer to an interaction."""

# Seconds between attempts: for a first answer, and for everything after it.
_AT_ONCE = (0.2, 0.4, 0.8, 1.6)
_LATER = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
# Seconds that one attempt may take, and the longest rate limit that is waited for.
_FIRST_TRY, _TRY, _LONGEST_LIMIT = 5.0, 30.0, 30.0
# How many times a message is resent without its refused parts.
_MENDED = 3

_CALLBACK = "/callback"
_ACKNOWLEDGED = 40060
# Codes of refusals that are nobody's fault: unknown channel, message, webhook and interaction,
# already acknowledged, no access, no permission, expired token, archived thread.
_NOBODYS_FAULT = frozenset({
    10003, 10008, 10015, 10062, _ACKNOWLEDGED, 50001, 50013, 50027, 50083,
})  # fmt: skip
_REFUSED = frozenset({401, 403, 404, 429})
_TOO_LARGE, _LARGE_CODE, _NO_PERMISSION = 413, 40005, 50013
_TOO_MANY_REQUESTS, _SERVER_ERRORS = 429, 500
_LOST = (aiohttp.ClientError, OSError)
_Call = dict[str, Any]

log = logging.getLogger(__name__)


class Delivery(AsyncWebhookAdapter):
    """Sends everything that one interaction is answered with.

    discord.py sends answers, edits and follow-ups through the webhook adapter of the current
    context. This adapter also retries lost connections, and retries first answers only while
    Discord waits for them. If a first answer arrived but its confirmation was lost, the retry is
    refused as already acknowledged, which counts as success. Refused parts of a message are left
    out.

    Raises Undelivered, FileRefused, and discord.HTTPException for errors of the program itself.
    """

    def __init__(
        self,
        inner: AsyncWebhookAdapter,
        clock: Clock,
        taken: Callable[[], Awaitable[None]],
        excuse: Callable[[Undelivered], bool],
        waits: Waits,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # discord.py leaves it so
        self._inner = inner
        self._clock = clock
        self._taken = taken
        self._excuse = excuse
        self._waits = waits
        self._began = clock.monotonic()

    async def request(self, route: Route, session: aiohttp.ClientSession, **call: Any) -> Any:
        """Sends a call. After a first answer, waits until the interaction may be worked on.

        An edit takes the place of the card that told of waiting.
        """
        if route.method == "PATCH" and await self._waits.make_way():
            call = _without_embeds(call)
        try:
            delivered = await self._mended(route, session, call)
        except Undelivered as lost:
            if not self._excuse(lost):
                raise
            return _acknowledged(route)
        if route.path.endswith(_CALLBACK):
            await self._taken()
        return delivered

    async def _mended(self, route: Route, session: aiohttp.ClientSession, call: _Call) -> Any:
        for _ in range(_MENDED):
            try:
                return await self._delivered(route, session, call)
            except discord.HTTPException as error:
                smaller = _without_refused(call, error)
                if smaller is None:
                    if call.get("files"):
                        raise FileRefused(in_words(error)) from error
                    raise
                log.warning("sent without what Discord refuses: %s", in_words(error))
                call = smaller
        return await self._delivered(route, session, call)

    async def _delivered(self, route: Route, session: aiohttp.ClientSession, call: _Call) -> Any:
        first = route.path.endswith(_CALLBACK)
        patient: Any = _OneTry(session, _FIRST_TRY if first else _TRY)
        repeated = False
        for pause in (*(_AT_ONCE if first else _LATER), None):
            try:
                return await self._inner.request(route, patient, **call)
            except discord.HTTPException as error:
                if repeated and error.code == _ACKNOWLEDGED:
                    return _acknowledged(route)
                if error.status < _SERVER_ERRORS:
                    _raise_named(error, with_file=bool(call.get("files")))
                    raise
                lost: Exception = error
            except _LOST as error:
                lost = error
            over = first and repeated and self._is_over(pause)
            if pause is None or over:
                break
            log.info("trying again in %.1f s: %s", pause, in_words(lost))
            await self._clock.sleep(pause)
            repeated = True
            for file in call.get("files") or ():
                file.reset(seek=True)
        raise Undelivered(in_words(lost)) from lost

    def _is_over(self, pause: float | None) -> bool:
        """Whether an attempt after this pause would be too late for a first answer."""
        return self._clock.monotonic() + (pause or 0.0) - self._began >= ANSWER_WITHIN


def deliver(
    clock: Clock,
    taken: Callable[[], Awaitable[None]],
    excuse: Callable[[Undelivered], bool],
    waits: Waits,
) -> None:
    """Installs a Delivery for the current task and the tasks that it starts.

    `taken` is awaited after the first answer. `excuse` decides whether a lost answer is reported as
    delivered instead of raising Undelivered. `waits` makes way for every edit.
    """
    inner = async_context.get()
    if not isinstance(inner, Delivery):
        async_context.set(Delivery(inner, clock, taken, excuse, waits))


class _OneTry:
    """A session that raises on a 5xx: discord.py would retry by itself, too slowly."""

    def __init__(self, session: aiohttp.ClientSession, seconds: float) -> None:
        self._session = session
        self._timeout = aiohttp.ClientTimeout(total=seconds)

    @asynccontextmanager
    async def request(self, *where: Any, **call: Any) -> AsyncIterator[aiohttp.ClientResponse]:
        async with self._session.request(*where, timeout=self._timeout, **call) as response:
            if response.status >= _SERVER_ERRORS or _is_long_limit(response):
                raise discord.HTTPException(response, await response.text())
            yield response


def _is_long_limit(response: aiohttp.ClientResponse) -> bool:
    wait = response.headers.get("Retry-After", "")
    return response.status == _TOO_MANY_REQUESTS and wait.isdigit() and int(wait) > _LONGEST_LIMIT


def _raise_named(error: discord.HTTPException, *, with_file: bool) -> None:
    """Raises the named error for a refusal; returns if it may be about parts of the message."""
    too_large = error.status == _TOO_LARGE or error.code == _LARGE_CODE
    if with_file and (too_large or error.code == _NO_PERMISSION):
        raise FileRefused(in_words(error)) from error
    if error.code in _NOBODYS_FAULT or error.status in _REFUSED:
        raise Undelivered(in_words(error)) from error


def _without_refused(call: _Call, error: discord.HTTPException) -> _Call | None:
    """Returns the call without the refused parts, or None if they cannot be left out."""
    refused = refused_parts(error.text)
    message = _message(call)
    mended = without_refused(message, refused) if message is not None else None
    if mended is None:
        return None
    for file in call.get("files") or ():
        file.reset(seek=True)
    return _with_message(call, mended)


def _without_embeds(call: _Call) -> _Call:
    """Returns the call so that a message that gets no embeds loses those it has: one that is made
    of components must not have any."""
    message = _message(call)
    return call if message is None else _with_message(call, {"embeds": [], **message})


def _with_message(call: _Call, message: Json) -> _Call:
    if call.get("payload") is not None:
        return {**call, "payload": message}
    form, *files = call["multipart"]
    return {**call, "multipart": [{**form, "value": json.dumps(message)}, *files]}


def _message(call: _Call) -> Json | None:
    payload: Json | None = call.get("payload")
    form: Iterable[Json] = call.get("multipart") or ()
    for field in form:
        if field["name"] == "payload_json":
            return dict(json.loads(field["value"]))
    return payload


def _acknowledged(route: Route) -> Json:
    """Stands in for the confirmation of a first answer."""
    return {"interaction": {"id": route.webhook_id, "type": 0}}
