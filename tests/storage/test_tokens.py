import asyncio
import json
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.halo.auth.store import AccountTokens, Fence, Token, TokenStore, XboxToken
from bot.halo.clock import SystemClock
from bot.storage.crypto import TokenCipher, generate_key
from bot.storage.engine import Database
from bot.storage.errors import TokenKeyWrong
from bot.storage.migrate import upgrade
from bot.storage.tables import Account, AccountLease
from bot.storage.tokens import StoredTokens
from tests.support.clock import FakeClock
from tests.support.processes import environment

TOKENS = AccountTokens(
    name="main",
    refresh_token="plain-refresh-token",
    seeded_from="digest",
    oauth=Token("plain-oauth", 1.5),
    user=XboxToken("plain-user", 2.5, "plain-hash"),
    xsts_xbox=XboxToken("plain-xsts-xbox", 3.5, "plain-hash"),
    xsts_halo=XboxToken("plain-xsts-halo", 4.5, "plain-hash"),
    spartan=Token("plain-spartan", 5.5),
    clearance=Token("plain-clearance", 6.5),
    xuid="2533274800000001",
    gamertag="Größe 117",
    refused="RefreshTokenRefused",
)


@pytest.fixture
def cipher() -> TokenCipher:
    return TokenCipher([generate_key()])


@pytest.fixture
def store(database: Database, cipher: TokenCipher, clock: FakeClock) -> StoredTokens:
    return StoredTokens(database, cipher, clock)


async def stored_account(database: Database, name: str = "main") -> Account:
    async with database.session() as session:
        return await session.get_one(Account, name)


def all_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


async def test_it_is_a_token_store_that_gives_back_everything(store: StoredTokens) -> None:
    as_the_chain_sees_it: TokenStore = store
    await as_the_chain_sees_it.save(TOKENS)
    assert await as_the_chain_sees_it.load("main") == TOKENS


async def test_hops_that_never_ran_stay_empty(store: StoredTokens) -> None:
    fresh = AccountTokens(name="main", refresh_token="plain-refresh-token")
    await store.save(fresh)
    assert await store.load("main") == fresh


async def test_the_newest_tokens_count(
    store: StoredTokens, database: Database, clock: FakeClock
) -> None:
    await store.save(TOKENS)
    clock.time += 60
    newer = replace(TOKENS, refresh_token="rotated")
    await store.save(newer)
    assert await store.load("main") == newer
    assert (await stored_account(database)).updated_at == datetime.fromtimestamp(clock.now(), UTC)


async def test_accounts_are_listed_and_forgotten(store: StoredTokens) -> None:
    for name in ("second", "main"):
        await store.save(replace(TOKENS, name=name))
    assert await store.list_names() == ("main", "second")
    assert await store.delete("main") is True
    assert await store.delete("main") is False
    assert await store.load("main") is None
    assert await store.list_names() == ("second",)


async def test_a_save_is_committed_when_it_returns(
    store: StoredTokens, cipher: TokenCipher, clock: FakeClock, database_url: str
) -> None:
    await store.save(TOKENS)
    reopened = await Database.open(database_url)
    found = await StoredTokens(reopened, cipher, clock).load("main")
    await reopened.close()
    assert found == TOKENS


async def test_nothing_secret_is_readable_in_the_row(
    store: StoredTokens, database: Database
) -> None:
    await store.save(TOKENS)
    sealed = (await stored_account(database)).sealed
    assert b"plain" not in sealed
    assert b"refresh_token" not in sealed


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_nothing_secret_is_in_the_bytes_of_the_files(
    store: StoredTokens, tmp_path: Path
) -> None:
    await store.save(TOKENS)
    everything = all_bytes(tmp_path)
    assert b"main" in everything
    assert b"plain" not in everything
    assert TOKENS.xuid.encode() not in everything


async def test_another_key_does_not_open_them(
    store: StoredTokens, database: Database, clock: FakeClock
) -> None:
    await store.save(TOKENS)
    stranger = StoredTokens(database, TokenCipher([generate_key()]), clock)
    with pytest.raises(TokenKeyWrong):
        await stranger.load("main")


async def test_keys_are_changed_without_signing_in_again(
    database: Database, clock: FakeClock
) -> None:
    old, new = generate_key(), generate_key()
    for name in ("main", "second"):
        await StoredTokens(database, TokenCipher([old]), clock).save(replace(TOKENS, name=name))
    assert await StoredTokens(database, TokenCipher([new, old]), clock).reseal() == 2
    assert await StoredTokens(database, TokenCipher([new]), clock).load("main") == TOKENS


async def test_a_key_change_that_fails_changes_nothing(
    database: Database, clock: FakeClock
) -> None:
    first, second, new = (generate_key() for _ in range(3))
    for name, key in (("a", first), ("b", second)):
        store = StoredTokens(database, TokenCipher([key]), clock)
        await store.save(replace(TOKENS, name=name))
    with pytest.raises(TokenKeyWrong):
        await StoredTokens(database, TokenCipher([new, first]), clock).reseal()
    assert await StoredTokens(database, TokenCipher([first]), clock).load("a") is not None


