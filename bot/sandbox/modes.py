"""The game modes: what wins them, and the stats block each adds to a player."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from random import Random

from bot.sandbox import assets
from bot.sandbox.assets import Asset
from bot.sandbox.wire import Json


class Scoring(Enum):
    """What a player's score counts: kills, points of the objective, or nothing of their own."""

    KILLS = "kills"
    OBJECTIVE = "objective"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Mode:
    """How a mode is won.

    `target` points win it, or `rounds` rounds where that is more than one. `kills` is what a
    player gets on average where kills are not what is counted.
    """

    category: int
    scoring: Scoring
    target: int
    block: str = ""
    kills: int = 14
    rounds: int = 1


def mode_of(variant: Asset) -> Mode:
    """How matches of a game variant are won."""
    return _MODES[variant]


def stats_block(mode: Mode, rng: Random, kills: int, points: int) -> Json:
    """The mode's block of one player's stats; empty where the mode has none."""
    return _BLOCKS[mode.block](rng, kills, points) if mode.block else {}


def service_record_block(name: str, block: Json) -> Json:
    """A match's block under the keys that a service record uses."""
    if name == "ZonesStats":
        renamed = {key.replace("Stronghold", "Zone"): value for key, value in block.items()}
        return {
            "TotalZoneOccupationTime" if key == "ZoneOccupationTime" else key: value
            for key, value in renamed.items()
        }
    return {
        key: value
        for key, value in block.items()
        if key not in {"LivesRemaining", "EliminationOrder", "KDA"}
    }


def empty_block(name: str) -> Json:
    """A block of somebody who never played the mode."""
    block = _BLOCKS[name](Random(0), 0, 0)  # noqa: S311 - no secret hangs on it
    return {
        key: timedelta() if isinstance(value, timedelta) else None if value is None else 0
        for key, value in block.items()
    }


def _seconds(rng: Random, most: float) -> timedelta:
    return timedelta(milliseconds=100 * rng.randrange(max(1, round(most * 10))))


