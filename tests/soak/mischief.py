"""What goes wrong around the worker of a soak."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Coroutine
from contextlib import closing
from pathlib import Path
from random import Random

from bot.sandbox.endpoints import SIGN_IN, SIMULATED
from bot.sandbox.faults import API_GROUP, SIGN_IN_GROUP, Fault, FaultKind
from bot.sandbox.players import CAST
from bot.sandbox.service import SandboxService
from tests.support.gateway import LoopbackDiscord
from tests.support.gateway_faults import (
    AWAY,
    NOT_PUBLISHED,
    PASSING_CODES,
    PUBLISHING,
    UNREADABLE,
)
from tests.support.troubles import ANSWER, ASIDE, CALLBACK, Trouble

_STATUSES = (400, 401, 403, 404, 406, 408, 410, 429, 451, 500, 502, 503, 504)
# The skill service's for a player: not there, not now, not to be shown, and one that is not known.
_CODES = (1, 2, 3, 4, 9)
# A refusal without a reason ends all signing in for ten minutes: enough of it in tests/faults.
_REFUSALS = (400, 401, 403, 406, 451)
_BUSY = ("server_error", "temporarily_unavailable")
# Seconds. Longer than the worker waits for a lock, at times.
_LOCKS = (0.5, 2.0, 7.0)
_MOST_RENAMED, _SUFFIX = 3, " II"


class Mischief:
    """Orders random faults of the services, of the sign-in, of the database and of Discord, lets
    players take other gamertags, and ends it all."""

    def __init__(
        self, service: SandboxService, discord: LoopbackDiscord, database: Path, random: Random
    ) -> None:
        self._service = service
        self._discord = discord
        self._database = database
        self._random = random
        self._tasks: set[asyncio.Task[None]] = set()
        self._renamed: list[str] = []
        self.done = 0

    def strike(self) -> None:
        """Let something go wrong for the next few requests."""
        self.done += 1
        random, signin = self._random, self._service.signin
        acts: list[tuple[int, Callable[[], None]]] = [
            (12, self._fail),
            (2, signin.expire_spartan),
            (2, signin.expire_xsts),
            (2, signin.change_clearance),
            (1, lambda: signin.refuse_oauth(random.choice(_BUSY))),
            (1, lambda: self._service.skew(random.choice((-86_400.0, -60.0, 60.0, 86_400.0)))),
            (1, self._lock),
            (2, self._send_what_cannot_be_read),
            (2, self._hang_up),
            (2, self._rename),
            (3, self._spoil_answers),
        ]
        random.choices([act for _, act in acts], [weight for weight, _ in acts])[0]()

    def refuse_to_publish(self) -> None:
        """Have Discord take no commands from the next worker, every other time."""
        if self._random.random() < 0.5:
            self._discord.refusals[PUBLISHING] = self._random.choice(NOT_PUBLISHED)

    def heal(self) -> None:
        """Let everything go right again, but for a lock that lasts."""
        self._service.heal()
        self._discord.refusals.pop(PUBLISHING, None)
        self._discord.troubles.clear()

    async def close(self) -> None:
        """Wait for the last lock to end, and give everybody their gamertag back."""
        self.heal()
        while self._renamed:
            self._name_back()
        await asyncio.gather(*self._tasks)

    def _fail(self) -> None:
        random = self._random
        kind = random.choice(list(FaultKind))
        target = random.choice((API_GROUP, SIGN_IN_GROUP, *SIMULATED))
        status = random.choice(_STATUSES) if kind is FaultKind.STATUS else 0
        if status in _REFUSALS and target in {SIGN_IN_GROUP, *SIGN_IN}:
            status = 503
        fault = Fault(
            kind,
            status=status,
            # The last is longer than a place of a rate limit is held.
            delay=random.choice((0.0, 0.2, 2.0, 6.0)),
            retry_after=random.choice((None, "1", "20", "soon")),
            code=random.choice(_CODES),
        )
        self._service.fail(target, fault, times=random.randint(1, 10))

    def _rename(self) -> None:
        """Let a player's gamertag go on after the old one, or give one of them the old one back."""
        gamertag, _ = self._random.choice(CAST)
        if gamertag in self._renamed or len(self._renamed) >= _MOST_RENAMED:
            self._name_back()
        else:
            self._service.rename(gamertag, f"{gamertag}{_SUFFIX}")
            self._renamed.append(gamertag)

    def _name_back(self) -> None:
        gamertag = self._renamed.pop(0)
        self._service.rename(f"{gamertag}{_SUFFIX}", gamertag)

    def _spoil_answers(self) -> None:
        """Lose some answers, or the confirmation that they have arrived."""
        random = self._random
        call, refusal = random.choice((CALLBACK, ANSWER, ASIDE)), random.choice((None, AWAY))
        done = random.random() < 0.5
        self._discord.troubles.append(Trouble(call, refusal, random.randint(1, 2), done))

    def _lock(self) -> None:
        seconds = self._random.choice(_LOCKS)
        self._start(asyncio.to_thread(_hold, self._database, seconds))

    def _send_what_cannot_be_read(self) -> None:
        self._start(self._discord.tell(*self._random.choice(UNREADABLE)))

    def _hang_up(self) -> None:
        if 0 in self._discord.shards:
            self._start(self._discord.close(0, self._random.choice(PASSING_CODES)))

    def _start(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _hold(database: Path, seconds: float) -> None:
    with closing(sqlite3.connect(database, timeout=10, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        other.execute("ROLLBACK")