async def test_fields_of_other_versions_do_no_harm(
    store: StoredTokens, database: Database, cipher: TokenCipher
) -> None:
    await store.save(TOKENS)
    written = asdict(TOKENS) | {"invented_later": {"value": 1}}
    written["spartan"]["invented_later"] = True
    del written["refused"], written["xsts_xbox"]
    async with database.begin() as session:
        account = await session.scalar(select(Account))
        assert account is not None
        account.sealed = cipher.seal(json.dumps(written).encode())
    assert await store.load("main") == replace(TOKENS, refused="", xsts_xbox=None)


KILLED = """
import asyncio, os, sys
from bot.storage.crypto import TokenCipher
from bot.storage.engine import Database
from bot.storage.tokens import StoredTokens
from bot.halo.clock import SystemClock

class Dying(TokenCipher):
    sealed = 0

    def rotate(self, sealed):
        self.sealed += 1
        if self.sealed == 2:
            os._exit(9)
        return super().rotate(sealed)

async def work():
    database = await Database.open(sys.argv[1])
    await StoredTokens(database, Dying(sys.argv[2:]), SystemClock()).reseal()

asyncio.run(work())
"""


async def test_a_key_change_that_is_killed_half_way_changes_nothing(
    database: Database, database_url: str, clock: FakeClock
) -> None:
    old, new = generate_key(), generate_key()
    store = StoredTokens(database, TokenCipher([old]), clock)
    for name in ("a", "b", "c"):
        await store.save(replace(TOKENS, name=name))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, database_url, new, old, env=environment()
    )
    assert await process.wait() == 9
    assert all([await store.load(name) for name in ("a", "b", "c")])
    assert await StoredTokens(database, TokenCipher([new, old]), clock).reseal() == 3


async def move_leases(database: Database, seconds: float) -> None:
    """Let all leases end so much later, as if their holder's clock had been ahead; or earlier."""
    async with database.begin() as session:
        ends = AccountLease.expires_at
        await session.execute(update(AccountLease).values(expires_at=ends + seconds))


async def test_a_lease_is_one_holders_until_it_ends(
    store: StoredTokens, database: Database
) -> None:
    assert await store.lease("main", "a", 20) is None
    other = await store.lease("main", "b", 20)
    assert other is not None
    assert other.holder == "a"
    assert 0 < other.left <= 20
    assert await store.lease("second", "b", 20) is None
    await move_leases(database, -15)
    assert await store.lease("main", "a", 20) is None
    await move_leases(database, -15)
    assert await store.lease("main", "b", 20) is not None
    await move_leases(database, -5)
    assert await store.lease("main", "b", 20) is None
    assert await store.lease("main", "a", 20) is not None


@pytest.mark.parametrize("ahead", [60.0, 86_400.0, 1e12])
async def test_a_lease_that_ends_later_than_it_can_is_void(
    store: StoredTokens, database: Database, ahead: float
) -> None:
    await store.lease("main", "a", 20)
    await move_leases(database, ahead)
    assert await store.lease("main", "b", 20) is None
    assert await store.lease("main", "a", 20) is not None


async def test_the_time_of_leases_is_the_databases_own_where_it_is_a_server(
    postgresql_url: str, cipher: TokenCipher, clock: FakeClock
) -> None:
    await upgrade(postgresql_url)
    database = await Database.open(postgresql_url)
    # The test's clock is that of a host which is years off.
    assert await StoredTokens(database, cipher, clock).lease("main", "a", 20) is None
    other = await StoredTokens(database, cipher, SystemClock()).lease("main", "b", 20)
    await database.close()
    assert other is not None
    assert other.left <= 20


async def test_a_lease_is_given_back_by_its_holder_only(store: StoredTokens) -> None:
    await store.lease("main", "a", 20)
    await store.release("main", "b")
    assert await store.lease("main", "b", 20) is not None
    await store.release("main", "a")
    assert await store.lease("main", "b", 20) is None


async def test_only_who_has_the_lease_saves_under_it(store: StoredTokens) -> None:
    await store.save(TOKENS)
    rotated = replace(TOKENS, refresh_token="rotated")
    assert not await store.save(rotated, Fence("a"))
    await store.lease("main", "b", 20)
    assert not await store.save(rotated, Fence("a"))
    assert await store.load("main") == TOKENS
    assert await store.save(rotated, Fence("b"))
    assert await store.load("main") == rotated


async def test_a_late_save_does_not_replace_a_newer_refresh_token(store: StoredTokens) -> None:
    await store.lease("main", "a", 20)
    newer, late = (replace(TOKENS, refresh_token=token) for token in ("newer", "late"))
    assert await store.save(TOKENS, Fence("a", after="what is not stored yet"))
    assert await store.save(newer, Fence("a", after=TOKENS.refresh_token))
    assert not await store.save(late, Fence("a", after=TOKENS.refresh_token))
    assert await store.load("main") == newer
    # The same refresh token with a later Spartan token, and another seed, are no older.
    assert await store.save(replace(newer, spartan=None), Fence("a", after="newer"))
    assert await store.save(replace(late, seeded_from="another"), Fence("a", after="late"))


async def test_of_many_who_want_a_lease_one_gets_it(store: StoredTokens) -> None:
    given = await asyncio.gather(*(store.lease("main", str(who), 20) for who in range(10)))
    assert given.count(None) == 1
