"""Answers that are right but for their figures: the real service has sent each of these."""

import json
from typing import Any

from aiohttp import hdrs, web

# What cannot be negative and has been: counts, and what the service computes.
_COUNTS = frozenset({
    "Kills", "Deaths", "Assists", "DamageDealt", "DamageTaken", "HeadshotKills", "MeleeKills",
    "GrenadeKills", "PowerWeaponKills", "MaxKillingSpree", "Expected", "PartialProgress",
    "PlaysRecent", "PlaysAllTime", "Likes", "NumberOfRatings", "Wins", "Losses", "Ties",
})  # fmt: skip
_TIMES = frozenset({"StartTime", "EndTime"})
_SPANS = frozenset({"Duration", "PlayableDuration", "TimePlayed"})


def with_odd_figures(answer: web.StreamResponse) -> web.StreamResponse:
    """The answer with counts below zero, more hits than shots, no times, and a player without
    figures; as it is where it is no JSON."""
    if not isinstance(answer, web.Response) or answer.content_type != "application/json":
        return answer
    if not isinstance(answer.body, bytes) or not answer.body:
        return answer
    answer.body = json.dumps(_odd(json.loads(answer.body))).encode()
    # It was of the right figures.
    answer.headers.pop(hdrs.ETAG, None)
    return answer


def _odd(value: Any) -> Any:
    if isinstance(value, list):
        return [_odd(each) for each in value]
    if not isinstance(value, dict):
        return value
    bent = {key: _figure(key, each) for key, each in value.items()}
    if "ShotsHit" in bent:
        bent["ShotsHit"] = bent["ShotsFired"] + 2
        bent["Accuracy"] = 140.0
    if bent.get("PlayerTeamStats") and bent.get("Rank") == 2:
        bent["PlayerTeamStats"] = []
    return bent


def _figure(key: str, value: Any) -> Any:
    if key in _COUNTS and isinstance(value, int | float):
        return -1 - abs(value)
    if key in _TIMES:
        return None
    if key in _SPANS:
        return f"-{value}" if isinstance(value, str) else value
    return _odd(value)
