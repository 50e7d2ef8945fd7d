"""Doing several things at once, and doing without what is not essential."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from bot.facts.results import Freshness
from bot.halo.errors import HaloError, NotFound
from bot.halo.identifiers import Xuid
from bot.halo.transport.observe import CallLog, recorded_calls

log = logging.getLogger(__name__)
T = TypeVar("T")


@asynccontextmanager
async def at_once() -> AsyncIterator[asyncio.TaskGroup]:
    """A task group whose first failure comes out as itself, the other tasks cancelled."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from errors


@dataclass(slots=True)
class Gathering:
    """What one lookup is putting together: which parts are missing or gone, and how old the rest
    is."""

    calls: CallLog
    _missing: list[str] = field(default_factory=list)
    _gone: list[str] = field(default_factory=list)
    _failures: dict[str, HaloError] = field(default_factory=dict)

    async def optional(self, part: str, work: Awaitable[T], *, may_come: bool = False) -> T | None:
        """The work's result, or None with the part noted as missing where the service fails.

        What the service says does not exist is noted as gone, since asking again is no use; or as
        missing where it `may_come`: a match has just ended, or it is something always there.
        """
        try:
            return await work
        except NotFound as error:
            if may_come:
                self.note_failure(part, error)
            else:
                log.info("going on without %s: %s", part, error)
                self.note_gone(part)
        except HaloError as error:
            self.note_failure(part, error)
        return None

    async def if_there(self, part: str, work: Awaitable[T]) -> T | None:
        """The same, but what the service says does not exist is not worth a note."""

        async def found() -> T | None:
            try:
                return await work
            except NotFound:
                return None

        return await self.optional(part, found())

    def told(
        self, part: str, tell: Callable[[Xuid], T | None], players: Iterable[int]
    ) -> dict[int, T]:
        """What an answer tells of each player, by XUID, with the part noted as missing where the
        service refuses one of them."""
        found: dict[int, T] = {}
        refusal: HaloError | None = None
        for player in players:
            try:
                result = tell(Xuid(player))
            except HaloError as error:
                refusal = refusal or error
            else:
                if result is not None:
                    found[player] = result
        if refusal is not None:
            self.note_failure(part, refusal)
        return found

    def note_failure(self, part: str, error: HaloError) -> None:
        """Note a part that the service failed to tell."""
        self._failures.setdefault(part, error)
        log.info("going on without %s: %s", part, error)
        self.note_missing(part)

    def note_missing(self, part: str) -> None:
        """Note a part that could not be had this time."""
        if part not in self._missing:
            self._missing.append(part)

    def note_gone(self, part: str) -> None:
        """Note a part that the service does not have or has withdrawn: no failure of its."""
        if part not in self._gone:
            self._gone.append(part)

    @property
    def first_failure(self) -> HaloError | None:
        """What went wrong first; None where nothing did."""
        return next(iter(self._failures.values()), None)

    def failure_of(self, part: str) -> HaloError | None:
        """Why a part failed first; None where it did not."""
        return self._failures.get(part)

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that could not be had this time, in order of discovery."""
        return tuple(self._missing)

    @property
    def gone(self) -> tuple[str, ...]:
        """The parts that are gone for good, in order of discovery."""
        return tuple(self._gone)

    @property
    def freshness(self) -> Freshness:
        """How current the answers were, taken together."""
        since = self.calls.stale_since
        if since is None:
            return Freshness()
        return Freshness(datetime.fromtimestamp(since, UTC), stale=True)


@contextmanager
def gathering() -> Iterator[Gathering]:
    """Begin a lookup."""
    with recorded_calls() as calls:
        yield Gathering(calls)
