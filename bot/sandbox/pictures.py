"""The pictures of the sandbox: views of maps, medals and emblems of ranks, all drawn here."""

from functools import lru_cache

from bot.sandbox import assets
from bot.sandbox.emblems import medal_sheet, rank_emblem
from bot.sandbox.landscapes import landscape
from bot.sandbox.medals import DIFFICULTIES, MEDALS, TYPES

_SPRITES = 192
_TIERS = ("bronze", "silver", "gold", "platinum", "diamond", "onyx")
_NAMES = {asset.asset_id: asset.name for asset in assets.MAPS}


@lru_cache(maxsize=32)
def image(path: str) -> bytes:
    """A PNG of gamecms' image shelf: an emblem for a career's rank, else a view."""
    words = path.rpartition("/")[2].rpartition(".")[0].lower().split("_")
    if path.lower().startswith("career_rank/"):
        tier = next((word for word in words if word in _TIERS), "")
        grade = next((len(word) for word in words if word in ("i", "ii", "iii")), 1)
        return _png(rank_emblem(tier, grade))
    return _png(landscape(path, 640, 360))


@lru_cache(maxsize=32)
def asset_image(path: str) -> bytes | None:
    """A picture among the files of an asset, such as "ugcstorage/map/ID/VERSION/images/hero.png";
    None where nothing of that name is a picture."""
    parts = path.split("/")
    if len(parts) != 6 or parts[4] != "images" or not path.endswith(".png"):
        return None
    size = (480, 270) if parts[5] == "thumbnail.png" else (1280, 720)
    return _png(landscape(_NAMES.get(parts[2], parts[2]), *size))


@lru_cache(maxsize=32)
def csr_image(name: str) -> bytes | None:
    """The emblem of a rank by its name, such as "diamond_4"; None where there is no such rank."""
    tier, _, number = name.partition("_")
    last = 1 if tier == "onyx" else 6
    if tier not in _TIERS or not number.isascii() or not number.isdigit():
        return None
    return _png(rank_emblem(tier, int(number))) if 1 <= int(number) <= last else None


@lru_cache(maxsize=4)
def sprite_sheet(columns: int, size: int) -> bytes:
    """The medals by their place on the sheet, each place with an icon."""
    known = {medal.sprite: medal for medal in MEDALS}
    icons = []
    for place in range(_SPRITES):
        medal = known.get(place)
        difficulty = medal.difficulty if medal is not None else place % len(DIFFICULTIES)
        kind = medal.type if medal is not None else place % len(TYPES)
        icons.append((place, difficulty, kind))
    return _png(medal_sheet(icons, columns, size))


def _png(svg: str) -> bytes:
    # Loading libvips takes longer than many a program needs that never asks for a picture.
    import pyvips  # noqa: PLC0415

    return bytes(pyvips.Image.svgload_buffer(svg.encode()).pngsave_buffer(compression=6))
