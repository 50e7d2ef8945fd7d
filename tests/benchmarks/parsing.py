"""Every recorded payload from its bytes to a model."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from spnkr.models import discovery_ugc as peer_ugc
from spnkr.models import economy as peer_economy
from spnkr.models import gamecms_hacs as peer_cms
from spnkr.models import profile as peer_profile
from spnkr.models import skill as peer_skill
from spnkr.models import stats as peer_stats

from bot.halo.models import discovery_ugc, economy, gamecms, profile, skill, stats
from tests.benchmarks.measure import Row, cpu_of, ms

_TARGET = 1.8
_ROUNDS = 9
_SECONDS_A_ROUND = 0.005

_MODELS: dict[str, tuple[type[BaseModel], Any]] = {
    "get_career_reward_track": (gamecms.CareerRewardTrack, peer_cms.CareerRewardTrack),
    "get_csr_season_calendar": (gamecms.CsrSeasonCalendar, peer_cms.CsrSeasonCalendar),
    "get_film_by_match_id": (discovery_ugc.Film, peer_ugc.Film),
    "get_map": (discovery_ugc.Map, peer_ugc.Map),
    "get_map_mode_pair": (discovery_ugc.MapModePair, peer_ugc.MapModePair),
    "get_match_count": (stats.MatchCount, peer_stats.MatchCount),
    "get_match_history": (stats.MatchHistory, peer_stats.MatchHistory),
    "get_match_skill": (skill.MatchSkill, peer_skill.MatchSkill),
    "get_match_stats": (stats.MatchStats, peer_stats.MatchStats),
    "get_match_stats_ctf": (stats.MatchStats, peer_stats.MatchStats),
    "get_match_stats_elimination": (stats.MatchStats, peer_stats.MatchStats),
    "get_match_stats_oddball": (stats.MatchStats, peer_stats.MatchStats),
    "get_match_stats_zones": (stats.MatchStats, peer_stats.MatchStats),
    "get_medal_metadata": (gamecms.MedalMetadata, peer_cms.MedalMetadata),
    "get_operation_reward_track": (gamecms.OperationRewardTrack, peer_cms.OperationRewardTrack),
    "get_player_career_rank": (economy.CareerProgress, peer_economy.PlayerCareerRank),
    "get_player_customization": (economy.Customization, peer_economy.PlayerCustomization),
    "get_player_reward_track_operations": (
        economy.OperationsProgress, peer_economy.PlayerOperationPasses,
    ),
    "get_playlist": (discovery_ugc.Playlist, peer_ugc.Playlist),
    "get_playlist_csr": (skill.PlaylistCsr, peer_skill.PlaylistCsr),
    "get_season_calendar": (gamecms.SeasonCalendar, peer_cms.SeasonCalendar),
    "get_service_record": (stats.ServiceRecord, peer_stats.ServiceRecord),
    "get_ugc_game_variant": (discovery_ugc.GameVariant, peer_ugc.UgcGameVariant),
    "get_user": (profile.User, peer_profile.User),
    "get_users": (profile.Users, None),
    "search_assets": (discovery_ugc.SearchPage, peer_ugc.AssetSearchPage),
}  # fmt: skip


async def rows(folder: Path) -> list[Row]:
    """One row a payload that both sides have a model for."""
    return [_row(folder, name, *models) for name, models in _MODELS.items()]


def _row(folder: Path, name: str, model: type[BaseModel], peer_model: Any) -> Row:
    body = (folder / f"{name}.json").read_bytes()

    def ours() -> object:
        return model.model_validate_json(body)

    def peer() -> object:
        # What aiohttp's json() and SPNKr's parse() do with a body.
        data = json.loads(body.strip().decode("utf-8"))
        if isinstance(data, list):
            return [peer_profile.User(**user) for user in data]
        return peer_model(**data)

    calls = _calls(ours)
    taken = cpu_of({"ours": ours, "peer": peer}, _ROUNDS, calls)
    faster = taken["peer"] / taken["ours"]
    return Row(
        f"parse {name} ({len(body) / 1000:.0f} kB)",
        ms(taken["ours"]),
        ms(taken["peer"]),
        f">= {_TARGET}x faster",
        faster >= _TARGET,
        ratio=f"{faster:.2f}x",
    )


def _calls(work: Callable[[], object]) -> int:
    """How many calls make a round long enough to measure."""
    once = cpu_of({"": work}, 3, 3)[""]
    return max(3, round(_SECONDS_A_ROUND / max(once, 1e-6)))
