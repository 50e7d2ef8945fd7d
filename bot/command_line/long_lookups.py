"""Lookups over many matches in the terminal, with a progress bar on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.progress import Progress as ProgressBar

from bot.app import open_app
from bot.command_line.output import print_json
from bot.config import Settings, SettingsWrong
from bot.facts.progress import Progress
from bot.facts.results import Player
from bot.features.export.file import ExportFormat, export_file
from bot.features.lookups import Lookups
from bot.features.session.lookup import SessionReport
from bot.features.session.table import session_table
from bot.features.teammates.lookup import TeammatesReport
from bot.features.teammates.table import teammates_table
from bot.features.trend.lookup import TrendReport
from bot.features.trend.table import trend_table
from bot.look.texts import ENGLISH, Catalogue
from bot.records import HOST
from bot.storage.migrate import upgrade

Report = SessionReport | TrendReport | TeammatesReport


async def print_long_lookup(
    settings: Settings, what: str, gamertag: str, matches: int, *, as_json: bool
) -> None:
    """Ask and print: `what` is session, trend or teammates. Raises BotError subclasses."""
    await upgrade(settings.database_url)
    async with open_app(settings, keep_tokens_fresh=False) as app:
        player = await app.lookups.players.by_gamertag(gamertag, HOST)
        with _progress_bar() as progress:
            report = await _ask(app.lookups, what, player, matches, progress)
    if as_json:
        print_json(report)
    else:
        Console().print(_table(report))


async def write_export(settings: Settings, gamertag: str, matches: int, kind: str) -> None:
    """Write a player's matches to standard output; `kind` is csv or json.

    Raises BotError subclasses.
    """
    try:
        form = ExportFormat(kind)
    except ValueError:
        raise SettingsWrong(hint=f"'{kind}' is none of: csv, json.") from None
    await upgrade(settings.database_url)
    async with open_app(settings, keep_tokens_fresh=False) as app:
        player = await app.lookups.players.by_gamertag(gamertag, HOST)
        with _progress_bar() as progress:
            report = await app.lookups.export.matches(player, matches, progress=progress)
    sys.stdout.buffer.write(export_file(report, form, Catalogue().texts(ENGLISH)))
    sys.stdout.buffer.flush()


async def _ask(
    lookups: Lookups, what: str, player: Player, matches: int, progress: Progress
) -> Report:
    match what:
        case "session":
            return await lookups.session.latest(player, progress=progress)
        case "trend":
            return await lookups.trend.trend(player, matches, progress=progress)
        case _:
            return await lookups.teammates.teammates(player, matches, progress=progress)


def _table(report: Report) -> RenderableType:
    texts = Catalogue().texts(ENGLISH)
    if isinstance(report, SessionReport):
        return session_table(report, texts)
    if isinstance(report, TrendReport):
        return trend_table(report, texts)
    return teammates_table(report, texts)


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """A bar that goes away at the end; nothing where standard error is no terminal."""
    console = Console(stderr=True)
    with ProgressBar(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Matches", total=None)

        async def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield progress
