"""The bot on Discord: `python -m bot run`."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from yarl import URL

from bot.app import App, create_bot, open_app, require_sign_in
from bot.config import Settings
from bot.discord_app.bot import HaloBot
from bot.discord_app.endpoint import use_discord_at
from bot.discord_app.errors import (
    DiscordUnreachable,
    named_connection_errors,
    named_discord_errors,
)
from bot.halo.auth.chain import SignInStatus
from bot.halo.clock import Clock
from bot.look.texts import Catalogue
from bot.storage.errors import DatabaseUrlWrong, StorageUnavailable
from bot.storage.pending import check
from bot.telemetry.events import log_call, log_handled
from bot.telemetry.metrics import Live, Metrics
from bot.telemetry.redaction import Redaction
from bot.telemetry.sentry import start_sentry, stop_sentry

# Seconds that logging in may take, with the first attempt to publish the commands.
LOGIN_DEADLINE = 60.0
# Seconds between two attempts to start. Whatever starts the bot again after these four minutes
# mostly gives up after a few more.
PAUSES = (2.0, 4.0, 8.0, 16.0, 30.0, 60.0, 60.0, 60.0)

log = logging.getLogger(__name__)


async def keep_running(settings: Settings, clock: Clock) -> None:
    """run_bot(), which is started again while its database or Discord is away.

    Raises what run_bot() raises, of these two only what the last attempt did.
    """
    for pause in PAUSES:
        try:
            await run_bot(settings)
        except DatabaseUrlWrong:
            raise
        except (StorageUnavailable, DiscordUnreachable) as error:
            if _is_asked_to_stop():
                raise
            wait = max(pause, error.retry_after or 0.0)
            log.warning("%s (%s). Next try in %.0f s", error.title, error, wait)
            await clock.sleep(wait)
        else:
            return
    await run_bot(settings)


def _is_asked_to_stop() -> bool:
    """Whether an error at the end has taken the place of the cancellation."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def run_bot(settings: Settings) -> None:
    """Run until cancelled, then wind down in order.

    Commands under way are finished before anything they need is taken away; then what is batched
    is written, and the sessions and the database are closed. Raises SettingsWrong, the storage's
    errors, SignInRequired, PortTaken, DiscordRefused and DiscordUnreachable.
    """
    async with _reporting(settings):
        await check(settings.database_url)
        if settings.discord_base_url:
            use_discord_at(settings.discord_base_url)
        metrics = Metrics()
        async with open_app(
            settings, listeners=(metrics.called, log_call), wait_listeners=(metrics.waited,)
        ) as app:
            await require_sign_in(app)
            bot = create_bot(app, Catalogue.load(), (metrics.handled, log_handled))
            metrics.watch(
                Live(
                    app.clock, app.stack.cache, app.stack.queues, lambda: app.responses.faults,
                    lambda: app.places.faults if app.places is not None else 0,
                    lambda: _sign_ins(app), bot,
                )
            )  # fmt: skip
            async with _watched(app, bot, metrics):
                await _serve(bot, settings)


async def _serve(bot: HaloBot, settings: Settings) -> None:
    # A task of its own: being cancelled must not end the connection that commands under way
    # still need.
    connection = asyncio.create_task(_connect(bot, settings), name="discord")
    try:
        await asyncio.shield(connection)
    finally:
        await bot.wind_down()
        connection.cancel()
        await asyncio.gather(connection, return_exceptions=True)


async def _connect(bot: HaloBot, settings: Settings) -> None:
    with named_discord_errors():
        async with asyncio.timeout(LOGIN_DEADLINE):
            await bot.login(settings.discord_token.get_secret_value())
            await _keep_to_the_start_limit(bot)
    with named_connection_errors():
        await bot.connect()


async def _keep_to_the_start_limit(bot: HaloBot) -> None:
    """Raises DiscordUnreachable where the day's session starts are used up.

    Discord resets the token of a bot that goes on, such as one that is restarted all the time.
    """
    recommended, _, limit = await bot.http.get_bot_gateway()
    needed = len(bot.shard_ids or ()) or bot.shard_count or recommended
    if limit["remaining"] < needed:
        raise DiscordUnreachable(
            f"{limit['remaining']} session starts are left, for {needed} shards",
            hint="Discord allows no more session starts for now; the bot must not go on trying.",
            retry_after=limit["reset_after"] / 1000,
        )


@asynccontextmanager
async def _watched(app: App, bot: HaloBot, metrics: Metrics) -> AsyncIterator[None]:
    """Serve metrics and probes in this block, where a port is set."""
    settings = app.settings
    if settings.metrics_port is None:
        yield
        return
    from bot.telemetry.server import serving  # noqa: PLC0415 - most workers need no web server

    async def database() -> str:
        await app.database.ping()
        return ""

    async def discord() -> str:
        if bot.interactions.restarting:
            return "restarting"
        if away := ", ".join(str(shard) for shard in bot.away()):
            return f"shard {away} not connected"
        return "" if bot.is_ready() else "not connected"

    async def sign_in() -> str:
        failing = [status for status in _sign_ins(app) if status.error]
        return ", ".join(f"{status.account} {status.error}" for status in failing)

    probes = {"database": database, "discord": discord, "sign-in": sign_in}
    host = settings.metrics_host
    async with serving(metrics, probes, host, settings.metrics_port) as port:
        log.info("metrics at %s", URL.build(scheme="http", host=host, port=port, path="/metrics"))
        yield


@asynccontextmanager
async def _reporting(settings: Settings) -> AsyncIterator[None]:
    """Report unexpected faults to Sentry in this block, where it is set up."""
    dsn = settings.sentry_dsn.get_secret_value()
    if not dsn:
        yield
        return
    start_sentry(dsn, Redaction(settings.secrets()))
    try:
        yield
    finally:
        await asyncio.to_thread(stop_sentry)


def _sign_ins(app: App) -> Iterable[SignInStatus]:
    return (chain.status() for chain in app.chains)
