"""Whom a player wins with."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.facts.errors import NoTeammates
from bot.facts.gathering import gathering
from bot.facts.played_match import PlayedMatch, Tally, participant, tally_of
from bot.facts.player_names import PlayerNames
from bot.facts.progress import Progress, unwatched
from bot.facts.recent_matches import RecentMatches, require_stats
from bot.facts.results import Freshness, Player
from bot.halo.models.enums import Outcome
from bot.halo.models.stats import MatchStats

FEWEST_MATCHES, MOST_MATCHES = 25, 100
LEAST_TOGETHER = 2
MOST_TEAMMATES = 20


@dataclass(frozen=True, slots=True)
class Teammate:
    """Somebody on the player's team, and how their matches together ended for the player."""

    player: Player
    together: Tally


@dataclass(frozen=True, slots=True)
class TeammatesReport:
    """Teammates of at least LEAST_TOGETHER matches, most matches together first.

    `record` is of all the player's matches in teams that were looked at. `others` counts those
    teammates who are left out, having played no more matches together.
    """

    player: Player
    record: Tally
    teammates: tuple[Teammate, ...]
    others: int
    missing: tuple[str, ...] = ()
    freshness: Freshness = field(default_factory=Freshness)
    gone: tuple[str, ...] = ()


class TeammatesLookup:
    """Answers /teammates."""

    def __init__(self, recent: RecentMatches, names: PlayerNames) -> None:
        self._recent = recent
        self._names = names

    async def teammates(
        self,
        player: Player,
        matches: int = 50,
        *,
        progress: Progress = unwatched,
    ) -> TeammatesReport:
        """Whom the player was in a team with in the latest matches of any kind, 25 to 100.

        Bots are left out. Raises NoMatches, PrivateHistory, NoTeammates, MatchMissing where the
        service keeps nothing of any match, and the core's errors; what else is missing is noted
        in the report.
        """
        limit = min(MOST_MATCHES, max(FEWEST_MATCHES, matches))
        with gathering() as parts:
            entries = await self._recent.entries(player, limit)
            played = await self._recent.played(parts, player, entries, progress, ranks=False)
            require_stats(parts, played)
            outcomes = together(played, player.xuid)
            often = {
                xuid: tally_of(ended)
                for xuid, ended in outcomes.items()
                if len(ended) >= LEAST_TOGETHER
            }
            if not often:
                raise NoTeammates
            order = sorted(often, key=lambda xuid: (-often[xuid].matches, -often[xuid].wins, xuid))
            shown = order[:MOST_TEAMMATES]
            names = await self._names.of(parts, shown)
            in_teams = (match for match in played if match.stats and match.stats.teams)
            return TeammatesReport(
                player=player,
                record=tally_of(match.entry.outcome for match in in_teams),
                teammates=tuple(
                    Teammate(Player(each, names.get(each, "")), often[each]) for each in shown
                ),
                others=len(outcomes) - len(shown),
                missing=parts.missing,
                freshness=parts.freshness,
                gone=parts.gone,
            )


def together(matches: Sequence[PlayedMatch], xuid: int) -> dict[int, list[Outcome | int]]:
    """By XUID of each human teammate, the outcomes of the matches in which they were a team."""
    outcomes: dict[int, list[Outcome | int]] = {}
    for match in matches:
        if match.stats is None:
            continue
        for teammate in _team(match.stats, xuid):
            outcomes.setdefault(teammate, []).append(match.entry.outcome)
    return outcomes


def _team(stats: MatchStats, xuid: int) -> set[int]:
    """The others on the player's team at the end; nobody where everybody fought alone."""
    own = participant(stats, xuid)
    if own is None or not stats.teams:
        return set()
    return {
        player.xuid
        for player in stats.players
        if player.last_team_id == own.last_team_id
        and not player.is_bot
        and player.xuid is not None
        and player.xuid != xuid
    }
