"""What every area's tests may ask for: the simulated services, the program on top of them, and a
simulated Discord server with people in it."""

import asyncio
import logging
import os
import shutil
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import discord
import pytest
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env
from sqlalchemy import text
from sqlalchemy.engine import make_url
from typer.testing import CliRunner, Result

from bot.app import App, create_bot, open_app
from bot.cli import cli
from bot.command_line.demo import demo_settings
from bot.config import Settings
from bot.discord_app.bot import HaloBot
from bot.errors import BotError
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.halo.transport.retry import DEADLINE
from bot.pictures.renderer import Renderer
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from bot.storage.engine import create_engine
from bot.storage.migrate import upgrade
from tests.support.clock import NOW, FakeClock
from tests.support.command_line import Run
from tests.support.gateway import LoopbackDiscord
from tests.support.texts import CATALOGUE

Named = Callable[[str], Player]


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A program that a test runs in this process sets up its logs; the next test has its own."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: migrating each test's own would take most of its time."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture
def clock() -> FakeClock:
    """A clock whose sleeps take no time."""
    return FakeClock()


@pytest.fixture(scope="session")
def world() -> World:
    """The simulated players and matches; nobody changes them."""
    return World.seeded(now=NOW)


@pytest.fixture(scope="session")
def payloads() -> Path:
    """The folder of recorded answers of the real service, which is not part of the project."""
    folder = os.environ.get("HALO_PAYLOADS")
    if not folder:
        pytest.skip("HALO_PAYLOADS does not name a folder of recorded answers")
    return Path(folder)


@pytest.fixture
async def sandbox(clock: FakeClock, world: World) -> AsyncIterator[SandboxService]:
    """The simulated Xbox and Halo services on a loopback port."""
    async with SandboxService(world, clock=clock) as service:
        yield service


@pytest.fixture
def settings(sandbox: SandboxService, empty_database: Path, tmp_path: Path) -> Settings:
    """Settings for a program of its own on the simulated services."""
    path = tmp_path / "test.db"
    shutil.copy(empty_database, path)
    # In words, as most tests read them; tests of pictures switch them on.
    return demo_settings(sandbox.base_url, path).model_copy(update={"pictures": False})


@pytest.fixture
def deadline() -> float:
    """What one call upstream may take, in real seconds: no less than in earnest."""
    return DEADLINE


@pytest.fixture
async def app(settings: Settings, clock: FakeClock, deadline: float) -> AsyncIterator[App]:
    """The program without Discord."""
    async with open_app(
        settings, clock=clock, rates={}, deadline=deadline, keep_tokens_fresh=False
    ) as app:
        yield app


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    """One renderer for all pictures: its fonts are read once."""
    return Renderer()


@pytest.fixture
def lookups(app: App) -> Lookups:
    """The lookups on the simulated services."""
    return app.lookups


@pytest.fixture
def named(world: World) -> Named:
    """The player of that gamertag in the simulated world."""
    return lambda gamertag: Player(world.player(gamertag).xuid, gamertag)


@pytest.fixture
def main(named: Named, world: World) -> Player:
    """The main player of the simulated world."""
    return named(world.main.gamertag)


@dataclass(frozen=True, slots=True)
class Server:
    """A Discord server with the bot in it. `player` is linked to MapleLeaf 117."""

    env: Env
    guild: GuildHandle
    channel: ChannelHandle
    player: MemberActor
    stranger: MemberActor
    admin: MemberActor


@pytest.fixture
def simcord_bot(app: App) -> HaloBot:
    """The real bot, which simcord's own fixture connects to a simulated Discord."""
    return create_bot(app, CATALOGUE, cooldowns=False)


# Seconds. A machine with more to do than this suite is slow, not wrong.
PATIENCE = 60.0


@pytest.fixture
async def server(simcord_env: Env, app: App) -> AsyncIterator[Server]:
    """A server with the bot and three people in it; nothing unexpected may happen in it."""
    simcord_env.settle_timeout = PATIENCE
    yield await populate(simcord_env, app)
    # Looking at the errors takes them over from simcord, which would fail on the named ones too.
    assert [error for error in simcord_env.errors if not is_named(error)] == []


async def populate(env: Env, app: App) -> Server:
    """A server with the bot and three people in it; one has linked their gamertag."""
    guild = env.create_guild("Halo night")
    channel = guild.create_text_channel("stats")
    role = guild.create_role("Admins", permissions=discord.Permissions(manage_guild=True))
    player = guild.add_member(env.create_user("alex"))
    stranger = guild.add_member(env.create_user("kim"))
    admin = guild.add_member(env.create_user("sam"), roles=[role])
    await app.lookups.links.link_self(player.id, "MapleLeaf 117")
    return Server(env, guild, channel, player, stranger, admin)


def is_named(error: BaseException) -> bool:
    """Whether the bot answered this error with a card that says what to do."""
    cause = error.__cause__ if isinstance(error, app_commands.CommandInvokeError) else error
    return isinstance(cause, (BotError, app_commands.CheckFailure))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `python -m bot ...` in an empty folder, with these settings and no others."""
    monkeypatch.chdir(tmp_path)
    for name in (*Settings.model_fields, "bot_config"):
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("COLUMNS", "160")

    def invoke(*arguments: str, stdin: str | bytes | None = None, **settings: str) -> Result:
        return CliRunner().invoke(cli, arguments, input=stdin, env=settings)

    return invoke


@pytest.fixture
def served_sandbox(world: World) -> Iterator[SandboxService]:
    """The simulated services in a thread of their own, for a program that has its own loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    sandbox = SandboxService(world)
    asyncio.run_coroutine_threadsafe(sandbox.start(), loop).result()
    yield sandbox
    asyncio.run_coroutine_threadsafe(sandbox.close(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
async def loopback(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LoopbackDiscord]:
    """A small Discord on a loopback port; use_discord_at() leads there."""
    # discord.py's own addresses come back after the test.
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    async with LoopbackDiscord() as loopback:
        yield loopback


@pytest.fixture
async def postgresql_url() -> AsyncIterator[str]:
    """The URL of an empty PostgreSQL database of this test's own."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        pytest.skip("TEST_DATABASE_URL names no PostgreSQL server")
    name = f"test_{uuid4().hex}"
    await _administer(server, f"CREATE DATABASE {name}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    await _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def latin1_url() -> AsyncIterator[str]:
    """The same, in an encoding that has no Japanese."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        pytest.skip("TEST_DATABASE_URL names no PostgreSQL server")
    name = f"test_{uuid4().hex}"
    options = "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    await _administer(server, f"CREATE DATABASE {name} {options}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    await _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


async def _administer(server: str, statement: str) -> None:
    engine = create_engine(server)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
