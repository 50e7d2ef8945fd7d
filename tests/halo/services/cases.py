"""One good question for every method of every service, and how it has to arrive."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.halo import endpoints
from bot.halo.client import HaloClient
from bot.halo.endpoints import Endpoint
from bot.halo.models.enums import AssetKind
from bot.halo.ranks import Csr
from bot.sandbox.wire import Json

CAREER_ICON = "career_rank/ProgressWidget/1_Recruit.png"
SHEET = "medals/images/medal_sheet_sm.png"
HERO = "/ugcstorage/map/{map_id}/{map_version}/images/hero.png"
OPERATION = "RewardTracks/Operations/SandboxFirstLight.json"
CHALLENGE = "ChallengeContent/ClientChallengeDefinitions/Sandbox/Win.json"
CALENDAR = "Csr/Calendars/CsrSeasonCalendar.json"
ARENA = "edfef3ac-9cbe-4fa2-b949-8f29deafd483"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom and what the questions are about; the links are assets as a match names them."""

    xuid: int
    gamertag: str
    match_id: str
    map: Json
    variant: Json
    playlist: Json
    pair: Json

    def fill(self, text: str) -> str:
        """A path or query with the subject's ids in it, as in "{map_id}/versions/{map_version}"."""
        links = {"map": self.map, "variant": self.variant, "playlist": self.playlist}
        ids = {
            f"{name}_id": link["AssetId"] for name, link in (links | {"pair": self.pair}).items()
        }
        versions = {
            f"{name}_version": link["VersionId"]
            for name, link in (links | {"pair": self.pair}).items()
        }
        return text.format(
            player=f"xuid({self.xuid})",
            xuid=self.xuid,
            gamertag=self.gamertag,
            match_id=self.match_id,
            **ids,
            **versions,
        )


@dataclass(frozen=True, slots=True)
class Case:
    """`path` and `query` as they have to arrive; `payload` is the recorded answer, if any."""

    method: str
    endpoint: Endpoint
    call: Callable[[HaloClient, Subject], Awaitable[Any]]
    path: str
    query: str = ""
    payload: str = ""


async def _first(items: Any) -> Any:
    async for item in items:
        return item
    raise AssertionError("nothing came")


