"""The game's artwork, made ready for a picture. Bytes that are no image are drawn as no artwork."""

import base64
import logging

import pyvips

log = logging.getLogger(__name__)

# The formats that the service sends, by how their files begin.
_PNG = b"\x89PNG\r\n\x1a\n"
_BEGINNINGS = (_PNG, b"\xff\xd8\xff", b"RIFF")
# Bytes once decoded: more than any artwork of the game has. A file can be a thousandth of that.
_DECODED = 16 * 1024 * 1024
_SAMPLE_BYTES = {"uchar": 1, "char": 1, "ushort": 2, "short": 2}
_LARGEST_SAMPLE = 4
_NEAR = 3
# Of 255: what is darker stays as it is, what is brighter is pressed together up to the brightest.
_SHADOWS = 72
_BRIGHTEST = 128
_QUALITY = 88


class NoArtwork(ValueError):
    """Bytes that are no picture, or one beyond all bounds."""


def set_up_libvips() -> None:
    """Have libvips keep quiet and keep nothing; harmless to repeat."""
    # It tells every call it makes, and warns of every odd image: what is wrong is raised.
    logging.getLogger("pyvips").setLevel(logging.ERROR)
    # What has been drawn is not drawn again: keeping it would only hold memory.
    pyvips.cache_set_max(0)


def backdrop(artwork: bytes | None, width: int, height: int) -> str:
    """The artwork as a data address, cut to that size, its lights held down; "" without any.

    However bright it is, light text can be read over it under the shade that templates lay on it.
    """
    image = _opened(artwork)
    if image is None:
        return ""
    try:
        image = image.thumbnail_image(width, height=height, crop="centre").colourspace("srgb")
        if image.hasalpha():
            image = image.flatten()
        held_down = (image * image.colourspace("b-w").maplut(_held_down())).cast("uchar")
        return _address(held_down.pngsave_buffer(compression=1, keep="none"))
    except pyvips.Error as error:
        return _left_out(error)


def contain(artwork: bytes | None, width: int, height: int) -> str:
    """The artwork as a data address, not much larger than that size; "" without any."""
    image = _opened(artwork)
    if image is None or artwork is None:
        return ""
    try:
        if image.width <= _NEAR * width and artwork.startswith(_PNG):
            # Small enough to be scaled while it is drawn; decoded here, to know that it can be.
            image.avg()
            return _address(artwork)
        image = image.thumbnail_image(width, height=height)
        return _address(image.pngsave_buffer(compression=1, keep="none"))
    except pyvips.Error as error:
        return _left_out(error)


def cut_sprites(
    sheet: bytes, indices: tuple[int, ...], columns: int, size: int
) -> dict[int, bytes]:
    """PNGs of the icons at those places of a sprite sheet; without those it does not have.

    Blocks, so that it belongs off the event loop. Raises NoArtwork where it is no image.
    """
    found = {}
    try:
        image = _read(sheet, access="random")
        for index in indices:
            left, top = index % columns * size, index // columns * size
            if index >= 0 and left + size <= image.width and top + size <= image.height:
                icon = image.crop(left, top, size, size)
                found[index] = bytes(icon.pngsave_buffer(compression=3, keep="none"))
    except pyvips.Error as error:
        raise NoArtwork(error.message.strip()) from error
    return found


def shrink(artwork: bytes, width: int, height: int) -> bytes:
    """The artwork, no larger than that: a PNG where it lets something through, else a JPEG.

    Blocks, so that it belongs off the event loop. Raises NoArtwork where it is no image.
    """
    try:
        image = _read(artwork).thumbnail_image(width, height=height, size="down")
        image = image.colourspace("srgb").copy_memory()
        if image.hasalpha() and image[image.bands - 1].min() < 255:
            return bytes(image.pngsave_buffer(compression=3, keep="none"))
        return bytes(image[:3].jpegsave_buffer(Q=_QUALITY, keep="none"))
    except pyvips.Error as error:
        raise NoArtwork(error.message.strip()) from error


def _held_down() -> pyvips.Image:
    """By what the colours of each brightness are multiplied: hues stay what they are."""
    levels = pyvips.Image.identity()
    pressed = _SHADOWS + (levels - _SHADOWS) * (_BRIGHTEST - _SHADOWS) / (255 - _SHADOWS)
    return (levels < _SHADOWS).ifthenelse(1.0, pressed / levels)


def _opened(artwork: bytes | None) -> pyvips.Image | None:
    if not artwork:
        return None
    try:
        return _read(artwork)
    except (NoArtwork, pyvips.Error) as error:
        _left_out(error)
        return None


def _read(artwork: bytes, access: str = "sequential") -> pyvips.Image:
    if not artwork.startswith(_BEGINNINGS):
        raise NoArtwork("no picture")
    image = pyvips.Image.new_from_buffer(artwork, "", access=access, fail_on="truncated")
    sample = _SAMPLE_BYTES.get(image.format, _LARGEST_SAMPLE)
    if image.width * image.height * image.bands * sample > _DECODED:
        raise NoArtwork(f"a picture of {image.width} by {image.height} pixels is too large")
    return image


def _left_out(error: Exception) -> str:
    log.warning("artwork that cannot be read left out: %s", str(error).strip())
    return ""


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
