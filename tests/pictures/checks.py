"""What every picture has to be, told independently of the code."""

import io
import unicodedata
import xml.etree.ElementTree as ET
from collections import defaultdict
from itertools import pairwise

from PIL import Image

from bot.look import theme
from bot.look.drawing import Drawing
from bot.pictures.fonts import Ruler
from bot.pictures.renderer import Renderer

_TEXT = "{http://www.w3.org/2000/svg}text"
_RULER = Ruler()
PHONE = 800
"""How wide pictures are that are drawn to be read on a phone."""


def opened(png: bytes) -> Image.Image:
    """The picture's pixels."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return Image.open(io.BytesIO(png)).convert("RGB")


def assert_good(renderer: Renderer, drawing: Drawing) -> None:
    """All that a picture has to be."""
    assert_told(drawing)
    assert_laid_out(renderer, drawing)
    assert_drawn(renderer, drawing)


def assert_drawn(renderer: Renderer, drawing: Drawing) -> Image.Image:
    """A PNG of the right size, light enough for Discord, with something to see on it."""
    picture = renderer.render(drawing)
    image = opened(picture.png)
    assert image.width in (PHONE, theme.WIDTH)
    assert 200 <= image.height <= 2400
    assert len(picture.png) < 2_000_000
    assert picture.filename.endswith(".png")
    counts = sorted(count for count, _ in image.getcolors(image.width * image.height) or [])
    assert len(counts) > 40
    # The ground is the largest colour, and there is more than the ground.
    assert counts[-1] < 0.96 * image.width * image.height
    return image


def assert_told(drawing: Drawing) -> None:
    """There is alt text, within Discord's limit, of nothing that cannot be read."""
    assert drawing.alt.strip()
    assert len(drawing.alt.encode("utf-16-le", "surrogatepass")) // 2 <= 1024
    harmless = {"\u200d", "\u200b"}
    for character in set(drawing.alt) - harmless:
        assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}


def assert_laid_out(renderer: Renderer, drawing: Drawing) -> None:
    """No text leaves the picture, lies over another on its line, or is hard to read."""
    lines: dict[float, list[tuple[float, float, str]]] = defaultdict(list)
    root = ET.fromstring(renderer.svg(drawing))
    width, height = (float(root.attrib[side]) for side in ("width", "height"))
    phone = width == PHONE
    if phone:
        assert height <= width * 1.05, "flatter than a square"
    for text in root.iter(_TEXT):
        words = text.text or ""
        if not words:
            continue
        left, right = _extent(text, words)
        baseline = float(text.attrib["y"])
        assert left >= 0, words
        assert right <= width, words
        assert 0 < baseline < height
        assert float(text.attrib["font-size"]) >= (26 if phone else 14), words
        ink = int(text.attrib["fill"].removeprefix("#"), 16)
        assert theme.contrast(ink, theme.RAISED) >= 4.5, words
        lines[baseline].append((left, right, words))
    for line in lines.values():
        for one, other in pairwise(sorted(line)):
            assert one[1] <= other[0] + 1, (one, other)


def _extent(text: ET.Element, words: str) -> tuple[float, float]:
    given = text.attrib
    width = _RULER.width(words, float(given["font-size"]), int(given["font-weight"]))
    width += len(words) * float(given.get("letter-spacing", 0))
    left = float(given["x"]) - {"start": 0, "middle": 0.5, "end": 1}[given["text-anchor"]] * width
    return left, left + width
