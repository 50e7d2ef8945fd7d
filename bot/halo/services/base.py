"""What all services share: sending, and turning bad answers into named errors."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Generic, NoReturn, TypeVar

from bot.halo.errors import (
    BadRequest,
    HaloError,
    InvalidAnswer,
    PlayerNotFound,
    RateLimited,
    RequestNotAccepted,
    ServerFault,
    TokenRefused,
    Unavailable,
)
from bot.halo.identifiers import PlayerRef, can_be_sent, format_xuid, parse_player
from bot.halo.models.discovery_ugc import SearchPage
from bot.halo.models.stats import MatchHistory
from bot.halo.statuses import error_of
from bot.halo.transport.authenticate import TOO_YOUNG_TO_RENEW
from bot.halo.transport.base import Model, Request, Response, Sender
from bot.halo.transport.headers import retry_after

AT_ONCE = 5
"""How many requests one call of a service has under way at most."""

MOST_IN_A_ROW = 6
"""How many requests of a batch that is asked in parts may fail in a row before the rest is given
up. A batch, its halves and a few single items can fail while the service is well."""

# Failures of a request that smaller ones may not share.
_ABOUT_WHAT_WAS_ASKED = (BadRequest, RequestNotAccepted, InvalidAnswer, ServerFault)

Question = TypeVar("Question")
Answer = TypeVar("Answer")
Listing = TypeVar("Listing", MatchHistory, SearchPage)


class Service:
    """A group of endpoints behind one sender."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def _get(self, model: type[Model], request: Request) -> Model:
        """The answer as a model. Raises a HaloError subclass that names what went wrong."""
        return (await self._get_dated(model, request))[0]

    async def _get_dated(self, model: type[Model], request: Request) -> tuple[Model, float]:
        """The same, and when the service last vouched for it (seconds since 1970)."""
        response = await self._sender.send(request)
        if response.status != 200:
            raise_for(response, request)
        return response.parse(model, request.endpoint.name), response.received_at


def cut_to(count: int, page: Listing) -> Listing:
    """The page with no more results than were asked for, whatever the service sent."""
    if max(len(page.results), page.result_count) <= count:
        return page
    return page.model_copy(update={"results": page.results[:count], "result_count": count})


def raise_for(response: Response, request: Request) -> NoReturn:
    """Raise the error that a bad status means, with when to try again where that is known."""
    name = request.endpoint.name
    kind = error_of(response.status, request.endpoint)
    wait: float | None = None
    if kind is TokenRefused:
        # The token has just been renewed, or may not be yet.
        wait = TOO_YOUNG_TO_RENEW
    elif issubclass(kind, RateLimited | Unavailable):
        wait = retry_after(response.headers, response.received_at)
    raise kind(f"{name}: {response.status}", endpoint=name, retry_after=wait)


def player_id(player: PlayerRef) -> str:
    """A player as the stats paths want it: "xuid(123)", or the gamertag itself.

    Raises PlayerNotFound for what cannot be sent.
    """
    parsed = parse_player(player)
    if isinstance(parsed, int):
        return format_xuid(parsed)
    if not can_be_sent(parsed):
        raise PlayerNotFound(parsed)
    return parsed


def no_cache(fresh: bool) -> dict[str, str]:
    """Request headers that go past what is stored, where `fresh` asks for that."""
    return {"cache-control": "no-cache"} if fresh else {}


def up_to(max_age: float | None, *, fresh: bool) -> dict[str, str]:
    """Request headers that take what is stored up to an age in seconds, be it fresh or not.

    None leaves that to the answer and the endpoint's rule; `fresh` goes past what is stored.
    """
    if fresh or max_age is None:
        return no_cache(fresh)
    return {"cache-control": f"max-age={max_age:.0f}, max-stale"}


def batches(items: Sequence[Question], size: int) -> Iterator[Sequence[Question]]:
    """The items in order, at most `size` at a time."""
    for first in range(0, len(items), size):
        yield items[first : first + size]


async def for_each(
    ask: Callable[[Question], Awaitable[Answer]], questions: Iterable[Question]
) -> list[Answer]:
    """The answers in order, a few asked for at once. The first failure ends the others."""
    waiting = list(questions)
    if len(waiting) == 1:
        return [await ask(waiting[0])]
    limit = asyncio.Semaphore(AT_ONCE)

    async def one(question: Question) -> Answer:
        async with limit:
            return await ask(question)

    tasks = [asyncio.create_task(one(question)) for question in waiting]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def in_batches(
    ask: Callable[[Sequence[Question]], Awaitable[Answer]], items: Sequence[Question], size: int
) -> list[Answer]:
    """The answers to the items in order, asked for at most `size` at a time.

    A batch that fails because of what is in it is asked again in halves, and where both of these
    fail one item at a time. What fails then is left out. Raises the first failure where no item
    was answered.
    """

    async def batch(some: Sequence[Question]) -> _Batch[Question, Answer]:
        asked = _Batch(ask)
        await asked.whole(some)
        return asked

    asked = await for_each(batch, batches(items, size))
    answers = [answer for each in asked for answer in each.answers]
    if not answers:
        for each in asked:
            if each.failure is not None:
                raise each.failure
    return answers


class _Batch(Generic[Question, Answer]):
    """A batch of items, in parts where it has to be; what was answered is in `answers`."""

    def __init__(self, ask: Callable[[Sequence[Question]], Awaitable[Answer]]) -> None:
        self._ask = ask
        self._in_a_row = 0
        self.answers: list[Answer] = []
        self.failure: HaloError | None = None

    async def whole(self, some: Sequence[Question]) -> None:
        """Ask for all of them, in parts where that fails."""
        if await self._fails(some):
            await self._in_parts(some)

    async def _in_parts(self, some: Sequence[Question]) -> None:
        """The same for those that failed together."""
        if len(some) == 1:
            return
        failed = [half for half in batches(some, (len(some) + 1) // 2) if await self._fails(half)]
        if len(failed) == 1:
            await self._in_parts(failed[0])
        elif failed and len(some) > 2:
            for one in batches(some, 1):
                await self._fails(one)

    async def _fails(self, some: Sequence[Question]) -> bool:
        """Ask for these; True where that fails in a way that their parts may not."""
        if self._in_a_row >= MOST_IN_A_ROW:
            return False
        try:
            self.answers.append(await self._ask(some))
        except HaloError as error:
            self.failure = self.failure or error
            self._in_a_row += 1
            return isinstance(error, _ABOUT_WHAT_WAS_ASKED)
        self._in_a_row = 0
        return False
