"""A match in the service's own words, to be changed in one thing by each test."""

from collections.abc import Sequence
from typing import Any

from bot.facts.results import Freshness, MatchReport, Player
from bot.features.match.report import MatchNames, MatchParts, Place, build_match_report
from bot.halo.models.skill import MatchSkill
from bot.halo.models.stats import MatchStats

ME = Player(1, "Me as linked")
ARENA = "edfef3ac-9cbe-4fa2-b949-8f29deafd483"
SOCIAL = "00000000-0000-0000-0000-000000000001"
UNRANKED: dict[str, Any] = {"Value": -1, "Tier": ""}
STAYED = {
    "FirstJoinedTime": "2026-05-04T20:00:00Z", "PresentAtBeginning": True,
    "JoinedInProgress": False, "LeftInProgress": False, "PresentAtCompletion": True,
}  # fmt: skip


def core(kills: int = 0, deaths: int = 0, assists: int = 0, **more: Any) -> dict[str, Any]:
    """What is counted of a player or a team."""
    kda = kills + assists / 3 - deaths
    return {"Kills": kills, "Deaths": deaths, "Assists": assists, "KDA": kda, **more}


def player(
    xuid: int, team: int = 0, *, cores: Sequence[dict[str, Any]] | None = None,
    present: dict[str, Any] | None = None, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """A participant; `cores` are the figures for each team they were on."""
    return {
        "PlayerId": f"xuid({xuid})",
        "PlayerType": 1,
        "LastTeamId": team,
        "Outcome": 2 if team == 0 else 3,
        "Rank": 1,
        "ParticipationInfo": {**STAYED, **(present or {})},
        "PlayerTeamStats": [
            {"TeamId": team, "Stats": {"CoreStats": each}} for each in cores or [core(1)]
        ],
        **more,
    }


def bot(number: str, team: int = 1) -> dict[str, Any]:
    """One of the game's bots, which the service always says came late."""
    return player(
        0, team, present={"PresentAtBeginning": False},
    ) | {"PlayerId": f"bid({number})", "PlayerType": 2}  # fmt: skip


def team(team_id: int, rank: int = 1, **more: Any) -> dict[str, Any]:
    """A team's result."""
    return {"TeamId": team_id, "Outcome": 2, "Rank": rank, "Stats": {"CoreStats": core(**more)}}


TEAMS = (team(0, 1, Score=50), team(1, 2, Score=43))
PLAYERS = (player(1), player(2, 1))


def match(
    players: Sequence[dict[str, Any]] = PLAYERS,
    teams: Sequence[dict[str, Any]] = TEAMS,
    *,
    playlist: str | None = ARENA,
    **info: Any,
) -> MatchStats:
    """A match of these teams and players."""
    link = {"AssetId": playlist, "VersionId": "v"} if playlist else None
    return MatchStats.model_validate(
        {
            "MatchId": "m",
            "MatchInfo": {
                "StartTime": "2026-05-04T20:00:00Z", "Duration": "PT12M10S",
                "PlayableDuration": "PT12M4S", "LifecycleMode": 3, "Playlist": link, **info,
            },
            "Teams": list(teams),
            "Players": list(players),
        }
    )  # fmt: skip


def csr(value: int, tier: str = "Diamond") -> dict[str, Any]:
    """A rank as sent."""
    return {"Value": value, "Tier": tier, "TierStart": 1200, "SubTier": 2}


def skill(xuid: int = 1, **result: Any) -> dict[str, Any]:
    """One player's skill."""
    return {"Id": f"xuid({xuid})", "ResultCode": 0, "Result": result}


def recap(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The rank before and after the match, as a part of a skill result."""
    return {"RankRecap": {"PreMatchCsr": before, "PostMatchCsr": after}}


def report(
    stats: MatchStats,
    *skills: dict[str, Any],
    gamertags: dict[int, str] | None = None,
    missing: tuple[str, ...] = (),
) -> MatchReport:
    """The report on a match as ME saw it."""
    return _report(ME, stats, skills, gamertags or {}, missing)


def neutral(stats: MatchStats) -> MatchReport:
    """The report on a match as nobody in particular saw it."""
    return _report(None, stats, (), {}, ())


def _report(
    subject: Player | None,
    stats: MatchStats,
    skills: Sequence[dict[str, Any]],
    gamertags: dict[int, str],
    missing: tuple[str, ...],
) -> MatchReport:
    return build_match_report(
        MatchParts(
            player=subject,
            stats=stats,
            names=MatchNames("Live Fire", "Slayer", "Ranked Arena", gamertags),
            place=Place(3, has_older=True),
            skill=MatchSkill.model_validate({"Value": list(skills)}) if skills else None,
            metadata=None,
            language="en-US",
            missing=missing,
            freshness=Freshness(),
        )
    )
