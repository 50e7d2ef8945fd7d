"""Answers of the stats service: histories, matches, service records, challenges."""

from datetime import timedelta

from pydantic import Field, JsonValue

from bot.halo.identifiers import Xuid, is_bot, parse_xuid
from bot.halo.models.base import EPOCH, HaloModel, Items, Open, Required, Time, Whole
from bot.halo.models.enums import (
    AssetKind,
    LifecycleMode,
    ModeCategory,
    Outcome,
    PlayerType,
    PlaylistExperience,
    Privacy,
)
from bot.halo.models.gamecms import FileDate
from bot.halo.models.modes import ModeStats, ServiceRecordZonesStats, ZonesStats


class AssetLink(HaloModel):
    """Which version of a map, game variant or playlist a match was played with."""

    asset_kind: Open[AssetKind] = 0
    asset_id: str
    version_id: str


class MatchInfo(HaloModel):
    """The circumstances of a match.

    `playlist`, `playlist_map_mode_pair`, `playlist_experience` and `season_id` are None in custom
    matches. `season_id` is a path, "Csr/Seasons/CsrSeason9-1.json".
    """

    start_time: Time = EPOCH
    end_time: Time = EPOCH
    duration: timedelta = timedelta(0)
    playable_duration: timedelta = timedelta(0)
    lifecycle_mode: Open[LifecycleMode] = 0
    game_variant_category: Open[ModeCategory] = 0
    level_id: str | None = None
    map_variant: AssetLink | None = None
    ugc_game_variant: AssetLink | None = None
    clearance_id: str | None = None
    playlist: AssetLink | None = None
    playlist_experience: Open[PlaylistExperience] | None = None
    playlist_map_mode_pair: AssetLink | None = None
    season_id: str | None = None
    teams_enabled: bool = False
    team_scoring_enabled: bool = False
    gameplay_interaction: Whole = 0


class MatchHistoryEntry(HaloModel):
    """One match as the history tells it of the player asked about."""

    match_id: str
    match_info: MatchInfo = MatchInfo()
    last_team_id: Whole = -1
    outcome: Open[Outcome] = 0
    rank: Whole = 0
    present_at_end_of_match: bool = False


class MatchHistory(HaloModel):
    """A page of matches, newest first: /hi/players/{player}/matches.

    `count` were asked for from position `start`, `result_count` came.
    """

    start: Whole = 0
    count: Whole = 0
    result_count: Whole = 0
    results: Required[MatchHistoryEntry]
    links: dict[str, JsonValue] = Field(default_factory=dict)


class MedalCount(HaloModel):
    """How often a medal, or an award of personal score, was earned."""

    name_id: int
    count: Whole = 0
    total_personal_score_awarded: Whole = 0


class _CountedStats(HaloModel):
    """What is counted in every mode. `accuracy` is in percent; `score` is what the mode counts."""

    score: Whole = 0
    personal_score: Whole = 0
    rounds_won: Whole = 0
    rounds_lost: Whole = 0
    rounds_tied: Whole = 0
    kills: Whole = 0
    deaths: Whole = 0
    assists: Whole = 0
    suicides: Whole = 0
    betrayals: Whole = 0
    grenade_kills: Whole = 0
    headshot_kills: Whole = 0
    melee_kills: Whole = 0
    power_weapon_kills: Whole = 0
    shots_fired: Whole = 0
    shots_hit: Whole = 0
    accuracy: float = 0.0
    damage_dealt: Whole = 0
    damage_taken: Whole = 0
    callout_assists: Whole = 0
    vehicle_destroys: Whole = 0
    driver_assists: Whole = 0
    hijacks: Whole = 0
    emp_assists: Whole = 0
    max_killing_spree: Whole = 0
    medals: Items[MedalCount] = ()
    personal_scores: Items[MedalCount] = ()
    spawns: Whole = 0
    objectives_completed: Whole = 0


class CoreStats(_CountedStats):
    """The counts of one match. `kda` is kills + assists / 3 - deaths."""

    kda: float = Field(default=0.0, alias="KDA")
    average_life_duration: timedelta = timedelta(0)
    deprecated_damage_dealt: float | None = None
    deprecated_damage_taken: float | None = None


class ServiceRecordCoreStats(_CountedStats):
    """The counts of all matches of a record. `average_kda` is the mean of the matches' KDA."""

    average_kda: float = Field(default=0.0, alias="AverageKDA")


class Stats(ModeStats):
    """Everything counted of a player or a team in one match."""

    core_stats: CoreStats = CoreStats()
    zones_stats: ZonesStats | None = None


