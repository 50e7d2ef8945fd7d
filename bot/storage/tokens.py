"""The tokens of accounts, sealed as a whole."""

import json
from dataclasses import asdict, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar, get_args, get_type_hints

from sqlalchemy import ColumnElement, Double, cast, delete, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.halo.auth.store import LONGEST_LEASE, AccountTokens, Fence, OtherLease
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
        return None if sealed is None else self._opened(sealed)

    async def save(self, tokens: AccountTokens, fence: Fence | None = None) -> bool:
        """Keep these, if the fence lets them through; returns only once they are committed.

        Returns whether they were saved. May raise TokenKeyWrong where there is a fence.
        """
        sealed = self._cipher.seal(json.dumps(asdict(tokens)).encode())
        now = datetime.fromtimestamp(self._clock.now(), UTC)
        # A rotated refresh token is the only one there is.
        async with self._database.begin(insist=True) as session:
            if fence is not None and not await self._lets(session, fence, tokens):
                return False
            await upsert(session, Account, name=tokens.name, sealed=sealed, updated_at=now)
        return True

    async def _lets(self, session: AsyncSession, fence: Fence, tokens: AccountTokens) -> bool:
        # Locked, so that nobody takes the lease before this is committed.
        lease = select(AccountLease.holder).where(AccountLease.name == tokens.name)
        holder = await session.scalar(lease.with_for_update())
        if fence.after is None:
            return fence.lets(tokens, holder, None)
        sealed = await session.scalar(select(Account.sealed).where(Account.name == tokens.name))
        return fence.lets(tokens, holder, None if sealed is None else self._opened(sealed))

    def _opened(self, sealed: bytes) -> AccountTokens:
        return _restore(AccountTokens, json.loads(self._cipher.open(sealed)))

    async def lease(self, name: str, holder: str, seconds: float) -> OtherLease | None:
        """Let `holder` alone renew the account for that long, at most LONGEST_LEASE.

        Returns another holder's lease while that lasts, else None. On PostgreSQL the time is the
        server's, so that the clocks of several hosts need not agree. A lease that ends later than
        any lease can was written by a clock that was wrong, and counts as ended.
        """
        async with self._database.begin() as session:
            now = self._now(session)
            ours = {"holder": holder, "expires_at": now + seconds}
            taken = insert(session, AccountLease).values(name=name, **ours)
            given = await session.scalar(
                taken.on_conflict_do_update(
                    index_elements=[AccountLease.name],
                    set_=ours,
                    where=(AccountLease.holder == holder)
                    | (AccountLease.expires_at <= now)
                    | (AccountLease.expires_at > now + LONGEST_LEASE),
                ).returning(AccountLease.name)
            )
            if given is not None:
                return None
            left = AccountLease.expires_at - now
            found = await session.execute(
                select(AccountLease.holder, left).where(AccountLease.name == name)
            )
            row = found.one_or_none()
        return OtherLease("", 0.0) if row is None else OtherLease(row[0], row[1])

    def _now(self, session: AsyncSession) -> ColumnElement[float]:
        if session.get_bind().dialect.name == "postgresql":
            return cast(func.extract("epoch", func.clock_timestamp()), Double)
        return literal(self._clock.now())

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
