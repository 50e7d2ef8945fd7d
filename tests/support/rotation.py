"""Processes that sign in again and again, for tests that kill them or let them race.

    python -m tests.support.rotation kill|race < order.json > outcome.json

All are forked from this one, which has imported everything and started no thread: a start takes
milliseconds instead of a second. `kill` ends each process at a random instant and starts the next
on the same database, some of them at once; each links somebody whenever it has signed in. `race`
lets them all start together and run to the end.
"""

import asyncio
import gc
import json
import os
import random
import re
import select
import signal
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import NoReturn

import aiohttp

from bot.halo.auth.chain import Chain
from bot.halo.auth.lease import Lease, Waiting
from bot.halo.auth.oauth import Application
from bot.halo.auth.store import AccountTokens, Fence
from bot.halo.clock import SystemClock
from bot.halo.errors import Unavailable
from bot.halo.names import Names
from bot.halo.transport.accounts import MAIN
from bot.halo.transport.stack import NO_RATES, Network
from bot.storage.crypto import TokenCipher
from bot.storage.engine import Database
from bot.storage.gamertags import GamertagIndex
from bot.storage.links import LinkRepository
from bot.storage.players import AskedPlayers
from bot.storage.tokens import StoredTokens

# Seconds. Saving takes a little longer here, so that some are killed just before or after it.
AROUND_SAVE = 0.005
LATEST_KILL = 0.08
# Longer than the test lasts: on a slow machine all wait for all.
PATIENCE = 600.0
SIGNED_IN, FAILED = b"+", b"-"
_LINKED = re.compile(rb"L(\d+);")


@dataclass(frozen=True, slots=True)
class Worker:
    """One database and the refresh token that starts its account."""

    database_url: str
    seed: str


@dataclass(frozen=True, slots=True)
class Order:
    """What to do. `times` is how often to kill, or how often each process signs in."""

    base_url: str
    token_key: str
    lease_seconds: float
    times: int
    workers: list[Worker]


@dataclass(slots=True)
class Outcome:
    """What came of it. `ended` are processes that ended by themselves, with the error; `links` are
    the users whose link was confirmed, by database."""

    killed: int = 0
    signed_in: int = 0
    ended: list[str] = field(default_factory=list)
    spartan_tokens: list[str] = field(default_factory=list)
    links: dict[str, list[int]] = field(default_factory=dict)

    def note_links(self, database_url: str, said: bytes) -> None:
        """Keep the links that a process has told of."""
        found = [int(user) for user in _LINKED.findall(said)]
        self.links.setdefault(database_url, []).extend(found)


class _SlowTokens(StoredTokens):
    async def save(self, tokens: AccountTokens, fence: Fence | None = None) -> bool:
        await asyncio.sleep(AROUND_SAVE)
        saved = await super().save(tokens, fence)
        await asyncio.sleep(AROUND_SAVE)
        return saved


async def sign_in(order: Order, worker: Worker, times: int | None, told: int) -> None:
    """Sign in so often, or for ever and link somebody each time; as a start of the program does.

    Writes to `told` a byte each time, each user who is linked, and the last Spartan token.
    """
    clock = SystemClock()
    database = await Database.open(worker.database_url)
    async with aiohttp.ClientSession() as session:
        network = Network(session, clock, base_url=order.base_url, rates=NO_RATES)
        store = _SlowTokens(database, TokenCipher([order.token_key]), clock)
        asked = AskedPlayers(database, clock, GamertagIndex(database, clock, Names()))
        links = LinkRepository(database, clock, asked)
        done, spartan = 0, ""
        while times is None or done < times:
            sender = network.sign_in()
            lease = Lease(sender, store, clock, MAIN, order.lease_seconds, Waiting(PATIENCE))
            chain = Chain(
                sender, store, clock, Application("client"), seed=worker.seed, lease=lease
            )
            try:
                spartan = (await chain.current()).spartan
            except Unavailable:
                continue  # A slow machine; the next start tries again.
            done += 1
            os.write(told, SIGNED_IN)
            if times is None:
                user = time.time_ns()
                await links.link_self(user, done, "Ember Fox")
                os.write(told, b"L%d;" % user)
    await database.close()
    os.write(told, spartan.encode())


