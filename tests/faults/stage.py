"""The program between a simulated Discord and the simulated services, for one fault at a time."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import simcord
from simcord.env import Env
from simcord.results import InteractionResult

from bot.app import App, create_bot, open_app
from bot.config import Settings
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
        before = len(self.handled)
        with _all_at_once(self.server.env):
            results = {name: await ask(self.server) for name, ask in asks.items()}
            # Settling looks at all controls of all cards over and over: this costs far less.
            ends_at = time.monotonic() + _PATIENCE
            expected = before + len(asks)
            while len(self.handled) < expected and time.monotonic() < ends_at:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        answered = sorted(each.name for each in self.handled[before:])
        assert len(answered) == len(asks), f"hanging; answered were {answered}"
        return results


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
        bot = create_bot(app, CATALOGUE, [handled.append], cooldowns=False)
        async with simcord.run(bot, check_errors=False, settle_timeout=_PATIENCE) as env:
            server = await populate(env, app)
            yield Stage(sandbox, settings, clock, app, server, handled)
    left = [task for task in asyncio.all_tasks() - before if not _is_of_a_socket(task)]
    assert left == []


@contextmanager
def _all_at_once(env: Env) -> Iterator[None]:
    """Let commands be sent without waiting for the one before, which simcord has no word for."""
    settle = env._settle_internal

    async def later(**_options: Any) -> None:
        await asyncio.sleep(0)

    env._settle_internal = later  # type: ignore[method-assign]
    try:
        yield
    finally:
        env._settle_internal = settle  # type: ignore[method-assign]


def _is_of_a_socket(task: asyncio.Task[Any]) -> bool:
    """Whether it is the simulated services' own: they serve each connection in a task."""
    coroutine = task.get_coro()
    return getattr(coroutine, "__qualname__", "").startswith("RequestHandler")
