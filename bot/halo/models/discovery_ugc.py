"""Answers of the discovery service: maps, game variants, playlists, films, search."""

from typing import Annotated

from pydantic import Field, JsonValue

from bot.halo.models.base import Count, HaloModel, Items, Open, Required, Whole
from bot.halo.models.enums import AssetKind
from bot.halo.models.gamecms import FileDate

Rating = Annotated[float, Field(ge=0, le=5)] | None
"""The mean of ratings, from 0 to 5; None where it is not known."""


class PrefixEndpoint(HaloModel):
    """How the game's own client would ask for an asset's files."""

    authority_id: str = ""
    path: str = ""
    query_string: str | None = None
    retry_policy_id: str = ""
    topic_name: str = ""
    acknowledgement_type_id: Whole = 0
    authentication_lifetime_extension_supported: bool = False
    clearance_aware: bool = False


class AssetFiles(HaloModel):
    """An asset's files: `prefix` is a URL, the paths are relative to it."""

    prefix: str = ""
    file_relative_paths: Items[str] = ()
    prefix_endpoint: PrefixEndpoint = PrefixEndpoint()


class AssetStats(HaloModel):
    """How an asset is used and liked."""

    plays_recent: Count = None
    plays_all_time: Count = None
    favorites: Count = None
    likes: Count = None
    bookmarks: Count = None
    parent_asset_count: Count = None
    average_rating: Rating = None
    number_of_ratings: Count = None


class Asset(HaloModel):
    """What every asset has. With an Accept-Language the service translates some of the names."""

    asset_id: str
    version_id: str = ""
    public_name: str = ""
    description: str = ""
    files: AssetFiles = AssetFiles()
    contributors: Items[str] = ()
    asset_home: Whole = 0
    asset_stats: AssetStats = AssetStats()
    inspection_result: Whole = 0
    clone_behavior: Whole = 0
    order: Whole = 0
    tags: Items[str] = ()

    @property
    def hero_image_url(self) -> str | None:
        """The address of the wide title image, or None where the asset has none."""
        for path in self.files.file_relative_paths:
            if path.casefold().startswith("images/hero.") and self.files.prefix:
                return f"{self.files.prefix.rstrip('/')}/{path}"
        return None


class MapCustomData(HaloModel):
    """What only maps have."""

    num_of_objects_on_map: Whole = 0
    tag_level_id: Whole = 0
    is_baked: bool = False
    has_node_graph: bool = False


class Map(Asset):
    """A map: /hi/maps/{asset_id}/versions/{version_id}."""

    custom_data: MapCustomData = MapCustomData()
    prefab_links: Items[Asset] = ()


class GameVariantCustomData(HaloModel):
    """What only game variants have; empty whenever it was recorded."""

    key_values: dict[str, JsonValue] = Field(default_factory=dict)


class GameVariant(Asset):
    """A mode with its settings: /hi/ugcGameVariants/{asset_id}/versions/{version_id}."""

    custom_data: GameVariantCustomData = GameVariantCustomData()
    engine_game_variant_link: Asset | None = None


class EntryMetadata(HaloModel):
    """How likely an entry of a playlist is, against the others."""

    weight: float = 0.0


class PlaylistEntry(HaloModel):
    """A map and mode that may come up, by id."""

    map_mode_pair_asset_id: str
    metadata: EntryMetadata = EntryMetadata()


class PlaylistCustomData(HaloModel):
    """The rules by which a playlist makes matches. Numbers of players are per team."""

    playlist_entries: Items[PlaylistEntry] = ()
    strategy: Whole = 0
    min_teams: Whole = 0
    min_team_size: Whole = 0
    max_teams: Whole = 0
    max_team_size: Whole = 0
    max_team_imbalance: Whole = 0
    max_splitscreen_players_allowed: Whole = 0
    allow_friend_join_in_progress: bool = False
    allow_matchmaking_join_in_progress: bool = False
    allow_bot_join_in_progress: bool = False
    exit_experience_duration_sec: Whole = 0
    fireteam_leader_kick_allowed: bool = False
    disable_midgame_chat: bool = False
    allowed_device_inputs: Items[int] = ()
    bot_difficulty: Whole = 0
    min_fireteam_size: Whole = 0
    max_fireteam_size: Whole = 0


class RotationEntry(Asset):
    """A map and mode that may come up, with its name."""

    metadata: EntryMetadata = EntryMetadata()


class Playlist(Asset):
    """A playlist: /hi/playlists/{asset_id}, also with /versions/{version_id}."""

    custom_data: PlaylistCustomData = PlaylistCustomData()
    rotation_entries: Items[RotationEntry] = ()


class MapModePair(Asset):
    """A map with a mode: /hi/mapModePairs/{asset_id}/versions/{version_id}.

    `custom_data` was empty whenever it was recorded.
    """

    custom_data: dict[str, JsonValue] = Field(default_factory=dict)
    map_link: Asset | None = None
    ugc_game_variant_link: Asset | None = None


class TagCount(HaloModel):
    """How many of the found assets carry a tag."""

    tag: str
    count: Whole = 0


class SearchResult(HaloModel):
    """An asset as the search tells it."""

    asset_id: str
    asset_version_id: str = ""
    name: str = ""
    description: str = ""
    asset_kind: Open[AssetKind] = 0
    tags: Items[str] = ()
    thumbnail_url: str = ""
    referenced_assets: Items[str] = ()
    original_author: str = ""
    likes: Count = None
    bookmarks: Count = None
    plays_recent: Count = None
    number_of_objects: Count = None
    date_created_utc: FileDate = FileDate()
    date_modified_utc: FileDate = FileDate()
    date_published_utc: FileDate = FileDate()
    has_node_graph: bool = False
    read_only_clones: bool = False
    plays_all_time: Count = None
    contributors: Items[str] = ()
    parent_asset_count: Count = None
    average_rating: Rating = None
    number_of_ratings: Count = None


class SearchPage(HaloModel):
    """A page of found assets: /hi/search. `estimated_total` is over all pages."""

    tags: Items[TagCount] = ()
    estimated_total: Whole = 0
    start: Whole = 0
    count: Whole = 0
    result_count: Whole = 0
    results: Required[SearchResult]
    links: dict[str, JsonValue] = Field(default_factory=dict)


class FilmChunk(HaloModel):
    """A piece of a film. Times are in milliseconds, `chunk_size` is in bytes."""

    index: Whole
    chunk_start_time_offset_milliseconds: Whole = 0
    duration_milliseconds: Whole = 0
    chunk_size: Whole = 0
    file_relative_path: str = ""
    chunk_type: Whole = 0


class FilmCustomData(HaloModel):
    """What a film consists of. `film_length` is in milliseconds."""

    film_length: Whole = 0
    chunks: Items[FilmChunk] = ()
    has_game_ended: bool = False
    manifest_refresh_seconds: Whole = 0
    match_id: str = ""
    film_major_version: Whole = 0


class Film(HaloModel):
    """The recording of a match: /hi/films/matches/{match_id}/spectate."""

    asset_id: str
    film_status_bond: Whole = 0
    custom_data: FilmCustomData = FilmCustomData()
    blob_storage_path_prefix: str = ""
