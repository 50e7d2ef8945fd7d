"""The command line: `python -m bot ...`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.auth import auth
from bot.command_line.cache import cache
from bot.command_line.check import check_installation
from bot.command_line.common import AsJson, ExitCode, execute, execute_whole, read_settings, require
from bot.command_line.database import database
from bot.command_line.event_loop import fastest_loop
from bot.command_line.lookup import print_lookup
from bot.command_line.memory import share_arenas
from bot.command_line.run import keep_running
from bot.halo.clock import SystemClock
from bot.storage.crypto import generate_key
from bot.storage.migrate import upgrade
from bot.telemetry.logs import configure_logs

__all__ = ["ExitCode", "cli", "main"]

DEFAULT_DEMO_PORT = 8117

cli = typer.Typer(
    name="bot", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)  # fmt: skip
lookup = typer.Typer(help="Ask what the commands ask, and print it.", no_args_is_help=True)
cli.add_typer(lookup, name="lookup")
cli.add_typer(auth, name="auth")
cli.add_typer(cache, name="cache")
cli.add_typer(database, name="db")


Port = Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free port.")]
Payloads = Annotated[
    Path | None,
    typer.Option(help="Serve recorded answers of the real service from this folder."),
]
Gamertag = Annotated[str, typer.Argument(help="A gamertag or an XUID.")]


@cli.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(envvar="BOT_CONFIG", help="Read the settings from this file instead of .env."),
    ] = None,
) -> None:
    """A Discord bot for Halo Infinite stats."""
    context.obj = config


@cli.command()
def run(context: typer.Context) -> None:
    """Run the bot on Discord until SIGTERM or Ctrl-C."""
    settings = read_settings(context)
    require(settings.missing_for_discord())
    share_arenas()
    execute(keep_running(settings, SystemClock()), loop_factory=fastest_loop())


@cli.command()
def demo(port: Port = DEFAULT_DEMO_PORT, payloads: Payloads = None) -> None:
    """Show the real bot in a browser page, with a simulated Discord and Halo service."""
    configure_logs("ERROR", "console")
    try:
        from bot.command_line.demo import run_demo  # noqa: PLC0415 - the worker has no simcord installed
    except ModuleNotFoundError as error:
        typer.echo(f"The demonstration needs {error.name}: use make demo.", err=True)
        raise typer.Exit(ExitCode.CONFIGURATION) from None
    execute(run_demo(port, payloads))


@cli.command()
def sandbox(port: Port = 0, payloads: Payloads = None) -> None:
    """Serve the simulated Xbox and Halo services alone; see HALO_BASE_URL."""
    from bot.sandbox.running import run_sandbox  # noqa: PLC0415 - nothing a worker needs

    configure_logs("INFO", "console")
    execute(run_sandbox(port, payloads))


@cli.command()
def migrate(context: typer.Context) -> None:
    """Bring the database to the newest form; safe to repeat."""
    settings = read_settings(context)

    async def work() -> None:
        revision = await upgrade(settings.database_url)
        typer.echo(f"The database is at revision {revision}.")

    execute(work())


@cli.command()
def check(context: typer.Context) -> None:
    """Examine settings, database, Halo sign-in and Discord, and say what to fix."""
    execute_whole(check_installation(read_settings(context), typer.echo))


@cli.command()
def keygen() -> None:
    """Print a new key for TOKEN_KEY."""
    typer.echo(generate_key())


@lookup.command("lastmatch")
def lookup_last_match(
    context: typer.Context, gamertag: Gamertag, kind: str = "all", as_json: AsJson = False
) -> None:
    """The latest match of a player. Kinds: all, matchmaking, custom, local."""
    _look_up(context, "lastmatch", gamertag, as_json, kind=kind)


@lookup.command("csr")
def lookup_csr(
    context: typer.Context, gamertag: Gamertag, playlist: str = "", as_json: AsJson = False
) -> None:
    """A player's ranks."""
    _look_up(context, "csr", gamertag, as_json, playlist=playlist)


@lookup.command("medals")
def lookup_medals(
    context: typer.Context,
    gamertag: Gamertag,
    sort: str = "count",
    scope: str = "career",
    as_json: AsJson = False,
) -> None:
    """A player's medals. Sorts: count, rarity, type. Scopes: career, match."""
    _look_up(context, "medals", gamertag, as_json, sort=sort, scope=scope)


@lookup.command("session")
def lookup_session(context: typer.Context, gamertag: Gamertag, as_json: AsJson = False) -> None:
    """The matches a player played in one go."""
    _look_up_long(context, "session", gamertag, as_json)


@lookup.command("trend")
def lookup_trend(
    context: typer.Context, gamertag: Gamertag, matches: int = 50, as_json: AsJson = False
) -> None:
    """K/D, accuracy and CSR over the last 25 to 100 matches."""
    _look_up_long(context, "trend", gamertag, as_json, matches)


@lookup.command("teammates")
def lookup_teammates(
    context: typer.Context, gamertag: Gamertag, matches: int = 50, as_json: AsJson = False
) -> None:
    """Who a player wins with, over the last 25 to 100 matches."""
    _look_up_long(context, "teammates", gamertag, as_json, matches)


@lookup.command("export")
def lookup_export(
    context: typer.Context,
    gamertag: Gamertag,
    kind: Annotated[str, typer.Option("--format", help="csv or json")] = "csv",
    matches: int = 100,
) -> None:
    """Write the last 25 to 250 matches of a player to standard output."""
    from bot.command_line.long_lookups import write_export  # noqa: PLC0415 - brings rich's progress along

    settings = read_settings(context)
    require(settings.missing_for_lookups())
    execute(write_export(settings, gamertag, matches, kind), options=("gamertag", "matches"))


def _look_up_long(
    context: typer.Context, what: str, gamertag: str, as_json: bool, matches: int = 0
) -> None:
    from bot.command_line.long_lookups import print_long_lookup  # noqa: PLC0415 - as above

    settings = read_settings(context)
    require(settings.missing_for_lookups())
    work = print_long_lookup(settings, what, gamertag, matches, as_json=as_json)
    execute(work, options=("gamertag", "matches") if matches else ("gamertag",))


def _look_up(
    context: typer.Context, what: str, gamertag: str, as_json: bool, **options: str
) -> None:
    settings = read_settings(context)
    require(settings.missing_for_lookups())
    work = print_lookup(settings, what, gamertag, options, as_json=as_json)
    execute(work, options=("gamertag", *options))


def main() -> None:
    """The entry point of `python -m bot`."""
    cli()
