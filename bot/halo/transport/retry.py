"""Repeats what is safe to repeat, by the endpoint's published policy, within one deadline."""

import random
from dataclasses import replace

from bot.halo.clock import Clock
from bot.halo.endpoints import RetryPolicy
from bot.halo.errors import CircuitOpen, HaloError, InvalidAnswer, Unavailable
from bot.halo.transport.base import Request, Response, Sender
from bot.halo.transport.headers import retry_after
from bot.halo.transport.ticket import Deadline, Ticket

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
DEADLINE = 15.0
NOT_FOUND_DEADLINE = 40.0


class Retry:
    """Repeats after passing faults: lost connections, 5xx, 429, answers that make no sense.

    A 404 is repeated only where the request and the policy both allow it (a match just ended).
    All attempts and pauses of one call share one deadline, in which waiting for a turn does not
    count; a circuit that is open ends it at once, so that the cache can stand in. All requests of
    this core may be repeated: lookups are reads, and the sign-in service honours a refresh token
    until its successor is used.
    """

    def __init__(self, inner: Sender, clock: Clock, deadline: float = DEADLINE) -> None:
        self._inner = inner
        self._clock = clock
        self._deadline = deadline

    async def send(self, request: Request) -> Response:
        """The first good answer, or the last bad one. Raises what the last attempt raised."""
        seconds = NOT_FOUND_DEADLINE if request.retry_not_found else self._deadline
        if request.ticket is None:
            request = replace(request, ticket=Ticket())
        assert request.ticket is not None
        deadline = request.ticket.deadline = Deadline(seconds, self._clock)
        try:
            try:
                async with deadline:
                    response = await self._attempts(request, deadline)
            except TimeoutError:
                name = request.endpoint.name
                raise Unavailable(f"{name}: no answer within {seconds} s", endpoint=name) from None
        except HaloError as error:
            error.waited = deadline.waited
            raise
        return replace(response, waited=deadline.waited) if deadline.waited else response

    async def _attempts(self, request: Request, deadline: Deadline) -> Response:
        policy = request.endpoint.retry
        for attempt in range(policy.max_retries + 1):
            wait = policy.delay * policy.growth**attempt
            response: Response | None = None
            fault: HaloError | None = None
            try:
                response = await self._attempt(request)
                if not _worth_repeating(response, request, policy):
                    return response
                wait = max(wait, retry_after(response.headers, self._clock.now()) or 0.0)
            except CircuitOpen:
                raise
            except (Unavailable, InvalidAnswer) as error:
                if request.once and isinstance(error, InvalidAnswer):
                    raise
                fault = error
                wait = max(wait, error.retry_after or 0.0)
            # Spreads callers out in time; nothing secret hangs on it.
            wait += policy.jitter * random.random()  # noqa: S311
            if attempt == policy.max_retries or self._clock.monotonic() + wait >= deadline.ends_at:
                break
            await self._clock.sleep(wait)
        if response is None:
            assert fault is not None
            raise fault
        return response

    async def _attempt(self, request: Request) -> Response:
        response = await self._inner.send(request)
        if request.model is not None and response.status == 200:
            # Parsed here once for everybody further out; a broken answer counts as a fault.
            response.parse(request.model, request.endpoint.name)
        return response


def _worth_repeating(response: Response, request: Request, policy: RetryPolicy) -> bool:
    if response.status == 404:
        return policy.retry_not_found and request.retry_not_found
    if response.status == 500 and request.once:
        return False
    return response.status in PASSING
