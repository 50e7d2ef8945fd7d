"""What somebody did in matches, one or many, in few figures, and several added up; pure.

The models leave out what a figure cannot be by itself. What figures cannot be together, and how
much is too much for one match, is decided here, once for everything that shows them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from bot.halo.models.modes import PveStats
from bot.halo.models.stats import (
    CoreStats,
    MatchPlayer,
    ServiceRecord,
    ServiceRecordCoreStats,
)

MOST_IN_A_MATCH = 1_000_000
"""No figure of a match comes near it, not even the damage of an hour of Firefight."""

# Ratios need both of them, from the same matches.
_PAIRS = (("kills", "deaths"), ("shots_hit", "shots_fired"))


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody did in a number of matches; all zero where there were none.

    Figures are None where they are not known. `average_kda` is the mean of the matches' KDA (kills
    + assists / 3 - deaths). `ai_kills` and `ai_deaths` are those of the kills and deaths that were
    in fights with the game's own enemies, never more than all of them. How the matches ended and
    how long they took is left at zero where only the figures are told.
    """

    matches: int = 0
    wins: int | None = 0
    losses: int | None = 0
    ties: int | None = 0
    time_played: timedelta | None = timedelta(0)
    kills: int | None = 0
    deaths: int | None = 0
    assists: int | None = 0
    average_kda: float | None = 0.0
    shots_fired: int | None = 0
    shots_hit: int | None = 0
    damage_dealt: int | None = 0
    damage_taken: int | None = 0
    headshot_kills: int | None = 0
    melee_kills: int | None = 0
    grenade_kills: int | None = 0
    power_weapon_kills: int | None = 0
    best_spree: int | None = 0
    medals: int = 0
    personal_score: int | None = 0
    ai_kills: int = 0
    ai_deaths: int = 0

    @property
    def unfinished(self) -> int | None:
        """Matches that were neither won, lost nor tied; None where that is not known."""
        if self.wins is None or self.losses is None or self.ties is None:
            return None
        return max(0, self.matches - self.wins - self.losses - self.ties)

    @property
    def win_rate(self) -> float | None:
        """The share of matches won, in percent; None where there were none."""
        if self.wins is None or self.matches <= 0:
            return None
        return 100 * self.wins / self.matches

    @property
    def hours(self) -> float | None:
        """How long they took, in hours; None where that is not known."""
        return self.time_played / timedelta(hours=1) if self.time_played is not None else None

    @property
    def kills_per_death(self) -> float | None:
        """K/D against players: the kills where there was no death, None where there was neither.

        Kills of the game's own enemies, and deaths by them, are left out.
        """
        if self.kills is None or self.deaths is None:
            return None
        kills, deaths = self.kills - self.ai_kills, self.deaths - self.ai_deaths
        return kills / max(1, deaths) if kills or deaths else None

    @property
    def accuracy(self) -> float | None:
        """The share of shots that hit, in percent; None where none was fired."""
        if self.shots_hit is None or not self.shots_fired:
            return None
        return 100 * self.shots_hit / self.shots_fired

    def per_match(self, figure: int | None) -> float | None:
        """One of the totals for each match; None where there were none."""
        return figure / self.matches if figure is not None and self.matches > 0 else None


def record_of(sent: ServiceRecord) -> Record:
    """The figures of a service record."""
    matches = sent.matches_completed
    wins, losses, ties = (
        ended if ended is not None and ended <= matches else None
        for ended in (sent.wins, sent.losses, sent.ties)
    )
    return replace(
        _counted(sent.core_stats, sent.pve_stats, matches),
        matches=matches,
        wins=wins,
        losses=losses,
        ties=ties,
        time_played=sent.time_played,
        average_kda=sent.core_stats.average_kda,
    )


def combat_of(player: MatchPlayer) -> Record | None:
    """A participant's figures in one match, for all teams the player was on; None without any."""
    parts = [
        _counted(each.stats.core_stats, each.stats.pve_stats, 1)
        for each in player.player_team_stats
    ]
    if not parts:
        return None
    sent = [each.stats.core_stats.kda for each in player.player_team_stats]
    together = summed(parts)
    return replace(
        together, matches=1, average_kda=_kda(together, sent[0] if len(sent) == 1 else None)
    )


def summed(records: Iterable[Record]) -> Record:
    """All records as one; the average KDA by how many matches each has.

    What some of them do not know is the sum of the others.
    """
    parts = list(records)
    if len(parts) == 1:
        return parts[0]
    totals: dict[str, Any] = {
        field.name: total([getattr(each, field.name) for each in parts], field.default)
        for field in fields(Record)
    }
    for pair in _PAIRS:
        both = [each for each in parts if None not in (getattr(each, name) for name in pair)]
        for name in pair:
            totals[name] = total([getattr(each, name) for each in both], None if parts else 0)
    rated = [each for each in parts if each.average_kda is not None]
    weighted = sum((each.average_kda or 0.0) * each.matches for each in rated)
    matches = sum(each.matches for each in rated)
    totals["average_kda"] = weighted / matches if matches else None if parts else 0.0
    totals["best_spree"] = max(
        (each.best_spree for each in parts if each.best_spree is not None),
        default=None if parts else 0,
    )
    return Record(**totals)


def total(figures: Sequence[Any], nothing: Any) -> Any:
    """The sum of the known ones; None where none is known, `nothing` where there are none."""
    known = [figure for figure in figures if figure is not None]
    if not known:
        return None if figures else nothing
    return sum(known[1:], start=known[0])


def _kda(record: Record, sent: float | None) -> float | None:
    """The service's own where there is one, and what it is made of is known."""
    if record.kills is None or record.assists is None or record.deaths is None:
        return None
    return sent if sent is not None else record.kills + record.assists / 3 - record.deaths


def _counted(
    core: CoreStats | ServiceRecordCoreStats, pve: PveStats | None, matches: int
) -> Record:
    """What is counted of matches and of service records alike, as far as it can be true."""
    most = MOST_IN_A_MATCH * max(1, matches)

    def possible(figure: int | None, whole: int | None = None) -> int | None:
        """The figure, unless it is more than there can be: more than the whole it is a part of."""
        limit = most if whole is None else whole
        return figure if figure is not None and abs(figure) <= limit else None

    kills, deaths = possible(core.kills), possible(core.deaths)
    ai_kills, ai_deaths = (pve.kills or 0, pve.deaths or 0) if pve is not None else (0, 0)
    if kills is None or deaths is None or ai_kills > kills or ai_deaths > deaths:
        # They cannot be a part of these.
        ai_kills = ai_deaths = 0
    fired = possible(core.shots_fired)
    hit = possible(core.shots_hit, fired)
    return Record(
        kills=kills,
        deaths=deaths,
        assists=possible(core.assists),
        shots_fired=fired if hit is not None else None,
        shots_hit=hit,
        damage_dealt=possible(core.damage_dealt),
        damage_taken=possible(core.damage_taken),
        headshot_kills=possible(core.headshot_kills, kills),
        melee_kills=possible(core.melee_kills, kills),
        grenade_kills=possible(core.grenade_kills, kills),
        power_weapon_kills=possible(core.power_weapon_kills, kills),
        best_spree=possible(core.max_killing_spree, kills),
        medals=sum(medal.count for medal in core.medals),
        personal_score=possible(core.personal_score),
        ai_kills=ai_kills,
        ai_deaths=ai_deaths,
    )
