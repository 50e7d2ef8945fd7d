"""Two players side by side: each figure with a bar to both sides, the better one lit."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.facts.results import Player
from bot.features.compare.figures import FIGURES, Figure
from bot.features.compare.lookup import Comparison, SharedStanding
from bot.halo.ranks import Csr
from bot.look import combat, figures, names, notes, theme
from bot.look.drawing import Drawing, Emblem, alt_text
from bot.look.drawn import drawn, small_print
from bot.look.texts import Texts
from bot.pictures.ranks import standing_scene

_STANDINGS = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One player's head: name, rank's sign, and rank in words ("" where there is none)."""

    gamertag: str
    emblem: Emblem
    rank: str


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of both. Shares are of the larger one; `better` is 1, 2 or 0 for neither."""

    name: str
    first: str
    second: str
    first_share: float
    second_share: float
    better: int


@dataclass(frozen=True, slots=True)
class ComparisonScene:
    """The whole card; `playlist`, which the ranks of the heads are of, and `note` may be ""."""

    playlist: str
    first: Side
    second: Side
    rows: tuple[Row, ...]
    standings: tuple[Row, ...]
    note: str


def comparison_picture(
    report: Comparison, texts: Texts, rank_art: Mapping[str, bytes] | None = None
) -> Drawing:
    """The card of two players. `rank_art` is the ranks' art by label ("Diamond 4"), if any."""
    best = report.standings[0] if report.standings else None
    others = report.standings[1:]
    left_out = len(others) - _STANDINGS
    art = rank_art or {}
    scene = ComparisonScene(
        playlist=drawn(names.playlist(best.name, best.playlist_id, texts))
        if best is not None
        else "",
        first=_side(report.first, best.first if best is not None else None, art, texts),
        second=_side(report.second, best.second if best is not None else None, art, texts),
        rows=tuple(_row(each, report, texts) for each in FIGURES),
        standings=tuple(_standing(each, texts) for each in others[:_STANDINGS]),
        note=notes.joined(
            combat.left_out(texts, report.first_record, report.second_record),
            texts.count("and {count} more playlist", "and {count} more playlists", left_out)
            if left_out > 0
            else "",
            small_print(report, texts),
        ),
    )
    return Drawing(
        "compare/picture",
        scene,
        alt_text(
            texts(
                "{first} and {second}",
                first=scene.first.gamertag,
                second=scene.second.gamertag,
            ),
            f"{scene.playlist}: {scene.first.rank}, {scene.second.rank}" if scene.playlist else "",
            *(f"{row.name}: {row.first}, {row.second}" for row in (*scene.standings, *scene.rows)),
            scene.note,
        ),
        texts,
    )


def _side(player: Player, csr: Csr | None, art: Mapping[str, bytes], texts: Texts) -> Side:
    gamertag = drawn(player.gamertag)
    if csr is None:
        return Side(gamertag, Emblem(theme.NEUTRAL), "")
    scene = standing_scene(csr, texts, art.get(csr.label))
    value = scene.value if scene.value != theme.DASH else ""
    return Side(gamertag, scene.emblem, notes.joined(scene.label, value))


def _row(figure: Figure, report: Comparison, texts: Texts) -> Row:
    first, second = figure.of(report.first_record), figure.of(report.second_record)
    return _shared(
        texts(figure.title),
        (first, figure.written(first, texts)),
        (second, figure.written(second, texts)),
        figure.ahead(first, second),
    )


def _standing(standing: SharedStanding, texts: Texts) -> Row:
    first, second = standing.first, standing.second
    ahead = (first.value > second.value) - (first.value < second.value)
    return _shared(
        drawn(names.playlist(standing.name, standing.playlist_id, texts)),
        (_value(first), standing_scene(first, texts).value),
        (_value(second), standing_scene(second, texts).value),
        ahead,
    )


def _value(csr: Csr) -> float | None:
    return csr.value if csr.ranked else None


def _shared(
    name: str, first: tuple[float | None, str], second: tuple[float | None, str], ahead: int
) -> Row:
    """A row of two figures and their words; `ahead` is as Figure.ahead() tells it."""
    known = [
        abs(value) for value, _ in (first, second) if value is not None and figures.known(value)
    ]
    most = max(known, default=0.0)
    return Row(
        name,
        first[1],
        second[1],
        _share(first[0], most),
        _share(second[0], most),
        {1: 1, -1: 2}.get(ahead, 0),
    )


def _share(value: float | None, most: float) -> float:
    if value is None or not figures.known(value) or most <= 0:
        return 0.0
    return min(1.0, max(0.0, value / most))
