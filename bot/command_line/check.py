"""Examining an installation: `python -m bot check`."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TypeAlias

from sqlalchemy import select

from bot.app import App, open_app
from bot.command_line.common import advice
from bot.config import Settings, SettingsWrong
from bot.discord_app.endpoint import use_discord_at
from bot.discord_app.errors import DiscordRefused
from bot.discord_app.inspection import inspect_discord
from bot.errors import BotError
from bot.halo.clock import Clock
from bot.halo.endpoints import MEDAL_METADATA
from bot.halo.errors import HaloError
from bot.halo.transport.base import Request
from bot.storage.errors import MigrationNeeded
from bot.storage.migrate import current_and_head
from bot.storage.tables import Account

Print: TypeAlias = Callable[[str], None]


async def check_installation(settings: Settings, show: Print, clock: Clock | None = None) -> None:
    """Print a line for each part that works, and for each that does not what to fix.

    All parts are examined, also after one that fails. Raises the first part's error at the end.
    """
    checks = _Checks(settings, show, clock)
    await checks.run()
    if checks.first_error is not None:
        raise checks.first_error
    show("Everything is in order.")


class _Checks:
    def __init__(self, settings: Settings, show: Print, clock: Clock | None) -> None:
        self._settings = settings
        self._clock = clock
        self._show = show
        self.first_error: BotError | None = None

    async def run(self) -> None:
        async with self._part("settings"):
            self._check_settings()
        database_works = False
        async with self._part("database"):
            await self._check_database()
            database_works = True
        if database_works and not self._settings.missing_for_lookups():
            async with self._part("Halo sign-in"):
                await self._check_sign_in()
        if self._settings.discord_token.get_secret_value():
            async with self._part("Discord"):
                await self._check_discord()

    @asynccontextmanager
    async def _part(self, name: str) -> AsyncIterator[None]:
        try:
            yield
        except BotError as error:
            self._show(f"FIX  {name}: {advice(error)}")
            self.first_error = self.first_error or error

    def _ok(self, line: str) -> None:
        self._show(f"ok   {line}")

    def _check_settings(self) -> None:
        missing = self._settings.missing_for_discord()
        for line in missing:
            self._show(f"FIX  settings: missing {line}")
        if missing:
            raise SettingsWrong(hint="Add what is missing to the environment or to .env.")
        self._ok("settings: nothing is missing")

    async def _check_database(self) -> None:
        current, head = await current_and_head(self._settings.database_url)
        if current != head:
            raise MigrationNeeded(f"at {current or 'no revision'}, not at {head}")
        self._ok(f"database: reachable, at the newest revision {head}")

    async def _check_sign_in(self) -> None:
        async with open_app(self._settings, clock=self._clock, keep_tokens_fresh=False) as app:
            for chain in app.chains:
                await chain.current()
                status = chain.status()
                age = await _age(app, status.account)
                left = _duration(status.spartan_expires_at - app.clock.now())
                self._ok(
                    f"Halo sign-in: {status.account} as {status.gamertag or 'unknown'}, "
                    f"tokens stored {age}, the Spartan token holds for {left} more"
                )
            await _ask_service(app)
        self._ok("Halo services: answer")

    async def _check_discord(self) -> None:
        if self._settings.discord_base_url:
            use_discord_at(self._settings.discord_base_url)
        found = await inspect_discord(self._settings.discord_token.get_secret_value())
        for server, permissions in found.lacking.items():
            named = ", ".join(permission.replace("_", " ") for permission in permissions)
            self._show(f"FIX  Discord: in {server} the bot's role lacks: {named}")
        if found.lacking:
            raise DiscordRefused(
                "permissions are missing", hint="Grant the bot's role what it lacks."
            )
        self._ok(f"Discord: logged in as {found.name}, in {found.servers} servers")


async def _ask_service(app: App) -> None:
    """Ask for something small that needs a token, past the cache."""
    request = Request.to(MEDAL_METADATA, headers={"Cache-Control": "no-cache"})
    response = await app.stack.send(request)
    if response.status != 200:
        raise HaloError(f"{MEDAL_METADATA.name}: status {response.status}")


async def _age(app: App, account: str) -> str:
    async with app.database.session() as session:
        stored = await session.scalar(select(Account.updated_at).where(Account.name == account))
    if stored is None:
        return "never"
    return (
        f"{_duration((datetime.fromtimestamp(app.clock.now(), UTC) - stored).total_seconds())} ago"
    )


def _duration(seconds: float) -> str:
    """Rounded down to minutes: "3 h 12 min"."""
    hours, minutes = divmod(max(0, int(seconds)) // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