CASES = (
    Case(
        "stats.match_history", endpoints.MATCH_HISTORY,
        lambda client, on: client.stats.match_history(on.xuid, count=5, kind="matchmaking"),
        "/hi/players/{player}/matches", "start=0&count=5&type=matchmaking", "get_match_history",
    ),
    Case(
        "stats.match_page", endpoints.MATCH_HISTORY,
        lambda client, on: client.stats.match_page(on.xuid, start=1),
        "/hi/players/{player}/matches", "start=1&count=25", "get_match_history",
    ),
    Case(
        "stats.matches", endpoints.MATCH_HISTORY,
        lambda client, on: _first(client.stats.matches(on.xuid, limit=1)),
        "/hi/players/{player}/matches", "start=0&count=25", "get_match_history",
    ),
    Case(
        "stats.match_count", endpoints.MATCH_COUNT,
        lambda client, on: client.stats.match_count(on.xuid),
        "/hi/players/{player}/matches/count", "", "get_match_count",
    ),
    Case(
        "stats.match_stats", endpoints.MATCH_STATS,
        lambda client, on: client.stats.match_stats(on.match_id),
        "/hi/matches/{match_id}/stats", "", "get_match_stats",
    ),
    Case(
        "stats.match_progression", endpoints.MATCH_PROGRESSION,
        lambda client, on: client.stats.match_progression(on.xuid, on.match_id),
        "/hi/players/{player}/matches/{match_id}/progression",
    ),
    Case(
        "stats.service_record", endpoints.SERVICE_RECORD,
        lambda client, on: client.stats.service_record(on.xuid),
        "/hi/players/{player}/matchmade/servicerecord", "", "get_service_record",
    ),
    Case(
        "stats.challenge_decks", endpoints.CHALLENGE_DECKS,
        lambda client, on: client.stats.challenge_decks(on.xuid),
        "/hi/players/{player}/decks",
    ),
    Case(
        "stats.match_privacy", endpoints.MATCH_PRIVACY,
        lambda client, on: client.stats.match_privacy(on.xuid),
        "/hi/players/{player}/matches-privacy",
    ),
    Case(
        "skill.match_skill", endpoints.MATCH_SKILL,
        lambda client, on: client.skill.match_skill(on.match_id, [on.xuid, "bid(31.0)"]),
        "/hi/matches/{match_id}/skill", "players={player}", "get_match_skill",
    ),
    Case(
        "skill.playlist_csr", endpoints.PLAYLIST_CSR,
        lambda client, on: client.skill.playlist_csr(
            ARENA, [on.xuid, "bid(31.0)"], season="CsrSeason9-1"
        ),
        f"/hi/playlist/{ARENA}/csrs", "players={player}&season=CsrSeason9-1", "get_playlist_csr",
    ),
    Case(
        "profile.current_user", endpoints.CURRENT_USER,
        lambda client, on: client.profile.current_user(),
        "/users/me", "", "get_user",
    ),
    Case(
        "profile.user_by_gamertag", endpoints.USER_BY_GAMERTAG,
        lambda client, on: client.profile.user_by_gamertag(on.gamertag),
        "/users/gt({gamertag})", "", "get_user",
    ),
    Case(
        "profile.user_by_xuid", endpoints.USER_BY_XUID,
        lambda client, on: client.profile.user_by_xuid(on.xuid),
        "/users/xuid({xuid})", "", "get_user",
    ),
    Case(
        "profile.users_by_xuid", endpoints.USERS_BY_XUID,
        lambda client, on: client.profile.users_by_xuid([on.xuid]),
        "/users", "xuids={xuid}", "get_users",
    ),
    Case(
        "gamecms.medal_metadata", endpoints.MEDAL_METADATA,
        lambda client, on: client.gamecms.medal_metadata(),
        "/hi/Waypoint/file/medals/metadata.json", "", "get_medal_metadata",
    ),
    Case(
        "gamecms.csr_season_calendar", endpoints.CSR_SEASON_CALENDAR,
        lambda client, on: client.gamecms.csr_season_calendar(),
        f"/hi/Progression/file/{CALENDAR}", "", "get_csr_season_calendar",
    ),
    Case(
        "gamecms.season_calendar", endpoints.SEASON_CALENDAR,
        lambda client, on: client.gamecms.season_calendar(),
        "/hi/progression/file/calendars/seasons/seasoncalendar.json", "", "get_season_calendar",
    ),
    Case(
        "gamecms.career_reward_track", endpoints.CAREER_REWARD_TRACK,
        lambda client, on: client.gamecms.career_reward_track(),
        "/hi/Progression/file/RewardTracks/CareerRanks/careerRank1.json", "",
        "get_career_reward_track",
    ),
    Case(
        "gamecms.operation_reward_track", endpoints.PROGRESSION_FILE,
        lambda client, on: client.gamecms.operation_reward_track(OPERATION),
        f"/hi/Progression/file/{OPERATION}", "", "get_operation_reward_track",
    ),
    Case(
        "gamecms.challenge", endpoints.PROGRESSION_FILE,
        lambda client, on: client.gamecms.challenge(CHALLENGE),
        f"/hi/Progression/file/{CHALLENGE}",
    ),
    Case(
        "gamecms.progression_file", endpoints.PROGRESSION_FILE,
        lambda client, on: client.gamecms.progression_file(f"/{OPERATION}"),
        f"/hi/Progression/file/{OPERATION}",
    ),
    Case(
        "gamecms.playlist_configuration", endpoints.PLAYLIST_CONFIGURATION,
        lambda client, on: client.gamecms.playlist_configuration(ARENA),
        f"/hi/multiplayer/file/playlists/assets/{ARENA}.json",
    ),
    Case(
        "gamecms.image", endpoints.IMAGE,
        lambda client, on: client.gamecms.image(CAREER_ICON),
        f"/hi/images/file/{CAREER_ICON}", "", "get_image",
    ),
    Case(
        "gamecms.sprite_sheet", endpoints.SPRITE_SHEET,
        lambda client, on: client.gamecms.sprite_sheet(SHEET),
        f"/hi/Waypoint/file/{SHEET}",
    ),
    Case(
        "gamecms.csr_image", endpoints.CSR_IMAGE,
        lambda client, on: client.gamecms.csr_image(Csr(1384, "Diamond", 3)),
        "/images/halo-infinite/csr/diamond_4.png",
    ),
    Case(
        "discovery_ugc.map", endpoints.MAP,
        lambda client, on: client.discovery_ugc.map(on.map["AssetId"], on.map["VersionId"]),
        "/hi/maps/{map_id}/versions/{map_version}", "", "get_map",
    ),
    Case(
        "discovery_ugc.map", endpoints.MAP_LATEST,
        lambda client, on: client.discovery_ugc.map(on.map["AssetId"]),
        "/hi/maps/{map_id}", "", "get_map",
    ),
    Case(
        "discovery_ugc.game_variant", endpoints.GAME_VARIANT,
        lambda client, on: client.discovery_ugc.game_variant(
            on.variant["AssetId"], on.variant["VersionId"]
        ),
        "/hi/ugcGameVariants/{variant_id}/versions/{variant_version}", "", "get_ugc_game_variant",
    ),
    Case(
        "discovery_ugc.game_variant", endpoints.GAME_VARIANT_LATEST,
        lambda client, on: client.discovery_ugc.game_variant(on.variant["AssetId"]),
        "/hi/ugcGameVariants/{variant_id}", "", "get_ugc_game_variant",
    ),
    Case(
        "discovery_ugc.playlist", endpoints.PLAYLIST,
        lambda client, on: client.discovery_ugc.playlist(
            on.playlist["AssetId"], on.playlist["VersionId"]
        ),
        "/hi/playlists/{playlist_id}/versions/{playlist_version}", "", "get_playlist",
    ),
    Case(
        "discovery_ugc.playlist", endpoints.PLAYLIST_LATEST,
        lambda client, on: client.discovery_ugc.playlist(on.playlist["AssetId"]),
        "/hi/playlists/{playlist_id}", "", "get_playlist",
    ),
    Case(
        "discovery_ugc.map_mode_pair", endpoints.MAP_MODE_PAIR,
        lambda client, on: client.discovery_ugc.map_mode_pair(
            on.pair["AssetId"], on.pair["VersionId"]
        ),
        "/hi/mapModePairs/{pair_id}/versions/{pair_version}", "", "get_map_mode_pair",
    ),
    Case(
        "discovery_ugc.map_mode_pair", endpoints.MAP_MODE_PAIR_LATEST,
        lambda client, on: client.discovery_ugc.map_mode_pair(on.pair["AssetId"]),
        "/hi/mapModePairs/{pair_id}", "", "get_map_mode_pair",
    ),
    Case(
        "discovery_ugc.search", endpoints.SEARCH,
        lambda client, on: client.discovery_ugc.search(asset_kind=AssetKind.MAP, count=3),
        "/hi/search", "start=0&count=3&assetKind=Map", "search_assets",
    ),
    Case(
        "discovery_ugc.search_page", endpoints.SEARCH,
        lambda client, on: client.discovery_ugc.search_page(start=2),
        "/hi/search", "start=2&count=101", "search_assets",
    ),
    Case(
        "discovery_ugc.search_results", endpoints.SEARCH,
        lambda client, on: _first(client.discovery_ugc.search_results(limit=1)),
        "/hi/search", "start=0&count=101", "search_assets",
    ),
    Case(
        "discovery_ugc.asset_image", endpoints.ASSET_IMAGE,
        lambda client, on: client.discovery_ugc.asset_image(
            f"https://{endpoints.ASSET_FILES}{on.fill(HERO)}"
        ),
        HERO,
    ),
    Case(
        "discovery_ugc.film", endpoints.FILM,
        lambda client, on: client.discovery_ugc.film(on.match_id),
        "/hi/films/matches/{match_id}/spectate", "", "get_film_by_match_id",
    ),
    Case(
        "economy.customization", endpoints.CUSTOMIZATION,
        lambda client, on: client.economy.customization(on.xuid),
        "/hi/players/{player}/customization", "view=public", "get_player_customization",
    ),
    Case(
        "economy.career_rank", endpoints.CAREER_RANK,
        lambda client, on: client.economy.career_rank(on.xuid),
        "/hi/players/{player}/rewardtracks/careerranks/careerrank1", "", "get_player_career_rank",
    ),
    Case(
        "economy.operations", endpoints.OPERATIONS,
        lambda client, on: client.economy.operations(on.xuid),
        "/hi/players/{player}/rewardtracks/operations", "", "get_player_reward_track_operations",
    ),
)  # fmt: skip
