"""Making pictures off the event loop, a few at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Protocol

from bot.errors import BotError
from bot.look.drawing import Drawing, Picture
from bot.translatable import N_

# A thread holds some 40 MB; two draw about 36 match cards a second.
WORKERS = 2
DEADLINE = 2.0


class PictureFailed(BotError):
    """A picture could not be made, or not in time; the text says the same."""

    title = N_("The picture could not be drawn")
    hint = N_("The card says the same in words.")


class PictureMaker(Protocol):
    """What draws: renderer.Renderer, or something simpler in a test."""

    def render(self, drawing: Drawing) -> Picture:
        """The finished picture; may raise anything."""
        ...


class Pictures:
    """Draws in threads of its own: libvips lets other threads run while it works.

    What draws is made for the first picture: loading libvips and the fonts takes longer than many
    a command of the terminal, which needs neither.
    """

    def __init__(
        self, open_maker: Callable[[], PictureMaker] | None = None, *, workers: int = WORKERS
    ) -> None:
        self._open_maker = open_maker or _renderer
        self._maker: PictureMaker | None = None
        self._opening = Lock()
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="pictures")

    async def draw(self, drawing: Drawing, deadline: float = DEADLINE) -> Picture:
        """The finished picture. Raises PictureFailed, at the latest after `deadline` seconds.

        A picture that is waiting when its time is over is not begun.
        """
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(deadline):
                return await loop.run_in_executor(self._threads, self._render, drawing)
        except TimeoutError:
            # The machine has too much to do: nothing that a trace would tell of.
            raise PictureFailed(f"{drawing.template}: not drawn in {deadline:g} s") from None
        except Exception as error:
            # Whatever it was, the answer in words must not be lost over it.
            raise PictureFailed(f"{drawing.template}: {type(error).__name__}") from error

    async def close(self) -> None:
        """Drop what waits and let what is being drawn come to its end."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)

    def _render(self, drawing: Drawing) -> Picture:
        with self._opening:
            if self._maker is None:
                self._maker = self._open_maker()
        return self._maker.render(drawing)


def _renderer() -> PictureMaker:
    from bot.pictures.renderer import Renderer  # noqa: PLC0415 - see Pictures

    return Renderer()
