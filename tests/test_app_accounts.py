"""Which accounts the program signs in with, over its starts and while it runs."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.app import App, open_app
from bot.config import Settings
from bot.halo.auth.chain import LOOK_AGAIN
from bot.halo.auth.store import AccountTokens
from bot.halo.errors import SignInRequired
from bot.halo.identifiers import Xuid
from bot.halo.transport.authenticate import SPARTAN_HEADER
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_CLEARANCE, STATIC_SPARTAN_TOKEN
from bot.storage.crypto import TokenCipher
from bot.storage.engine import Database
from bot.storage.migrate import upgrade
from bot.storage.tokens import StoredTokens
from tests.support.clock import FakeClock
from tests.support.sign_in import DAY, HOUR, ONCE_EACH, hops, signed_in_by_hand
from tests.support.waiting import until


@asynccontextmanager
async def started(settings: Settings, clock: FakeClock) -> AsyncIterator[App]:
    async with open_app(settings, clock=clock, rates={}, keep_tokens_fresh=False) as app:
        yield app


@asynccontextmanager
async def accounts_of(settings: Settings, clock: FakeClock) -> AsyncIterator[StoredTokens]:
    """The stored accounts, as another process has them."""
    database = await Database.open(settings.database_url)
    yield StoredTokens(database, TokenCipher(settings.token_keys), clock)
    await database.close()


async def store_account(
    settings: Settings, clock: FakeClock, sandbox: SandboxService, name: str
) -> None:
    """Leave in the database what signing in by hand leaves there."""
    async with accounts_of(settings, clock) as store:
        await store.save(AccountTokens(name, refresh_token=signed_in_by_hand(sandbox)))


async def remove_account(settings: Settings, clock: FakeClock, name: str) -> None:
    async with accounts_of(settings, clock) as store:
        assert await store.delete(name)


class Minutes(FakeClock):
    """Whoever sleeps for a minute wakes when the test lets one pass; all others sleep on."""

    def __init__(self) -> None:
        super().__init__()
        self._asleep: set[asyncio.Event] = set()

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        if seconds == LOOK_AGAIN:
            self._asleep.add(woken)
        await woken.wait()

    async def minute(self) -> None:
        """Let one pass, once somebody waits for it."""
        await until(lambda: bool(self._asleep))
        self.advance(LOOK_AGAIN)
        asleep, self._asleep = self._asleep, set()
        for woken in asleep:
            woken.set()


def names(app: App) -> list[str]:
    """The accounts that the program signs in with."""
    return [chain.status().account for chain in app.chains]


def with_changes(settings: Settings, **changes: str) -> Settings:
    return settings.model_copy(update={name: SecretStr(value) for name, value in changes.items()})


def askers(sandbox: SandboxService) -> list[str]:
    """The Spartan tokens of the lookups, in order."""
    return [
        seen.headers[SPARTAN_HEADER] for seen in sandbox.seen if seen.endpoint == "users_by_xuid"
    ]


async def look_up(app: App, number: int = 0) -> None:
    await app.client.profile.users_by_xuid([Xuid(2533274800000001 + number)])


@pytest.mark.parametrize("later", [HOUR, 5 * HOUR, 17 * HOUR, 15 * DAY])
async def test_a_restart_goes_on_with_what_is_stored(
    settings: Settings, clock: FakeClock, sandbox: SandboxService, later: float
) -> None:
    async with started(settings, clock) as app:
        await look_up(app)
    assert hops(sandbox) == ONCE_EACH
    async with started(settings, clock) as app:
        await look_up(app, 1)
    assert hops(sandbox) == ONCE_EACH
    for number in range(2, 5):
        clock.advance(later)
        async with started(settings, clock) as app:
            await look_up(app, number)
    assert all(sandbox.signin.is_spartan(token) for token in askers(sandbox)[-1:])
    assert len(askers(sandbox)) == 5


async def test_all_stored_accounts_share_the_work(
    settings: Settings, clock: FakeClock, sandbox: SandboxService
) -> None:
    for name in ("second", "another"):
        await store_account(settings, clock, sandbox, name)
    async with started(settings, clock) as app:
        assert names(app) == ["main", "another", "second"]
        for number in range(6):
            await look_up(app, number)
    first, *_ = tokens = askers(sandbox)
    assert len(set(tokens)) == 3
    assert tokens == tokens[:3] * 2
    # What was stored by hand starts no account called main.
    async with started(with_changes(settings, halo_refresh_token=""), clock) as app:
        assert names(app) == ["main", "another", "second"]
        await look_up(app, 7)
    assert askers(sandbox)[-1] == first


async def test_without_a_seed_only_the_stored_accounts_sign_in(
    settings: Settings, clock: FakeClock, sandbox: SandboxService
) -> None:
    await store_account(settings, clock, sandbox, "second")
    async with started(with_changes(settings, halo_refresh_token=""), clock) as app:
        assert names(app) == ["second"]
        await look_up(app)


async def test_one_refused_account_leaves_the_work_to_the_others(
    settings: Settings, clock: FakeClock, sandbox: SandboxService
) -> None:
    await store_account(settings, clock, sandbox, "second")
    async with started(with_changes(settings, halo_refresh_token="wrong"), clock) as app:
        for number in range(4):
            await look_up(app, number)
        assert app.stack.accounts.set_aside() == ("main",)
        assert [chain.status().error for chain in app.chains] == ["RefreshTokenRefused", ""]
    assert len(set(askers(sandbox))) == 1


async def test_an_account_may_be_signed_in_while_the_program_runs(
    settings: Settings, clock: FakeClock, sandbox: SandboxService
) -> None:
    async with started(with_changes(settings, halo_refresh_token=""), clock) as app:
        with pytest.raises(SignInRequired):
            await look_up(app)
        await store_account(settings, clock, sandbox, "main")
        clock.advance(60)
        await look_up(app)


async def test_an_account_that_is_signed_in_meanwhile_joins(
    settings: Settings, sandbox: SandboxService
) -> None:
    clock = Minutes()
    async with open_app(settings, clock=clock, rates={}) as app:
        await look_up(app)
        await store_account(settings, clock, sandbox, "second")
        await clock.minute()
        await until(lambda: len(app.chains) == 2)
        for number in range(1, 5):
            await look_up(app, number)
        assert names(app) == ["main", "second"]
        status = await app.lookups.status.status()
        assert [one.account for one in status.sign_ins] == ["main", "second"]
    assert len(set(askers(sandbox))) == 2


async def test_an_account_that_is_removed_meanwhile_is_used_no_more(
    settings: Settings, sandbox: SandboxService
) -> None:
    clock = Minutes()
    await store_account(settings, clock, sandbox, "second")
    async with open_app(settings, clock=clock, rates={}) as app:
        for number in range(2):
            await look_up(app, number)
        assert len(set(askers(sandbox))) == 2
        await remove_account(settings, clock, "second")
        await clock.minute()
        await until(lambda: names(app) == ["main"])
        for number in range(2, 6):
            await look_up(app, number)
        assert len(set(askers(sandbox)[2:])) == 1
        await until(lambda: keepers() == 1)
        status = await app.lookups.status.status()
        assert [one.account for one in status.sign_ins] == ["main"]
        # It may come back, as any other.
        await store_account(settings, clock, sandbox, "second")
        await clock.minute()
        await until(lambda: names(app) == ["main", "second"])
        for number in range(6, 8):
            await look_up(app, number)
    assert len(set(askers(sandbox))) == 3


def keepers() -> int:
    """How many accounts are kept fresh now."""
    return sum(task.get_name() == "token keeper" for task in asyncio.all_tasks())


async def test_the_account_of_the_configuration_stays(
    settings: Settings, sandbox: SandboxService
) -> None:
    clock = Minutes()
    async with open_app(settings, clock=clock, rates={}) as app:
        await look_up(app)
        await remove_account(settings, clock, "main")
        # That it joins shows that the program has looked.
        await store_account(settings, clock, sandbox, "second")
        await clock.minute()
        await until(lambda: names(app) == ["main", "second"])
        for number in range(1, 3):
            await look_up(app, number)
    assert len(set(askers(sandbox)[1:])) == 2


@pytest.mark.parametrize("only", ["main", "second"])
async def test_without_its_last_account_the_program_is_not_signed_in(
    settings: Settings, sandbox: SandboxService, only: str
) -> None:
    clock = Minutes()
    await store_account(settings, clock, sandbox, only)
    unseeded = with_changes(settings, halo_refresh_token="")
    async with open_app(unseeded, clock=clock, rates={}) as app:
        await look_up(app)
        (chain,) = app.chains
        await remove_account(settings, clock, only)
        await clock.minute()
        await until(lambda: chain not in app.chains)
        with pytest.raises(SignInRequired):
            await look_up(app, 1)
        status = await app.lookups.status.status()
        assert [(one.account, one.failing) for one in status.sign_ins] == [("main", True)]
        # Whoever signs in next takes the place of the missing one.
        await store_account(settings, clock, sandbox, "another")
        await clock.minute()
        await until(lambda: names(app) == ["another"])
        await look_up(app, 2)


async def change(database: Database, statement: str) -> None:
    async with database.begin() as session:
        await session.execute(text(statement))


@pytest.fixture(params=["sqlite", "postgresql"])
def settings_of_either(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    """Settings with a database of each kind."""
    if request.param == "sqlite":
        return settings
    url = str(request.getfixturevalue("postgresql_url"))
    return settings.model_copy(update={"database_url": url})


async def test_a_database_that_fails_for_a_while_removes_nobody(
    settings_of_either: Settings, sandbox: SandboxService, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_of_either
    await upgrade(settings.database_url)
    clock = Minutes()
    await store_account(settings, clock, sandbox, "second")
    async with open_app(settings, clock=clock, rates={}) as app:
        for number in range(2):
            await look_up(app, number)
        await change(app.database, "ALTER TABLE accounts RENAME TO away")
        with caplog.at_level(logging.WARNING):
            await clock.minute()
            await until(lambda: "not looked for" in caplog.text)
        assert names(app) == ["main", "second"]
        await change(app.database, "ALTER TABLE away RENAME TO accounts")
        await store_account(settings, clock, sandbox, "third")
        await clock.minute()
        await until(lambda: names(app) == ["main", "second", "third"])
        for number in range(2, 5):
            await look_up(app, number)
    assert len(set(askers(sandbox))) == 3


async def test_pasted_tokens_stand_in_for_all_accounts(
    settings: Settings, clock: FakeClock, sandbox: SandboxService
) -> None:
    await store_account(settings, clock, sandbox, "second")
    pasted = with_changes(
        settings,
        halo_spartan_token=STATIC_SPARTAN_TOKEN,
        halo_clearance_token=STATIC_CLEARANCE,
    )
    async with started(pasted, clock) as app:
        assert app.chains == ()
        for number in range(3):
            await look_up(app, number)
    assert askers(sandbox) == [STATIC_SPARTAN_TOKEN] * 3


async def test_each_account_is_kept_fresh(
    settings: Settings, clock: FakeClock, sandbox: SandboxService,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    await store_account(settings, clock, sandbox, "second")
    kept: list[str] = []

    async def note(keeper: object) -> None:
        kept.append(keeper._chain.status().account)  # type: ignore[attr-defined]

    monkeypatch.setattr("bot.sign_ins.Keeper.run", note)
    async with open_app(settings, clock=clock, rates={}) as app:
        await look_up(app)
    assert sorted(kept) == ["main", "second"]