def start(
    order: Order, worker: Worker, times: int | None, go: int | None = None
) -> tuple[int, int]:
    """A forked process that signs in, and the pipe that it tells of it.

    With `go`, it waits until there is a byte for it in that pipe.
    """
    heard, told = os.pipe()
    process = os.fork()
    if not process:
        run_forked(order, worker, times, go, told)
    os.close(told)
    return process, heard


def run_forked(
    order: Order, worker: Worker, times: int | None, go: int | None, told: int
) -> NoReturn:
    """The life of a forked process."""
    code = 0
    try:
        if go is not None:
            os.read(go, 1)
        asyncio.run(sign_in(order, worker, times, told))
    except BaseException as error:  # noqa: BLE001 - told to the test
        os.write(told, FAILED + repr(error).encode())
        code = 1
    os._exit(code)


def kill(order: Order) -> Outcome:
    """Kill `times` processes, some while they start and some while they rotate."""
    outcome = Outcome()
    running: dict[int, tuple[Worker, int, float]] = {}

    def launch(worker: Worker) -> None:
        process, heard = start(order, worker, None)
        # Three of four are killed after they have signed in once, one of them at any time.
        early = random.random() < 0.25
        due = time.monotonic() + random.uniform(0, 2 * LATEST_KILL) if early else float("inf")
        running[heard] = (worker, process, due)

    for worker in order.workers:
        launch(worker)
    while outcome.killed < order.times and not outcome.ended:
        soonest = min(due for _, _, due in running.values())
        wait = max(0.0, min(soonest - time.monotonic(), 1.0))
        waiting = [heard for heard, (_, _, due) in running.items() if due == float("inf")]
        for heard in select.select(waiting, [], [], wait)[0]:
            said = os.read(heard, 1000)
            if not said.startswith(SIGNED_IN):
                outcome.ended.append(said.decode())
                continue
            outcome.signed_in += 1
            worker, process, _ = running[heard]
            outcome.note_links(worker.database_url, said)
            due = time.monotonic() + random.uniform(0, LATEST_KILL)
            running[heard] = (worker, process, due)
        now = time.monotonic()
        for heard in [heard for heard, (_, _, due) in running.items() if due <= now]:
            worker, process, _ = running.pop(heard)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            said = os.read(heard, 65_536)
            os.close(heard)
            outcome.note_links(worker.database_url, said)
            if FAILED in said:
                outcome.ended.append(said.decode())
            outcome.killed += 1
            launch(worker)
    for _, process, _ in running.values():
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    return outcome


def race(order: Order) -> Outcome:
    """Let all processes sign in `times` times, starting together."""
    outcome = Outcome()
    go, ready = os.pipe()
    started = [start(order, worker, order.times, go) for worker in order.workers]
    os.write(ready, b"." * len(started))
    for process, heard in started:
        with os.fdopen(heard, "rb") as pipe:
            said = pipe.read()
        os.waitpid(process, 0)
        outcome.signed_in += said.count(SIGNED_IN)
        if FAILED in said[: said.count(SIGNED_IN) + 1]:
            outcome.ended.append(said.decode())
        outcome.spartan_tokens.append(said.lstrip(SIGNED_IN).decode())
    return outcome


def main() -> None:
    """Read the order, carry it out, write the outcome."""
    given = json.load(sys.stdin)
    # What is loaded by now is shared by all processes, as long as nobody collects it.
    gc.freeze()
    order = Order(**{**given, "workers": [Worker(**one) for one in given["workers"]]})
    outcome = (kill if sys.argv[1] == "kill" else race)(order)
    json.dump(asdict(outcome), sys.stdout)


if __name__ == "__main__":
    main()
