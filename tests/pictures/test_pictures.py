"""Drawing off the event loop."""

import asyncio
import threading

import pytest

from bot.features.match.picture import match_picture
from bot.look.drawing import Drawing, Picture
from bot.pictures.pictures import PictureFailed, Pictures
from tests.look.samples import MATCH
from tests.pictures.checks import opened
from tests.support.texts import ENGLISH

DRAWING = Drawing("match/picture", None, "alt", ENGLISH)
PICTURE = Picture(b"png", "alt", "match.png")


class Held:
    """Draws nothing until it is let go, and counts how many are at it."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun = threading.Semaphore(0)
        self.at_once = 0
        self.most = 0
        self.done = 0
        self._lock = threading.Lock()

    def render(self, _drawing: Drawing) -> Picture:
        with self._lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        self.begun.release()
        assert self.go.wait(30)
        with self._lock:
            self.at_once -= 1
            self.done += 1
        return PICTURE


class Broken:
    """Cannot draw."""

    def render(self, _drawing: Drawing) -> Picture:
        raise ZeroDivisionError


async def test_a_picture_of_a_real_card() -> None:
    pictures = Pictures()
    picture = await pictures.draw(match_picture(MATCH, ENGLISH), 60)
    await pictures.close()
    assert opened(picture.png).width == 1200
    assert picture.filename == "match.png"
    assert picture.alt.startswith("MapleLeaf 117: Victory")


async def test_the_loop_goes_on_while_pictures_are_drawn_two_at_a_time() -> None:
    held = Held()
    pictures = Pictures(lambda: held)
    drawing = [asyncio.create_task(pictures.draw(DRAWING, 60)) for _ in range(6)]
    for _ in range(2):
        assert await asyncio.to_thread(held.begun.acquire, timeout=30)
    held.go.set()
    assert await asyncio.gather(*drawing) == [PICTURE] * 6
    assert held.most == 2
    await pictures.close()


async def test_a_picture_that_takes_too_long_fails_and_one_in_line_is_not_begun() -> None:
    held = Held()
    pictures = Pictures(lambda: held, workers=1)
    first = asyncio.create_task(pictures.draw(DRAWING, 60))
    assert await asyncio.to_thread(held.begun.acquire, timeout=30)
    with pytest.raises(PictureFailed, match="not drawn in 0 s") as failed:
        await pictures.draw(DRAWING, 0)
    # So that the log holds a line and no trace of it.
    assert failed.value.__cause__ is None
    held.go.set()
    await first
    await pictures.close()
    assert held.done == 1


async def test_whatever_goes_wrong_has_one_name() -> None:
    pictures = Pictures(Broken)
    with pytest.raises(PictureFailed, match="ZeroDivisionError") as failed:
        await pictures.draw(DRAWING)
    assert isinstance(failed.value.__cause__, ZeroDivisionError)
    await pictures.close()


async def test_closing_waits_for_what_is_drawn() -> None:
    held = Held()
    pictures = Pictures(lambda: held, workers=1)
    first = asyncio.create_task(pictures.draw(DRAWING, 60))
    assert await asyncio.to_thread(held.begun.acquire, timeout=30)
    closing = asyncio.create_task(pictures.close())
    held.go.set()
    await closing
    assert held.done == 1
    assert await first == PICTURE


async def test_a_cancelled_asker_cancels_nobody_else() -> None:
    held = Held()
    pictures = Pictures(lambda: held)
    given_up, patient = (asyncio.create_task(pictures.draw(DRAWING, 60)) for _ in range(2))
    for _ in range(2):
        assert await asyncio.to_thread(held.begun.acquire, timeout=30)
    given_up.cancel()
    held.go.set()
    assert await patient == PICTURE
    with pytest.raises(asyncio.CancelledError):
        await given_up
    await pictures.close()


async def test_what_draws_is_made_once_and_only_when_needed() -> None:
    made: list[Held] = []

    def make() -> Held:
        made.append(Held())
        made[-1].go.set()
        return made[-1]

    pictures = Pictures(make)
    assert not made
    await asyncio.gather(*(pictures.draw(DRAWING, 60) for _ in range(4)))
    assert [held.done for held in made] == [4]
    await pictures.close()
