"""Service records in few figures, and several added up; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.halo.models.stats import ServiceRecord
from bot.lookups.ratios import kills_per_death


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody did in a number of matches; all zero where there were none.

    `average_kda` is the mean of the matches' KDA (kills + assists / 3 - deaths).
    """

    matches: int = 0
    wins: int = 0
    losses: int = 0
    ties: int = 0
    time_played: timedelta = timedelta(0)
    kills: int = 0
    deaths: int = 0
    assists: int = 0
    average_kda: float = 0.0
    shots_fired: int = 0
    shots_hit: int = 0
    damage_dealt: int = 0
    damage_taken: int = 0
    headshot_kills: int = 0
    melee_kills: int = 0
    grenade_kills: int = 0
    power_weapon_kills: int = 0
    best_spree: int = 0
    medals: int = 0
    personal_score: int = 0

    @property
    def unfinished(self) -> int:
        """Matches that were neither won, lost nor tied."""
        return max(0, self.matches - self.wins - self.losses - self.ties)

    @property
    def win_rate(self) -> float | None:
        """The share of matches won, in percent; None where there were none."""
        return 100 * self.wins / self.matches if self.matches > 0 else None

    @property
    def kills_per_death(self) -> float | None:
        """Kills for each death; None where there was neither."""
        fought = self.kills > 0 or self.deaths > 0
        return kills_per_death(self.kills, self.deaths) if fought else None

    @property
    def accuracy(self) -> float | None:
        """The share of shots that hit, in percent; None where none was fired."""
        return 100 * self.shots_hit / self.shots_fired if self.shots_fired > 0 else None

    def per_match(self, figure: int) -> float | None:
        """One of the totals for each match; None where there were none."""
        return figure / self.matches if self.matches > 0 else None


def record_of(sent: ServiceRecord) -> Record:
    """The figures of a service record."""
    core = sent.core_stats
    return Record(
        matches=sent.matches_completed,
        wins=sent.wins,
        losses=sent.losses,
        ties=sent.ties,
        time_played=sent.time_played,
        kills=core.kills,
        deaths=core.deaths,
        assists=core.assists,
        average_kda=core.average_kda,
        shots_fired=core.shots_fired,
        shots_hit=core.shots_hit,
        damage_dealt=core.damage_dealt,
        damage_taken=core.damage_taken,
        headshot_kills=core.headshot_kills,
        melee_kills=core.melee_kills,
        grenade_kills=core.grenade_kills,
        power_weapon_kills=core.power_weapon_kills,
        best_spree=core.max_killing_spree,
        medals=sum(medal.count for medal in core.medals),
        personal_score=core.personal_score,
    )


def summed(records: Iterable[Record]) -> Record:
    """All records as one; the average KDA by how many matches each has."""
    parts = list(records)
    matches = sum(each.matches for each in parts)
    weighted = sum(each.average_kda * each.matches for each in parts)
    return Record(
        matches=matches,
        wins=sum(each.wins for each in parts),
        losses=sum(each.losses for each in parts),
        ties=sum(each.ties for each in parts),
        time_played=sum((each.time_played for each in parts), timedelta(0)),
        kills=sum(each.kills for each in parts),
        deaths=sum(each.deaths for each in parts),
        assists=sum(each.assists for each in parts),
        average_kda=weighted / matches if matches > 0 else 0.0,
        shots_fired=sum(each.shots_fired for each in parts),
        shots_hit=sum(each.shots_hit for each in parts),
        damage_dealt=sum(each.damage_dealt for each in parts),
        damage_taken=sum(each.damage_taken for each in parts),
        headshot_kills=sum(each.headshot_kills for each in parts),
        melee_kills=sum(each.melee_kills for each in parts),
        grenade_kills=sum(each.grenade_kills for each in parts),
        power_weapon_kills=sum(each.power_weapon_kills for each in parts),
        best_spree=max((each.best_spree for each in parts), default=0),
        medals=sum(each.medals for each in parts),
        personal_score=sum(each.personal_score for each in parts),
    )
