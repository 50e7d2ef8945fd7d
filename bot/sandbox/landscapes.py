"""Invented views of places, as SVG: a sky, a ring across it, ridges in the haze, and buildings."""

from dataclasses import dataclass
from hashlib import sha256
from math import sin
from random import Random

WIDTH, HEIGHT = 1280, 720
_BOTTOM = f"L{WIDTH} {HEIGHT}L0 {HEIGHT}z"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a time of day: the sky from top to horizon, its light, the near ground."""

    top: str
    middle: str
    horizon: str
    light: str
    ground: str
    stars: bool = False


_PALETTES = (
    Palette("#1b2a5e", "#b4566c", "#ffc27a", "#ffe9b8", "#241a33"),
    Palette("#1d5c86", "#5fb0c9", "#e6f3dd", "#ffffff", "#153a3f"),
    Palette("#060c26", "#1d2c6b", "#5d7fc4", "#cfe4ff", "#050a1c", stars=True),
    Palette("#5a2c1e", "#cf7a3c", "#ffd998", "#fff3cf", "#3a1a12"),
    Palette("#0b2b33", "#1f7d74", "#a8ecc4", "#e8fff0", "#07211f", stars=True),
    Palette("#2a1747", "#7b48a8", "#f3a9c6", "#ffe1ee", "#190d2b"),
)


def landscape(name: str, width: int = WIDTH, height: int = HEIGHT) -> str:
    """The view of a place, always the same for the same name."""
    chance = Random(sha256(name.encode()).digest())  # noqa: S311 - not for secrets
    colours = _PALETTES[chance.randrange(len(_PALETTES))]
    light_x, light_y = chance.randint(560, 900), chance.randint(270, 340)
    layers = [
        _sky(colours),
        _stars(chance) if colours.stars else "",
        f'<circle cx="{light_x}" cy="{light_y}" r="250" fill="url(#glow)"/>'
        f'<circle cx="{light_x}" cy="{light_y}" r="54" fill="{colours.light}"/>',
        _ring(chance, colours),
        *_ridges(chance, colours),
        _buildings(chance, colours),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice">'
        f"{''.join(layers)}</svg>"
    )


def _sky(colours: Palette) -> str:
    return (
        '<defs><linearGradient id="sky" x2="0" y2="1">'
        f'<stop stop-color="{colours.top}"/><stop offset=".36" stop-color="{colours.middle}"/>'
        f'<stop offset=".66" stop-color="{colours.horizon}"/></linearGradient>'
        '<radialGradient id="glow">'
        f'<stop stop-color="{colours.light}" stop-opacity=".6"/>'
        f'<stop offset="1" stop-color="{colours.light}" stop-opacity="0"/></radialGradient></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#sky)"/>'
    )


def _stars(chance: Random) -> str:
    return "".join(
        f'<circle cx="{chance.randint(0, WIDTH)}" cy="{chance.randint(0, 360)}" '
        f'r="{chance.choice((0.8, 1.1, 1.6))}" fill="#fff" '
        f'opacity="{chance.uniform(0.3, 0.95):.2f}"/>'
        for _ in range(150)
    )


def _ring(chance: Random, colours: Palette) -> str:
    """The world these matches are played on is a ring, and it bends up into the sky."""
    x, tilt = chance.randint(160, 460), chance.randint(-24, 24)
    return (
        f'<g transform="rotate({tilt} {x} 620)" fill="none" stroke="{colours.light}">'
        + "".join(
            f'<ellipse cx="{x}" cy="620" rx="{150 + inset}" ry="{660 + inset}" '
            f'stroke-width="{width}" stroke-opacity="{opacity}"/>'
            for inset, width, opacity in (
                (0, 30, 0.28),
                (-13, 3, 0.75),
                (14, 3, 0.45),
                (2, 9, 0.18),
            )
        )
        + "</g>"
    )


def _ridges(chance: Random, colours: Palette) -> list[str]:
    ridges = []
    for layer in range(4):
        base, swing = 415 + 62 * layer, 72 - 9 * layer
        phase, pace = chance.uniform(0, 6), chance.uniform(0.004, 0.008) * (1 + layer / 3)
        points = []
        for x in range(0, WIDTH + 40, 40):
            wave = sin(phase + x * pace) + 0.5 * sin(2.7 * (phase + x * pace))
            points.append(f"{x} {base - swing * wave + chance.uniform(-14, 14):.0f}")
        outline = "M" + "L".join(points) + _BOTTOM
        ridges.append(
            f'<path d="{outline}" fill="{colours.horizon}"/>'
            f'<path d="{outline}" fill="{colours.ground}" opacity="{0.34 + 0.2 * layer:.2f}"/>'
        )
    return ridges


def _buildings(chance: Random, colours: Palette) -> str:
    parts = []
    x = chance.randint(-20, 60)
    while x < WIDTH:
        width, height = chance.randint(34, 96), chance.randint(60, 330)
        top, lean = HEIGHT - 30 - height, chance.choice((0, 14, 26))
        parts.append(
            f'<path d="M{x} {HEIGHT}V{top + lean}L{x + width} {top}V{HEIGHT}z" '
            f'fill="{colours.ground}"/>'
            f'<path d="M{x + width - 5} {HEIGHT}V{top + 6}" stroke="{colours.light}" '
            'stroke-width="2" opacity=".5"/>'
        )
        for _ in range(height // 34):
            left, low = x + chance.randint(6, width - 14), chance.randint(top + 30, 705)
            parts.append(
                f'<rect x="{left}" y="{low}" width="8" height="3" fill="{colours.light}" '
                'opacity=".8"/>'
            )
        x += width + chance.randint(6, 190)
    return "".join(parts)
