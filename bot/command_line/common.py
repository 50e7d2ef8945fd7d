"""What all commands share: where the settings come from, exit codes, readable failures."""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Iterator
from contextlib import contextmanager
from enum import IntEnum
from math import ceil
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from bot.command_line.signals import until_stopped
from bot.config import DEFAULT_FILE, Settings, SettingsWrong, doubtful, load_settings
from bot.discord_app.errors import DiscordError, DiscordRefused
from bot.errors import BotError, CannotListen, PortTaken
from bot.halo.errors import (
    LimitsUnavailable,
    PastedTokensEnded,
    PlayerNotFound,
    SignInBusy,
    SignInConfigurationWrong,
    SignInRefused,
    SignInRequired,
    Unavailable,
    XboxRefused,
)
from bot.storage.errors import DatabaseUrlWrong, StorageError
from bot.telemetry.logs import configure_logs
from bot.telemetry.redaction import Redaction

log = logging.getLogger(__name__)


class ExitCode(IntEnum):
    """What the process ends with, for supervisors and scripts."""

    OK = 0
    FAILED = 1
    CONFIGURATION = 3
    STORAGE = 4
    SIGN_IN = 5
    DISCORD = 6
    PORT_TAKEN = 7
    DISCORD_REFUSED = 8
    INTERRUPTED = 130


# Their texts say more than their hints.
_WITH_CAUSE = (StorageError, DiscordError, Unavailable)
_TRIED_AGAIN = "A running bot tries again every ten minutes."

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


def read_settings(context: typer.Context, *, quiet: bool = False) -> Settings:
    """The settings of this call, with the file that --config named; logs are set up by them.

    `quiet` leaves out what is no warning: for commands that talk with somebody.
    """
    file = context.find_object(Path)
    try:
        settings = load_settings(file or DEFAULT_FILE)
    except SettingsWrong as error:
        fail(error)
    level = "WARNING" if quiet and settings.log_level == "INFO" else settings.log_level
    configure_logs(level, settings.log_format, settings.secrets())
    for line in doubtful(settings, file or DEFAULT_FILE):
        log.warning(line)
    return settings


def require(missing: tuple[str, ...]) -> None:
    """End the process with one line for each thing that is missing, if there is any."""
    if not missing:
        return
    for line in missing:
        typer.echo(f"Missing {line}", err=True)
    typer.echo("To see the bot at work without any account: make demo", err=True)
    raise typer.Exit(ExitCode.CONFIGURATION)


def execute(
    work: Coroutine[object, object, None],
    *,
    loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
    options: Collection[str] = (),
) -> None:
    """Run to the end, with every named error as one readable line and an exit code.

    `options` are those of the command that an error may offer as a way out.
    """
    try:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(until_stopped(work))
    except BotError as error:
        fail(error, options)
    except KeyboardInterrupt:
        raise typer.Exit(ExitCode.INTERRUPTED) from None


def execute_whole(work: Coroutine[object, object, None]) -> None:
    """The same for work that is worth nothing half done: Ctrl-C ends it as INTERRUPTED."""
    done = False

    async def whole() -> None:
        nonlocal done
        await work
        done = True

    execute(whole())
    if not done:
        typer.echo("Interrupted.", err=True)
        raise typer.Exit(ExitCode.INTERRUPTED)


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C outside of execute(), at a prompt, ends the process as INTERRUPTED."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("\nInterrupted.", err=True)
        raise typer.Exit(ExitCode.INTERRUPTED) from None


def fail(error: BotError, options: Collection[str] = ()) -> NoReturn:
    """End the process with what happened, what to do, and the error's exit code."""
    complain(error, options)
    raise typer.Exit(exit_code(error))


def complain(error: BotError, options: Collection[str] = ()) -> None:
    """Write what happened and what to do to standard error."""
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(
        advice(error, options)
    )


def advice(error: BotError, options: Collection[str] = ()) -> str:
    """What happened and what to do, with the commands and settings that it takes."""
    more = "".join(f" {words}" for words in error.offered(options))
    match error:
        case PlayerNotFound() if error.near:
            more += f" Did you mean {', '.join(error.near)}?"
        case PastedTokensEnded():
            more += " To paste: python -m bot auth --paste. To sign in: python -m bot auth"
        case SignInConfigurationWrong():
            more += " The settings: HALO_CLIENT_ID, HALO_CLIENT_SECRET, HALO_REDIRECT_URI."
        case XboxRefused():
            more += f" {_TRIED_AGAIN} To try it now: python -m bot auth test"
        case SignInRefused():
            more += f" {_TRIED_AGAIN} To sign in: python -m bot auth"
        case SignInRequired():
            more += " To sign in: python -m bot auth"
        case SignInBusy() if error.holder:
            more += f" It is {error.holder}. To go on without waiting for it: --force"
        case LimitsUnavailable():
            more += " If it stays so, look at the database."
    if error.retry_after:
        wait = ceil(error.retry_after)
        more += f" Wait {f'{ceil(wait / 60)} min' if wait >= 120 else f'{wait} s'} first."
    return f"{error.title}. {error.hint}{more}{_cause(error)}"


def _cause(error: BotError) -> str:
    """What the error knows of its cause, which users are not told; "" where it is said already."""
    cause = " ".join(Redaction(()).clean(str(error)).split())
    if not isinstance(error, _WITH_CAUSE) or cause == error.title or cause in error.hint:
        return ""
    return f" Cause: {cause}."


def exit_code(error: BotError) -> ExitCode:
    """What the process ends with for this error."""
    kinds = {
        SettingsWrong: ExitCode.CONFIGURATION,
        DatabaseUrlWrong: ExitCode.CONFIGURATION,
        StorageError: ExitCode.STORAGE,
        SignInRequired: ExitCode.SIGN_IN,
        DiscordRefused: ExitCode.DISCORD_REFUSED,
        DiscordError: ExitCode.DISCORD,
        PortTaken: ExitCode.PORT_TAKEN,
        CannotListen: ExitCode.CONFIGURATION,
    }
    return next((code for kind, code in kinds.items() if isinstance(error, kind)), ExitCode.FAILED)
