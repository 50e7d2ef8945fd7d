"""Whatever happens in whatever order, the cache keeps its promises.

Hypothesis makes up sequences of time steps, requests, changes at the origin, faults of the origin
and of the database, evictions and restarts. Never is an answer older than allowed, another
account's or another URL's, and nothing that was stored is missing after an orderly restart.
"""

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.halo.endpoints import CacheRule
from bot.halo.errors import Unavailable
from bot.halo.transport.base import Request, Response, headers_of
from bot.halo.transport.cache import Cache
from bot.halo.transport.flight import Flight
from bot.halo.transport.memory import Memory
from bot.halo.transport.store import CacheEntry
from bot.storage.cache import StoredResponses
from bot.storage.cache_database import Batch, CacheDatabase
from tests.support.clock import FakeClock
from tests.support.things import ask

SHARED = CacheRule(fresh_for=20, stale_for=100)
PRIVATE = CacheRule(fresh_for=30, stale_for=50, stale_while_revalidate=7, private=True)
RULES = {"shared": SHARED, "private": PRIVATE}
# Two entries of these bodies: the third evicts.
ROOM = 5_500


@dataclass(frozen=True)
class Said:
    """What the origin says of an answer's freshness; None leaves it out."""

    max_age: int | None = None
    window: int | None = None
    if_error: int | None = None
    word: str = ""

    @property
    def cache_control(self) -> str:
        parts = [self.word] if self.word else []
        for name, value in (
            ("max-age", self.max_age),
            ("stale-while-revalidate", self.window),
            ("stale-if-error", self.if_error),
        ):
            parts += [f"{name}={value}"] if value is not None else []
        return ", ".join(parts)

    def lifetime(self, rule: CacheRule) -> float:
        if self.word in ("no-cache", "no-store"):
            return 0.0
        return rule.fresh_for if self.max_age is None else self.max_age

    def allowed(self, rule: CacheRule, *, stale: bool) -> float:
        """How old an answer may be, in seconds: one that stands in, or any other."""
        if self.word in ("no-cache", "no-store", "must-revalidate"):
            return self.lifetime(rule)
        if stale:
            error = rule.stale_for if self.if_error is None else self.if_error
            return self.lifetime(rule) + error
        window = rule.stale_while_revalidate if self.window is None else self.window
        return self.lifetime(rule) + window


SAID = st.builds(
    Said,
    st.sampled_from([None, None, 0, 1, 60]),
    st.sampled_from([None, None, None, 0, 20]),
    st.sampled_from([None, None, None, 0, 80]),
    st.sampled_from(["", "", "", "private", "no-store", "no-cache", "must-revalidate"]),
)


# The edges of the rules above and of what the origin says, and anything else.
SECONDS = st.sampled_from([1, 5, 20, 23, 30, 39, 60, 70, 85, 125]) | st.integers(1, 200)


