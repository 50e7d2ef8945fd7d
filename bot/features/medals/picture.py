"""The medals card as a picture: a wall of medals with their names and counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.look.alt import alt_of
from bot.look.card import Card, Signs
from bot.look.drawing import Drawing
from bot.look.drawn import drawn
from bot.look.texts import Texts


@dataclass(frozen=True, slots=True)
class WallMedal:
    """One medal of the wall. Where `icon` is None a shape of the colour is drawn."""

    name: str
    count: str
    kind: str
    colour: int
    icon: bytes | None


@dataclass(frozen=True, slots=True)
class MedalsScene:
    """One page of the wall. `page` may be ""."""

    gamertag: str
    title: str
    page: str
    medals: tuple[WallMedal, ...]


def medals_picture(card: Card, page: str, icons: Sequence[bytes | None], texts: Texts) -> Drawing:
    """Returns the drawing of the card. `icons` are the game's pictures of its medals, in order."""
    signs = [sign for block in card.blocks if isinstance(block, Signs) for sign in block.signs]
    medals = tuple(
        WallMedal(
            drawn(sign.name),
            f"×{sign.number}",
            drawn(sign.kind) if sign.kind else "",
            sign.colour,
            icon,
        )
        for sign, icon in zip(signs, icons, strict=bool(signs))
    )
    gamertag = drawn(card.about.words) if card.about is not None else ""
    scene = MedalsScene(gamertag, card.title, page, medals)
    return Drawing("medals/picture", scene, alt_of(card, texts), texts)
