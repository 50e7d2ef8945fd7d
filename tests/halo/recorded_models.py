"""Which model reads which recorded answer."""

import json
from typing import Any

from pydantic import BaseModel

from bot.halo.models.discovery_ugc import (
    Film,
    GameVariant,
    Map,
    MapModePair,
    Playlist,
    SearchPage,
)
from bot.halo.models.economy import CareerProgress, Customization, OperationsProgress
from bot.halo.models.gamecms import (
    CareerRewardTrack,
    CsrSeasonCalendar,
    MedalMetadata,
    OperationRewardTrack,
    SeasonCalendar,
)
from bot.halo.models.profile import User, Users, XboxProfiles
from bot.halo.models.skill import MatchSkill, PlaylistCsr
from bot.halo.models.stats import (
    MatchCount,
    MatchHistory,
    MatchStats,
    ServiceRecord,
)

MODELS: dict[str, type[BaseModel]] = {
    "get_career_reward_track.json": CareerRewardTrack,
    "get_csr_season_calendar.json": CsrSeasonCalendar,
    "get_film_by_match_id.json": Film,
    "get_map.json": Map,
    "get_map_mode_pair.json": MapModePair,
    "get_match_count.json": MatchCount,
    "get_match_history.json": MatchHistory,
    "get_match_skill.json": MatchSkill,
    "get_match_stats.json": MatchStats,
    "get_match_stats_ctf.json": MatchStats,
    "get_match_stats_elimination.json": MatchStats,
    "get_match_stats_oddball.json": MatchStats,
    "get_match_stats_zones.json": MatchStats,
    "get_medal_metadata.json": MedalMetadata,
    "get_operation_reward_track.json": OperationRewardTrack,
    "get_player_career_rank.json": CareerProgress,
    "get_player_customization.json": Customization,
    "get_player_reward_track_operations.json": OperationsProgress,
    "get_playlist.json": Playlist,
    "get_playlist_csr.json": PlaylistCsr,
    "get_profiles.json": XboxProfiles,
    "get_season_calendar.json": SeasonCalendar,
    "get_service_record.json": ServiceRecord,
    "get_ugc_game_variant.json": GameVariant,
    "get_user.json": User,
    "get_users.json": Users,
    "search_assets.json": SearchPage,
}
# The service's manifest (see test_endpoints.py), answers that belong to sign-in, and challenge
# decks that the recording's authors made up: the service sends others.
NOT_MODELLED = {
    "get_challenge_decks.json",
    "clearance.json", "endpoints.json", "oauth2.json", "spartan.json", "xbox_user.json",
    "xsts.json", "xsts_halo.json",
}  # fmt: skip


def dump(model: BaseModel) -> Any:
    """What a model says, as plain JSON data under the service's names."""
    return model.model_dump(mode="json", by_alias=True, exclude_unset=True)


def parse(data: Any, model: type[BaseModel] = MatchStats) -> Any:
    """An answer of this JSON data as a model."""
    return model.model_validate_json(json.dumps(data))
