"""Examining an installation: `python -m bot check`."""

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import select

from bot.app import App, discord_proxy, open_app
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
from bot.storage.cache_database import cache_url
from bot.storage.errors import DatabaseUrlWrong, MigrationNeeded
from bot.storage.migrate import current_and_head
from bot.storage.tables import Account
from bot.storage.url import parse_url

Print: TypeAlias = Callable[[str], None]
# Readable by the group or by everybody.
_OTHERS = stat.S_IRGRP | stat.S_IROTH


async def check_installation(
    settings: Settings,
    show: Print,
    clock: Clock | None = None,
    *,
    settings_file: Path | None = None,
) -> None:
    """Print a line for each part that works, and for each that does not what to fix.

    Lines that begin with "note" are about what works, but may not be meant.

    All parts are examined, also after one that fails. Raises the first part's error at the end.
    """
    checks = _Checks(settings, show, clock)
    for line in await asyncio.to_thread(tuple, _notes(settings, settings_file)):
        show(f"note {line}")
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
        found = await inspect_discord(
            self._settings.discord_token.get_secret_value(), discord_proxy(self._settings)
        )
        for server, permissions in found.lacking.items():
            named = ", ".join(permission.replace("_", " ") for permission in permissions)
            self._show(f"FIX  Discord: in {server} the bot's role lacks: {named}")
        if found.lacking:
            raise DiscordRefused(
                "permissions are missing", hint="Grant the bot's role what it lacks."
            )
        self._ok(f"Discord: logged in as {found.name}, in {found.servers} servers")


def _notes(settings: Settings, settings_file: Path | None) -> Iterator[str]:
    """What works, but may not be meant."""
    for name in ("halo_base_url", "discord_base_url"):
        if address := getattr(settings, name):
            yield f"{name.upper()}: {address} stands in for the real service"
    for file in filter(None, (settings_file, *_database_files(settings))):
        if os.name == "posix" and file.is_file() and file.stat().st_mode & _OTHERS:
            yield f"other users of this machine can read {file}: chmod 600 {file}"


def _database_files(settings: Settings) -> Iterator[Path]:
    try:
        cache = cache_url(settings.database_url, settings.cache_database_url)
    except DatabaseUrlWrong:
        return
    for url in map(parse_url, (settings.database_url, cache)):
        if url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}:
            yield Path(url.database or "")


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
