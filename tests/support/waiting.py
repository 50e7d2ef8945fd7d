"""Waiting for what another task or a socket does, without measuring time."""

import asyncio
from collections.abc import Callable


async def until(happened: Callable[[], bool]) -> None:
    """Let everything else run until it has happened; if it never does, the timeout ends it."""
    while not happened():  # noqa: ASYNC110 - what is waited for knows of no event
        await asyncio.sleep(0)


async def eventually(happened: Callable[[], bool]) -> None:
    """The same for what other processes do, or a database: leaves the machine to them."""
    while not happened():  # noqa: ASYNC110 - what is waited for knows of no event
        await asyncio.sleep(0.05)
