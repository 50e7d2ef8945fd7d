"""The statistics that only some modes have. Times are durations, everything else counts."""

from datetime import timedelta

from pydantic import Field

from bot.halo.models.base import Count, HaloModel, Whole

_NONE = timedelta(0)


class BombStats(HaloModel):
    """Assault and its like."""

    bomb_carriers_killed: Whole = 0
    bomb_defusals: Whole = 0
    bomb_defusers_killed: Whole = 0
    bomb_detonations: Whole = 0
    bomb_pick_ups: Whole = 0
    bomb_plants: Whole = 0
    bomb_returns: Whole = 0
    kills_as_bomb_carrier: Whole = 0
    time_as_bomb_carrier: timedelta = _NONE


class CaptureTheFlagStats(HaloModel):
    """Capture the Flag."""

    flag_capture_assists: Whole = 0
    flag_captures: Whole = 0
    flag_carriers_killed: Whole = 0
    flag_grabs: Whole = 0
    flag_returners_killed: Whole = 0
    flag_returns: Whole = 0
    flag_secures: Whole = 0
    flag_steals: Whole = 0
    kills_as_flag_carrier: Whole = 0
    kills_as_flag_returner: Whole = 0
    time_as_flag_carrier: timedelta = _NONE


class EliminationStats(HaloModel):
    """Elimination. The last two are told of one match only, not in a service record."""

    allies_revived: Whole = 0
    elimination_assists: Whole = 0
    eliminations: Whole = 0
    enemy_revives_denied: Whole = 0
    executions: Whole = 0
    kills_as_last_player_standing: Whole = 0
    last_players_standing_killed: Whole = 0
    rounds_survived: Whole = 0
    times_revived_by_ally: Whole = 0
    lives_remaining: Whole | None = None
    elimination_order: Whole | None = None


class ExtractionStats(HaloModel):
    """Extraction."""

    successful_extractions: Whole = 0
    extraction_conversions_denied: Whole = 0
    extraction_conversions_completed: Whole = 0
    extraction_initiations_denied: Whole = 0
    extraction_initiations_completed: Whole = 0


class InfectionStats(HaloModel):
    """Infection."""

    alphas_killed: Whole = 0
    spartans_infected: Whole = 0
    spartans_infected_as_alpha: Whole = 0
    kills_as_last_spartan_standing: Whole = 0
    last_spartans_standing_infected: Whole = 0
    rounds_as_alpha: Whole = 0
    rounds_as_last_spartan_standing: Whole = 0
    rounds_finished_as_infected: Whole = 0
    rounds_survived_as_spartan: Whole = 0
    rounds_survived_as_last_spartan_standing: Whole = 0
    time_as_last_spartan_standing: timedelta = _NONE
    infected_killed: Whole = 0


class OddballStats(HaloModel):
    """Oddball."""

    kills_as_skull_carrier: Whole = 0
    longest_time_as_skull_carrier: timedelta = _NONE
    skull_carriers_killed: Whole = 0
    skull_grabs: Whole = 0
    time_as_skull_carrier: timedelta = _NONE
    skull_scoring_ticks: Whole = 0


class ZonesStats(HaloModel):
    """Strongholds, King of the Hill, Total Control and Land Grab, as told of one match."""

    stronghold_captures: Whole = 0
    stronghold_defensive_kills: Whole = 0
    stronghold_offensive_kills: Whole = 0
    stronghold_secures: Whole = 0
    stronghold_occupation_time: timedelta = _NONE
    stronghold_scoring_ticks: Whole = 0


class ServiceRecordZonesStats(HaloModel):
    """The same modes in a service record, which has names of its own for the same things."""

    zone_captures: Whole = 0
    zone_defensive_kills: Whole = 0
    zone_offensive_kills: Whole = 0
    zone_secures: Whole = 0
    total_zone_occupation_time: timedelta = _NONE
    zone_scoring_ticks: Whole = 0


class StockpileStats(HaloModel):
    """Stockpile."""

    kills_as_power_seed_carrier: Whole = 0
    power_seed_carriers_killed: Whole = 0
    power_seeds_deposited: Whole = 0
    power_seeds_stolen: Whole = 0
    time_as_power_seed_carrier: timedelta = _NONE
    time_as_power_seed_driver: timedelta = _NONE


class PvpStats(HaloModel):
    """Against players, the game's bots among them. A service record tells no KDA here."""

    kills: Count = None
    deaths: Count = None
    assists: Count = None
    kda: float | None = Field(default=None, alias="KDA")


class PveStats(HaloModel):
    """Against the game's own enemies. A service record tells no KDA here."""

    kills: Count = None
    deaths: Count = None
    assists: Count = None
    kda: float | None = Field(default=None, alias="KDA")
    marine_kills: Whole = 0
    grunt_kills: Whole = 0
    jackal_kills: Whole = 0
    elite_kills: Whole = 0
    brute_kills: Whole = 0
    hunter_kills: Whole = 0
    skimmer_kills: Whole = 0
    sentinel_kills: Whole = 0
    boss_kills: Whole = 0


class ModeStats(HaloModel):
    """The blocks that are the same in a match and in a service record; None where not sent."""

    bomb_stats: BombStats | None = None
    capture_the_flag_stats: CaptureTheFlagStats | None = None
    elimination_stats: EliminationStats | None = None
    extraction_stats: ExtractionStats | None = None
    infection_stats: InfectionStats | None = None
    oddball_stats: OddballStats | None = None
    stockpile_stats: StockpileStats | None = None
    pvp_stats: PvpStats | None = None
    pve_stats: PveStats | None = None
