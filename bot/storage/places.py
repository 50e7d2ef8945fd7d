"""The places of rate limits that several workers keep together, in PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from math import inf

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.halo.clock import Clock
from bot.halo.endpoints import Rate
from bot.halo.transport.headers import LONGEST_RETRY_AFTER
from bot.halo.transport.shared import Taken
from bot.storage.engine import Database, named_faults
from bot.storage.errors import StorageUnavailable
from bot.storage.outage import Outage

# Seconds. Nobody waits longer for a statement; after a fault the database is left alone so long.
PATIENCE, LEFT_ALONE = 2.0, 1.0

_NOW = "extract(epoch FROM clock_timestamp())::float8"
# One that is held and past its end belonged to a worker that is no more. Who comes next takes one
# that is free in a moment, too, and waits; those in use, and those another worker is just taking,
# are passed over. No place is taken for longer than two leases from now, and no pause lasts longer
# than Retry-After can ask for: what claims to was written before the server's clock was put back.
_VOID = "{now} + 2 * CAST(:lease AS float8)"
_TAKE = text(f"""
WITH moment AS MATERIALIZED (
    SELECT {_NOW} AS now, {_VOID.format(now=_NOW)} AS void
),
free AS (
    SELECT
        number,
        CASE WHEN place.free_at > moment.void THEN moment.now ELSE place.free_at END AS free_at
    FROM upstream_places AS place, moment
    WHERE scope = :scope AND number < :places
    AND (holder = '' OR place.free_at <= moment.now OR place.free_at > moment.void)
    ORDER BY free_at LIMIT 1 FOR UPDATE OF place SKIP LOCKED
)
UPDATE upstream_places AS place
SET holder = :holder, free_at = greatest(free.free_at, moment.now) + :lease
FROM free, moment
WHERE place.scope = :scope AND place.number = free.number
RETURNING
    place.number, free.free_at, greatest(free.free_at - moment.now, 0) AS wait,
    coalesce((
        SELECT until - moment.now FROM upstream_pauses
        WHERE scope = :scope AND until <= moment.now + {LONGEST_RETRY_AFTER}
    ), 0) AS pause
""")  # noqa: S608 - what is put in is a constant
_MAKE = text(f"""
INSERT INTO upstream_places (scope, number, holder, free_at)
SELECT :scope, number, '', {_NOW} + :seconds FROM generate_series(0, :places - 1) AS number
ON CONFLICT DO NOTHING
""")  # noqa: S608
_KEEP = text(f"""
UPDATE upstream_places SET free_at = CASE
    WHEN free_at > {_VOID.format(now=_NOW)} THEN {_NOW} + :lease
    ELSE greatest(free_at, {_NOW} + :lease)
END
WHERE holder = ANY(:holders) RETURNING holder
""")  # noqa: S608
_GIVE_BACK = text(f"""
UPDATE upstream_places SET holder = '', free_at = coalesce(:free_at, {_NOW} + :used)
WHERE scope = :scope AND number = :number AND holder = :holder
""")  # noqa: S608
_PAUSE = text(f"""
INSERT INTO upstream_pauses (scope, until) VALUES (:scope, {_NOW} + :seconds)
ON CONFLICT (scope) DO UPDATE SET until = CASE
    WHEN upstream_pauses.until > {_NOW} + {LONGEST_RETRY_AFTER} THEN excluded.until
    ELSE greatest(upstream_pauses.until, excluded.until)
END
""")  # noqa: S608
_PAUSE_LEFT = text(f"""
SELECT until - {_NOW} FROM upstream_pauses
WHERE scope = :scope AND until <= {_NOW} + {LONGEST_RETRY_AFTER}
""")  # noqa: S608


class UpstreamPlaces:
    """A PlaceStore (halo/transport/shared.py). Each method is one statement, committed at once.

    All may raise StorageUnavailable. Only the first fault of a row is logged, all are counted.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        # Whole transactions would cost two more turns each.
        self._engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._clock = clock
        self._made_at: dict[str, float] = {}
        self._outage = Outage("the workers' common rate limits are out of reach", clock, LEFT_ALONE)

    @property
    def faults(self) -> int:
        """How often the database was out of reach."""
        return self._outage.faults

    async def take(self, scope: str, rate: Rate, holder: str, lease: float) -> Taken | None:
        """The place of the scope's that is free soonest, or None while all are in use."""
        values = {"scope": scope, "places": rate.requests, "holder": holder, "lease": lease}
        async with self._connection() as connection:
            row = (await connection.execute(_TAKE, values)).one_or_none()
            if row is None and self._should_make(scope):
                # They are not free at once: a crash of the server may just have emptied the table.
                values = {"scope": scope, "places": rate.requests, "seconds": rate.seconds}
                await connection.execute(_MAKE, values)
        if row is None:
            return None
        return Taken(row.number, row.free_at, row.wait, row.pause)

    async def keep(self, holders: Sequence[str], lease: float) -> frozenset[str]:
        """Prolong leases; gives the holders that still had a place."""
        async with self._connection() as connection:
            values = {"holders": list(holders), "lease": lease}
            return frozenset(await connection.scalars(_KEEP, values))

    async def give_back(self, scope: str, taken: Taken, holder: str, used: float | None) -> None:
        """Let others have the place `used` seconds from now; None: as if it had not been taken."""
        values = {
            "scope": scope, "number": taken.number, "holder": holder, "used": used or 0.0,
            "free_at": taken.free_at if used is None else None,
        }  # fmt: skip
        async with self._connection() as connection:
            await connection.execute(_GIVE_BACK, values)

    async def pause(self, scope: str, seconds: float) -> None:
        """Have everybody leave the scope alone for so long; a longer pause stays."""
        async with self._connection() as connection:
            seconds = min(seconds, LONGEST_RETRY_AFTER)
            await connection.execute(_PAUSE, {"scope": scope, "seconds": seconds})

    async def pause_left(self, scope: str) -> float:
        """Seconds that a pause still lasts, 0 or less for none."""
        async with self._connection() as connection:
            return await connection.scalar(_PAUSE_LEFT, {"scope": scope}) or 0.0

    def _should_make(self, scope: str) -> bool:
        """Whether none may be there yet, or no more: asked once a second."""
        now = self._clock.monotonic()
        if now - self._made_at.get(scope, -inf) < 1.0:
            return False
        self._made_at[scope] = now
        return True

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        if self._outage.is_on:
            raise StorageUnavailable("the database failed a moment ago")
        try:
            with named_faults(self._engine.url):
                async with asyncio.timeout(PATIENCE), self._engine.connect() as connection:
                    yield connection
        except StorageUnavailable as error:
            self._outage.fault(error)
            raise
        self._outage.over()
