"""Two players side by side: each figure with a bar to both sides, the better one lit."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.halo.ranks import Csr
from bot.lookups.results import Comparison, ServiceRecordReport
from bot.presentation import figures, notes, theme
from bot.presentation.pictures.drawing import Drawing, Emblem, alt_text
from bot.presentation.pictures.words import drawn, small_print
from bot.presentation.rank_text import label
from bot.presentation.texts import Texts

Write = Callable[[float | None], str]


@dataclass(frozen=True, slots=True)
class Side:
    """One player's head: name, rank's sign, and rank in words ("" where unknown)."""

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
    """The whole card; `playlist` and `note` may be ""."""

    scope: str
    playlist: str
    first: Side
    second: Side
    rows: tuple[Row, ...]
    note: str


def comparison_picture(
    both: Comparison,
    texts: Texts,
    first_art: bytes | None = None,
    second_art: bytes | None = None,
) -> Drawing:
    """The card of two players, with their ranks' art."""
    first, second = both.first, both.second
    ranked = both.first_csr is not None or both.second_csr is not None
    scene = ComparisonScene(
        scope=drawn(texts(first.scope)),
        playlist=drawn(both.playlist_name) if both.playlist_name and ranked else "",
        first=_side(first, both.first_csr, first_art, texts),
        second=_side(second, both.second_csr, second_art, texts),
        rows=_rows(first, second, texts),
        note=small_print(first.freshness, (*first.missing, *second.missing), texts),
    )
    return Drawing(
        "comparison",
        scene,
        alt_text(
            texts(
                "{first} and {second} compared, {scope}",
                first=scene.first.gamertag,
                second=scene.second.gamertag,
                scope=scene.scope,
            ),
            f"{scene.playlist}: {scene.first.rank or theme.DASH}, {scene.second.rank or theme.DASH}"
            if scene.playlist
            else "",
            *(f"{row.name}: {row.first}, {row.second}" for row in scene.rows),
            scene.note,
        ),
        texts,
    )


def _side(record: ServiceRecordReport, csr: Csr | None, art: bytes | None, texts: Texts) -> Side:
    gamertag = drawn(record.player.gamertag)
    if csr is None:
        return Side(gamertag, Emblem(theme.NEUTRAL, art), "")
    name = drawn(label(csr, texts))
    if csr.ranked:
        name = notes.joined(name, texts.number(csr.value, grouped=False))
    return Side(gamertag, Emblem(theme.rank_style(csr).colour, art), name)


def _rows(first: ServiceRecordReport, second: ServiceRecordReport, texts: Texts) -> tuple[Row, ...]:
    whole, fine = texts.number, partial(texts.number, decimals=1)
    ratio = partial(texts.number, decimals=2)
    sprees = float(first.max_killing_spree), float(second.max_killing_spree)
    pairs: tuple[tuple[str, float | None, float | None, Write], ...] = (
        (texts("Win rate"), first.win_rate, second.win_rate, texts.percent),
        (texts("K/D"), first.kills_per_death, second.kills_per_death, ratio),
        (texts("Average KDA"), first.average_kda, second.average_kda, ratio),
        (texts("Accuracy"), first.accuracy, second.accuracy, texts.percent),
        (texts("Kills a match"), *_each(first, second, "kills"), fine),
        (texts("Damage a match"), *_each(first, second, "damage_dealt"), whole),
        (texts("Headshots a match"), *_each(first, second, "headshot_kills"), fine),
        (texts("Best spree"), *sprees, whole),
        (texts("Matches"), float(first.matches), float(second.matches), whole),
    )
    return tuple(_row(*pair) for pair in pairs)


def _each(
    first: ServiceRecordReport, second: ServiceRecordReport, name: str
) -> tuple[float | None, float | None]:
    def average(record: ServiceRecordReport) -> float | None:
        return getattr(record, name) / record.matches if record.matches > 0 else None

    return average(first), average(second)


def _row(name: str, first: float | None, second: float | None, write: Write) -> Row:
    known = [value for value in (first, second) if value is not None and figures.known(value)]
    most = max((abs(value) for value in known), default=0.0)
    one, two = write(first), write(second)
    better = 0
    if first is not None and second is not None and len(known) == 2 and one != two:
        better = 1 if first > second else 2
    return Row(name, one, two, _share(first, most), _share(second, most), better)


def _share(value: float | None, most: float) -> float:
    if value is None or not figures.known(value) or most <= 0:
        return 0.0
    return min(1.0, max(0.0, value / most))