class Origin:
    """The service: versioned answers with entity tags, 304s, and faults."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.said = Said()
        self.version = 0
        self.fault = ""
        self.requests = 0
        # When each version of an answer was last vouched for, and with which words.
        self.vouched: dict[tuple[str, str, int], tuple[float, Said]] = {}

    async def send(self, request: Request) -> Response:
        self.requests += 1
        await asyncio.sleep(0)
        if self.fault == "lost":
            raise Unavailable("lost")
        if self.fault == "503":
            return Response(503, headers_of(), b"", self.clock.now())
        rule = request.endpoint.cache
        owner = request.account if rule is not None and rule.private else ""
        tag = f'"{owner}{self.version}"'
        headers = headers_of({"ETag": tag, "Cache-Control": self.said.cache_control})
        self.vouched[request.url, owner, self.version] = (self.clock.now(), self.said)
        if tag in request.headers.get("if-none-match", ""):
            return Response(304, headers, b"", self.clock.now())
        body = json.dumps(
            {"name": "x", "url": request.url, "owner": owner, "version": self.version}
        )
        return Response(200, headers, body.encode(), self.clock.now())


class FaultyDatabase(CacheDatabase):
    """A database that fails on demand."""

    broken = False

    async def read(self, key: str) -> list[CacheEntry]:
        self._check()
        return await super().read(key)

    async def write(self, batch: Batch, now: float) -> tuple[int, int]:
        self._check()
        return await super().write(batch, now)

    def _check(self) -> None:
        if self.broken:
            raise OSError("out of order")


class CacheMachine(RuleBasedStateMachine):
    """One program on one database, and a model of what it may answer."""

    @initialize()
    def start(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = FakeClock()
        self.origin = Origin(self.clock)
        # What has to be found without asking: until when, by URL and account.
        self.kept: dict[tuple[str, str], float] = {}
        self._open()

    @rule(seconds=SECONDS)
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @rule(said=SAID)
    def the_origin_says_otherwise(self, said: Said) -> None:
        self.origin.said = said

    @rule()
    def the_answers_change(self) -> None:
        self.origin.version += 1

    @rule(fault=st.sampled_from(["", "", "lost", "503"]))
    def the_origin_fails_or_heals(self, fault: str) -> None:
        self.origin.fault = fault

    @rule(broken=st.booleans())
    def the_database_fails_or_heals(self, broken: bool) -> None:
        self.database.broken = broken

    @rule()
    def the_writer_has_time(self) -> None:
        self.loop.run_until_complete(self.responses.flush())

    @rule(
        kind=st.sampled_from(["shared", "private"]),
        names=st.lists(st.sampled_from("abc"), min_size=1, max_size=4, unique=False),
        account=st.sampled_from(["one", "one", "two"]),
        fresh=st.sampled_from([False, False, False, True]),
    )
    def people_ask(self, kind: str, names: Sequence[str], account: str, fresh: bool) -> None:
        headers = {"cache-control": "no-cache"} if fresh else {}
        requests = [
            replace(ask(f"{kind}-{name}", headers, cache=RULES[kind]), account=account)
            for name in names
        ]
        outcomes = self.loop.run_until_complete(
            self._together([self.senders.send(request) for request in requests])
        )
        for request, outcome in zip(requests, outcomes, strict=True):
            self._check(request, outcome, RULES[kind], fresh=fresh)

    @rule(
        kind=st.sampled_from(["shared", "private"]),
        name=st.sampled_from("abc"),
        said=SAID,
        seconds=SECONDS,
        fault=st.sampled_from(["", "lost", "503"]),
    )
    def an_answer_grows_old(
        self, kind: str, name: str, said: Said, seconds: int, fault: str
    ) -> None:
        self.origin.fault, self.origin.said = "", said
        self.people_ask(kind, [name], "one", fresh=True)
        self.origin.fault = fault
        self.time_passes(seconds)
        self.people_ask(kind, [name], "one", fresh=False)

    @rule(name=st.sampled_from("abc"))
    def the_database_fails_while_something_is_stored(self, name: str) -> None:
        self.database.broken = True
        self.people_ask("shared", [name], "one", fresh=True)
        self.the_writer_has_time()
        self.database.broken = False

    @rule()
    def the_program_restarts(self) -> None:
        self._close()
        if self.database.broken:
            # Nothing could be written down; whoever asks next asks the origin.
            self.kept.clear()
        self._open()
        self.origin.fault, fault = "lost", self.origin.fault
        asked = self.origin.requests
        for (url, account), until in self.kept.items():
            if self.clock.now() >= until:
                continue
            kind, name = url.rpartition("/")[2].split("-")
            request = replace(ask(f"{kind}-{name}", cache=RULES[kind]), account=account)
            response = self.loop.run_until_complete(self.senders.send(request))
            assert (response.status, response.cached, response.stale) == (200, True, False)
        assert self.origin.requests == asked
        self.origin.fault = fault

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self._close()
            self.loop.close()
            self.folder.cleanup()

    def _check(
        self, request: Request, outcome: Response | BaseException, rule: CacheRule, *, fresh: bool
    ) -> None:
        owner = request.account if rule.private else ""
        known = (request.url, owner)
        if isinstance(outcome, BaseException):
            assert isinstance(outcome, Unavailable)
            assert self.origin.fault == "lost"
            return
        if outcome.status != 200:
            assert (outcome.status, self.origin.fault) == (503, "503")
            return
        body = json.loads(outcome.body)
        assert (body["url"], body["owner"]) == known
        vouched_at, said = self.origin.vouched[(*known, body["version"])]
        age = self.clock.now() - vouched_at
        assert age <= said.allowed(rule, stale=outcome.stale)
        if outcome.stale:
            assert self.origin.fault
        elif not outcome.cached or fresh:
            assert (body["version"], age) == (self.origin.version, 0)
        if said.word == "no-store":
            assert not outcome.cached
            self.kept.pop(known, None)
        elif not outcome.cached:
            self.kept[known] = self.clock.now() + said.lifetime(rule)

    @staticmethod
    async def _together(
        calls: Sequence[Awaitable[Response]],
    ) -> list[Response | BaseException]:
        return await asyncio.gather(*calls, return_exceptions=True)

    def _open(self) -> None:
        self.database = FaultyDatabase(f"sqlite:///{Path(self.folder.name) / 'cache.db'}")
        self.responses = StoredResponses(self.database, self.clock)
        self.loop.run_until_complete(self.responses.start())
        self.cache = Cache(self.origin, self.clock, self.responses, Memory(ROOM))
        self.senders = Flight(self.cache, self.cache.at_once)

    def _close(self) -> None:
        async def close() -> None:
            await self.senders.close()
            await self.cache.close()
            await self.responses.close()

        self.loop.run_until_complete(close())


TestCacheMachine = CacheMachine.TestCase
TestCacheMachine.settings = settings(max_examples=50, stateful_step_count=25, deadline=None)
