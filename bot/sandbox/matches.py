"""Matches as they are kept: the JSON of the service, and what else is asked about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from bot.halo.models.enums import LifecycleMode, Outcome, PlayerType
from bot.sandbox.assets import invented_id
from bot.sandbox.fights import Line, Side, fight, line_up
from bot.sandbox.modes import Mode, mode_of
from bot.sandbox.plans import Plan
from bot.sandbox.players import Player
from bot.sandbox.stats import player_stats, team_stats
from bot.sandbox.wire import Json, duration, instant, render

_COUNTDOWN = timedelta(seconds=30)
_CREDITS = timedelta(seconds=8)


@dataclass(frozen=True, slots=True)
class Match:
    """One match. `stats` are the blocks of each human by XUID, times as timedeltas."""

    match_id: str
    plan: Plan
    started_at: datetime
    ended_at: datetime
    playing: timedelta
    sides: tuple[Side, ...]
    info: Json
    json: Json
    stats: Mapping[int, Json]

    @property
    def lines(self) -> list[Line]:
        """Everybody in it, bots too."""
        return [line for side in self.sides for line in side.lines]

    @property
    def kind(self) -> str:
        """What the history's `type` calls it."""
        names = {LifecycleMode.CUSTOM: "custom", LifecycleMode.LAN: "local"}
        return names.get(self.plan.lifecycle, "matchmaking")

    def line_of(self, xuid: int) -> Line | None:
        """The player's line, or None where they were not in it."""
        lines = (line for line in self.lines if line.player and line.player.xuid == xuid)
        return next(lines, None)

    def history_json(self, line: Line) -> Json:
        """The match as one participant's history lists it."""
        return {
            "MatchId": self.match_id,
            "MatchInfo": self.info,
            "LastTeamId": line.team,
            "Outcome": int(line.outcome),
            "Rank": line.rank,
            "PresentAtEndOfMatch": not line.left,
        }


def play(rng: Random, plan: Plan, roster: Sequence[Player], ended_at: datetime) -> Match:
    """Play a planned match with these players, the first one's side first."""
    mode = mode_of(plan.variant)
    seconds = rng.uniform(1150, 1400) if mode.block == "PveStats" else rng.uniform(420, 820)
    playing = timedelta(seconds=round(seconds, 3))
    started_at = ended_at - playing - _COUNTDOWN - _CREDITS
    sides = line_up(rng, plan, roster)
    fight(rng, plan, mode, sides)
    info = _info(plan, mode, started_at, ended_at, playing)
    by_line = _all_stats(rng, plan, mode, sides, playing)
    order = [line for side in sides for line in side.lines]
    rng.shuffle(order)
    match_id = str(UUID(int=rng.getrandbits(128), version=4))
    begun = started_at + _COUNTDOWN
    json = {
        "MatchId": match_id,
        "MatchInfo": info,
        "Teams": [] if plan.free_for_all else _teams(mode, sides, by_line),
        "Players": [_player(line, by_line[id(line)], begun, playing) for line in order],
    }
    return Match(
        match_id, plan, started_at, ended_at, playing, tuple(sides), info, render(json),
        {line.player.xuid: by_line[id(line)] for line in order if line.player},
    )  # fmt: skip


def _in_order(sides: Sequence[Side]) -> list[Side]:
    return sorted(sides, key=lambda side: side.team)


def _time_played(line: Line, playing: timedelta) -> timedelta:
    return playing * (0.55 if line.late else 0.4 if line.left else 1.0)


def _all_stats(
    rng: Random, plan: Plan, mode: Mode, sides: Sequence[Side], playing: timedelta
) -> dict[int, Json]:
    """The stats of every line, by the line's identity."""
    subject = sides[0].lines[0]
    extra = [
        {"NameId": plan.extra_medal, "Count": 2, "TotalPersonalScoreAwarded": 0}
    ] if plan.extra_medal else []  # fmt: skip
    return {
        id(line): player_stats(
            rng, mode, side, line, _time_played(line, playing), extra if line is subject else ()
        )
        for side in sides
        for line in side.lines
    }


def _info(
    plan: Plan, mode: Mode, started_at: datetime, ended_at: datetime, playing: timedelta
) -> Json:
    playlist = plan.playlist
    pair = (plan.map.name, plan.variant.name)
    return {
        "StartTime": instant(started_at),
        "EndTime": instant(ended_at),
        "Duration": duration(playing),
        "LifecycleMode": int(plan.lifecycle),
        "GameVariantCategory": mode.category,
        "LevelId": invented_id("level", plan.map.name),
        "MapVariant": plan.map.reference(),
        "UgcGameVariant": plan.variant.reference(),
        "ClearanceId": invented_id("clearance"),
        "Playlist": playlist.reference() if playlist else None,
        "PlaylistExperience": playlist.experience if playlist else None,
        "PlaylistMapModePair": {
            "AssetKind": 7,
            "AssetId": invented_id("pair", *pair),
            "VersionId": invented_id("pair", *pair, "version"),
        } if playlist else None,
        "SeasonId": f"Csr/Seasons/{plan.season}.json" if playlist else None,
        "PlayableDuration": duration(playing),
        "TeamsEnabled": not plan.free_for_all,
        "TeamScoringEnabled": not plan.free_for_all,
        "GameplayInteraction": 2 if mode.block == "PveStats" else 1,
    }  # fmt: skip


def _teams(mode: Mode, sides: Sequence[Side], stats: Mapping[int, Json]) -> list[Json]:
    teams = [_team(side, stats) for side in _in_order(sides)]
    if mode.block == "PveStats":
        # The game's own enemies are a team as well, of no players.
        outcome = Outcome.LOSS if sides[0].outcome is Outcome.WIN else Outcome.WIN
        stats_of_none = _zeroed(teams[0]["Stats"])
        teams.append({"TeamId": 1, "Outcome": int(outcome), "Rank": 2, "Stats": stats_of_none})
    return teams


def _zeroed(stats: Json) -> Json:
    """The same blocks of somebody who did nothing."""
    return {
        key: _zeroed(value) if isinstance(value, dict) else type(value)()
        for key, value in stats.items()
    }


def _team(side: Side, stats: Mapping[int, Json]) -> Json:
    return {
        "TeamId": side.team,
        "Outcome": int(side.outcome),
        "Rank": side.rank,
        "Stats": team_stats(side, [stats[id(line)] for line in side.lines]),
    }


def _player(line: Line, stats: Json, begun: datetime, playing: timedelta) -> Json:
    played = _time_played(line, playing)
    human = line.player is not None
    return {
        "PlayerId": line.player_id,
        "PlayerType": int(PlayerType.HUMAN if human else PlayerType.BOT),
        "BotAttributes": None if human else {"Difficulty": 1 + line.bot % 4},
        "LastTeamId": line.team,
        "Outcome": int(line.outcome),
        "Rank": line.rank,
        "ParticipationInfo": {
            "FirstJoinedTime": begun + playing - played if line.late else begun,
            "LastLeaveTime": begun + played if line.left else None,
            "PresentAtBeginning": human and not line.late,
            "JoinedInProgress": line.late,
            "LeftInProgress": line.left,
            "PresentAtCompletion": not line.left,
            "TimePlayed": played,
            "ConfirmedParticipation": None,
        },
        "PlayerTeamStats": [{"TeamId": line.team, "Stats": stats}],
    }
