"""The session card: how the matches ended, one after the other, and what they came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from bot.facts.played_match import RankMove
from bot.facts.records import Record
from bot.features.session.card import left_out, length
from bot.features.session.lookup import SessionReport
from bot.halo.models.enums import Outcome
from bot.look import names, notes, theme
from bot.look.combat import shots
from bot.look.drawing import Drawing, Tile, alt_text
from bot.look.drawn import drawn, small_print
from bot.look.record_text import mean_damage, won_and_lost
from bot.look.texts import Texts
from bot.pictures.ranks import RankScene, rank_scene
from bot.pictures.tiles import kill_ratio, kills_deaths_assists, tile

_PLAYLISTS = 6
_SIDES: Mapping[int, int] = {Outcome.WIN: 1, Outcome.LOSS: -1}


@dataclass(frozen=True, slots=True)
class Mark:
    """One match. `side` is 1 above the line for a win, -1 below it for a loss, 0 for the rest."""

    side: int
    colour: int


@dataclass(frozen=True, slots=True)
class MoveScene:
    """What the session did to the rank in one playlist, and in how many matches."""

    name: str
    matches: str
    rank: RankScene


@dataclass(frozen=True, slots=True)
class SessionScene:
    """The whole card; `note` may be "". Marks are oldest first; tiles come in rows."""

    gamertag: str
    title: str
    length: str
    win_rate: str
    marks: tuple[Mark, ...]
    began: str
    ended: str
    rows: tuple[tuple[Tile, ...], ...]
    moves: tuple[MoveScene, ...]
    note: str


def session_picture(
    report: SessionReport, texts: Texts, rank_art: Mapping[str, bytes] | None = None
) -> Drawing:
    """The card of a session. `rank_art` is the ranks' art by label ("Diamond 4"), if any."""
    moves = _moves(report, texts, rank_art or {})
    more = len(moves) - _PLAYLISTS
    scene = SessionScene(
        gamertag=drawn(report.player.gamertag),
        title=notes.joined(texts("Session"), won_and_lost(report.record, texts)),
        length=length(report, texts),
        win_rate=texts.percent(report.record.win_rate),
        marks=tuple(map(_mark, report.outcomes)),
        began=texts.moment(report.started_at),
        ended=texts.moment(report.ended_at),
        rows=_tiles(report.combat, texts),
        moves=moves[:_PLAYLISTS],
        note=notes.joined(
            texts.count("and {count} more playlist", "and {count} more playlists", more)
            if more > 0
            else "",
            left_out(report, texts),
            small_print(report, texts),
        ),
    )
    return Drawing("session/picture", scene, _alt(report, scene, texts), texts)


def _mark(outcome: Outcome | int) -> Mark:
    return Mark(_SIDES.get(outcome, 0), theme.outcome_style(outcome).colour)


def _tiles(combat: Record, texts: Texts) -> tuple[tuple[Tile, ...], ...]:
    if combat.matches <= 0:
        return ()
    return (
        (
            kill_ratio(combat, texts),
            tile(texts("Accuracy"), texts.percent(combat.accuracy), shots(combat, texts)),
            tile(texts("Damage"), texts.number(combat.damage_dealt), mean_damage(combat, texts)),
        ),
        kills_deaths_assists(combat, texts),
    )


def _moves(report: SessionReport, texts: Texts, art: Mapping[str, bytes]) -> tuple[MoveScene, ...]:
    return tuple(scene for move in report.ranks if (scene := _move(move, texts, art)) is not None)


def _move(move: RankMove, texts: Texts, art: Mapping[str, bytes]) -> MoveScene | None:
    standing = move.skill.standing
    rank = rank_scene(move.skill, texts, art.get(standing.label) if standing is not None else None)
    if rank is None:
        return None
    return MoveScene(
        drawn(names.playlist(move.playlist_name, move.playlist_id, texts)),
        texts.count("{count} match", "{count} matches", move.matches),
        rank,
    )


def _alt(report: SessionReport, scene: SessionScene, texts: Texts) -> str:
    return alt_text(
        f"{scene.gamertag}: {scene.title}",
        scene.length,
        texts("{first} to {last}", first=scene.began, last=scene.ended),
        *(each.in_words for row in scene.rows for each in row),
        *(f"{move.name}: {move.rank.in_words}" for move in scene.moves),
        scene.note,
        # Last, for of a long session there may not be room for all of them.
        ", ".join(_runs(report, texts)),
    )


def _runs(report: SessionReport, texts: Texts) -> list[str]:
    """The outcomes in order: "Victory ×2", "Defeat"."""
    labels = (texts(theme.outcome_style(each).label) for each in report.outcomes)
    runs = ((label, sum(1 for _ in run)) for label, run in groupby(labels))
    return [f"{label} ×{texts.number(count)}" if count > 1 else label for label, count in runs]
