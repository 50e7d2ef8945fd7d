"""Structured logs on standard error, with every known secret taken out."""

import logging
import re
import sys
from collections.abc import Iterable

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.discord_app.errors import why_no_connection
from bot.telemetry.redaction import Redaction

# C0 and C1, line and paragraph separators, and what changes the direction of writing.
_CONTROLS = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]"
)
_OWN_LINES = frozenset({"exception", "stack"})

__all__ = ["Redaction", "configure_logs"]


def configure_logs(level: str, form: str, secrets: Iterable[str] = ()) -> None:
    """Send all logs, also the libraries', to standard error as `console` lines or `json`."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    renderers: list[Processor] = (
        [structlog.processors.JSONRenderer()]
        if form == "json"
        else [_escape_controls, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            # Last before rendering, so that rendered tracebacks are cleaned as well.
            Redaction(secrets),
            *renderers,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.getLevelNamesMapping().get(level.upper(), logging.INFO))
    logging.getLogger("discord").setLevel(max(root.level, logging.WARNING))
    # It warns at every start of libraries for voice, which the bot does not use.
    logging.getLogger("discord.client").setLevel(logging.ERROR)
    logging.getLogger("discord.shard").addFilter(_connection_fault_in_one_line)
    # It tells on INFO which database dialect it speaks, at every start.
    logging.getLogger("alembic").setLevel(max(root.level, logging.WARNING))
    # On DEBUG it writes every statement with its values: whole answers, and who is linked to whom.
    logging.getLogger("aiosqlite").setLevel(max(root.level, logging.INFO))


def _escape_controls(_logger: WrappedLogger, _method: str, event: EventDict, /) -> EventDict:
    """The event with visible escapes for what could forge a line or steer a terminal.

    Ids of controls and texts of services come from outside. Tracebacks keep their lines.
    """
    return {
        key: _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), value)
        if isinstance(value, str) and key not in _OWN_LINES
        else value
        for key, value in event.items()
    }


def _connection_fault_in_one_line(record: logging.LogRecord) -> bool:
    """Have a warning say why a connection failed instead of a traceback through three libraries.

    Discord.py tries again, and says so in its text. What is no such fault stays as it is.
    """
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and (why := why_no_connection(error)):
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args = f"{record.getMessage().rstrip('.')}: {why}", ()
        record.exc_info = None
    return True
