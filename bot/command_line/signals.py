"""Running until somebody asks to stop."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine


async def until_stopped(work: Coroutine[object, object, None]) -> None:
    """Run the work until it ends, or until SIGINT or SIGTERM, which cancel it.

    Cancelled work tidies up behind itself; this returns when it has. A further signal while it
    does changes nothing. What the work raises comes out.
    """
    loop = asyncio.get_running_loop()
    task = loop.create_task(work)
    asked = asyncio.Event()

    def stop() -> None:
        if not asked.is_set():
            asked.set()
            task.cancel()

    for signum in (signal.SIGINT, signal.SIGTERM):
        # Windows has no signal handlers in the loop: there Ctrl-C raises KeyboardInterrupt.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(signum, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not asked.is_set():
            raise
    finally:
        for signum in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                loop.remove_signal_handler(signum)
