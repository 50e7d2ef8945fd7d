"""Lets work begin step by step, so that the event loop keeps time for what is urgent."""

import asyncio


class Turnstile:
    """Lets one task through with each pass of the event loop, in the order of their coming.

    A new command's first answer takes a few passes. However many commands are asked at once, a pass
    holds a step of those only that have begun and do not wait for anything, and these are about as
    many as a command takes passes.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def turn(self) -> None:
        """Wait for the current task's turn."""
        async with self._lock:
            await asyncio.sleep(0)
