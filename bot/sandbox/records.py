"""Service records: a player's matches added up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

from bot.halo.models.enums import Outcome
from bot.sandbox.matches import Match
from bot.sandbox.modes import SERVICE_RECORD_BLOCKS, empty_block, mode_of, service_record_block
from bot.sandbox.players import Player
from bot.sandbox.wire import Json, counts, render, total

Value = TypeVar("Value")

_CORE = (
    "Score", "PersonalScore", "RoundsWon", "RoundsLost", "RoundsTied", "Kills", "Deaths",
    "Assists", "AverageKDA", "Suicides", "Betrayals", "GrenadeKills", "HeadshotKills",
    "MeleeKills", "PowerWeaponKills", "ShotsFired", "ShotsHit", "Accuracy", "DamageDealt",
    "DamageTaken", "CalloutAssists", "VehicleDestroys", "DriverAssists", "Hijacks", "EmpAssists",
    "MaxKillingSpree", "Medals", "PersonalScores", "Spawns", "ObjectivesCompleted",
)  # fmt: skip
_PVP = ("Kills", "Deaths", "Assists")


def service_record(player: Player, matches: Sequence[Match], career: int = 1) -> Json:
    """The record of these matches, as if all of it had happened `career` times."""
    stats = [match.stats[player.xuid] for match in matches]
    outcomes = [line.outcome for match in matches if (line := match.line_of(player.xuid))]
    record = {
        "Subqueries": _subqueries(player, matches),
        "TimePlayed": sum((match.playing for match in matches), timedelta()) * career,
        "MatchesCompleted": len(matches) * career,
        "Wins": outcomes.count(Outcome.WIN) * career,
        "Losses": outcomes.count(Outcome.LOSS) * career,
        "Ties": outcomes.count(Outcome.TIE) * career,
        "CoreStats": _core(stats, career),
    }
    for name in SERVICE_RECORD_BLOCKS:
        record[name] = _block(name, stats, career)
    pvp = [block["PvpStats"] for block in stats if "PvpStats" in block]
    record["PvpStats"] = {key: sum(block[key] for block in pvp) * career for key in _PVP}
    record["PveStats"] = _block("PveStats", stats, career)
    rendered: Json = render(record)
    return rendered


def fits(match: Match, filters: Mapping[str, str]) -> bool:
    """Whether a match counts in a record narrowed by a query such as isranked=true."""
    plan = match.plan
    has = {
        "seasonid": f"csr/seasons/{plan.season}.json".lower(),
        "gamevariantcategory": str(mode_of(plan.variant).category),
        "playlistassetid": plan.playlist.asset_id if plan.playlist else "",
        "isranked": str(plan.ranked).lower(),
        "gameplayinteraction": str(match.info["GameplayInteraction"]),
    }
    return all(has[name] == value.lower() for name, value in filters.items() if name in has)


def _subqueries(player: Player, matches: Sequence[Match]) -> Json:
    played = [match.plan for match in matches]
    playlists = [plan.playlist for plan in played if plan.playlist]
    used = dict.fromkeys([playlist.asset_id for playlist in playlists])
    if matches:
        used |= dict.fromkeys(player.standings)
    return {
        "SeasonIds": [f"Csr/Seasons/{season}.json" for season in _unique(p.season for p in played)],
        "GameVariantCategories": _unique(mode_of(plan.variant).category for plan in played),
        "IsRanked": sorted({playlist.has_csr for playlist in playlists}),
        "PlaylistAssetIds": list(used),
        "GameplayInteractions": None,
    }


def _unique(values: Iterable[Value]) -> list[Value]:
    return list(dict.fromkeys(values))


def _core(stats: Sequence[Json], career: int) -> Json:
    if not stats:
        return {key: [] if key in {"Medals", "PersonalScores"} else 0 for key in _CORE}
    cores = [block["CoreStats"] for block in stats]
    summed = total(cores)
    summed["AverageKDA"] = sum(core["KDA"] for core in cores) / len(cores)
    fired = summed["ShotsFired"]
    summed["Accuracy"] = 100 * summed["ShotsHit"] / fired if fired else 0
    return {key: _times(key, summed[key], career) for key in _CORE}


def _block(name: str, stats: Sequence[Json], career: int) -> Json:
    blocks = [block[name] for block in stats if name in block] or [empty_block(name)]
    summed = service_record_block(name, total(blocks))
    return {key: _times(key, value, career) for key, value in summed.items()}


def _times(key: str, value: object, career: int) -> object:
    if isinstance(value, list):
        return counts(entry for _ in range(career) for entry in value)
    if key in {"AverageKDA", "Accuracy"} or key.startswith(("Max", "Longest")):
        return value
    assert isinstance(value, int | float | timedelta)
    return value * career