def _flags(rng: Random, kills: int, points: int) -> Json:
    grabs = points + rng.randrange(6)
    return {
        "FlagCaptureAssists": rng.randrange(2),
        "FlagCaptures": points,
        "FlagCarriersKilled": rng.randrange(1 + kills // 6),
        "FlagGrabs": grabs,
        "FlagReturnersKilled": rng.randrange(2),
        "FlagReturns": rng.randrange(4),
        "FlagSecures": rng.randrange(4),
        "FlagSteals": min(grabs, points + rng.randrange(3)),
        "KillsAsFlagCarrier": rng.randrange(2),
        "KillsAsFlagReturner": rng.randrange(2),
        "TimeAsFlagCarrier": _seconds(rng, 20 + 20 * points),
    }


def _elimination(rng: Random, kills: int, points: int) -> Json:
    return {
        "AlliesRevived": rng.randrange(3),
        "EliminationAssists": rng.randrange(3),
        "Eliminations": kills,
        "EnemyRevivesDenied": rng.randrange(2),
        "Executions": rng.randrange(2),
        "KillsAsLastPlayerStanding": rng.randrange(1 + kills // 3),
        "LastPlayersStandingKilled": rng.randrange(3),
        "RoundsSurvived": points,
        "TimesRevivedByAlly": rng.randrange(2),
        "LivesRemaining": None,
        "EliminationOrder": 0,
    }


def _extraction(rng: Random, _kills: int, points: int) -> Json:
    return {
        "SuccessfulExtractions": points,
        "ExtractionConversionsDenied": rng.randrange(2),
        "ExtractionConversionsCompleted": rng.randrange(3),
        "ExtractionInitiationsDenied": rng.randrange(2),
        "ExtractionInitiationsCompleted": points + rng.randrange(2),
    }


def _infection(rng: Random, kills: int, _points: int) -> Json:
    infected = rng.randrange(1 + kills // 2)
    last = rng.randrange(2)
    return {
        "AlphasKilled": rng.randrange(2),
        "SpartansInfected": infected,
        "SpartansInfectedAsAlpha": rng.randrange(1 + infected),
        "KillsAsLastSpartanStanding": last * rng.randrange(4),
        "LastSpartansStandingInfected": rng.randrange(2),
        "RoundsAsAlpha": rng.randrange(2),
        "RoundsAsLastSpartanStanding": last,
        "RoundsFinishedAsInfected": rng.randrange(3),
        "RoundsSurvivedAsSpartan": rng.randrange(2),
        "RoundsSurvivedAsLastSpartanStanding": 0,
        "TimeAsLastSpartanStanding": _seconds(rng, 40 * last),
        "InfectedKilled": kills - infected,
    }


def _oddball(rng: Random, kills: int, points: int) -> Json:
    held = timedelta(seconds=points) + _seconds(rng, 8)
    return {
        "KillsAsSkullCarrier": rng.randrange(3),
        "LongestTimeAsSkullCarrier": held / 2,
        "SkullCarriersKilled": rng.randrange(1 + kills // 4),
        "SkullGrabs": 1 + points // 20,
        "TimeAsSkullCarrier": held,
        "SkullScoringTicks": points,
    }


def _zones(rng: Random, kills: int, points: int) -> Json:
    return {
        "StrongholdCaptures": rng.randrange(2, 10),
        "StrongholdDefensiveKills": rng.randrange(1 + kills // 3),
        "StrongholdOffensiveKills": rng.randrange(1 + kills // 3),
        "StrongholdSecures": rng.randrange(5),
        "StrongholdOccupationTime": _seconds(rng, 180),
        "StrongholdScoringTicks": points,
    }


def _stockpile(rng: Random, _kills: int, points: int) -> Json:
    return {
        "KillsAsPowerSeedCarrier": rng.randrange(2),
        "PowerSeedCarriersKilled": rng.randrange(3),
        "PowerSeedsDeposited": points,
        "PowerSeedsStolen": rng.randrange(2),
        "TimeAsPowerSeedCarrier": _seconds(rng, 60),
        "TimeAsPowerSeedDriver": timedelta(),
    }


def _firefight(rng: Random, kills: int, _points: int) -> Json:
    bosses = min(kills, rng.randrange(4))
    elites, brutes = (kills - bosses) // 8, (kills - bosses) // 9
    jackals = (kills - bosses) // 6
    return {
        "Kills": kills,
        "Deaths": 0,
        "Assists": 0,
        "KDA": 0.0,
        "MarineKills": 0,
        "GruntKills": kills - bosses - elites - brutes - jackals,
        "JackalKills": jackals,
        "EliteKills": elites,
        "BruteKills": brutes,
        "HunterKills": 0,
        "SkimmerKills": 0,
        "SentinelKills": 0,
        "BossKills": bosses,
    }


def _starfall(rng: Random, _kills: int, points: int) -> Json:
    return {"CometsCaught": points, "TimeInStarlight": _seconds(rng, 90)}


_BLOCKS: dict[str, Callable[[Random, int, int], Json]] = {
    "CaptureTheFlagStats": _flags,
    "EliminationStats": _elimination,
    "ExtractionStats": _extraction,
    "InfectionStats": _infection,
    "OddballStats": _oddball,
    "ZonesStats": _zones,
    "StockpileStats": _stockpile,
    "PveStats": _firefight,
    "StarfallStats": _starfall,
}
SERVICE_RECORD_BLOCKS = (
    "CaptureTheFlagStats", "EliminationStats", "ExtractionStats", "InfectionStats",
    "OddballStats", "ZonesStats", "StockpileStats",
)  # fmt: skip
"""The blocks of every service record, in its order; PvpStats and PveStats follow them."""


def _modes() -> dict[Asset, Mode]:
    kills, objective, team = Scoring.KILLS, Scoring.OBJECTIVE, Scoring.TEAM
    slayer = Mode(6, kills, 50)
    big_slayer = Mode(77, kills, 100, "StarfallStats")
    flags = Mode(15, objective, 3, "CaptureTheFlagStats")
    oddball = Mode(18, objective, 200, "OddballStats", kills=24, rounds=2)
    strongholds = Mode(11, team, 250, "ZonesStats")
    hill = Mode(12, team, 4, "ZonesStats", kills=18)
    alone = Mode(6, kills, 25)
    return {
        assets.RANKED_SLAYER: slayer,
        assets.RANKED_ODDBALL: oddball,
        assets.RANKED_STRONGHOLDS: strongholds,
        assets.RANKED_CTF: flags,
        assets.RANKED_KOTH: hill,
        assets.RANKED_FFA: alone,
        assets.RANKED_SNIPERS: slayer,
        assets.SLAYER: slayer,
        assets.OLD_SLAYER: slayer,
        assets.FFA_SLAYER: alone,
        assets.CTF: flags,
        assets.STRONGHOLDS: strongholds,
        assets.KOTH: hill,
        assets.ODDBALL: oddball,
        assets.FIESTA: Mode(9, kills, 50),
        assets.ELIMINATION: Mode(8, team, 3, "EliminationStats", kills=6, rounds=3),
        assets.EXTRACTION: Mode(17, objective, 5, "ExtractionStats"),
        assets.STOCKPILE: Mode(19, objective, 5, "StockpileStats", kills=11),
        assets.TOTAL_CONTROL: Mode(14, team, 3, "ZonesStats", kills=12),
        assets.BTB_CTF: Mode(15, objective, 3, "CaptureTheFlagStats", kills=12),
        assets.FIREFIGHT: Mode(42, team, 5, "PveStats", kills=58),
        assets.INFECTION: Mode(22, kills, 22, "InfectionStats"),
        assets.BOOTCAMP: slayer,
        assets.CUSTOM_SLAYER: slayer,
        assets.STARFALL: big_slayer,
        assets.UNDEAD: Mode(41, team, 10, "PveStats", kills=140),
    }


_MODES = _modes()
