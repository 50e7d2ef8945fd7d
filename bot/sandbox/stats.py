"""The stats blocks of one participant or one team, as a match writes them."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from bot.sandbox.fights import Line, Side
from bot.sandbox.medals import MEDALS, MODE_MEDALS, TEAM_SWEEPS
from bot.sandbox.modes import Mode, stats_block
from bot.sandbox.wire import Json, counts, total

# Of personal scores: a kill, an assist, and the mode's own deeds.
_KILL, _ASSIST, _DEED = 1_024_030_246, 638_246_808, 709_346_128
# How often a kill earns a medal, by the medal's difficulty; and those that everybody knows.
_MEDAL_CHANCES = (0.02, 0.008, 0.003, 0.0008)
_COMMON_MEDALS = {622331684: 0.08, 2780740615: 0.03, 2063152177: 0.012}


def kda(kills: int, deaths: int, assists: int) -> float:
    """Kills and a third of the assists, less deaths; cut to two places as the service does."""
    return int((kills + assists / 3 - deaths) * 100) / 100


def player_stats(
    rng: Random, mode: Mode, side: Side, line: Line, played: timedelta, medals: Sequence[Json] = ()
) -> Json:
    """All blocks of one participant, times as timedeltas. `medals` are earned beside others."""
    points = side.rounds_won if mode.block == "EliminationStats" else line.score
    block = stats_block(mode, rng, line.kills, points)
    core = _core(rng, side, line, played)
    core["Medals"] = counts([*_medals(rng, mode, line), *medals])
    stats: Json = {"CoreStats": core}
    if mode.block == "PveStats":
        fought = {"Deaths": line.deaths, "Assists": line.assists, "KDA": core["KDA"]}
        return {**stats, "PveStats": {**block, **fought}}
    if mode.block:
        stats[mode.block] = block
    stats["PvpStats"] = {key: core[key] for key in ("Kills", "Deaths", "Assists", "KDA")}
    return stats


def team_stats(side: Side, players: Sequence[Json]) -> Json:
    """All blocks of a team: its players' added up, its own score and rounds."""
    summed = {name: total(stats[name] for stats in players) for name in players[0]}
    core = summed["CoreStats"]
    core.update(_rounds(side))
    core["Score"] = side.score
    core["Accuracy"] = _percent(core["ShotsHit"], core["ShotsFired"])
    core["AverageLifeDuration"] = core["AverageLifeDuration"] / len(players)
    for block in summed.values():
        if "KDA" in block:
            block["KDA"] = kda(block["Kills"], block["Deaths"], block["Assists"])
    return summed


def _rounds(side: Side) -> Json:
    return {
        "RoundsWon": side.rounds_won,
        "RoundsLost": side.rounds_lost,
        "RoundsTied": side.rounds_tied,
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _core(rng: Random, side: Side, line: Line, played: timedelta) -> Json:
    kills, deaths, assists = line.kills, line.deaths, line.assists
    skill = 0.9 if line.player is None else 0.75 + line.player.rating / 4000
    hit = round(kills * rng.uniform(6, 9) + rng.randrange(20))
    fired = round(hit / min(0.72, rng.uniform(0.38, 0.5) * skill / 0.9))
    grenades, melees = rng.randrange(1 + kills // 5), rng.randrange(1 + kills // 6)
    power = rng.randrange(1 + kills // 5)
    dealt, taken = kills * 225 + rng.randrange(900), deaths * 225 + rng.randrange(900)
    personal = _personal_scores(line)
    return {
        "Score": line.score,
        "PersonalScore": sum(entry["TotalPersonalScoreAwarded"] for entry in personal),
        **_rounds(side),
        "Kills": kills,
        "Deaths": deaths,
        "Assists": assists,
        "KDA": kda(kills, deaths, assists),
        "Suicides": int(rng.random() < 0.04),
        "Betrayals": 0,
        "AverageLifeDuration": timedelta(seconds=round(played.total_seconds() / (deaths + 1), 1)),
        "GrenadeKills": grenades,
        "HeadshotKills": round((kills - grenades - melees) * rng.uniform(0.4, 0.8)),
        "MeleeKills": melees,
        "PowerWeaponKills": min(power, kills - grenades - melees),
        "ShotsFired": fired,
        "ShotsHit": hit,
        "Accuracy": _percent(hit, fired),
        "DamageDealt": dealt,
        "DamageTaken": taken,
        "CalloutAssists": rng.randrange(3),
        "VehicleDestroys": 0,
        "DriverAssists": 0,
        "Hijacks": 0,
        "EmpAssists": 0,
        "MaxKillingSpree": min(kills, 1 + kills // 5 + rng.randrange(3)),
        "Medals": [],
        "PersonalScores": personal,
        "DeprecatedDamageDealt": float(dealt),
        "DeprecatedDamageTaken": float(taken),
        "Spawns": deaths + 1,
        "ObjectivesCompleted": 0,
    }


def _personal_scores(line: Line) -> list[Json]:
    deeds = 0 if line.score == line.kills else min(line.score, 12)
    earned = ((_KILL, line.kills, 100), (_ASSIST, line.assists, 50), (_DEED, deeds, 25))
    return [
        {"NameId": name_id, "Count": count, "TotalPersonalScoreAwarded": count * worth}
        for name_id, count, worth in earned
        if count
    ]


def _medals(rng: Random, mode: Mode, line: Line) -> list[Json]:
    if line.player is None:
        return []
    of_other_modes = {
        medal for block, names in MODE_MEDALS.items() if block != mode.block for medal in names
    }
    earned = []
    for medal in MEDALS:
        if medal.name_id in of_other_modes:
            continue
        # Some medals are rarer than others of their difficulty, always the same ones.
        usual = _MEDAL_CHANCES[medal.difficulty] * (0.3 + medal.name_id % 15 / 10)
        chance = _COMMON_MEDALS.get(medal.name_id, usual) * (0.6 + line.player.rating / 2500)
        tries = 1 if medal.name_id in TEAM_SWEEPS else line.kills
        count = sum(rng.random() < chance for _ in range(tries))
        if count:
            earned.append({"NameId": medal.name_id, "Count": count, "TotalPersonalScoreAwarded": 0})
    return earned
