"""What the skill service says of a match: ranks before and after, and what was expected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from bot.halo.models.enums import Outcome, ResultCode
from bot.sandbox.csr import ONYX_START, PLACEMENT_MATCHES, TIERS, UNPLAYED, Standing, csr_json
from bot.sandbox.fights import Line
from bot.sandbox.matches import Match
from bot.sandbox.plans import SEASON
from bot.sandbox.players import Player
from bot.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Recap:
    """A player's rank before and after a match; None is unranked, then placement is left."""

    before: int | None
    after: int | None
    left_before: int = 0
    left_after: int = 0


def recaps_of(rng: Random, player: Player, matches: Sequence[Match]) -> dict[str, Recap]:
    """The player's rank around each of their ranked matches, by match id.

    `matches` are the player's, newest first. Walks back from the standings, so that the newest
    match of a playlist ends at the standing there is now.
    """
    recaps = {}
    held: dict[tuple[str, str], tuple[int | None, int]] = {}
    for match in matches:
        if not match.plan.ranked or match.plan.playlist is None:
            continue
        ladder = (match.plan.playlist.asset_id, match.plan.season)
        value, left = held.get(ladder) or _now(player.standing(ladder[0]), ladder[1])
        recap = _step_back(rng, player, match, value, left)
        recaps[match.match_id] = recap
        held[ladder] = (recap.before, recap.left_before)
    return recaps


def with_peaks(player: Player, matches: Sequence[Match], recaps: Mapping[str, Recap]) -> Player:
    """The player with peaks no lower than any rank their matches show."""
    standings = dict(player.standings)
    for match in matches:
        recap = recaps.get(match.match_id)
        if recap is None or match.plan.playlist is None:
            continue
        playlist_id = match.plan.playlist.asset_id
        standing = standings.get(playlist_id, UNPLAYED)
        shown = max(recap.before or -1, recap.after or -1)
        if shown > (standing.all_time_peak or -1):
            standing = replace(standing, all_time_peak=shown)
        if match.plan.season == SEASON and shown > (standing.season_peak or -1):
            standing = replace(standing, season_peak=shown)
        standings[playlist_id] = standing
    return replace(player, standings=standings)


def _now(standing: Standing, season: str) -> tuple[int | None, int]:
    if season != SEASON:
        return standing.all_time_peak, 0
    return standing.current, standing.remaining


def _step_back(rng: Random, player: Player, match: Match, value: int | None, left: int) -> Recap:
    line = match.line_of(player.xuid)
    assert line is not None
    placed_at = match.plan.placed_at
    if placed_at is not None and line is match.sides[0].lines[0]:
        return Recap(None, placed_at, left_before=1)
    if value is None:
        return Recap(None, None, min(PLACEMENT_MATCHES, left + 1), left)
    points = rng.randrange(2, 9) if value >= ONYX_START else rng.randrange(6, 14)
    moved = {Outcome.WIN: points, Outcome.TIE: 0}.get(line.outcome, -points)
    return Recap(max(0, value - moved), value)


def skill_json(match: Match, players: Sequence[str], recaps: Mapping[int, Recap]) -> Json:
    """The answer for the asked players ("xuid(1)"), in the asked order.

    Somebody who was not in the match gets ResultCode 1. `recaps` are by XUID.
    """
    lines = {line.player_id: line for line in match.lines if line.player}
    return {
        "Value": [
            {"Id": asked, "ResultCode": 0, "Result": _result(match, lines[asked], recaps)}
            if asked in lines
            else refused_skill(asked, ResultCode.NOT_FOUND)
            for asked in players
        ]
    }


def refused_skill(asked: str, code: int) -> Json:
    """A player of whom the service tells nothing in a match, and why.

    Of one it does not find it sends a result all the same, which looks like an unranked player's.
    """
    nothing = {
        "TeamMmr": 0.0,
        "RankRecap": {"PreMatchCsr": csr_json(None, initial=0),
                      "PostMatchCsr": csr_json(None, initial=0)},
        "StatPerformances": {},
        "TeamId": -1,
        "TeamMmrs": {},
        "RankedRewards": None,
        "Counterfactuals": None,
    }  # fmt: skip
    result = nothing if code == ResultCode.NOT_FOUND else None
    return {"Id": asked, "ResultCode": code, "Result": result}


def _result(match: Match, line: Line, recaps: Mapping[int, Recap]) -> Json:
    assert line.player is not None
    recap = recaps.get(line.player.xuid)
    mmrs = _team_mmrs(match)
    judged = len(match.sides) == 2 and not match.plan.bots
    expected_kills, expected_deaths = _expected(match, line)
    return {
        "TeamMmr": mmrs.get(str(line.team), 0),
        "RankRecap": {
            "PreMatchCsr": _recap_json(recap, before=True),
            "PostMatchCsr": _recap_json(recap, before=False),
        },
        "StatPerformances": {
            "Kills": _performance(line.kills, expected_kills, match),
            "Deaths": _performance(line.deaths, expected_deaths, match),
        } if judged else {},
        "TeamId": line.team,
        "TeamMmrs": mmrs,
        "RankedRewards": None,
        "Counterfactuals": {
            "SelfCounterfactuals": {"Kills": expected_kills, "Deaths": expected_deaths},
            "TierCounterfactuals": {
                tier: {
                    "Kills": round(expected_kills * (0.3 + 0.15 * place), 6),
                    "Deaths": round(expected_deaths * (1.35 - 0.07 * place), 6),
                }
                for place, tier in enumerate((*TIERS, "Onyx"))
            },
        } if judged else None,
    }  # fmt: skip


def _recap_json(recap: Recap | None, *, before: bool) -> Json:
    if recap is None:
        return csr_json(None, initial=0)
    if before:
        return csr_json(recap.before, recap.left_before)
    return csr_json(recap.after, recap.left_after)


def _team_mmrs(match: Match) -> dict[str, float]:
    """The mean rating of each team; 0, which is unknown, against bots."""
    if match.plan.bots or match.plan.free_for_all or len(match.sides) == 1:
        return {}
    return {
        str(side.team): round(
            sum(line.player.rating for line in side.lines if line.player) / len(side.lines), 6
        )
        for side in sorted(match.sides, key=lambda side: side.team)
    }


def _expected(match: Match, line: Line) -> tuple[float, float]:
    """Expected kills and deaths; in big matches weak players' kills fall below zero as sent."""
    assert line.player is not None
    around = sum(other.kills for other in match.lines) / len(match.lines)
    share = (line.player.rating - 900) / 1400
    harsh = 3 if len(match.lines) >= 24 else 1
    return round(around * (1 + share * harsh), 6), round(around * (1 - share / 3), 6)


def _performance(count: int, expected: float, match: Match) -> Json:
    unsure = match.plan.result is Outcome.TIE
    spread: float | str = "NaN" if unsure else round(2 + abs(expected) / 4, 6)
    return {"Count": count, "Expected": expected, "StdDev": spread}
