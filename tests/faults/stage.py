"""The program between a simulated Discord and the simulated services, for one fault at a time."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from simcord import _dpy_internals
from simcord.env import Env
from simcord.results import InteractionResult

from bot.app import App, create_bot, open_app
from bot.config import Settings
from bot.discord_app.bot import HaloBot
from bot.discord_app.interactions import Handled
from bot.halo.transport.retry import DEADLINE
from bot.sandbox.service import SandboxService
from tests.cogs.commands import Ask
from tests.conftest import Server, populate
from tests.support.clock import FakeClock
from tests.support.texts import CATALOGUE

# Seconds that everything asked at once may take. No measurement: what hangs is named by it.
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Stage:
    """The live program and all around it. `handled` is how every interaction so far ended."""

    sandbox: SandboxService
    settings: Settings
    clock: FakeClock
    app: App
    server: Server
    handled: list[Handled]

    async def ask(self, asks: Mapping[str, Ask]) -> dict[str, InteractionResult]:
        """What all these commands, asked at once, were finally answered with."""
        expected = len(self.handled) + len(asks)
        results = {name: await ask(self.server) for name, ask in asks.items()}
        ends_at = time.monotonic() + _PATIENCE
        while len(self.handled) < expected and time.monotonic() < ends_at:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        answered = sorted(each.name for each in self.handled[-len(asks) :])
        assert len(self.handled) == expected, f"hanging; the last to be answered: {answered}"
        return results

    async def restart(self) -> None:
        """Another bot in its place, which knows no view of before."""
        await self.server.env.restart_bot(_bot(self.app, self.handled))


class _HurriedEnv(Env):
    """A simulated Discord that sends commands without waiting for the one before, and whose timers
    are real: simcord's own settle whatever else the bot does first, which costs more than all of
    the rest where dozens of commands are under way."""

    async def _settle_internal(self, **_options: Any) -> None:
        await asyncio.sleep(0)

    def _schedule_timer(self, record: Any, *_rest: Any) -> None:
        def run() -> None:
            if record.handle is not None and not record.handle.cancelled():
                record.handle._run()

        runtime = self._runtime
        assert runtime is not None
        left = max(record.when - self._virtual_time, 0.0)
        record.real_handle = runtime.call_at(_dpy_internals.real_monotonic() + left, run)


@asynccontextmanager
async def opened(
    sandbox: SandboxService, settings: Settings, clock: FakeClock, deadline: float = DEADLINE
) -> AsyncIterator[Stage]:
    """The program on its way; at its end no task of its is left."""
    before = asyncio.all_tasks()
    handled: list[Handled] = []
    async with open_app(
        settings, clock=clock, rates={}, deadline=deadline, keep_tokens_fresh=False
    ) as app:
        env = _HurriedEnv(_bot(app, handled), check_errors=False)
        await env.start()
        try:
            with env.time_context():
                server = await populate(env, app)
                yield Stage(sandbox, settings, clock, app, server, handled)
        finally:
            await env.shutdown()
    left = [task for task in asyncio.all_tasks() - before if not _is_of_a_socket(task)]
    assert left == []


def _bot(app: App, handled: list[Handled]) -> HaloBot:
    return create_bot(app, CATALOGUE, [handled.append], cooldowns=False)


def _is_of_a_socket(task: asyncio.Task[Any]) -> bool:
    """Whether it is the simulated services' own: they serve each connection in a task."""
    coroutine = task.get_coro()
    return getattr(coroutine, "__qualname__", "").startswith("RequestHandler")
