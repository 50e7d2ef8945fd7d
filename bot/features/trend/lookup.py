"""How a player's form has gone over the latest matches."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress

from bot.facts.asset_names import asset_names, match_modes
from bot.facts.errors import NoMatches
from bot.facts.gathering import at_once, gathering
from bot.facts.language import DEFAULT_LANGUAGE
from bot.facts.played_match import (
    PlayedMatch,
    RankMove,
    Tally,
    opponents_told,
    tally_of,
)
from bot.facts.progress import Progress, unwatched
from bot.facts.recent_matches import AGAINST_AI, RecentMatches, require_figures
from bot.facts.records import Record, summed
from bot.facts.results import Freshness, MatchKind, Opponents, Player
from bot.features.trend.series import CsrTrend, FormTrend, Point, WinRate, WinRateBy, WinRates
from bot.halo.client import HaloClient
from bot.halo.models.enums import Outcome
from bot.halo.models.stats import MatchHistoryEntry, MatchInfo
from bot.translatable import N_

FEWEST_MATCHES, MOST_MATCHES = 25, 100


@dataclass(frozen=True, slots=True)
class TrendReport:
    """The latest matches, how they went, and how the figures moved.

    `combat` are the figures of all of them; `earlier` and `later` of the older and the newer
    half. `csr` and `rank` are of the ranked playlist most of the matches were played in; None
    where none was ranked. `maps` and `modes` are the win rates there, of all of them.
    """

    player: Player
    record: Tally
    combat: Record
    earlier: Record
    later: Record
    form: FormTrend
    csr: CsrTrend | None
    rank: RankMove | None
    maps: WinRates
    modes: WinRates
    missing: tuple[str, ...] = ()
    freshness: Freshness = field(default_factory=Freshness)
    gone: tuple[str, ...] = ()


class TrendLookup:
    """Answers /trend."""

    def __init__(self, client: HaloClient, recent: RecentMatches) -> None:
        self._client = client
        self._recent = recent

    async def trend(
        self,
        player: Player,
        matches: int = FEWEST_MATCHES,
        *,
        language: str = DEFAULT_LANGUAGE,
        progress: Progress = unwatched,
    ) -> TrendReport:
        """How the player's latest matchmaking matches against players went, 25 to 100 at most.

        Raises NoMatches, PrivateHistory, MatchMissing where the service keeps nothing of any of
        them, and the core's errors; what else is missing is noted in the report.
        """
        limit = min(MOST_MATCHES, max(FEWEST_MATCHES, matches))
        with gathering() as parts:
            entries = await self._recent.entries(
                player, limit, MatchKind.MATCHMAKING, _told_against_players
            )
            infos = [entry.match_info for entry in entries]
            ugc = self._client.discovery_ugc
            async with at_once() as group:
                reading = group.create_task(self._recent.played(parts, player, entries, progress))
                maps = group.create_task(
                    asset_names(
                        parts, language, N_("maps"), ugc.map, [one.map_variant for one in infos]
                    )
                )
                modes = group.create_task(
                    match_modes(parts, language, N_("modes"), ugc.game_variant, infos)
                )
            # Only who was in a match tells that the other side were bots.
            kept = [each.opponents is Opponents.PLAYERS for each in reading.result()]
            played = list(compress(reading.result(), kept))
            if not played:
                raise NoMatches(hint=AGAINST_AI)
            require_figures(parts, played)
            entries = list(compress(entries, kept))
            played.reverse()
            moves = await self._recent.moves(parts, played, language)
            rank = moves[0] if moves else None
            known = [match.combat for match in played if match.combat is not None]
            middle = len(known) // 2
            return TrendReport(
                player=player,
                record=tally_of(entry.outcome for entry in entries),
                combat=summed(known),
                earlier=summed(known[:middle]),
                later=summed(known[middle:]),
                form=FormTrend(
                    player,
                    _points(played, lambda combat: combat.kills_per_death),
                    _points(played, lambda combat: combat.accuracy),
                ),
                csr=_csr_trend(player, played, rank) if rank is not None else None,
                rank=rank,
                maps=_win_rates(player, WinRateBy.MAP, entries, compress(maps.result(), kept)),
                modes=_win_rates(player, WinRateBy.MODE, entries, compress(modes.result(), kept)),
                missing=parts.missing,
                freshness=parts.freshness,
                gone=parts.gone,
            )


def _told_against_players(info: MatchInfo) -> bool:
    return opponents_told(info) is Opponents.PLAYERS


def _win_rates(
    player: Player,
    by: WinRateBy,
    entries: Sequence[MatchHistoryEntry],
    names: Iterable[str | None],
) -> WinRates:
    """By name, for a map or mode has many versions; matches without a name are left out."""
    outcomes: dict[str, list[Outcome | int]] = {}
    for entry, name in zip(entries, names, strict=True):
        if name is not None:
            outcomes.setdefault(name, []).append(entry.outcome)
    tallies = ((name, tally_of(each)) for name, each in outcomes.items())
    rates = [WinRate(name, tally.wins, tally.matches) for name, tally in tallies]
    return WinRates(player, by, tuple(sorted(rates, key=lambda rate: -rate.matches)))


def _points(
    matches: Sequence[PlayedMatch], figure: Callable[[Record], float | None]
) -> tuple[Point, ...]:
    figures = ((each.started_at, figure(each.combat)) for each in matches if each.combat)
    return tuple(Point(at, value) for at, value in figures if value is not None)


def _csr_trend(player: Player, matches: Sequence[PlayedMatch], rank: RankMove) -> CsrTrend:
    ranked = [
        (match.started_at, match.skill)
        for match in matches
        if match.playlist_id == rank.playlist_id and match.skill is not None
    ]
    # From before the first match, as the change in words is.
    standings = [(at, skill.before) for at, skill in ranked[:1]]
    standings += [(at, skill.after) for at, skill in ranked]
    points = (Point(at, float(csr.value)) for at, csr in standings if csr and csr.ranked)
    return CsrTrend(player, rank.playlist_id, rank.playlist_name, tuple(points))
