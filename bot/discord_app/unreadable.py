"""What the gateway sends that discord.py cannot read: skipped, instead of ending the process."""

import logging
from collections.abc import Callable, MutableMapping
from functools import partial
from typing import Any, TypeAlias

from bot.discord_app.errors import place_of

Parser: TypeAlias = Callable[[Any], None]

log = logging.getLogger(__name__)


def skip_unreadable_events(parsers: MutableMapping[str, Parser]) -> None:
    """Have every parser skip what it cannot read. `parsers` holds discord.py's, by event."""
    for event, parse in parsers.items():
        parsers[event] = partial(_parse, event, parse)


def _parse(event: str, parse: Parser, data: object) -> None:
    try:
        parse(data)
    except Exception as error:  # noqa: BLE001 - anything: discord.py trusts what Discord sends
        # Its content is people's own.
        log.warning("skipped %s, an event that cannot be read: %s", event, place_of(error))
