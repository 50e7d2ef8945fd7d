"""Between stored answers and rows of the database."""

import json
import zlib
from collections.abc import Sequence
from typing import Any

from bot.halo.transport.store import CacheEntry, url_of
from bot.storage.cache_tables import row_id, url_hash

# What a row takes beyond its texts and its body: times, hashes and their indexes.
_ROW_BYTES = 250
# A tenth larger than at the usual level 6, in a part of the time.
_LEVEL = 3


def to_row(entry: CacheEntry, used_at: float) -> dict[str, Any]:
    """An entry as the table takes it; compressing takes a while."""
    head = json.dumps([entry.status, entry.headers, entry.vary], separators=(",", ":"))
    body = zlib.compress(entry.body, _LEVEL)
    return {
        "id": row_id(entry.key, entry.variant),
        "url_hash": url_hash(url_of(entry.key)),
        "key": entry.key,
        "variant": entry.variant,
        "head": head,
        "body": body,
        "requested_at": entry.requested_at,
        "received_at": entry.received_at,
        "size": len(body) + len(head) + len(entry.key) + len(entry.variant) + _ROW_BYTES,
        "used_at": used_at,
    }


def to_entry(row: Sequence[Any]) -> CacheEntry:
    """A row of key, variant, head, body, requested_at, received_at as an entry."""
    key, variant, head, body, requested_at, received_at = row
    status, headers, vary = json.loads(head)
    return CacheEntry(
        key,
        variant,
        tuple((name, value) for name, value in vary),
        status,
        tuple((name, value) for name, value in headers),
        zlib.decompress(body),
        requested_at,
        received_at,
    )
