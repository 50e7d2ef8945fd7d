"""`python -m bot db ...`: what is done to databases by hand."""

from typing import Annotated

import typer

from bot.command_line.common import execute_whole
from bot.storage.copy import copy_database
from bot.telemetry.logs import configure_logs

database = typer.Typer(help="Work on databases.", no_args_is_help=True)


@database.callback()
def options() -> None:
    """Work on databases."""


@database.command()
def copy(
    source_url: Annotated[
        str,
        typer.Argument(envvar="COPY_FROM_DATABASE_URL", help="For example sqlite:///halo-stats.db"),
    ],
    target_url: Annotated[
        str,
        typer.Argument(
            envvar="COPY_TO_DATABASE_URL", help="For example postgresql://user@host/database"
        ),
    ],
) -> None:
    """Copy links, accounts, settings and the players people asked for into an empty database.

    Stop the bot first: what it writes during the copy stays behind. The accounts stay encrypted
    with the same TOKEN_KEY. Addresses in the environment show their passwords to nobody else.
    """
    configure_logs("WARNING", "console")

    async def work() -> None:
        counts = await copy_database(source_url.strip(), target_url.strip())
        for table, rows in counts.items():
            typer.echo(f"{table}: {rows}")
        typer.echo("All rows have arrived. Set DATABASE_URL to the target and start the bot.")

    execute_whole(work())
