"""Output that any terminal, pipe or file takes, whatever its encoding."""

import codecs
import os
import sys
from io import TextIOWrapper
from pathlib import Path

import typer

from bot.look.terminal import to_json

_NO_HOME = "/nonexistent"


def print_anything() -> None:
    """Let characters that standard output and error cannot hold come out as question marks.

    Pipes are in cp1252 on Windows and in ASCII where no locale is set.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not _holds_everything(stream.encoding):
            stream.reconfigure(errors="replace")


def print_json(report: object) -> None:
    """Print a lookup's report as JSON, in ASCII escapes where the output cannot hold all of it."""
    typer.echo(to_json(report, ascii_only=not _holds_everything(sys.stdout.encoding)))


def leave_unreadable_home() -> None:
    """Have a home that this user may not enter count as none, as containers often set it.

    The PostgreSQL driver looks for certificates there and takes a refusal for a fault.
    """
    home = os.environ.get("HOME")
    if home and Path(home).exists() and not os.access(home, os.R_OK | os.X_OK):
        os.environ["HOME"] = _NO_HOME


def _holds_everything(encoding: str | None) -> bool:
    try:
        return codecs.lookup(encoding or "ascii").name.startswith("utf")
    except LookupError:
        return False
