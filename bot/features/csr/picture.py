"""The CSR card: every ranked playlist with its bar and peaks."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.facts.results import CsrReport, PlaylistStanding
from bot.halo.ranks import Csr
from bot.look import names, notes, theme
from bot.look.drawing import Drawing, alt_text
from bot.look.drawn import drawn, small_print
from bot.look.rank_text import label
from bot.look.texts import Texts
from bot.pictures.ranks import RankScene, standing_scene

_STANDINGS = 10


@dataclass(frozen=True, slots=True)
class PlaylistScene:
    """One playlist's row. Peaks are a value and the rank it was, or a dash and ""."""

    name: str
    rank: RankScene
    season_peak: str
    season_rank: str
    all_time_peak: str
    all_time_rank: str


@dataclass(frozen=True, slots=True)
class CsrScene:
    """The whole card; `note` may be ""."""

    gamertag: str
    standings: tuple[PlaylistScene, ...]
    note: str


def csr_picture(
    report: CsrReport, texts: Texts, rank_art: Mapping[str, bytes] | None = None
) -> Drawing:
    """The card. `rank_art` is the ranks' art by label ("Diamond 4", "Onyx"), where there is any."""
    art = rank_art or {}
    left_out = len(report.standings) - _STANDINGS
    scene = CsrScene(
        gamertag=drawn(report.player.gamertag),
        standings=tuple(_row(each, art, texts) for each in report.standings[:_STANDINGS]),
        note=notes.joined(
            texts.count("and {count} more playlist", "and {count} more playlists", left_out)
            if left_out > 0
            else "",
            small_print(report, texts),
        ),
    )
    ranks = (
        texts(
            "{playlist}: {rank}, season peak {season}, all time {all_time}",
            playlist=row.name,
            rank=row.rank.in_words,
            season=row.season_peak,
            all_time=row.all_time_peak,
        )
        for row in scene.standings
    )
    return Drawing(
        "csr/picture",
        scene,
        alt_text(
            f"{scene.gamertag}: {texts('Ranks')}",
            *ranks,
            "" if scene.standings else texts("No ranked playlist to show."),
            scene.note,
        ),
        texts,
    )


def _row(each: PlaylistStanding, art: Mapping[str, bytes], texts: Texts) -> PlaylistScene:
    return PlaylistScene(
        drawn(names.playlist(each.name, each.playlist_id, texts)),
        standing_scene(each.current, texts, art.get(each.current.label)),
        *_peak(each.season_peak, texts),
        *_peak(each.all_time_peak, texts),
    )


def _peak(csr: Csr, texts: Texts) -> tuple[str, str]:
    if not csr.ranked:
        return theme.DASH, ""
    return texts.number(csr.value, grouped=False), drawn(label(csr, texts))
