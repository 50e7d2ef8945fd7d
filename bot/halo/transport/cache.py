"""Answers from what is stored where policy.py allows it, and stores what it allows."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from multidict import CIMultiDict, CIMultiDictProxy

from bot.halo.clock import Clock
from bot.halo.endpoints import CacheRule
from bot.halo.errors import HaloError, InvalidAnswer, QueueTooLong, RateLimited, Unavailable
from bot.halo.transport import policy
from bot.halo.transport.base import Request, Response, Sender, Verdict, headers_of
from bot.halo.transport.freshness import freshness
from bot.halo.transport.memory import Held, Memory
from bot.halo.transport.policy import Decision, Use
from bot.halo.transport.store import CacheEntry, CacheStore, cache_key
from bot.halo.transport.ticket import Asker, Lane, Ticket

log = logging.getLogger(__name__)
_MAX_VARIANTS = 16
LARGE_BODY = 1024 * 1024
"""Bytes. Pictures of that size are wanted once, to be cut and shrunk by whoever asks."""


@dataclass(slots=True)
class CacheCounters:
    """What the cache has done since it was made.

    `hits` cost no upstream request, `misses` a whole answer, `revalidations` a 304; `stale` counts
    answers that stood in for a failing service.
    """

    hits: int = 0
    misses: int = 0
    revalidations: int = 0
    stale: int = 0
    store_faults: int = 0

    @property
    def hit_ratio(self) -> float:
        """The part of the calls that cost no upstream request, from 0 to 1."""
        calls = self.hits + self.misses + self.revalidations + self.stale
        return self.hits / calls if calls else 0.0


@dataclass(frozen=True, slots=True)
class _Question:
    """One request on its way through the cache: what is held for it, and what that allows."""

    key: str
    request: Request
    rule: CacheRule
    held: tuple[Held, ...]
    decision: Decision


class Cache:
    """A private HTTP cache in memory and, behind it, in a store.

    Faults of the store never fail a call: the request goes upstream, the first fault of a row is
    logged and all are counted. Only endpoints with a CacheRule are cached; without
    `own_freshness` only for as long as their answers themselves say.
    """

    def __init__(
        self,
        inner: Sender,
        clock: Clock,
        store: CacheStore | None = None,
        memory: Memory | None = None,
        *,
        own_freshness: bool = True,
    ) -> None:
        self._inner = inner
        self._clock = clock
        self._store = store
        self._own_freshness = own_freshness
        self._revalidating: dict[tuple[str, str], tuple[asyncio.Task[Response], Ticket]] = {}
        self._store_is_down = False
        self.memory = Memory() if memory is None else memory
        self.counters = CacheCounters()

    def at_once(self, request: Request) -> Response | None:
        """The answer to a plain request for what is fresh in memory, found without waiting."""
        rule = request.endpoint.cache
        if rule is None or request.method != "GET" or not policy.is_plain(request.headers):
            return None
        key = _key(request, rule)
        held = self.memory.get(key)
        if len(held) != 1:
            return None
        (only,) = held
        now = self._clock.now()
        if now >= only.expires_at or not policy.matches(request.headers, only.entry):
            return None
        if request.retry_not_found and only.entry.status == 404:
            return None
        self.counters.hits += 1
        self._note_use(key)
        return _aged(only.response, only.age(now))

    async def send(self, request: Request) -> Response:
        """A stored answer where that is allowed, else the inner sender's."""
        rule = self._rule(request)
        if rule is None:
            return await self._inner.send(request)
        if request.method != "GET" or policy.bypasses(request.headers):
            return await self._pass(request)
        response = await self._answer(request, rule)
        if policy.not_modified(request.headers, response.status, response.headers):
            return Response(
                304, response.headers, b"", response.received_at, response.cached, response.stale
            )
        return response

    async def close(self) -> None:
        """End what still revalidates in the background."""
        running = [task for task, _ in self._revalidating.values()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _pass(self, request: Request) -> Response:
        """The inner sender's answer; a change at the origin ends what is stored of it."""
        response = await self._inner.send(request)
        if policy.invalidates(request.method, response.status):
            self.memory.forget_url(request.url)
            if self._store is not None:
                with self._tolerating():
                    self._store.delete(request.url)
        return response

    async def _answer(self, request: Request, rule: CacheRule) -> Response:
        key = _key(request, rule)
        held = await self._held(key, request, rule)
        known = self.at_once(request) if held else None
        if known is not None:
            return known
        now = self._clock.now()
        decision = policy.decide(request.headers, [one.entry for one in held], now, rule)
        question = _Question(key, request, rule, held, decision)
        if decision.use is Use.GATEWAY_TIMEOUT:
            return Response(504, headers_of(), b"", now)
        if decision.entry is not None and decision.use is Use.FRESH:
            self.counters.hits += 1
            return self._serve(question)
        if decision.entry is not None and decision.use is Use.STALE_WHILE_REVALIDATE:
            self.counters.hits += 1
            self._revalidate_later(question, decision.entry)
            return self._serve(question)
        if decision.entry is not None and policy.is_plain(request.headers):
            running = self._revalidating.get((key, decision.entry.variant))
            if running is not None:
                return await self._joined(request, *running)
        return await self._ask(question)

    async def _ask(self, question: _Question) -> Response:
        """Ask upstream, conditionally where something is stored, and store the outcome."""
        request, decision = question.request, question.decision
        requested_at = self._clock.now()
        try:
            response = await self._inner.send(_conditional(request, decision))
        except (Unavailable, RateLimited, InvalidAnswer, QueueTooLong) as error:
            return self._stand_in(question, error)
        times = (requested_at, response.received_at)
        if response.status == 304 and decision.conditions:
            return await self._confirmed(question, response, times)
        failing = response.status in policy.ERROR_STATUSES or response.status == 429
        if failing and decision.entry is not None:
            return self._stand_in(question, response)
        self.counters.misses += 1
        verdict = question.request.verdict(response)
        if verdict is Verdict.PARTIAL:
            return response
        complete = verdict is Verdict.COMPLETE
        if complete and policy.may_store(
            request.headers, response.status, response.headers, question.rule
        ):
            entry = policy.new_entry(
                question.key, request.headers, response.status, response.headers, response.body,
                times,
            )  # fmt: skip
            self._keep(question, entry, response.unparsed())
        elif not failing and not policy.forbids_storing(request.headers):
            # What was stored is superseded by an answer that may not be.
            self._keep(question)
        return response

    async def _confirmed(
        self, question: _Question, response: Response, times: tuple[float, float]
    ) -> Response:
        """The stored answer that a 304 confirms."""
        request, decision = question.request, question.decision
        # Without a tag, a 304 to a request with conditions of its own may speak of those.
        asked_about = None if "if-none-match" in request.headers else decision.entry
        entries = [one.entry for one in question.held]
        entry = policy.matching_entry(entries, asked_about, response.headers)
        if entry is None:
            if policy.is_conditional(request.headers):
                return response
            # The 304 speaks of an answer that is not here: ask again without conditions.
            return await self._ask(replace(question, held=(), decision=Decision(Use.MISS)))
        self.counters.revalidations += 1
        old = next(one for one in question.held if one.entry is entry)
        new = policy.freshened(entry, request.headers, response.headers, times)
        headers = headers_of(new.headers)
        served = replace(
            old.response, headers=headers, received_at=response.received_at,
            seconds=response.seconds, waited=response.waited,
        )  # fmt: skip
        if policy.may_store(request.headers, new.status, headers, question.rule):
            self._keep(question, new, served)
        else:
            self._keep(question)
        return served

    def _stand_in(self, question: _Question, failure: Response | HaloError) -> Response:
        """The last good answer in place of a failure, where policy allows, else the failure."""
        entry, now = question.decision.entry, self._clock.now()
        headers = question.request.headers
        if entry is not None and policy.may_stand_in(headers, entry, now, question.rule):
            self.counters.stale += 1
            not_asked = isinstance(failure, HaloError) and not failure.of_service
            return replace(self._serve(question), stale=True, not_asked=not_asked)
        if isinstance(failure, HaloError):
            raise failure
        return failure

    def _serve(self, question: _Question) -> Response:
        found = next(one for one in question.held if one.entry is question.decision.entry)
        self._note_use(question.key)
        return _aged(found.response, found.age(self._clock.now()))

    def _revalidate_later(self, question: _Question, entry: CacheEntry) -> None:
        known = (question.key, entry.variant)
        if known in self._revalidating:
            return
        # Nobody is waiting for it.
        ticket = Ticket(Asker(lane=Lane.BULK))
        later = replace(question, request=replace(question.request, ticket=ticket))
        task = asyncio.create_task(self._ask(later))
        self._revalidating[known] = task, ticket
        task.add_done_callback(lambda done: self._revalidated(known, done))

    @staticmethod
    async def _joined(request: Request, task: asyncio.Task[Response], ticket: Ticket) -> Response:
        """The answer to a revalidation under way, which someone is waiting for now."""
        asker = request.ticket.asker if request.ticket is not None else None
        ticket.join(asker)
        try:
            return await asyncio.shield(task)
        finally:
            ticket.leave(asker)

    def _revalidated(self, known: tuple[str, str], task: asyncio.Task[Response]) -> None:
        self._revalidating.pop(known, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("background revalidation failed: %s", type(error).__name__)

    async def _held(self, key: str, request: Request, rule: CacheRule) -> tuple[Held, ...]:
        held = self.memory.get(key)
        if not held and self._store is not None:
            entries: tuple[CacheEntry, ...] = ()
            with self._tolerating():
                entries = tuple(await self._store.load(key))
            loaded = (_hold(entry, _response(entry), rule) for entry in entries)
            # What came in while it was loaded is newer.
            held = self.memory.get(key) or tuple(
                one for one in loaded if _usable(one.response, request)
            )
            if held:
                self._remember(key, held)
        if request.retry_not_found:
            # Who waits for a match to appear is not served that it was not there yet.
            held = tuple(one for one in held if one.entry.status != 404)
        return held

    def _keep(
        self,
        question: _Question,
        entry: CacheEntry | None = None,
        response: Response | None = None,
    ) -> None:
        """Hold and store a new answer, or none, in place of those to the same request."""
        key, headers = question.key, question.request.headers
        # Another variant may have been stored while this one was asked for.
        known = self.memory.get(key) or question.held
        kept = [one for one in known if not policy.matches(headers, one.entry)]
        if entry is not None and response is not None:
            others = [one for one in kept if one.entry.variant != entry.variant]
            kept = [_hold(entry, response, question.rule), *others][:_MAX_VARIANTS]
        elif len(kept) == len(known):
            return
        self._remember(key, tuple(kept))
        if self._store is not None:
            with self._tolerating():
                self._store.save(key, [policy.without_cookies(one.entry) for one in kept])

    def _remember(self, key: str, held: tuple[Held, ...]) -> None:
        """Hold in memory what does not drive out a hundred others; the store has the rest."""
        if self._store is not None and sum(len(one.entry.body) for one in held) > LARGE_BODY:
            self.memory.forget(key)
        else:
            self.memory.put(key, held)

    def _note_use(self, key: str) -> None:
        if self._store is not None:
            with self._tolerating(says_it_works=False):
                self._store.used(key)

    def _rule(self, request: Request) -> CacheRule | None:
        rule = request.endpoint.cache
        if rule is None or self._own_freshness:
            return rule
        return replace(
            rule, fresh_for=0.0, stale_while_revalidate=0.0, immutable_for=0.0, missing_for=0.0
        )

    @contextmanager
    def _tolerating(self, *, says_it_works: bool = True) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 - the store may raise anything, by its protocol
            self.counters.store_faults += 1
            if not self._store_is_down:
                log.warning("the cache store fails, going on without: %s", type(error).__name__)
            self._store_is_down = True
        else:
            if says_it_works:
                self._store_is_down = False


def _key(request: Request, rule: CacheRule) -> str:
    # The service translates names by Accept-Language and need not say so in Vary.
    language = request.headers.get("accept-language", "")
    account = request.account if rule.private else ""
    return cache_key(account, language, request.url)


def _conditional(request: Request, decision: Decision) -> Request:
    if not decision.conditions:
        return request
    headers = CIMultiDict(request.headers)
    for name, value in decision.conditions:
        asked = headers.get(name) if name == "if-none-match" else None
        headers[name] = f"{asked}, {value}" if asked else value
    return replace(request, headers=CIMultiDictProxy(headers))


def _usable(response: Response, request: Request) -> bool:
    """Whether a stored answer parses and is complete: an older program may have stored it."""
    if request.model is None or response.status != 200:
        return True
    try:
        response.parse(request.model, request.endpoint.name)
    except InvalidAnswer:
        return False
    return request.verdict(response) is Verdict.COMPLETE


def _hold(entry: CacheEntry, response: Response, rule: CacheRule) -> Held:
    known = freshness(entry, rule)
    return Held(entry, response, known.initial_age, known.expires_at)


def _aged(response: Response, age: float) -> Response:
    headers = CIMultiDict(response.headers)
    headers["age"] = str(int(age))
    return replace(response, headers=CIMultiDictProxy(headers), cached=True)


def _response(entry: CacheEntry) -> Response:
    return Response(entry.status, headers_of(entry.headers), entry.body, entry.received_at)
