import base64
import io

import pytest
import pyvips
from PIL import Image

from bot.pictures import artwork
from bot.pictures.renderer import Renderer  # noqa: F401 - sets libvips up
from tests.pictures import samples


def sprites() -> bytes:
    """A sheet of four columns and two rows, 10 pixels each, every icon of its own grey."""
    sheet = Image.new("L", (40, 20))
    for index in range(8):
        sheet.paste(
            index * 30, (index % 4 * 10, index // 4 * 10, index % 4 * 10 + 10, index // 4 * 10 + 10)
        )
    written = io.BytesIO()
    sheet.save(written, "PNG")
    return written.getvalue()


def test_icons_are_cut_from_their_places() -> None:
    found = artwork.cut_sprites(sprites(), (0, 5, 7, 8, -1), columns=4, size=10)
    assert sorted(found) == [0, 5, 7]
    icon = Image.open(io.BytesIO(found[5]))
    assert icon.size == (10, 10)
    assert icon.getextrema() == (150, 150)


def test_a_sheet_that_is_no_image() -> None:
    with pytest.raises(artwork.NoArtwork):
        artwork.cut_sprites(b"<html>", (0,), columns=4, size=10)


@pytest.mark.parametrize(
    "odd",
    [
        None,
        b"",
        b"<html>Not found</html>",
        b"\x89PNG\r\n\x1a\n",
        samples.artwork(300, 300)[:200],
        b"\xff\xd8\xff\x00",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    ],
)
def test_what_is_no_artwork_is_left_out(odd: bytes | None) -> None:
    assert artwork.contain(odd, 64, 64) == ""
    assert artwork.backdrop(odd, 64, 64) == ""


def test_artwork_beyond_all_bounds_is_not_even_decoded() -> None:
    black = bytes(pyvips.Image.black(7_000, 7_000, bands=4).pngsave_buffer())
    assert artwork.backdrop(black, 64, 64) == ""
    assert artwork.contain(black, 64, 64) == ""
    with pytest.raises(artwork.NoArtwork, match="7000 by 7000 pixels is too large"):
        artwork.shrink(black, 64, 64)
    with pytest.raises(artwork.NoArtwork):
        artwork.cut_sprites(black, (0,), columns=4, size=10)


@pytest.mark.parametrize(("size", "bands", "fits"), [(2_000, 4, True), (2_100, 4, False)])
def test_the_bound_is_in_decoded_bytes(size: int, bands: int, fits: bool) -> None:
    image = pyvips.Image.black(size, size, bands=bands)
    for made in (image.pngsave_buffer(), image.cast("ushort").pngsave_buffer(bitdepth=16)):
        assert bool(artwork.contain(bytes(made), 64, 64)) is fits
        # Twice as many bytes for each sample.
        fits = False


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_formats_of_the_service(kind: str) -> None:
    address = artwork.backdrop(samples.artwork(600, 300, kind=kind), 64, 64)
    assert address.startswith("data:image/png;base64,")


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "I;16", "P"])
def test_artwork_of_any_kind_of_colour_becomes_a_backdrop(mode: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (300, 200), 200 if mode in {"L", "P", "I;16"} else None).save(written, "PNG")
    address = artwork.backdrop(written.getvalue(), 120, 40)
    image = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))
    assert (image.size, image.mode) == ((120, 40), "RGB")


@pytest.mark.parametrize(
    ("mode", "filling", "kind"),
    [("RGB", "teal", "JPEG"), ("RGBA", "teal", "JPEG"), ("RGBA", (0, 0, 0, 9), "PNG")],
)
def test_artwork_is_made_small(mode: str, filling: str, kind: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (1920, 1080), filling).save(written, "PNG")
    image = Image.open(io.BytesIO(artwork.shrink(written.getvalue(), 600, 600)))
    assert (image.size, image.format) == ((600, 338), kind)


def test_artwork_is_not_made_larger() -> None:
    image = Image.open(io.BytesIO(artwork.shrink(samples.artwork(64, 32), 600, 600)))
    assert image.size == (64, 32)


@pytest.mark.parametrize("odd", [b"", b"<html>", samples.artwork(300, 300)[:200]])
def test_what_is_no_artwork_is_not_made_small(odd: bytes) -> None:
    with pytest.raises(artwork.NoArtwork):
        artwork.shrink(odd, 64, 64)


def test_hues_are_kept_where_lights_are_held_down() -> None:
    written = io.BytesIO()
    Image.new("RGB", (60, 30), "orange").save(written, "PNG")
    address = artwork.backdrop(written.getvalue(), 60, 30)
    image = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))
    red, green, blue = image.convert("RGB").getpixel((30, 15))  # type: ignore[misc]
    assert 60 < red < 255
    assert green / red == pytest.approx(165 / 255, abs=0.02)
    assert blue == 0
