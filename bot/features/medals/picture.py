"""The medal wall: what a player has earned, icon by icon."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.facts.results import EarnedMedal, MedalScope, MedalsReport
from bot.features.medals.card import PER_PAGE, SORTS, medal_pages
from bot.look import names, notes, theme
from bot.look.texts import Texts
from bot.pictures.drawing import Drawing, alt_text
from bot.pictures.words import drawn, small_print


@dataclass(frozen=True, slots=True)
class WallMedal:
    """One medal of the wall. Where `icon` is None a shape of the colour is drawn."""

    name: str
    count: str
    difficulty: str
    colour: int
    icon: bytes | None


@dataclass(frozen=True, slots=True)
class MedalsScene:
    """One page of the wall; `note` and `page` may be ""."""

    gamertag: str
    title: str
    page: str
    medals: tuple[WallMedal, ...]
    note: str


def medals_picture(
    report: MedalsReport,
    texts: Texts,
    page: int = 0,
    icons: Mapping[int, bytes] | None = None,
    per_page: int = PER_PAGE,
) -> Drawing:
    """A page of the wall, counted from 0, in the report's order. `icons` are by medal id.

    A page beyond the ends shows the nearest one there is.
    """
    pages = medal_pages(report, per_page)
    page = min(max(page, 0), pages - 1)
    shown = report.medals[page * per_page : (page + 1) * per_page]
    career = report.scope is MedalScope.CAREER
    scene = MedalsScene(
        gamertag=drawn(report.player.gamertag),
        title=notes.joined(
            texts("Career medals") if career else texts("Medals of the match"),
            texts("{total} earned", total=texts.number(report.total)),
            texts.count("{count} kind", "{count} kinds", len(report.medals)),
            texts(SORTS[report.sort]),
        ),
        page=notes.page(page, pages, texts) if pages > 1 else "",
        medals=tuple(_medal(medal, icons or {}, texts) for medal in shown),
        note=small_print(report.freshness, report.missing, texts),
    )
    listed = ", ".join(f"{medal.name} {medal.count}" for medal in scene.medals)
    return Drawing(
        "medals/picture",
        scene,
        alt_text(
            f"{scene.gamertag}: {scene.title}",
            scene.page,
            listed or texts("No medals yet."),
            scene.note,
        ),
        texts,
    )


def _medal(medal: EarnedMedal, icons: Mapping[int, bytes], texts: Texts) -> WallMedal:
    style = theme.difficulty_style(medal.difficulty)
    return WallMedal(
        drawn(names.medal(medal, texts)),
        f"×{texts.short(medal.count)}",
        texts(style.label),
        style.colour,
        icons.get(medal.medal_id),
    )
