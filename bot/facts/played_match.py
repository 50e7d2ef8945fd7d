"""What lists of matches are counted from: how one player did in each; pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.facts.records import Record
from bot.facts.results import Opponents, SkillReport
from bot.halo.clock import Clock
from bot.halo.models.enums import GameplayInteraction, Outcome, PlaylistExperience
from bot.halo.models.skill import SkillResult
from bot.halo.models.stats import MatchHistoryEntry, MatchInfo, MatchPlayer, MatchStats


@dataclass(frozen=True, slots=True)
class Tally:
    """How matches ended. `unfinished` are those left early, or of an unknown outcome."""

    wins: int = 0
    losses: int = 0
    ties: int = 0
    unfinished: int = 0

    @property
    def matches(self) -> int:
        """How many matches there were."""
        return self.wins + self.losses + self.ties + self.unfinished

    @property
    def win_rate(self) -> float | None:
        """Matches won, in percent; None without any match."""
        return 100 * self.wins / self.matches if self.matches else None


@dataclass(frozen=True, slots=True)
class PlayedMatch:
    """A match of a player's history with what is known of it.

    `stats` and `combat` are None where the service has no figures of the match or of the player,
    `combat` also where it was not against players; `skill` where the match was not ranked or the
    service does not tell.
    """

    entry: MatchHistoryEntry
    stats: MatchStats | None
    combat: Record | None
    skill: SkillReport | None
    opponents: Opponents = Opponents.PLAYERS

    @property
    def started_at(self) -> datetime | None:
        """When it began; None where unknown."""
        return self.entry.match_info.start_time

    @property
    def duration(self) -> timedelta | None:
        """How long it was played; None where unknown."""
        return self.entry.match_info.played_for

    @property
    def playlist_id(self) -> str | None:
        """The playlist; None in a custom game."""
        playlist = self.entry.match_info.playlist
        return playlist.asset_id if playlist is not None else None


@dataclass(frozen=True, slots=True)
class RankMove:
    """What several matches did to the rank in one playlist; its name is "" where unknown."""

    playlist_id: str
    playlist_name: str
    matches: int
    skill: SkillReport


def opponents_told(info: MatchInfo) -> Opponents:
    """Whom players fought in a match, as far as its circumstances tell: PLAYERS or AI.

    A history has nothing else. Bots in a match of players are not told.
    """
    against_ai = (
        info.gameplay_interaction == GameplayInteraction.PVE
        or info.playlist_experience in (PlaylistExperience.PVE, PlaylistExperience.PVE_BOTS)
    )
    return Opponents.AI if against_ai else Opponents.PLAYERS


def opponents_of(stats: MatchStats, player: MatchPlayer) -> Opponents:
    """Whom a player fought in a match; by most of them, where people and bots were mixed."""
    if opponents_told(stats.match_info) is Opponents.AI:
        return Opponents.AI
    others = [each for each in stats.players if _opposed(stats, player, each)]
    if not others:
        return Opponents.NOBODY
    bots = sum(each.is_bot for each in others)
    return Opponents.AI if bots > len(others) - bots else Opponents.PLAYERS


def _opposed(stats: MatchStats, one: MatchPlayer, other: MatchPlayer) -> bool:
    """Whether two players were on different sides, at least for a while."""
    if one.player_id == other.player_id:
        return False
    # Without teams everybody fights alone, and late joiners take over a leaver's team id.
    return not stats.teams or len(sides_of(one) | sides_of(other)) > 1


def sides_of(player: MatchPlayer) -> set[int]:
    """The teams that a participant was on: Infection has people change sides."""
    return {player.last_team_id, *(each.team_id for each in player.player_team_stats)}


def participant(stats: MatchStats, xuid: int) -> MatchPlayer | None:
    """The player's own part of a match; None where the service lists none."""
    return next((player for player in stats.players if player.xuid == xuid), None)


def tally_of(outcomes: Iterable[Outcome | int]) -> Tally:
    """How often each outcome came."""
    counts = Counter(outcomes)
    known = (counts[Outcome.WIN], counts[Outcome.LOSS], counts[Outcome.TIE])
    return Tally(*known, unfinished=counts.total() - sum(known))


def skill_of(result: SkillResult) -> SkillReport:
    """What one ranked match did to the rank."""
    before = result.rank_recap.pre_match_csr.to_csr()
    after = result.rank_recap.post_match_csr.to_csr()
    kills, deaths = result.stat_performances.kills, result.stat_performances.deaths
    return SkillReport(
        before,
        after,
        finished_placement=after.ranked and not before.ranked,
        expected_kills=kills.expected if kills is not None else None,
        expected_deaths=deaths.expected if deaths is not None else None,
    )


def rank_moves(matches: Sequence[PlayedMatch]) -> dict[str, RankMove]:
    """By playlist id, what the matches (oldest first) did to the rank; most played first.

    The playlists have no names yet.
    """
    moves: dict[str, RankMove] = {}
    for match in matches:
        playlist_id, skill = match.playlist_id, match.skill
        if playlist_id is None or skill is None:
            continue
        earlier = moves.get(playlist_id)
        before = earlier.skill.before if earlier is not None else skill.before
        count = earlier.matches + 1 if earlier is not None else 1
        placed = before is not None and not before.ranked
        finished = placed and skill.after is not None and skill.after.ranked
        report = SkillReport(before, skill.after, finished, None, None)
        moves[playlist_id] = RankMove(playlist_id, "", count, report)
    return dict(sorted(moves.items(), key=lambda item: -item[1].matches))


# The service needs up to half a minute for a match that has just ended.
JUST_ENDED = timedelta(seconds=60)


def has_just_ended(info: MatchInfo, clock: Clock) -> bool:
    """Whether the service may not have counted the match everywhere yet."""
    end = info.end_time
    return end is not None and clock.now() - end.timestamp() < JUST_ENDED.total_seconds()
