"""The tables of stored answers. They hold nothing that cannot be asked for again.

They are no part of the migrations: a program that needs them otherwise counts VERSION up, and finds
them empty. Older ones are dropped.
"""

from hashlib import sha256

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

VERSION = 1
PREFIX = "http_cache_"

cache_metadata = MetaData()

answers = Table(
    f"{PREFIX}answers_{VERSION}",
    cache_metadata,
    # Hashes, because a URL may be longer than PostgreSQL takes into an index.
    Column("id", LargeBinary, primary_key=True),
    Column("url_hash", LargeBinary, nullable=False, index=True),
    Column("key", Text, nullable=False),
    Column("variant", Text, nullable=False),
    # JSON: status, headers, and what the answer's Vary names.
    Column("head", Text, nullable=False),
    # Compressed with zlib.
    Column("body", LargeBinary, nullable=False),
    Column("requested_at", Double, nullable=False),
    Column("received_at", Double, nullable=False),
    # Bytes of the row, about.
    Column("size", BigInteger, nullable=False),
    Column("used_at", Double, nullable=False),
)
# Holds all that the search for the least recently used needs.
Index(f"ix_{answers.name}_used_at", answers.c.used_at, answers.c.size)

figures = Table(
    f"{PREFIX}figures_{VERSION}",
    cache_metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)


def url_hash(url: str) -> bytes:
    """What a URL's answers are found by."""
    return sha256(url.encode(errors="surrogatepass")).digest()


def row_id(key: str, variant: str) -> bytes:
    """The primary key of one answer."""
    return sha256(f"{key}\n{variant}".encode(errors="surrogatepass")).digest()
