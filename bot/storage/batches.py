"""Writing many rows at once although the database may refuse one of them."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from bot.storage.errors import ValueRefused

log = logging.getLogger(__name__)

Row = TypeVar("Row")


async def store_in_parts(
    rows: Sequence[Row],
    store: Callable[[Sequence[Row]], Awaitable[None]],
    refused: Callable[[Row, ValueRefused], None],
) -> None:
    """Store rows in as few transactions as possible.

    If the database refuses a value, both halves are stored separately, down to the single row
    that holds it; `refused` is called with that row. Raises what else `store` raises.
    """
    if not rows:
        return
    try:
        await store(rows)
    except ValueRefused as error:
        if len(rows) == 1:
            refused(rows[0], error)
            return
        half = len(rows) // 2
        await store_in_parts(rows[:half], store, refused)
        await store_in_parts(rows[half:], store, refused)


class Refusals:
    """Counts the rows that the database cannot hold; logs only the first one."""

    def __init__(self, what: str) -> None:
        self._what = what
        self.count = 0

    def note(self, error: ValueRefused) -> None:
        """Count a row that has been set aside."""
        self.count += 1
        if self.count == 1:
            log.warning(
                "%s: set aside a row that the database cannot store (others like it will not be "
                "logged): %s", self._what, error,
            )  # fmt: skip
