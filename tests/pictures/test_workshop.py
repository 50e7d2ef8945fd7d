import asyncio
import threading

import pytest

from bot.pictures import artwork
from bot.pictures.workshop import Workshop


async def test_one_piece_is_decoded_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    lock, most, under_way = threading.Lock(), 0, 0

    def shrink(picture: bytes, _width: int, _height: int) -> bytes:
        nonlocal most, under_way
        with lock:
            under_way += 1
            most = max(most, under_way)
        with lock:
            under_way -= 1
        return picture

    monkeypatch.setattr(artwork, "shrink", shrink)
    workshop = Workshop()
    made = await asyncio.gather(*(workshop.shrink(b"%d" % n, 1, 1) for n in range(20)))
    assert made == [b"%d" % n for n in range(20)]
    assert most == 1
