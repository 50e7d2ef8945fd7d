"""A bot that takes the place of the one that has answered so far."""

from collections.abc import AsyncIterator

import pytest

from bot.app import App, create_bot, open_app
from bot.config import Settings
from tests.conftest import Server
from tests.support.clock import FakeClock
from tests.support.texts import CATALOGUE


@pytest.fixture
async def successor(settings: Settings, clock: FakeClock, app: App) -> AsyncIterator[App]:
    """Another program on the same database."""
    async with open_app(settings, clock=clock, rates={}, keep_tokens_fresh=False) as other:
        yield other


class Restart:
    """Puts the successor's bot in the place of the one that has answered so far."""

    def __init__(self, server: Server, successor: App) -> None:
        self._server = server
        self._successor = successor

    async def __call__(self) -> None:
        await self._server.env.restart_bot(create_bot(self._successor, CATALOGUE, cooldowns=False))


@pytest.fixture
def restart(server: Server, successor: App) -> Restart:
    return Restart(server, successor)
