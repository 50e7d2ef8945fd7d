"""What somebody did in matches, one or many, in few figures, and several added up; pure."""

from collections.abc import Iterable
from dataclasses import Field, dataclass, fields, replace
from datetime import timedelta
from typing import Any

from bot.facts.ratios import kills_per_death
from bot.halo.models.stats import (
    CoreStats,
    MatchPlayer,
    ServiceRecord,
    ServiceRecordCoreStats,
)


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody did in a number of matches; all zero where there were none.

    `average_kda` is the mean of the matches' KDA (kills + assists / 3 - deaths). How the matches
    ended and how long they took is left at zero where only the figures are told.
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
    return replace(
        _counted(sent.core_stats),
        matches=sent.matches_completed,
        wins=sent.wins,
        losses=sent.losses,
        ties=sent.ties,
        time_played=sent.time_played,
        average_kda=sent.core_stats.average_kda,
    )


def combat_of(player: MatchPlayer) -> Record:
    """A participant's figures in one match, for all teams the player was on."""
    together = summed(_counted(each.stats.core_stats) for each in player.player_team_stats)
    kda = together.kills + together.assists / 3 - together.deaths
    return replace(together, matches=1, average_kda=kda)


def summed(records: Iterable[Record]) -> Record:
    """All records as one; the average KDA by how many matches each has."""
    parts = list(records)
    totals: dict[str, Any] = {
        field.name: sum((getattr(each, field.name) for each in parts), start=_nothing(field))
        for field in fields(Record)
    }
    weighted = sum(each.average_kda * each.matches for each in parts)
    totals["average_kda"] = weighted / totals["matches"] if totals["matches"] > 0 else 0.0
    totals["best_spree"] = max((each.best_spree for each in parts), default=0)
    return Record(**totals)


def _nothing(field: Field[Any]) -> Any:
    return field.default


def _counted(core: CoreStats | ServiceRecordCoreStats) -> Record:
    """What is counted of matches and of service records alike."""
    return Record(
        kills=core.kills,
        deaths=core.deaths,
        assists=core.assists,
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
