"""The real bot in a browser page: a simulated Discord server with two people in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

import discord
import simcord
from simcord.backend.errors import SetupError
from simcord.preview import Preview
from simcord.preview._markdown import _FIELD_POLICIES

from bot.errors import cannot_listen

# How long an action in the page may take before the page says that it goes on in the background.
SETTLE_TIMEOUT = 60.0
WELCOME = (
    "Welcome! This is the real bot in a simulated Discord, with a simulated Halo service.\n"
    "Type **/** for the commands: **/lastmatch**, **/csr** and **/medals** already know you as "
    "*{gamertag}*. Other gamertags to try: *Quiet Comet*, *Private Pike*, *New Nova*, "
    "*Custom Casper*. Switch to the viewer *{admin}* for **/admin**."
)
WELCOME_RECORDED = (
    "Welcome! This is the real bot in a simulated Discord, on recorded answers of the real "
    "service: every gamertag shows the same recorded matches.\n"
    "Type **/** for the commands. Switch to the viewer *{admin}* for **/admin**."
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody whom the person at the browser can be."""

    name: str
    gamertag: str
    is_admin: bool = False


class DemoPage:
    """Runs the bot in the simulated Discord and serves the page, as an async context manager."""

    def __init__(
        self, bot: discord.Client, port: int, player: Viewer, admin: Viewer, *, recorded: bool
    ) -> None:
        self._bot = bot
        self._port = port
        self._player = player
        self._admin = admin
        self._recorded = recorded
        self._resources = AsyncExitStack()
        self.viewer_ids: dict[Viewer, int] = {}
        self.url = ""

    async def __aenter__(self) -> "DemoPage":
        async with AsyncExitStack() as resources:
            # Errors of commands are answered with cards; they need not end the demonstration.
            env = await resources.enter_async_context(
                simcord.run(self._bot, settle_timeout=SETTLE_TIMEOUT, check_errors=False)
            )
            # The simulated Discord begins at a time of its own; matches are told in today's.
            await env.advance_time((datetime.now(UTC) - env.now()).total_seconds())
            guild = env.create_guild("Halo night")
            channel = guild.create_text_channel("stats", topic="Ask the bot about your matches")
            admins = guild.create_role("Admins", permissions=discord.Permissions(manage_guild=True))
            player = guild.add_member(env.create_user(self._player.name))
            admin = guild.add_member(env.create_user(self._admin.name), roles=[admins])
            self.viewer_ids = {self._player: player.id, self._admin: admin.id}
            welcome = WELCOME_RECORDED if self._recorded else WELCOME
            await admin.send(
                channel,
                welcome.format(gamertag=self._player.gamertag, admin=self._admin.name),
            )
            # As Discord does; the page would show the ids of members and commands in embeds.
            for part in ("embed_description", "embed_field_value"):
                _FIELD_POLICIES[part].update(mentions=True, commands=True)
            try:
                preview = await resources.enter_async_context(
                    env.preview(
                        channel,
                        viewers=[player, admin],
                        layout="channel",
                        port=self._port or None,
                    )
                )
            except SetupError as error:
                if not isinstance(error.__cause__, OSError):
                    raise
                raise cannot_listen(error.__cause__, "127.0.0.1", self._port) from error
            await resources.enter_async_context(_telling_the_time(preview))
            self._preview = preview
            self.url = preview.url
            self._resources = resources.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._resources.aclose()

    async def wait_closed(self) -> None:
        """Return once the person ends the session in the browser."""
        await self._preview.wait_closed()


@asynccontextmanager
async def _telling_the_time(preview: Preview) -> AsyncIterator[None]:
    """Let the page reckon "5 minutes ago" from today's time, not from when it began."""

    async def tell() -> None:
        while True:
            preview.capture_time = datetime.now(UTC)
            await asyncio.sleep(1)

    telling = asyncio.create_task(tell())
    try:
        yield
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
