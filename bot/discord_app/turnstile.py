"""Starts work one task at a time, so that the event loop stays quick."""

import asyncio


class Turnstile:
    """Lets one task through per pass of the event loop, in order of arrival.

    A first answer takes a few passes of the loop. If all commands of a burst started at once, each
    pass would run a step of every one of them. This way about as many are running as one of them
    takes passes, however slow the machine is; those that wait for a service do not count.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def turn(self) -> None:
        """Waits for the current task's turn."""
        async with self._lock:
            await asyncio.sleep(0)
