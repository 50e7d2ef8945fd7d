"""The event loop that the worker runs on."""

import asyncio
from collections.abc import Callable


def fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """What makes uvloop's loops where the extra of that name is installed; None means asyncio's.

    Only for the worker: simcord, which the demonstration runs in, wants asyncio's own loop.
    """
    try:
        import uvloop  # noqa: PLC0415 - optional, and there is none for Windows
    except ModuleNotFoundError:
        return None
    return uvloop.new_event_loop
