"""Putting one match together from what the services said of it; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.facts.medal_names import earned_medals
from bot.facts.played_match import opponents_of, opponents_told, sides_of
from bot.facts.records import combat_of
from bot.facts.results import (
    Freshness,
    MatchReport,
    Opponents,
    Player,
    PlayerLine,
    SkillReport,
    TeamScore,
)
from bot.halo.models.gamecms import MedalMetadata
from bot.halo.models.skill import SkillResult
from bot.halo.models.stats import CoreStats, MatchPlayer, MatchStats, MatchTeam
from bot.halo.ranks import RANKED_PLAYLISTS, Csr

_FIGURES = (
    "kills", "deaths", "assists", "accuracy", "shots_fired", "shots_hit", "damage_dealt",
    "damage_taken",
)  # fmt: skip
# Behind any place, and below any score.
_LAST = 10**9


@dataclass(frozen=True, slots=True)
class MatchNames:
    """What things in a match are called; None where unknown. Gamertags are by XUID.

    `map_picture_url` is where the map's title picture is.
    """

    map_name: str | None
    mode_name: str | None
    playlist_name: str | None
    gamertags: Mapping[int, str]
    map_picture_url: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a player's list a match stands: 0 is the latest, -1 is in none."""

    position: int
    has_older: bool


@dataclass(frozen=True, slots=True)
class MatchParts:
    """All that is known of a match; `player` is None where it is to be told neutrally.

    `skills` are by XUID, of those players of whom the service tells any.
    """

    player: Player | None
    stats: MatchStats
    names: MatchNames
    place: Place
    skills: Mapping[int, SkillResult]
    metadata: MedalMetadata | None
    language: str
    missing: tuple[str, ...]
    freshness: Freshness
    pending: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def build_match_report(parts: MatchParts) -> MatchReport:
    """The report, as the player saw the match."""
    stats, info = parts.stats, parts.stats.match_info
    player = parts.player or _anybody(stats)
    neutral = parts.player is None
    own = next((p for p in stats.players if p.xuid == player.xuid and not neutral), None)
    own_skill = parts.skills.get(player.xuid) if not neutral else None
    # What holds for the match as a whole, anybody's skill tells.
    rated = own_skill or next(iter(parts.skills.values()), None)
    ranked = _is_ranked(stats, rated)
    lines = [_line(each, parts, ranked=ranked) for each in stats.players]
    own_team = own.last_team_id if own is not None and stats.teams else None
    order = {team.team_id: (team.team_id != own_team, team.rank) for team in stats.teams}
    lines.sort(key=lambda line: _place_on_board(line, order))
    teams = sorted(_with_players(stats), key=lambda team: order[team.team_id])
    mmrs = rated.team_mmrs if rated is not None else {}
    name = parts.names.gamertags.get(player.xuid, player.gamertag)
    return MatchReport(
        match_id=stats.match_id,
        player=Player(player.xuid, name),
        outcome=own.outcome if own is not None else 0,
        started_at=info.start_time,
        duration=info.played_for,
        lifecycle=info.lifecycle_mode,
        map_name=parts.names.map_name,
        mode_name=parts.names.mode_name,
        mode_category=info.game_variant_category,
        playlist_name=parts.names.playlist_name,
        playlist_id=info.playlist.asset_id if info.playlist is not None else "",
        is_ranked=ranked,
        by_rounds=any(_rounds(team) > 1 for team in teams),
        teams=tuple(_team(team, own_team, mmrs) for team in teams),
        players=tuple(lines),
        subject=next((line for line in lines if line.is_subject), None),
        medals=earned_medals(
            (medal for core in _cores(own) for medal in core.medals),
            parts.metadata,
            parts.language,
        ),
        skill=_skill_report(own_skill, ranked=ranked),
        position=parts.place.position,
        has_older=parts.place.has_older,
        missing=parts.missing,
        gone=parts.gone,
        freshness=parts.freshness,
        pending=parts.pending,
        neutral=neutral,
        opponents=_opponents(stats, own),
        map_picture_url=parts.names.map_picture_url,
    )


def _anybody(stats: MatchStats) -> Player:
    """One of the people who played; of no XUID where only bots did."""
    people = (p.xuid for p in stats.players if p.xuid is not None and not p.is_bot)
    return Player(next(people, 0), "")


def _cores(player: MatchPlayer | None) -> tuple[CoreStats, ...]:
    """One set of figures a team the player was on: Infection has people change sides."""
    return () if player is None else tuple(s.stats.core_stats for s in player.player_team_stats)


