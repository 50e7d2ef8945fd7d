"""The tables, as SQLAlchemy models. Change one, and add a migration."""

from datetime import UTC, datetime
from typing import Annotated, ClassVar, TypeAlias

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Double,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware on the way in, aware and in UTC on the way out, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What values are in Python."""
        return datetime

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """What is stored. Raises ValueError for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone names no instant")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """What is handed out. SQLite forgets the time zone, which was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


DISCORD_USER = "discord_user"
UserId: TypeAlias = Annotated[int, mapped_column(BigInteger, info={DISCORD_USER: True})]
"""The id of a Discord user: deleting what is stored about somebody finds it by this type. Where
the column may be empty, the row is about somebody else and stays."""


class Base(DeclarativeBase):
    """Root of the tables; fixes how constraints are called, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        int: BigInteger,
        float: Double,
        str: Text,
        datetime: UtcDateTime,
    }


class Named:
    """What a row about a player holds of the player's name; names.py keeps it up to date.

    `named_at` is when the service last vouched for the gamertag.
    """

    xuid: Mapped[int] = mapped_column(index=True)
    gamertag: Mapped[str]
    named_at: Mapped[datetime]


class OwnLink(Named, Base):
    """A link that a Discord user made for themself; it holds in every server."""

    __tablename__ = "own_links"

    user_id: Mapped[UserId] = mapped_column(primary_key=True, autoincrement=False)
    linked_at: Mapped[datetime]


class ServerLink(Named, Base):
    """A link that a server's admin made for a member; it holds in that server only.

    `linked_by` is None where that admin has had everything about them deleted.
    """

    __tablename__ = "server_links"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[UserId] = mapped_column(primary_key=True, autoincrement=False)
    linked_by: Mapped[UserId | None]
    linked_at: Mapped[datetime]


class Account(Base):
    """A signed-in account; `sealed` is the encrypted JSON of its tokens."""

    __tablename__ = "accounts"

    name: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    updated_at: Mapped[datetime]


class AccountLease(Base):
    """Who alone may renew an account's tokens, and until when (seconds since 1970)."""

    __tablename__ = "account_leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    expires_at: Mapped[float]


class UpstreamPlace(Base):
    """One of the requests that a rate limit allows at a time, to all workers together.

    `scope` is the limit. The place is free from `free_at` on (seconds since 1970, by the database's
    clock); "" holds one that is only waited for.
    """

    __tablename__ = "upstream_places"

    scope: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder: Mapped[str]
    free_at: Mapped[float]


class UpstreamPause(Base):
    """Until when the service wants a limit's host left alone (seconds since 1970)."""

    __tablename__ = "upstream_pauses"

    scope: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[float]


class ServerSetting(Base):
    """What an admin has set for a server."""

    __tablename__ = "server_settings"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    match_kind: Mapped[str]


class UserSetting(Base):
    """What a Discord user has set; records.UserSettings says what it means."""

    __tablename__ = "user_settings"

    user_id: Mapped[UserId] = mapped_column(primary_key=True, autoincrement=False)
    pictures: Mapped[bool]
    time_zone: Mapped[str]
    match_kind: Mapped[str]
    playlist: Mapped[str]
    on_leaderboards: Mapped[bool]


class AskedPlayer(Named, Base):
    """A player whom a Discord user has asked for by gamertag, to be suggested to that user alone.

    The bot's own terminal asks as user 0.
    """

    __tablename__ = "asked_players"

    user_id: Mapped[UserId] = mapped_column(primary_key=True, autoincrement=False)
    xuid: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
