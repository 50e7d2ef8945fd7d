"""The command line in this process: how tests call it."""

from collections.abc import Callable
from typing import TypeAlias

from typer.testing import Result

Run: TypeAlias = Callable[..., Result]
"""Runs `python -m bot` with these arguments, `stdin`, and settings by keyword."""
