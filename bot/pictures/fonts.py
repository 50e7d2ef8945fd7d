"""The fonts of the pictures, and how wide a text is in them.

They come with packages from PyPI (all under the SIL Open Font License), so that a picture is the
same on every machine, whatever fonts that has: Inter for Latin, Cyrillic and Greek, Noto Sans CJK
for Chinese, Japanese and Korean, Noto Sans and Noto Emoji for most that is left.
"""

import os
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import pyvips

from bot.look import theme

FAMILY = "sans-serif"
_VARIABLE = "FONTCONFIG_FILE"
_PACKAGES = (("fontpkg_inter", "files"), ("manimgx_fonts", ""), ("manimgx_fonts_cjk", ""))
_PREFERRED = ("Inter", "Noto Sans CJK JP", "Noto Sans")
_WEIGHTS = {400: "", 500: "Medium", 600: "Semi-Bold", 700: "Bold", 800: "Ultra-Bold"}
# No letter of these is wider than its size, so that short ones need no measuring.
_WIDEST = 1.02
_REMEMBERED = 4096


def use_bundled_fonts() -> None:
    """Have this process draw text with the bundled fonts alone.

    Fontconfig reads its configuration once in a process, when the first text is measured, from the
    file that FONTCONFIG_FILE names; there is no other door to it. A second call changes nothing.
    """
    before = os.environ.get(_VARIABLE)
    with TemporaryDirectory(prefix="halo-fonts-") as folder:
        configuration = Path(folder, "fonts.conf")
        configuration.write_text(_configuration(), encoding="utf-8")
        os.environ[_VARIABLE] = str(configuration)
        try:
            _measure("x", 16, 400)
        finally:
            del os.environ[_VARIABLE]
            if before is not None:
                os.environ[_VARIABLE] = before


class Ruler:
    """Tells how wide texts are, and shortens them. Remembers the latest widths."""

    def __init__(self) -> None:
        use_bundled_fonts()
        self._measured = lru_cache(maxsize=_REMEMBERED)(_measure)

    def width(self, words: str, size: float, weight: int) -> float:
        """The text's width in pixels at that size and weight, as it will be drawn."""
        return self._measured(words, size, weight)

    def fit(self, words: str, room: float, size: float, weight: int) -> str:
        """The text where it has room, else as much of its beginning as has, with an ellipsis."""
        if words.isascii() and len(words) * size * _WIDEST <= room:
            return words
        if self.width(words, size, weight) <= room:
            return words
        low, high = 0, len(words) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if _measure(_cut(words, middle), size, weight) <= room:
                low = middle
            else:
                high = middle - 1
        return _cut(words, low)


def _measure(words: str, size: float, weight: int) -> float:
    if not words.strip():
        return 0.0
    font = f"{FAMILY} {_WEIGHTS[weight]} {size}"
    # At 72 dots per inch a point is a pixel.
    return float(pyvips.Image.text(escape(words), font=font, dpi=72).width)


def _cut(words: str, length: int) -> str:
    return words[:length].rstrip(" \u200d") + theme.ELLIPSIS


def _configuration() -> str:
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in _folders())
    families = "".join(f"<family>{family}</family>" for family in _PREFERRED)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{folders}<alias binding='same'><family>{FAMILY}</family>"
        f"<prefer>{families}</prefer></alias></fontconfig>"
    )


def _folders() -> Iterator[Path]:
    for package, folder in _PACKAGES:
        # Packages are installed as folders; there is nothing to unpack and clean up.
        with as_file(files(package) / folder) as path:
            yield path
