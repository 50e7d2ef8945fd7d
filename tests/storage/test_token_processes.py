"""Processes that renew the tokens of one account, against the simulated services."""

import asyncio
import json
import shutil
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from bot.halo.auth.chain import Chain
from bot.halo.auth.oauth import Application
from bot.halo.clock import SystemClock
from bot.halo.transport.stack import NO_RATES, Network
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.replies import Reply
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import SEED_REFRESH_TOKEN
from bot.sandbox.world import World
from bot.storage.crypto import TokenCipher, generate_key
from bot.storage.engine import Database
from bot.storage.migrate import upgrade
from bot.storage.pending import MIGRATIONS
from bot.storage.tables import OwnLink
from bot.storage.tokens import StoredTokens
from tests.support.rotation import Order, Outcome, Worker
from tests.support.sign_in import signed_in_by_hand

KILLS, DATABASES = 200, 8
KILLS_TOGETHER = 12
# Seconds; short ones keep the next start waiting less. The races are about processes that live.
SHORT_LEASE, LEASE = 0.4, 8.0


class CountingService(SandboxService):
    """The simulated services, which note each use of a refresh token."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.used: Counter[str] = Counter()
        self._answer_oauth = self.signin.oauth_token
        self.signin.oauth_token = self._note  # type: ignore[method-assign]

    def _note(self, form: Mapping[str, str]) -> Reply:
        if "refresh_token" in form:
            self.used[form["refresh_token"]] += 1
        return self._answer_oauth(form)

    def shorten_lifetimes(self) -> None:
        """Let tokens end too soon to be used by another start: each one has to rotate."""
        signin = self.signin
        signin.oauth_lifetime = signin.user_lifetime = signin.xsts_lifetime = 30.0
        signin.spartan_lifetime = 30.0


@pytest.fixture
async def service(world: World) -> AsyncIterator[CountingService]:
    """The simulated services, in real time: the processes live in it."""
    async with CountingService(world) as service:
        yield service


async def carry_out(what: str, order: Order) -> Outcome:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.rotation", what,
        cwd=MIGRATIONS.parent, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        output, _ = await process.communicate(json.dumps(asdict(order)).encode())
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0
    return Outcome(**json.loads(output))


async def signs_in(service: CountingService, order: Order, worker: Worker) -> bool:
    """Whether a start of the program gets a Spartan token that is good."""
    clock = SystemClock()
    database = await Database.open(worker.database_url)
    async with aiohttp.ClientSession() as session:
        network = Network(session, clock, base_url=service.base_url, rates=NO_RATES)
        store = StoredTokens(database, TokenCipher([order.token_key]), clock)
        chain = Chain(network.sign_in(), store, clock, Application("client"), seed=worker.seed)
        tokens = await chain.current()
    await database.close()
    return service.signin.is_spartan(tokens.spartan)


async def linked(worker: Worker) -> set[int]:
    """Who is linked in the worker's database."""
    database = await Database.open(worker.database_url)
    async with database.session() as session:
        users = set(await session.scalars(select(OwnLink.user_id)))
    await database.close()
    return users


@pytest.mark.timeout(300)
async def test_no_kill_locks_an_account_out(
    service: CountingService, empty_database: Path, tmp_path: Path
) -> None:
    service.shorten_lifetimes()
    workers = []
    for number in range(DATABASES):
        path = tmp_path / f"{number}.db"
        shutil.copy(empty_database, path)
        workers.append(Worker(f"sqlite:///{path}", signed_in_by_hand(service)))
    order = Order(service.base_url, generate_key(), SHORT_LEASE, KILLS, workers)
    outcome = await carry_out("kill", order)
    assert outcome.ended == []
    assert outcome.killed >= KILLS
    assert outcome.signed_in > KILLS / 2
    # Some died between the answer and the commit, and their successors used the old token again.
    assert max(service.used.values()) > 1
    assert sum(len(links) for links in outcome.links.values()) > KILLS / 4
    for worker in workers:
        assert await signs_in(service, order, worker)
        assert await linked(worker) >= set(outcome.links[worker.database_url])


async def test_nor_does_it_on_one_database_for_all(
    service: CountingService, postgresql_url: str
) -> None:
    service.shorten_lifetimes()
    await upgrade(postgresql_url)
    workers = [Worker(postgresql_url, SEED_REFRESH_TOKEN)] * 2
    order = Order(service.base_url, generate_key(), SHORT_LEASE, KILLS_TOGETHER, workers)
    outcome = await carry_out("kill", order)
    assert outcome.ended == []
    assert outcome.killed >= KILLS_TOGETHER
    assert outcome.links[postgresql_url] != []
    assert await signs_in(service, order, workers[0])
    assert await linked(workers[0]) >= set(outcome.links[postgresql_url])


async def test_processes_on_one_database_take_turns(
    service: CountingService, database_url: str
) -> None:
    service.shorten_lifetimes()
    await upgrade(database_url)
    workers = [Worker(database_url, SEED_REFRESH_TOKEN)] * 2
    outcome = await carry_out("race", Order(service.base_url, generate_key(), LEASE, 5, workers))
    assert outcome.ended == []
    assert outcome.signed_in == 10
    # Each rotation went on from the one before it, whichever process had made that.
    assert set(service.used.values()) == {1}
    assert len(service.used) == 10


async def test_a_process_that_waited_uses_what_the_other_has_renewed(
    service: CountingService, database_url: str
) -> None:
    await upgrade(database_url)
    service.fail("oauth_token", Fault(FaultKind.DELAY, delay=0.3))
    workers = [Worker(database_url, SEED_REFRESH_TOKEN)] * 3
    outcome = await carry_out("race", Order(service.base_url, generate_key(), LEASE, 1, workers))
    assert outcome.ended == []
    assert service.used == {SEED_REFRESH_TOKEN: 1}
    assert len(set(outcome.spartan_tokens)) == 1
    assert service.signin.is_spartan(outcome.spartan_tokens[0])