class MatchTeam(HaloModel):
    """A team's result. Team ids count from 0 (Eagle)."""

    team_id: Whole
    outcome: Open[Outcome] = 0
    rank: Whole = 0
    stats: Stats = Stats()


class BotAttributes(HaloModel):
    """How hard a bot plays, by the service's number."""

    difficulty: Whole = 0


class Participation(HaloModel):
    """When a player was there. `last_leave_time` is None for who stayed."""

    first_joined_time: Time | None = None
    last_leave_time: Time | None = None
    present_at_beginning: bool = False
    joined_in_progress: bool = False
    left_in_progress: bool = False
    present_at_completion: bool = False
    time_played: timedelta = timedelta(0)
    confirmed_participation: bool | None = None


class PlayerTeamStats(HaloModel):
    """What a player did for one team."""

    team_id: Whole
    stats: Stats = Stats()


class MatchPlayer(HaloModel):
    """A participant's result.

    `player_id` is "xuid(...)", or "bid(...)" for a bot. There is one item in `player_team_stats`
    for every team the player was on.
    """

    player_id: str
    player_type: Open[PlayerType] = PlayerType.HUMAN
    bot_attributes: BotAttributes | None = None
    last_team_id: Whole = -1
    outcome: Open[Outcome] = 0
    rank: Whole = 0
    participation_info: Participation = Participation()
    player_team_stats: Items[PlayerTeamStats] = ()

    @property
    def xuid(self) -> Xuid | None:
        """The player's XUID, or None for a bot."""
        return parse_xuid(self.player_id)

    @property
    def is_bot(self) -> bool:
        """Whether this is one of the game's bots."""
        return self.player_type == PlayerType.BOT or is_bot(self.player_id)


class MatchStats(HaloModel):
    """A finished match: /hi/matches/{match_id}/stats. `teams` is empty in a free-for-all."""

    match_id: str
    match_info: MatchInfo = MatchInfo()
    teams: Items[MatchTeam] = ()
    players: Items[MatchPlayer] = ()


class Subqueries(HaloModel):
    """By what a service record can be narrowed: the values this player has matches for."""

    season_ids: Items[str] = ()
    game_variant_categories: Items[Open[ModeCategory]] = ()
    is_ranked: Items[bool] = ()
    playlist_asset_ids: Items[str] = ()
    gameplay_interactions: Items[int] = ()


class ServiceRecord(ModeStats):
    """All of a player's matches of one kind: /hi/players/{player}/{kind}/servicerecord."""

    subqueries: Subqueries = Subqueries()
    time_played: timedelta = timedelta(0)
    matches_completed: Whole
    wins: Whole = 0
    losses: Whole = 0
    ties: Whole = 0
    core_stats: ServiceRecordCoreStats = ServiceRecordCoreStats()
    zones_stats: ServiceRecordZonesStats | None = None


class MatchCount(HaloModel):
    """How many matches a player has, by kind: /hi/players/{player}/matches/count."""

    matches_played_count: Whole
    matchmade_matches_played_count: Whole = 0
    custom_matches_played_count: Whole = 0
    local_matches_played_count: Whole = 0


class MatchPrivacy(HaloModel):
    """What a player shows of the match history: /hi/players/{player}/matches-privacy.

    `other_games` are custom and local ones. 0 where the service does not tell.
    """

    matchmade_games: Open[Privacy] = 0
    other_games: Open[Privacy] = 0


class Challenge(HaloModel):
    """One challenge of a deck. `path` leads to its words and goal: gamecms.challenge().

    `difficulty`, `type_icon_path` and `is_user_event` come with upcoming ones.
    """

    path: str
    id: str = ""
    progress: Whole = 0
    can_reroll: bool = False
    difficulty: str = ""
    type_icon_path: str = ""
    is_user_event: bool = False


class ChallengeDeck(HaloModel):
    """A set of challenges, such as a week's."""

    id: str = ""
    path: str = ""
    active_challenges: Items[Challenge] = ()
    upcoming_challenges: Items[Challenge] = ()
    completed_challenges: Items[Challenge] = ()
    expiration: FileDate = FileDate()


class ChallengeDecks(HaloModel):
    """A player's challenges: /hi/players/{player}/decks."""

    assigned_decks: Required[ChallengeDeck]
    clearance_id: str | None = None


class ChallengeProgress(HaloModel):
    """How far a match took one challenge."""

    path: str
    id: str = ""
    previous_progress: Whole = 0
    progress: Whole = 0


class MatchProgression(HaloModel):
    """What a match did to a player's challenges: /hi/players/{player}/matches/{id}/progression."""

    clearance_id: str | None = None
    reward_id: str | None = None
    reward_ids: Items[str] = ()
    challenge_progress_state: Items[ChallengeProgress] = ()
