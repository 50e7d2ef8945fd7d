"""The whole program without Discord: what it keeps over a restart, and what it leaves behind."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import MEGABYTE, App, create_bot, open_app
from bot.config import Settings
from bot.facts.results import CsrReport, MatchReport, MedalsReport, Player
from bot.halo.clock import Clock, SystemClock
from bot.halo.errors import SignInRequired, TokenRefused
from bot.halo.transport.retry import DEADLINE
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_CLEARANCE, STATIC_SPARTAN_TOKEN
from bot.sandbox.world import World
from bot.storage.errors import DatabaseUrlWrong, StorageUnavailable
from tests.support.clock import FakeClock
from tests.support.faults import DOWN
from tests.support.sign_in import HOPS, ONCE_EACH, hops
from tests.support.texts import CATALOGUE
from tests.support.waiting import until

Start = Callable[[], AbstractAsyncContextManager[App]]
PROCFS = Path("/proc/self/fd")


@pytest.fixture
def start(settings: Settings, clock: FakeClock) -> Start:
    """Starts the program, always with the same settings and so on the same database."""
    return lambda: started(settings, clock)


@pytest.fixture
def player(world: World) -> Player:
    return Player(world.main.xuid, world.main.gamertag)


@asynccontextmanager
async def started(settings: Settings, clock: Clock, keep_fresh: bool = False) -> AsyncIterator[App]:
    async with open_app(
        settings, clock=clock, rates={}, deadline=DEADLINE, keep_tokens_fresh=keep_fresh
    ) as app:
        yield app


async def ask(app: App, player: Player) -> tuple[MatchReport, CsrReport, MedalsReport]:
    """One of each lookup."""
    lookups = app.lookups
    return (
        await lookups.last_match.latest(player),
        await lookups.csr.standings(player),
        await lookups.medals.medals(player),
    )


def asked_since(sandbox: SandboxService, seen: int) -> set[str]:
    """The endpoints that were asked after the first `seen` requests."""
    return {request.endpoint for request in list(sandbox.seen)[seen:]}


async def test_a_restart_reuses_tokens_and_answers(
    start: Start, sandbox: SandboxService, player: Player, clock: FakeClock
) -> None:
    async with start() as app:
        before = await ask(app, player)
    seen = sandbox.count()
    assert hops(sandbox) == ONCE_EACH
    async with start() as app:
        assert await ask(app, player) == before
        assert sandbox.count() == seen
        # Longer than histories and ranks hold, shorter than matches, maps and tokens do.
        clock.advance(400)
        assert await ask(app, player) == before
    # No match was played since, so ranks and medals are what they were.
    assert asked_since(sandbox, seen) == {"match_history"}


async def test_a_restart_renews_only_what_has_ended(
    start: Start, sandbox: SandboxService, player: Player, clock: FakeClock
) -> None:
    async with start() as app:
        await app.lookups.last_match.latest(player)
    clock.advance(5 * 3_600)
    async with start() as app:
        await app.lookups.last_match.latest(player)
    assert hops(sandbox) == (1, 1, 2, 2, 2)


async def test_a_restart_signs_in_with_the_rotated_refresh_token(
    start: Start, sandbox: SandboxService, player: Player, clock: FakeClock
) -> None:
    async with start() as app:
        await app.lookups.csr.standings(player)
    clock.advance(15 * 86_400)
    # Using the newest one makes the configured one void.
    async with start() as app:
        await app.lookups.csr.standings(player)
    assert app.settings.halo_refresh_token.get_secret_value() not in sandbox.signin.refresh_tokens
    clock.advance(15 * 86_400)
    async with start() as app:
        assert await app.lookups.csr.standings(player)


async def test_links_and_settings_outlive_a_restart(start: Start) -> None:
    async with start() as app:
        await app.lookups.links.link_self(7, "Ember Fox")
        await app.lookups.settings.set_match_kind(1, "custom")
    async with start() as app:
        assert (await app.lookups.links.whois(7, None, own=True)).gamertag == "Ember Fox"
        assert (await app.lookups.settings.get(1)).match_kind == "custom"


async def test_a_restart_during_an_outage_shows_what_is_stored(
    start: Start, sandbox: SandboxService, player: Player, clock: FakeClock
) -> None:
    async with start() as app:
        asked_at = clock.now()
        before, *_ = await ask(app, player)
    clock.advance(3_600)
    sandbox.fail("*", DOWN)
    async with start() as app:
        after, *_ = await ask(app, player)
    assert after.match_id == before.match_id
    assert after.freshness.stale
    assert after.freshness.as_of is not None
    assert after.freshness.as_of.timestamp() == asked_at


async def test_the_memory_is_as_large_as_it_is_set(
    settings: Settings, clock: FakeClock, player: Player
) -> None:
    small = settings.model_copy(update={"cache_memory_megabytes": 1})
    async with started(small, clock) as app:
        await ask(app, player)
        assert 0 < app.stack.cache.memory.bytes <= MEGABYTE
        assert app.stack.cache.memory.evictions > 0


async def test_equal_questions_at_once_cost_one_request_each(
    app: App, sandbox: SandboxService, player: Player
) -> None:
    reports = await asyncio.gather(*(app.lookups.last_match.latest(player) for _ in range(25)))
    assert all(report == reports[0] for report in reports)
    counts = {name: sandbox.count(name) for name in ("match_history", "match_stats", "match_skill")}
    assert counts == {"match_history": 1, "match_stats": 1, "match_skill": 1}
    assert hops(sandbox) == ONCE_EACH


async def test_without_tokens_a_lookup_says_who_has_to_sign_in(
    settings: Settings, clock: FakeClock, sandbox: SandboxService, player: Player
) -> None:
    bare = settings.model_copy(update={"token_key": SecretStr("")})
    async with started(bare, clock) as app:
        assert app.chains == ()
        with pytest.raises(SignInRequired, match="Not signed in"):
            await app.lookups.csr.standings(player)
    assert sandbox.count() == 0


async def test_whoever_waits_as_told_after_a_refusal_is_answered(
    app: App, sandbox: SandboxService, clock: FakeClock, player: Player
) -> None:
    await app.client.profile.current_user()
    # The service takes back what it has just given.
    sandbox.signin.expire_spartan()
    with pytest.raises(TokenRefused) as caught:
        await app.lookups.csr.standings(player)
    assert caught.value.retry_after is not None
    clock.advance(caught.value.retry_after)
    assert await app.lookups.csr.standings(player)


async def test_pasted_tokens_need_no_signing_in(
    settings: Settings, clock: FakeClock, sandbox: SandboxService, player: Player
) -> None:
    pasted = settings.model_copy(
        update={
            "halo_spartan_token": SecretStr(STATIC_SPARTAN_TOKEN),
            "halo_clearance_token": SecretStr(STATIC_CLEARANCE),
        }
    )
    async with started(pasted, clock) as app:
        assert await app.lookups.csr.standings(player)
    assert hops(sandbox) == (0, 0, 0, 0, 0)


async def test_the_keeper_signs_in_without_being_asked(
    settings: Settings, sandbox: SandboxService
) -> None:
    tasks = asyncio.all_tasks()
    async with started(settings, SystemClock(), keep_fresh=True) as app:
        (chain,) = app.chains
        await until(lambda: chain.status().gamertag != "")
        assert hops(sandbox) == ONCE_EACH
    assert asyncio.all_tasks() == tasks
    assert set(asked_since(sandbox, 0)) == set(HOPS)


def connections(base_url: str) -> int:
    """How many TCP connections this process has open to that port."""
    port = int(base_url.rpartition(":")[2])
    rows = [row.split() for row in Path("/proc/self/net/tcp").read_text().splitlines()[1:]]
    there = {row[9] for row in rows if int(row[2].rpartition(":")[2], 16) == port}
    return sum(f"socket:[{inode}]" in open_files() for inode in there)


def open_files() -> set[str]:
    """What this process's file descriptors stand for."""
    found = set()
    for descriptor in PROCFS.iterdir():
        try:
            found.add(str(descriptor.readlink()))
        except FileNotFoundError:
            continue  # The one that lists the folder itself.
    return found


