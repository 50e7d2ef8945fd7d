"""From a drawing to a PNG: a Jinja template makes an SVG, libvips (librsvg and Pango) draws it."""

import math
from pathlib import Path

import pyvips
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.look import theme
from bot.look.drawing import Drawing, Picture
from bot.pictures import artwork
from bot.pictures.fonts import Ruler

_BOT = Path(__file__).parent.parent


class Renderer:
    """Makes the pictures. Blocks while it does; may be used from several threads at once."""

    def __init__(self) -> None:
        artwork.set_up_libvips()
        ruler = Ruler()
        self._templates = Environment(
            loader=FileSystemLoader([_BOT / "features", _BOT / "pictures"]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["theme"] = theme
        self._templates.filters |= {
            "web": theme.web,
            "readable": theme.readable,
            "mixed": theme.mixed,
            "fit": ruler.fit,
            "width": ruler.width,
            "backdrop": artwork.backdrop,
            "contain": artwork.contain,
            "share": _share,
        }

    def svg(self, drawing: Drawing) -> str:
        """The picture as SVG."""
        template = self._templates.get_template(f"{drawing.template}.svg")
        return template.render(scene=drawing.scene, texts=drawing.texts)

    def render(self, drawing: Drawing) -> Picture:
        """The finished picture. Raises pyvips.Error or a Jinja error where it cannot be made."""
        image = pyvips.Image.svgload_buffer(self.svg(drawing).encode())
        png = bytes(image.pngsave_buffer(compression=6, keep="none"))
        return Picture(png, drawing.alt, drawing.filename)


def _share(value: float) -> float:
    """A share between 0 and 1, whatever it was."""
    return min(1.0, max(0.0, value)) if math.isfinite(value) else 0.0
