"""Publishing the commands: Discord may refuse it for a while, and the bot works all the same."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

import aiohttp
import discord
from discord.app_commands import AppCommand

from bot.discord_app.errors import REFUSALS, in_words
from bot.halo.clock import Clock

Publish: TypeAlias = Callable[[], Awaitable[Sequence[AppCommand]]]

# Seconds that a start waits for Discord's first answer.
FIRST_ANSWER = 10.0
# Seconds to the second attempt, doubled for each one after it; Discord's limits last a day at most.
_FIRST_PAUSE, _LONGEST_PAUSE, _LONGEST_WAIT = 5.0, 3_600.0, 86_400.0

log = logging.getLogger(__name__)


class Publishing:
    """Publishes the commands, and tries again for as long as Discord refuses.

    Until then Discord goes on with the commands it has. `publish` sends them and returns them with
    their ids; `commands` are these, empty until it has worked.
    """

    def __init__(self, clock: Clock, publish: Publish) -> None:
        self.commands: Sequence[AppCommand] = ()
        self._clock = clock
        self._publish = publish
        self._answered = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Start to publish. Returns with Discord's first answer, after ten seconds at most."""
        self._task = asyncio.create_task(self._run(), name="publish")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._answered.wait(), FIRST_ANSWER)
        if self._task.done():
            # What is no refusal is a fault of the program.
            self._task.result()

    async def close(self) -> None:
        """Give up."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                self.commands = await self._publish()
            except REFUSALS as error:
                wait = max(pause, await _retry_after(error))
                log.warning(
                    "commands not published, those that Discord has stay; next try in %.0f s: %s",
                    wait, in_words(error),
                )  # fmt: skip
            else:
                return
            finally:
                self._answered.set()
            await self._clock.sleep(wait)
            pause = min(2 * pause, _LONGEST_PAUSE)


async def _retry_after(error: Exception) -> float:
    """The seconds after which Discord wants to be asked again; 0 where it says nothing of it."""
    if isinstance(error, discord.RateLimited):
        return error.retry_after
    answer = error.response if isinstance(error, discord.HTTPException) else None
    if not isinstance(answer, aiohttp.ClientResponse):
        return 0.0
    try:
        # Discord.py keeps the message and the code of the answer only.
        body = json.loads(await answer.text())
        told = float(body.get("retry_after") or answer.headers.get("Retry-After", 0))
    except (ValueError, TypeError, AttributeError):
        return 0.0
    return min(told, _LONGEST_WAIT)
