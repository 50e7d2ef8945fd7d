"""The tokens of accounts, sealed as a whole."""

import json
from dataclasses import asdict, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar, get_args, get_type_hints

from sqlalchemy import delete, select

from bot.halo.auth.store import AccountTokens
from bot.halo.clock import Clock
from bot.storage.crypto import TokenCipher
from bot.storage.engine import Database
from bot.storage.tables import Account, AccountLease
from bot.storage.upsert import insert, upsert

Kept = TypeVar("Kept")


class StoredTokens:
    """A TokenStore in the database. All methods may raise StorageUnavailable."""

    def __init__(self, database: Database, cipher: TokenCipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    async def load(self, name: str) -> AccountTokens | None:
        """The account's newest tokens, or None where it is unknown. Raises TokenKeyWrong."""
        async with self._database.session() as session:
            sealed = await session.scalar(select(Account.sealed).where(Account.name == name))
        if sealed is None:
            return None
        return _restore(AccountTokens, json.loads(self._cipher.open(sealed)))

    async def save(self, tokens: AccountTokens) -> None:
        """Keep these in place of any earlier ones; returns only once they are committed."""
        sealed = self._cipher.seal(json.dumps(asdict(tokens)).encode())
        now = datetime.fromtimestamp(self._clock.now(), UTC)
        async with self._database.begin() as session:
            await upsert(session, Account, name=tokens.name, sealed=sealed, updated_at=now)

    async def lease(self, name: str, holder: str, seconds: float) -> bool:
        """Let `holder` alone renew the account for so long, or longer where it does already.

        Gives False while somebody else's lease lasts. Hosts that share a database have to agree on
        the time to within a few seconds.
        """
        now = self._clock.now()
        async with self._database.begin() as session:
            taken = insert(session, AccountLease).values(
                name=name, holder=holder, expires_at=now + seconds
            )
            given = await session.scalar(
                taken.on_conflict_do_update(
                    index_elements=[AccountLease.name],
                    set_={"holder": holder, "expires_at": now + seconds},
                    where=(AccountLease.holder == holder) | (AccountLease.expires_at <= now),
                ).returning(AccountLease.name)
            )
        return given is not None

    async def release(self, name: str, holder: str) -> None:
        """End the holder's lease, if it still has it."""
        async with self._database.begin() as session:
            await session.execute(
                delete(AccountLease).where(AccountLease.name == name, AccountLease.holder == holder)
            )

    async def list_names(self) -> tuple[str, ...]:
        """The names of all accounts, sorted."""
        async with self._database.session() as session:
            return tuple(sorted(await session.scalars(select(Account.name))))

    async def delete(self, name: str) -> bool:
        """Forget an account. Gives whether it was known."""
        async with self._database.begin() as session:
            gone = await session.scalar(
                delete(Account).where(Account.name == name).returning(Account.name)
            )
        return gone is not None

    async def reseal(self) -> int:
        """Seal everything anew with the first key. Gives the number of accounts.

        Raises TokenKeyWrong, and then changes nothing.
        """
        async with self._database.begin() as session:
            accounts = (await session.scalars(select(Account).with_for_update())).all()
            for account in accounts:
                account.sealed = self._cipher.rotate(account.sealed)
        return len(accounts)


def _restore(kind: type[Kept], stored: dict[str, Any]) -> Kept:
    """A dataclass from its stored fields; fields that a newer or older program wrote fall away."""
    hints = get_type_hints(kind)
    values = {}
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name not in stored:
            continue
        value = stored[field.name]
        for part in get_args(hints[field.name]):
            if isinstance(part, type) and is_dataclass(part) and value is not None:
                value = _restore(part, value)
        values[field.name] = value
    return kind(**values)
