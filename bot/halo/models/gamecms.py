"""The game's own files: medals, seasons, reward tracks, playlist settings."""

from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath

from pydantic import ConfigDict, Field, JsonValue, RootModel

from bot.halo.models.base import (
    CamelModel,
    Content,
    Entries,
    HaloModel,
    Items,
    Moment,
    Required,
    Whole,
)

LARGEST_IMAGE = 8 * 1024 * 1024


class Translated(CamelModel):
    """A text in English, with translations by locale ("pt-BR")."""

    status: str | None = None
    value: str = ""
    translations: Entries[str] = Field(default_factory=dict)

    def in_language(self, locale: str) -> str:
        """The text for a locale: exactly that, else the same language elsewhere, else English."""
        wanted = locale.casefold()
        language = wanted.partition("-")[0]
        if language == "en":
            return self.value
        texts = {name.casefold(): text for name, text in self.translations.items() if text}
        if wanted in texts:
            return texts[wanted]
        related = (text for name, text in texts.items() if name.partition("-")[0] == language)
        return next(related, self.value)


class SpriteSheet(CamelModel):
    """An image of many icons: `columns` to a row, each `size` by `size` pixels."""

    path: str
    columns: int = Field(default=16, gt=0)
    size: int = Field(default=72, gt=0)

    def box(self, index: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of an icon, in pixels."""
        row, column = divmod(index, self.columns)
        left, top = column * self.size, row * self.size
        return left, top, left + self.size, top + self.size


class Sprites(CamelModel):
    """The medals' sprite sheets. Paths are for /hi/Waypoint/file/{path}."""

    small: SpriteSheet | None = None
    medium: SpriteSheet | None = None
    extra_large: SpriteSheet | None = Field(default=None, alias="extra-large")


class Medal(CamelModel):
    """A medal. The indices point into the metadata's lists and sprite sheets; -1 is none."""

    name_id: int
    name: Translated = Translated()
    description: Translated = Translated()
    sprite_index: Whole = -1
    sorting_weight: Whole = 0
    difficulty_index: Whole = -1
    type_index: Whole = -1
    personal_score: Whole = 0


class MedalMetadata(CamelModel):
    """Every known medal: /hi/Waypoint/file/medals/metadata.json."""

    difficulties: Items[str] = ()
    types: Items[str] = ()
    sprites: Sprites = Sprites()
    medals: Required[Medal]

    @cached_property
    def by_id(self) -> dict[int, Medal]:
        """The medals by their name id."""
        return {medal.name_id: medal for medal in self.medals}


class FileDate(HaloModel):
    """A time as the files and the search write it; None where it is none."""

    iso8601_date: Moment = Field(default=None, alias="ISO8601Date")


class CsrSeason(HaloModel):
    """A season of the ranked playlists."""

    csr_season_file_path: str
    start_date: FileDate = FileDate()
    end_date: FileDate = FileDate()

    @property
    def season_id(self) -> str:
        """The bare id that the skill service takes: "CsrSeason9-1"."""
        return PurePosixPath(self.csr_season_file_path).stem


class CsrSeasonCalendar(HaloModel):
    """All seasons of the ranked playlists: Csr/Calendars/CsrSeasonCalendar.json."""

    seasons: Required[CsrSeason]

    def season_at(self, when: datetime) -> CsrSeason | None:
        """The season of that time, which must be aware; None between seasons."""
        for season in self.seasons:
            start, end = season.start_date.iso8601_date, season.end_date.iso8601_date
            if start is not None and end is not None and start <= when < end:
                return season
        return None


class Season(HaloModel):
    """A season of the game with the paths of its files."""

    csr_season_file_path: str = ""
    operation_track_path: str = ""
    season_metadata: str = ""
    start_date: FileDate = FileDate()
    end_date: FileDate = FileDate()


class SeasonEvent(HaloModel):
    """An event with a reward track of its own."""

    reward_track_path: str = ""
    start_date: FileDate = FileDate()
    end_date: FileDate = FileDate()


class CareerRankLink(HaloModel):
    """Where the career's reward track is."""

    reward_track_path: str = ""


class SeasonCalendar(HaloModel):
    """Seasons, events and the career: calendars/seasons/seasoncalendar.json."""

    seasons: Required[Season]
    events: Items[SeasonEvent] = ()
    career_rank: CareerRankLink | None = None


class InventoryReward(HaloModel):
    """A piece of armour, an emblem and the like."""

    inventory_item_path: str
    amount: Whole = 0
    type: str = ""


class CurrencyReward(HaloModel):
    """Credits, boosts and the like."""

    currency_path: str
    amount: Whole = 0


class Rewards(HaloModel):
    """What reaching a rank gives."""

    inventory_rewards: Items[InventoryReward] = ()
    currency_rewards: Items[CurrencyReward] = ()


class RewardRank(HaloModel):
    """One rank of a reward track, counted from 1."""

    rank: Whole
    free_rewards: Rewards = Rewards()
    paid_rewards: Rewards = Rewards()


class CareerRank(RewardRank):
    """One of the career's ranks. Icon paths are for /hi/images/file/{path}; some do not exist."""

    xp_required_for_rank: Whole = 0
    rank_title: Translated = Translated()
    rank_sub_title: Translated = Translated()
    rank_tier: Translated = Translated()
    rank_icon: str = ""
    rank_large_icon: str = ""
    rank_adornment_icon: str = ""
    tier_type: str | None = None
    rank_grade: Whole = 0


class _RewardTrack(HaloModel):
    """What the reward tracks share."""

    name: Translated = Translated()
    description: Translated = Translated()
    xp_per_rank: Whole = 0


class CareerRewardTrack(_RewardTrack):
    """The career's ranks in order: RewardTracks/CareerRanks/careerRank1.json."""

    track_id: str = ""
    ranks: Required[CareerRank]
    operation_number: Whole | None = None
    date_range: Translated = Translated()
    is_ritual: bool = False
    summary_image_path: str = ""
    week_number: Whole | None = None


class OperationRewardTrack(_RewardTrack):
    """An operation's ranks in order: RewardTracks/Operations/{name}.json."""

    ranks: Required[RewardRank]
    battle_pass_image: str = ""
    background_image_path: str = ""


class PlaylistConfiguration(HaloModel):
    """Settings of a playlist: /hi/multiplayer/file/playlists/assets/{playlist_id}.json.

    `has_csr` says that the playlist is ranked; `playlist_experience` is a word here, "Arena".
    """

    has_csr: bool = False
    name_hint: str = ""
    ugc_playlist_version: str | None = None
    platform_matchmaking_hopper_id: str = ""
    game_start_rules_id: str = ""
    thunderhead_content_configuration: str = ""
    thunderhead_vm_size: str = ""
    true_match_settings: str = ""
    playlist_experience: str = ""
    matchmaking_delay_sec: Whole = 0


class ChallengeReward(HaloModel):
    """What a challenge gives, in XP."""

    soft_experience: Whole = 0
    operation_experience: Whole = 0


class ChallengeDefinition(HaloModel):
    """A challenge's words and goal: /hi/Progression/file/{path} of a deck's challenge.

    It is done when its progress reaches `threshold_for_success`.
    """

    title: Translated
    description: Translated = Translated()
    difficulty: str = ""
    category: str = ""
    threshold_for_success: Whole = 0
    reward: ChallengeReward = ChallengeReward()


class ProgressionFile(RootModel[JsonValue]):
    """Any file of /hi/Progression/file/{path} as it is, in `root`."""

    model_config = ConfigDict(frozen=True)


class Image(Content):
    """A picture, up to 16 MB: /hi/images/file/{path} and /hi/Waypoint/file/{path}.

    `content_type` is such as "image/png"; anything that is no image is no answer.
    """

    content_type: str = Field(pattern=r"^image/[a-z0-9.+-]+$")
    body: bytes = Field(repr=False, min_length=1, max_length=LARGEST_IMAGE)
