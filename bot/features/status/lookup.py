"""How the bot is doing: what it depends on, and what it holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.halo.auth.chain import Chain, SignInStatus
from bot.halo.clock import Clock
from bot.halo.transport.cache import Cache
from bot.halo.transport.health import Health
from bot.halo.transport.queue import QueueCounters
from bot.storage.cache import StoredResponses
from bot.storage.engine import Database
from bot.storage.errors import StorageUnavailable


@dataclass(frozen=True, slots=True)
class HostState:
    """One host of the Halo service. `failed_at` is when its last call failed, in seconds since
    1970, None where it answered; `seconds` is what its answers take, without what requests wait for
    their turn here, None where none came."""

    host: str
    failed_at: float | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class SignInState:
    """One account of the bot: whether its sign-in fails, since when it has its token and until when
    that holds, in seconds since 1970; 0 where there is none, or it is not known. `hint` is what can
    be done about a sign-in that fails, where that is known; one that is `refused` is the host's to
    mend."""

    account: str
    failing: bool
    token_ends_at: float
    token_issued_at: float = 0.0
    hint: str = ""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """The state at `now` (seconds since 1970); nothing in it is secret.

    `started_at` is seconds since 1970. `hit_ratio` is the part of all calls that cost no request,
    from 0 to 1; the bytes are those of the answers held in memory (roughly) and in the database;
    `waiting` are the requests that wait for their turn at the rate limits.
    """

    now: float
    started_at: float
    database: bool
    hosts: tuple[HostState, ...]
    sign_ins: tuple[SignInState, ...]
    hit_ratio: float
    memory_bytes: int
    stored_bytes: int
    waiting: int = 0


class StatusLookup:
    """Answers /status; asks nothing of the Halo service."""

    def __init__(
        self,
        clock: Clock,
        database: Database,
        cache: Cache,
        stored: StoredResponses,
        chains: Callable[[], Sequence[Chain]],
        health: Health,
        queues: QueueCounters,
    ) -> None:
        self._clock = clock
        self._database = database
        self._cache = cache
        self._stored = stored
        self._chains = chains
        self._health = health
        self._queues = queues
        self._started_at = clock.now()

    async def status(self) -> Status:
        """The state now. A database that fails is part of it."""
        try:
            await self._database.ping()
            database = True
        except StorageUnavailable:
            database = False
        return Status(
            self._clock.now(),
            self._started_at,
            database,
            tuple(
                HostState(each.host, each.failed_at if each.failing else None, each.seconds)
                for each in self._health.hosts()
            ),
            tuple(_sign_in(chain.status()) for chain in self._chains()),
            self._cache.counters.hit_ratio,
            self._cache.memory.bytes,
            self._stored.bytes,
            self._queues.waiting,
        )


def _sign_in(status: SignInStatus) -> SignInState:
    return SignInState(
        status.account,
        bool(status.error),
        status.spartan_expires_at,
        status.spartan_issued_at,
        status.hint,
        status.refused,
    )