@pytest.mark.skipif(not PROCFS.exists(), reason=f"{sys.platform} has no /proc")
async def test_shutdown_leaves_nothing_behind(
    settings: Settings, sandbox: SandboxService, player: Player, clock: FakeClock
) -> None:
    tasks = asyncio.all_tasks()
    database = settings.database_url.removeprefix("sqlite:///")
    async with started(settings, clock) as app:
        await ask(app, player)
        sandbox.fail("*", Fault(FaultKind.HANG))
        clock.advance(3_600)
        hanging = [
            asyncio.ensure_future(ask(app, player)),
            asyncio.ensure_future(app.lookups.players.by_gamertag("Ember Fox")),
        ]
        seen = sandbox.count()
        await until(lambda: sandbox.count() >= seen + 2)
        assert connections(sandbox.base_url) > 0
        assert any(name.startswith(database) for name in open_files())
    assert connections(sandbox.base_url) == 0
    assert not any(name.startswith(database) for name in open_files())
    await asyncio.gather(*hanging, return_exceptions=True)
    assert all(task.cancelled() or task.exception() for task in hanging)
    # The hanging requests' handlers belong to the simulated service, and end with it.
    await sandbox.close()
    assert asyncio.all_tasks() - tasks == set()


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("sqlite:///{folder}/broken.db", StorageUnavailable),
        ("sqlite:///{folder}", StorageUnavailable),
        ("postgresql://bot:pass-word@127.0.0.1:1/halo", StorageUnavailable),
        ("mysql://bot:pass-word@127.0.0.1/halo", DatabaseUrlWrong),
        ("nonsense pass-word", DatabaseUrlWrong),
    ],
)
async def test_a_broken_database_is_a_named_error(
    settings: Settings, clock: FakeClock, tmp_path: Path, url: str,
    error: type[StorageUnavailable],
) -> None:  # fmt: skip
    (tmp_path / "broken.db").write_bytes(b"this is no database " * 300)
    tasks = asyncio.all_tasks()
    broken = settings.model_copy(update={"database_url": url.format(folder=tmp_path)})
    with pytest.raises(StorageUnavailable) as raised:
        async with started(broken, clock):
            pytest.fail("it has opened")
    assert type(raised.value) is error
    assert "pass-word" not in f"{raised.value} {raised.value.hint}"
    assert asyncio.all_tasks() == tasks


async def test_a_database_without_tables_is_a_named_error(
    settings: Settings, clock: FakeClock, tmp_path: Path
) -> None:
    empty = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'empty.db'}"})
    with pytest.raises(StorageUnavailable):
        async with started(empty, clock):
            pass


async def test_discord_is_reached_through_the_proxy_of_the_settings(app: App) -> None:
    proxy = "http://bot:secret@proxy:3128"
    settings = app.settings.model_copy(update={"https_proxy": SecretStr(proxy)})
    bot = create_bot(replace(app, settings=settings), CATALOGUE)
    assert bot.http.proxy == proxy
    direct = settings.model_copy(update={"no_proxy": "discord.com"})
    assert create_bot(replace(app, settings=direct), CATALOGUE).http.proxy is None
