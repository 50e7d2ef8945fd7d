"""What is logged of every call of the Halo services and of every command."""

import logging

from bot.discord_app.interactions import Handled
from bot.halo.transport.observe import Call

log = logging.getLogger(__name__)


def log_call(call: Call) -> None:
    """One line for a call, in the log context of whoever made it; a cached one on DEBUG."""
    source = answered_by(call)
    level = logging.DEBUG if call.cached else logging.INFO
    status = call.error or str(call.status)
    log.log(
        level,
        "%s: %s",
        call.endpoint,
        status,
        extra={
            "seconds": round(call.seconds, 3),
            "waited": round(call.waited, 3),
            "answered_by": source,
        },
    )


def log_handled(handled: Handled) -> None:
    """One line for an interaction that has ended."""
    log.info("answered: %s", handled.outcome, extra={"seconds": round(handled.seconds, 3)})


def answered_by(call: Call) -> str:
    """Where an answer came from: "service", "cache", "stale" for a cached one that stood in, or
    "bot" where the call went no further."""
    if call.stale:
        return "stale"
    if call.not_asked:
        return "bot"
    return "cache" if call.cached else "service"
