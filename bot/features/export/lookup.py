"""A player's matches as plain rows, for files."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.facts.asset_names import asset_names, match_modes
from bot.facts.gathering import at_once, gathering
from bot.facts.language import DEFAULT_LANGUAGE
from bot.facts.played_match import PlayedMatch, participant
from bot.facts.progress import Progress, unwatched
from bot.facts.recent_matches import RecentMatches, require_stats
from bot.facts.records import Record, combat_of
from bot.facts.results import Freshness, Opponents, Player
from bot.halo.client import HaloClient
from bot.halo.models.enums import LifecycleMode, ModeCategory, Outcome
from bot.halo.ranks import Csr
from bot.translatable import N_

FEWEST_MATCHES, MOST_MATCHES = 25, 250


@dataclass(frozen=True, slots=True)
class ExportedMatch:
    """One match as one row. Names are None where unknown, figures where the service keeps none.

    `opponents` says against whom the kills and deaths were: only those against players make a K/D;
    `csr_before` and `csr_after` where the match was not ranked or the rank was not there yet;
    `playlist_id` is "" where the match had no playlist."""

    match_id: str
    started_at: datetime | None
    duration: timedelta | None
    outcome: Outcome | int
    lifecycle: LifecycleMode | int
    playlist: str | None
    mode: str | None
    mode_category: ModeCategory | int
    map: str | None
    rank: int | None
    opponents: Opponents
    kills: int | None
    deaths: int | None
    assists: int | None
    score: int | None
    accuracy: float | None
    shots_fired: int | None
    shots_hit: int | None
    damage_dealt: int | None
    damage_taken: int | None
    medals: int | None
    csr_before: int | None
    csr_after: int | None
    playlist_id: str = ""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """A player's matches, newest first."""

    player: Player
    matches: tuple[ExportedMatch, ...]
    missing: tuple[str, ...] = ()
    freshness: Freshness = field(default_factory=Freshness)
    gone: tuple[str, ...] = ()


class ExportLookup:
    """Answers /export."""

    def __init__(self, client: HaloClient, recent: RecentMatches) -> None:
        self._client = client
        self._recent = recent

    async def matches(
        self,
        player: Player,
        matches: int = 100,
        *,
        language: str = DEFAULT_LANGUAGE,
        progress: Progress = unwatched,
    ) -> ExportReport:
        """The player's latest matches of any kind, 25 to 250.

        Raises NoMatches, PrivateHistory, MatchMissing where the service keeps nothing of any
        match, and the core's errors; what else is missing is noted in the report.
        """
        limit = min(MOST_MATCHES, max(FEWEST_MATCHES, matches))
        ugc = self._client.discovery_ugc
        with gathering() as parts:
            entries = await self._recent.entries(player, limit)
            infos = [entry.match_info for entry in entries]
            name = partial(asset_names, parts, language)
            async with at_once() as group:
                played = group.create_task(self._recent.played(parts, player, entries, progress))
                maps = group.create_task(name(N_("maps"), ugc.map, [i.map_variant for i in infos]))
                modes = group.create_task(
                    match_modes(parts, language, N_("modes"), ugc.game_variant, infos)
                )
                playlists = group.create_task(
                    name(N_("playlists"), ugc.playlist, [i.playlist for i in infos])
                )
            require_stats(parts, played.result())
            rows = zip(
                played.result(), playlists.result(), modes.result(), maps.result(), strict=True
            )
            return ExportReport(
                player,
                tuple(_row(match, player, *names) for match, *names in rows),
                parts.missing,
                parts.freshness,
                parts.gone,
            )


def _row(
    match: PlayedMatch,
    player: Player,
    playlist: str | None,
    mode: str | None,
    map_name: str | None,
) -> ExportedMatch:
    entry, info = match.entry, match.entry.match_info
    own = participant(match.stats, player.xuid) if match.stats is not None else None
    # Here the kills in fights with the computer are told, too, and which they are.
    combat = combat_of(own) if own is not None else None
    skill = match.skill
    return ExportedMatch(
        match_id=entry.match_id,
        started_at=match.started_at,
        duration=match.duration,
        outcome=entry.outcome,
        lifecycle=info.lifecycle_mode,
        playlist=playlist,
        playlist_id=match.playlist_id or "",
        mode=mode,
        mode_category=info.game_variant_category,
        map=map_name,
        rank=entry.rank,
        opponents=match.opponents,
        accuracy=combat.accuracy if combat is not None else None,
        csr_before=_csr(skill.before) if skill is not None else None,
        csr_after=_csr(skill.after) if skill is not None else None,
        score=combat.personal_score if combat is not None else None,
        **{name: _figure(combat, name) for name in _FIGURES},
    )


_FIGURES = (
    "kills", "deaths", "assists", "shots_fired", "shots_hit", "damage_dealt", "damage_taken",
    "medals",
)  # fmt: skip


def _figure(combat: Record | None, name: str) -> int | None:
    figure: int | None = getattr(combat, name, None)
    return figure


def _csr(csr: Csr | None) -> int | None:
    return csr.value if csr is not None and csr.ranked else None
