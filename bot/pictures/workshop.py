"""Making the game's artwork ready for pictures, in threads."""

import asyncio
from collections.abc import Mapping


class Workshop:
    """Cuts and shrinks artwork as it comes from the service, one piece at a time: what is decoded
    takes a hundred times the memory of its file.

    libvips is loaded for the first piece only: that takes longer than many a command of the
    terminal, which needs none.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def cut(
        self, sheet: bytes, indices: tuple[int, ...], columns: int, size: int
    ) -> Mapping[int, bytes]:
        """PNGs of the icons at those places of a sprite sheet, without those it does not have.

        Raises ValueError for what is no picture.
        """
        async with self._turn:
            return await asyncio.to_thread(_cut, sheet, indices, columns, size)

    async def shrink(self, picture: bytes, width: int, height: int) -> bytes:
        """The picture, no larger than that. Raises ValueError for what is no picture."""
        async with self._turn:
            return await asyncio.to_thread(_shrink, picture, width, height)


def _cut(sheet: bytes, indices: tuple[int, ...], columns: int, size: int) -> Mapping[int, bytes]:
    from bot.pictures import artwork  # noqa: PLC0415 - see Workshop

    artwork.set_up_libvips()
    return artwork.cut_sprites(sheet, indices, columns, size)


def _shrink(picture: bytes, width: int, height: int) -> bytes:
    from bot.pictures import artwork  # noqa: PLC0415 - see Workshop

    artwork.set_up_libvips()
    return artwork.shrink(picture, width, height)
