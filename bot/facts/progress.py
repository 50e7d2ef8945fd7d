"""How far long work has come, for whoever wants to show it."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int], Awaitable[None]]
"""Told after each step how many of how many are done."""


async def unwatched(_done: int, _total: int) -> None:
    """The progress of work that nobody watches."""
