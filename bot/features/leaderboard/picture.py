"""The leaderboard: the first members with a bar each, and the asker's own place wherever it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.features.leaderboard.card import basis, counted, heading, value
from bot.features.leaderboard.lookup import LeaderboardBy, LeaderboardReport, LeaderboardRow
from bot.look import names, notes, theme
from bot.look.drawing import Drawing, Emblem, alt_text
from bot.look.drawn import drawn, small_print
from bot.look.rank_text import label
from bot.look.texts import Texts

_PLACES = 10


@dataclass(frozen=True, slots=True)
class PlaceScene:
    """A member's row. `share` is of the best one's value, from 0 to 1; `emblem` and `detail` are
    the rank and where it is held, on a board by CSR only."""

    place: str
    place_colour: int
    gamertag: str
    detail: str
    value: str
    share: float
    colour: int
    emblem: Emblem | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class LeaderboardScene:
    """The whole card; `note` may be ""."""

    title: str
    basis: str
    members: str
    places: tuple[PlaceScene, ...]
    note: str


def shown_places(report: LeaderboardReport, asker_id: int) -> list[tuple[int, LeaderboardRow]]:
    """The rows that the picture has room for, each with its place, counted from 1."""
    return [
        (place, row)
        for number, (place, row) in enumerate(report.placed)
        if number < _PLACES or row.user_id == asker_id
    ]


def leaderboard_picture(
    report: LeaderboardReport,
    asker_id: int,
    texts: Texts,
    rank_art: Mapping[str, bytes] | None = None,
) -> Drawing:
    """The board. `rank_art` is the ranks' art by label ("Diamond 4"), where there is any."""
    shown = shown_places(report, asker_id)
    best = max((row.value for _, row in shown), default=0.0)
    full = 100.0 if report.by is LeaderboardBy.WIN_RATE else best
    members = len(report.rows)
    scene = LeaderboardScene(
        title=heading(report.by, texts),
        basis=basis(report.by, texts),
        members=texts.count("{count} member", "{count} members", members) if members else "",
        places=tuple(
            _place(report.by, place, row, full, asker_id, rank_art or {}, texts)
            for place, row in shown
        ),
        note=notes.joined(counted(report, texts), small_print(report, texts)),
    )
    return Drawing(
        "leaderboard/picture",
        scene,
        alt_text(
            scene.title,
            *(
                ", ".join(filter(None, (f"{each.place}. {each.gamertag}", each.value, each.detail)))
                for each in scene.places
            ),
            "" if scene.places else texts("Nobody to compare yet."),
            scene.note,
        ),
        texts,
    )


def _place(
    by: LeaderboardBy,
    place: int,
    row: LeaderboardRow,
    full: float,
    asker_id: int,
    art: Mapping[str, bytes],
    texts: Texts,
) -> PlaceScene:
    colour, emblem, detail = theme.LEADERBOARD, None, ""
    if row.csr is not None:
        colour = theme.rank_style(row.csr).colour
        emblem = Emblem(colour, art.get(row.csr.label))
        playlist = texts(row.playlist) if row.playlist else ""
        detail = notes.joined(drawn(label(row.csr, texts)), drawn(playlist) if playlist else "")
    return PlaceScene(
        place=texts.number(place),
        place_colour=theme.place_colour(place),
        gamertag=drawn(names.gamertag(row.player, texts)),
        detail=detail,
        value=value(by, row, texts),
        share=row.value / full if full > 0 else 0.0,
        colour=colour,
        emblem=emblem,
        is_own=row.user_id == asker_id,
    )
