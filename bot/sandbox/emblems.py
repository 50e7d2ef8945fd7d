"""Invented signs, as SVG: medals, and the emblems of ranks."""

from math import cos, pi, sin

Colours = tuple[str, str, str]
"""Light, middle and dark of a metal."""

# By difficulty: normal, heroic, legendary, mythic.
_METALS: tuple[Colours, ...] = (
    ("#f2f6fb", "#9fb4cc", "#4a607c"),
    ("#cfe6ff", "#4c9bff", "#1b4a91"),
    ("#fff0c2", "#f2b84b", "#8d5a10"),
    ("#ffd6cf", "#e5534b", "#7d1d24"),
)
_TIERS: dict[str, Colours] = {
    "bronze": ("#f0c596", "#b0733a", "#5a3213"),
    "silver": ("#ffffff", "#b8c4d3", "#5d6b7d"),
    "gold": ("#fff3c0", "#f2c14e", "#8a6212"),
    "platinum": ("#dcfff0", "#6fcca6", "#1f6a55"),
    "diamond": ("#d6ecff", "#4c9bff", "#173f8a"),
    "onyx": ("#e4d5ff", "#8a5cf0", "#24123f"),
}
_OTHER_TIER: Colours = ("#e8eef5", "#8fa3bf", "#39485c")


def medal(place: int, difficulty: int, kind: int, size: int) -> str:
    """A medal's icon as a group at 0, 0: a rim for the difficulty, a figure for the type.

    `place` turns and counts the parts of the figure, so that few icons are the same.
    """
    light, middle, dark = _METALS[difficulty % len(_METALS)]
    metal, rim = f"metal{difficulty % len(_METALS)}", _corners((12, 6, 8, 5)[difficulty % 4], 118)
    figure = _FIGURES[kind % len(_FIGURES)](place)
    return (
        f'<g transform="scale({size / 256}) translate(128 128)">'
        f'<path d="{rim}" fill="url(#{metal})" stroke="{dark}" stroke-width="6"/>'
        f'<circle r="84" fill="{dark}"/><circle r="84" fill="none" stroke="{light}" '
        f'stroke-width="5"/><circle r="74" fill="none" stroke="{middle}" stroke-width="2"/>'
        f'<g fill="{light}" stroke="{light}" stroke-linejoin="round">{figure}</g></g>'
    )


def medal_sheet(medals: list[tuple[int, int, int]], columns: int, size: int) -> str:
    """A sheet of medals, `columns` to a row; each is a (place, difficulty, type)."""
    rows = (len(medals) + columns - 1) // columns
    icons = "".join(
        f'<g transform="translate({at % columns * size} {at // columns * size})">'
        f"{medal(*one, size)}</g>"
        for at, one in enumerate(medals)
    )
    metals = "".join(_metal(f"metal{at}", colours) for at, colours in enumerate(_METALS))
    return _svg(columns * size, rows * size, f"<defs>{metals}</defs>{icons}")


def rank_emblem(tier: str, number: int, size: int = 256) -> str:
    """The emblem of a rank: a shield in the tier's metal, with as many bars as the sub-tier."""
    colours = _TIERS.get(tier.lower(), _OTHER_TIER)
    light, middle, dark = colours
    wings = (
        '<path d="M-70 -62L-122 -96L-112 6L-74 62z" fill="url(#metal)"/>'
        '<path d="M70 -62L122 -96L112 6L74 62z" fill="url(#metal)"/>'
        if tier.lower() in ("platinum", "diamond", "onyx")
        else ""
    )
    shield = "M0 -112L84 -74V22L0 112L-84 22V-74z"
    marks = (
        f'<path d="M0 -70L40 -8L0 66L-40 -8z" fill="{light}"/>'
        f'<path d="M0 -70L40 -8H-40z" fill="#fff" fill-opacity=".55"/>'
        if tier.lower() == "onyx"
        else "".join(
            f'<path d="M-46 {y}L0 {y + 22}L46 {y}V{y - 11}L0 {y + 11}L-46 {y - 11}z" '
            f'fill="{light}"/>'
            for y in (38 - 19 * at for at in range(min(max(number, 0), 6)))
        )
    )
    return _svg(
        size, size,
        f'<defs>{_metal("metal", colours)}</defs><g transform="scale({size / 256}) '
        f'translate(128 128)" stroke-linejoin="round"><g stroke="{dark}" stroke-width="5">{wings}'
        f'<path d="{shield}" fill="url(#metal)"/></g>'
        f'<path d="{shield}" transform="scale(.8)" fill="{dark}" stroke="{middle}" '
        f'stroke-width="4"/><path d="M0 -86L64 -57V-30L0 -54L-64 -30V-57z" fill="{middle}" '
        f'fill-opacity=".5"/>{marks}</g>',
    )  # fmt: skip


def _svg(width: int, height: int, content: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{content}</svg>'
    )


def _metal(name: str, colours: Colours) -> str:
    light, middle, dark = colours
    return (
        f'<linearGradient id="{name}" x2=".4" y2="1"><stop stop-color="{light}"/>'
        f'<stop offset=".5" stop-color="{middle}"/><stop offset="1" stop-color="{dark}"/>'
        "</linearGradient>"
    )


def _corners(count: int, radius: float, inner: float = 0.0, turn: float = -pi / 2) -> str:
    """A polygon, or a star where its `inner` corners are nearer to the middle."""
    points = []
    for at in range(count):
        points.append((radius, turn + 2 * pi * at / count))
        if inner:
            points.append((inner, turn + 2 * pi * (at + 0.5) / count))
    return "M" + "L".join(f"{r * cos(a):.1f} {r * sin(a):.1f}" for r, a in points) + "z"


def _flames(place: int) -> str:
    return "".join(
        f'<path d="M{x} 50C{x - 30} 20 {x - 6} -6 {x} -{height}C{x + 8} -8 {x + 30} 20 {x} 50z"/>'
        for x, height in ((-34, 30), (34, 30), (0, 58 + place % 2 * 8))[3 - (1 + place % 3) :]
    )


def _pennant(place: int) -> str:
    wave = (place % 5) * 6
    return (
        '<path d="M-30 56V-56" stroke-width="9"/>'
        f'<path d="M-24 -54L46 {-44 + wave}L{10 + wave} -18L46 {4 + wave}L-24 10z"/>'
    )


def _blades(place: int) -> str:
    count = 2 + place % 4
    return "".join(
        f'<path d="M0 -8L10 -58L0 -70L-10 -58z" transform="rotate({360 * at / count + 45})"/>'
        for at in range(count)
    ) + '<circle r="15"/>'  # fmt: skip


def _sight(place: int) -> str:
    turn = 45 * (place % 2)
    return (
        f'<g fill="none" stroke-width="8" transform="rotate({turn})">'
        f'<circle r="{34 + place % 3 * 6}"/>'
        '<path d="M0 -64V-22M0 64V22M-64 0H-22M64 0H22"/></g><circle r="9"/>'
    )


def _bolt(place: int) -> str:
    mirrored = -1 if place % 2 else 1
    return (
        f'<path transform="scale({mirrored} 1) rotate({place % 3 * 12 - 12})" '
        'd="M14 -66L-38 10H-4L-14 66L38 -14H6z"/>'
    )


def _star(place: int) -> str:
    return f'<path d="{_corners(4 + place % 4, 62, 26)}"/>'


# By type: spree, mode, multikill, proficiency, skill, style.
_FIGURES = (_flames, _pennant, _blades, _sight, _bolt, _star)
