"""The career card: the rank, the way to the next one, and the way to Hero."""

from dataclasses import dataclass

from bot.features.career.card import place
from bot.features.career.lookup import CareerReport
from bot.look import theme
from bot.look.drawing import Drawing, Emblem, alt_text
from bot.look.drawn import drawn, small_print
from bot.look.texts import Texts


@dataclass(frozen=True, slots=True)
class Way:
    """A way with its share from 0 to 1, in words too: what it leads to, what is done and left.

    The bar is empty where the share is not known.
    """

    name: str
    done: str
    left: str
    share: float
    percent: str


@dataclass(frozen=True, slots=True)
class CareerScene:
    """The whole card; `note` may be ""."""

    gamertag: str
    rank: str
    place: str
    emblem: Emblem
    ways: tuple[Way, ...]
    note: str


def career_picture(report: CareerReport, texts: Texts, emblem: bytes | None = None) -> Drawing:
    """The card of a career rank, with the rank's own emblem where there is one.

    Without the sizes of the ranks, which are asked for apart, there is no way to show.
    """
    career = report.career
    colour = theme.MEDALS if career.hero else theme.CAREER
    standing = place(career, texts)
    scene = CareerScene(
        gamertag=drawn(report.player.gamertag),
        rank=drawn(report.rank_name) if report.rank_name else standing,
        place=standing if report.rank_name else "",
        emblem=Emblem(colour, emblem),
        ways=_ways(report, texts),
        note=small_print(report, texts),
    )
    return Drawing(
        "career/picture",
        scene,
        alt_text(
            ", ".join(filter(None, (f"{scene.gamertag}: {scene.rank}", scene.place))),
            *(f"{way.name}: {way.done}, {way.left}" for way in scene.ways),
            scene.note,
        ),
        texts,
    )


def _ways(report: CareerReport, texts: Texts) -> tuple[Way, ...]:
    career = report.career
    ways = []
    if not career.hero and career.size > 0:
        following = drawn(report.next_name) if report.next_name else texts("the next rank")
        name = texts("Next: {rank}", rank=following)
        ways.append(_way(name, career.xp_in_rank, career.size, career.to_next, texts))
    if career.total > 0:
        name = texts("Way to Hero")
        ways.append(_way(name, career.earned, career.total, career.to_hero, texts))
    return tuple(ways)


def _way(name: str, done: int | None, needed: int, left: int | None, texts: Texts) -> Way:
    share = min(1.0, done / needed) if done is not None else None
    return Way(
        name,
        texts("{done} of {needed} XP", done=texts.number(done), needed=texts.number(needed)),
        texts("{points} XP left", points=texts.number(left)) if left != 0 else texts("reached"),
        share or 0.0,
        texts.percent(100 * share if share is not None else None, 1),
    )
