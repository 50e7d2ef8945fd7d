"""Answers of the stats service: histories, matches, service records, challenges."""

from datetime import timedelta

from pydantic import Field, JsonValue

from bot.halo.identifiers import Xuid, is_bot, parse_xuid
from bot.halo.models.base import (
    Count,
    HaloModel,
    Items,
    Moment,
    Natural,
    Open,
    Placing,
    Required,
    Span,
    Time,
    Whole,
)
from bot.halo.models.enums import (
    AssetKind,
    GameplayInteraction,
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

    start_time: Moment = None
    end_time: Moment = None
    duration: Span = None
    playable_duration: Span = None
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
    gameplay_interaction: Open[GameplayInteraction] = 0

    @property
    def played_for(self) -> timedelta | None:
        """How long it was played, without the countdown where that is known."""
        return self.playable_duration or self.duration


class MatchHistoryEntry(HaloModel):
    """One match as the history tells it of the player asked about."""

    match_id: str
    match_info: MatchInfo = MatchInfo()
    last_team_id: Whole = -1
    outcome: Open[Outcome] = 0
    rank: Placing = None
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
    count: Natural
    total_personal_score_awarded: Whole = 0


class _CountedStats(HaloModel):
    """What is counted in every mode. `accuracy` is in percent; `score` is what the mode counts.

    Both scores may fall below zero: betrayals and suicides cost points.
    """

    score: Whole = 0
    personal_score: Whole | None = None
    rounds_won: Count = None
    rounds_lost: Count = None
    rounds_tied: Count = None
    kills: Count = None
    deaths: Count = None
    assists: Count = None
    suicides: Count = None
    betrayals: Count = None
    grenade_kills: Count = None
    headshot_kills: Count = None
    melee_kills: Count = None
    power_weapon_kills: Count = None
    shots_fired: Count = None
    shots_hit: Count = None
    accuracy: float = 0.0
    damage_dealt: Count = None
    damage_taken: Count = None
    callout_assists: Count = None
    vehicle_destroys: Count = None
    driver_assists: Count = None
    hijacks: Count = None
    emp_assists: Count = None
    max_killing_spree: Count = None
    medals: Items[MedalCount] = ()
    personal_scores: Items[MedalCount] = ()
    spawns: Count = None
    objectives_completed: Count = None


class CoreStats(_CountedStats):
    """The counts of one match. `kda` is kills + assists / 3 - deaths."""

    kda: float | None = Field(default=None, alias="KDA")
    average_life_duration: timedelta = timedelta(0)
    deprecated_damage_dealt: float | None = None
    deprecated_damage_taken: float | None = None


class ServiceRecordCoreStats(_CountedStats):
    """The counts of all matches of a record. `average_kda` is the mean of the matches' KDA."""

    average_kda: float | None = Field(default=None, alias="AverageKDA")


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
    rank: Placing = None
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
    gameplay_interactions: Items[Open[GameplayInteraction]] = ()


class ServiceRecord(ModeStats):
    """All of a player's matches of one kind: /hi/players/{player}/{kind}/servicerecord."""

    subqueries: Subqueries = Subqueries()
    time_played: Span = None
    matches_completed: Whole
    wins: Count = None
    losses: Count = None
    ties: Count = None
    core_stats: ServiceRecordCoreStats = ServiceRecordCoreStats()
    zones_stats: ServiceRecordZonesStats | None = None


class MatchCount(HaloModel):
    """How many matches a player has, by kind: /hi/players/{player}/matches/count."""

    matches_played_count: Whole
    matchmade_matches_played_count: Count = None
    custom_matches_played_count: Count = None
    local_matches_played_count: Count = None


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