def _line(player: MatchPlayer, parts: MatchParts, *, ranked: bool) -> PlayerLine:
    combat = combat_of(player)
    present = player.participation_info
    # The service says of bots that they came late even where they did not.
    told = not player.is_bot and present.first_joined_time is not None
    xuid = player.xuid
    return PlayerLine(
        xuid=xuid,
        name=parts.names.gamertags.get(xuid, "") if xuid is not None else "",
        is_bot=player.is_bot,
        is_subject=parts.player is not None and xuid == parts.player.xuid,
        team_id=player.last_team_id if parts.stats.teams else None,
        outcome=player.outcome,
        rank=player.rank,
        score=combat.personal_score if combat is not None else None,
        kda=combat.average_kda if combat is not None else None,
        **{name: getattr(combat, name, None) for name in _FIGURES},
        joined_late=told and (present.joined_in_progress or not present.present_at_beginning),
        left_early=told and (present.left_in_progress or not present.present_at_completion),
        csr=_csr_after(parts.skills.get(xuid) if xuid is not None and ranked else None),
        bot_number=_bot_number(player),
    )


def _bot_number(player: MatchPlayer) -> str:
    """The number of a bot such as "bid(1.0)": "1"; "" for people."""
    if player.xuid is not None:
        return ""
    return player.player_id.removeprefix("bid(").removesuffix(")").split(".")[0]


def _place_on_board(
    line: PlayerLine, order: Mapping[int, tuple[bool, int]]
) -> tuple[bool, int, int, int]:
    # Whose place or score is not known comes behind the others.
    rank = line.rank if line.rank is not None else _LAST
    score = -line.score if line.score is not None else _LAST
    if line.team_id is None:
        return (False, 0, rank, score)
    # Someone whose team is not listed comes last.
    other_side, team_rank = order.get(line.team_id, (True, _LAST))
    return (other_side, team_rank, score, rank)


def _with_players(stats: MatchStats) -> Sequence[MatchTeam]:
    """The teams that anybody was on: Firefight lists one of enemies that are no players.

    All of them where nobody is listed at all.
    """
    sides = {side for player in stats.players for side in sides_of(player)}
    return [team for team in stats.teams if team.team_id in sides] if sides else stats.teams


def _opponents(stats: MatchStats, own: MatchPlayer | None) -> Opponents:
    """The player's, or those of anybody who fought players."""
    people = [own] if own is not None else [each for each in stats.players if not each.is_bot]
    found = {opponents_of(stats, each) for each in people} or {opponents_told(stats.match_info)}
    return next(each for each in Opponents if each in found)


def _rounds(team: MatchTeam) -> int:
    core = team.stats.core_stats
    return sum(filter(None, (core.rounds_won, core.rounds_lost, core.rounds_tied)))


def _team(team: MatchTeam, own_team: int | None, mmrs: Mapping[int, float]) -> TeamScore:
    core, mmr = team.stats.core_stats, mmrs.get(team.team_id, 0.0)
    return TeamScore(
        team_id=team.team_id,
        outcome=team.outcome,
        score=core.score,
        rounds_won=core.rounds_won or 0,
        rounds_lost=core.rounds_lost or 0,
        rounds_tied=core.rounds_tied or 0,
        # The service writes 0 for a rating it does not know.
        mmr=mmr if mmr > 0 else None,
        is_own=team.team_id == own_team,
    )


def _is_ranked(stats: MatchStats, own: SkillResult | None) -> bool:
    playlist = stats.match_info.playlist
    if playlist is None:
        return False
    if playlist.asset_id in RANKED_PLAYLISTS:
        return True
    if own is None:
        return False
    recap = own.rank_recap
    return recap.pre_match_csr.to_csr().ranked or recap.post_match_csr.to_csr().ranked


def _csr_after(skill: SkillResult | None) -> Csr | None:
    return skill.rank_recap.post_match_csr.to_csr() if skill is not None else None


def _skill_report(skill: SkillResult | None, *, ranked: bool) -> SkillReport | None:
    if skill is None:
        return None
    kills, deaths = skill.stat_performances.kills, skill.stat_performances.deaths
    before = skill.rank_recap.pre_match_csr.to_csr() if ranked else None
    after = skill.rank_recap.post_match_csr.to_csr() if ranked else None
    return SkillReport(
        before=before,
        after=after,
        finished_placement=bool(before and after and after.ranked and not before.ranked),
        expected_kills=kills.expected if kills is not None else None,
        expected_deaths=deaths.expected if deaths is not None else None,
    )
