"""This core and bot, set up as bot/app.py does."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from bot.app import App, open_app
from bot.config import Settings
from bot.facts.results import Player
from bot.halo.auth.fixed import PastedTokens
from bot.halo.client import HaloClient
from bot.halo.clock import SystemClock
from bot.halo.endpoints import Rate
from bot.halo.transport.retry import DEADLINE
from bot.halo.transport.stack import NO_RATES, PUBLISHED_RATES, Network
from bot.halo.transport.wire import open_session
from bot.storage.migrate import upgrade

PLAYER = Player(2_535_445_291_321_133, "Somebody")


class LaterClock(SystemClock):
    """The machine's clock, some seconds ahead where wanted."""

    ahead = 0.0

    def now(self) -> float:
        """Wall time, ahead."""
        return super().now() + self.ahead


@asynccontextmanager
async def client(base_url: str, rates: Mapping[str, Rate] = NO_RATES) -> AsyncIterator[HaloClient]:
    """The core with all its senders, caching in memory only."""
    async with open_session() as session:
        network = Network(session, SystemClock(), base_url=base_url, rates=rates)
        stack = network.lookups(PastedTokens("spartan", "clearance"))
        yield HaloClient(stack)
        await stack.close()


@asynccontextmanager
async def app(
    base_url: str,
    folder: Path,
    clock: LaterClock | None = None,
    rates: Mapping[str, Rate] = PUBLISHED_RATES,
    deadline: float = DEADLINE,
) -> AsyncIterator[App]:
    """The program without Discord, with a database in this folder."""
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{folder / 'ours.db'}",
        halo_base_url=base_url,
        halo_spartan_token=SecretStr("spartan"),
        halo_clearance_token=SecretStr("clearance"),
    )
    if not (folder / "ours.db").exists():
        await upgrade(settings.database_url)
    async with open_app(settings, clock=clock, rates=rates, deadline=deadline) as opened:
        yield opened
