"""The career card: the rank, the way to the next one, and the way to Hero."""

from dataclasses import dataclass

from bot.lookups.results import CareerReport
from bot.presentation import theme
from bot.presentation.pictures.drawing import Drawing, Emblem, alt_text
from bot.presentation.pictures.words import drawn, small_print
from bot.presentation.texts import Texts


@dataclass(frozen=True, slots=True)
class Way:
    """A way with its share from 0 to 1: what it leads to, how much is done, how much is left."""

    name: str
    done: str
    left: str
    share: float


@dataclass(frozen=True, slots=True)
class CareerScene:
    """The whole card; `note` may be ""."""

    gamertag: str
    rank: str
    place: str
    emblem: Emblem
    ways: tuple[Way, ...]
    note: str


def career_picture(career: CareerReport, texts: Texts, rank_art: bytes | None = None) -> Drawing:
    """The card of a career rank."""
    colour = theme.MEDALS if career.is_hero else theme.CAREER
    scene = CareerScene(
        gamertag=drawn(career.player.gamertag),
        rank=drawn(career.name),
        place=texts(
            "Rank {rank} of {ranks}",
            rank=texts.number(career.rank),
            ranks=texts.number(career.ranks),
        ),
        emblem=Emblem(colour, rank_art),
        ways=_ways(career, texts),
        note=small_print(career.freshness, career.missing, texts),
    )
    return Drawing(
        "career",
        scene,
        alt_text(
            f"{scene.gamertag}: {scene.rank}, {scene.place}",
            *(f"{way.name}: {way.done}, {way.left}" for way in scene.ways),
            scene.note,
        ),
        texts,
    )


def _ways(career: CareerReport, texts: Texts) -> tuple[Way, ...]:
    whole = _way(texts("Way to Hero"), career.xp_total, career.xp_to_hero, texts)
    if career.is_hero:
        return (whole,)
    following = drawn(career.next_name) if career.next_name else texts("the next rank")
    name = texts("Next: {rank}", rank=following)
    return (_way(name, career.xp, career.xp_needed, texts), whole)


def _way(name: str, done: int, needed: int, texts: Texts) -> Way:
    share = min(1.0, max(0.0, done / needed)) if needed > 0 else 0.0
    left = max(0, needed - done)
    return Way(
        name,
        texts("{done} of {needed} XP", done=texts.number(done), needed=texts.number(needed)),
        texts("{points} XP left", points=texts.number(left)) if left else texts("reached"),
        share,
    )
