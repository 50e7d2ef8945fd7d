"""The game's own files (gamecms-hacs.svc.halowaypoint.com). They change with seasons and updates.

Paths are as other answers give them, relative to the file's shelf; all methods raise NotFound for
one that does not exist, and InvalidQuery for what is no path.
"""

from bot.halo.endpoints import (
    CAREER_REWARD_TRACK,
    CSR_IMAGE,
    CSR_SEASON_CALENDAR,
    IMAGE,
    MEDAL_METADATA,
    PLAYLIST_CONFIGURATION,
    PROGRESSION_FILE,
    SEASON_CALENDAR,
    SPRITE_SHEET,
    Endpoint,
)
from bot.halo.errors import InvalidQuery
from bot.halo.models.gamecms import (
    CareerRewardTrack,
    ChallengeDefinition,
    CsrSeasonCalendar,
    Image,
    MedalMetadata,
    OperationRewardTrack,
    PlaylistConfiguration,
    ProgressionFile,
    SeasonCalendar,
    SpriteSheet,
)
from bot.halo.ranks import Csr
from bot.halo.services.base import Service
from bot.halo.transport.base import Model, Request


class GameCmsService(Service):
    """Medals, seasons, reward tracks, playlists and pictures as the game defines them."""

    async def medal_metadata(self) -> MedalMetadata:
        """GET /hi/Waypoint/file/medals/metadata.json: all medals, in 13 languages."""
        return await self._file(MEDAL_METADATA, MedalMetadata)

    async def csr_season_calendar(self) -> CsrSeasonCalendar:
        """GET /hi/Progression/file/Csr/Calendars/CsrSeasonCalendar.json: the ranked seasons."""
        return await self._file(CSR_SEASON_CALENDAR, CsrSeasonCalendar)

    async def season_calendar(self) -> SeasonCalendar:
        """GET /hi/progression/file/calendars/seasons/seasoncalendar.json: seasons and events."""
        return await self._file(SEASON_CALENDAR, SeasonCalendar)

    async def career_reward_track(self) -> CareerRewardTrack:
        """GET /hi/Progression/file/RewardTracks/CareerRanks/careerRank1.json: all ranks."""
        return await self._file(CAREER_REWARD_TRACK, CareerRewardTrack)

    async def operation_reward_track(self, path: str) -> OperationRewardTrack:
        """GET /hi/Progression/file/{path}: an operation's ranks and what they give.

        `path` is such as "RewardTracks/Operations/S05OpPassM01.json", from
        economy.operations() or season_calendar().
        """
        return await self._file(PROGRESSION_FILE, OperationRewardTrack, path)

    async def challenge(self, path: str) -> ChallengeDefinition:
        """GET /hi/Progression/file/{path}: the words and the goal of a challenge.

        `path` is that of a challenge in stats.challenge_decks() or stats.match_progression().
        """
        return await self._file(PROGRESSION_FILE, ChallengeDefinition, path)

    async def progression_file(self, path: str) -> ProgressionFile:
        """GET /hi/Progression/file/{path}: any other file as plain JSON, such as an armour's."""
        return await self._file(PROGRESSION_FILE, ProgressionFile, path)

    async def playlist_configuration(self, playlist_id: str) -> PlaylistConfiguration:
        """GET /hi/multiplayer/file/playlists/assets/{playlist_id}.json: whether it is ranked."""
        request = Request.to(
            PLAYLIST_CONFIGURATION, model=PlaylistConfiguration, playlist_id=playlist_id
        )
        return await self._get(PlaylistConfiguration, request)

    async def image(self, path: str) -> Image:
        """GET /hi/images/file/{path}: a picture's bytes and content type, at most 16 MB.

        Some of the paths that other files name do not exist: be ready for NotFound.
        """
        return await self._file(IMAGE, Image, path)

    async def sprite_sheet(self, sheet: SpriteSheet | str) -> Image:
        """GET /hi/Waypoint/file/{path}: the picture behind one of medal_metadata().sprites.

        SpriteSheet.box() says where on it an icon is.
        """
        return await self._file(
            SPRITE_SHEET, Image, sheet.path if isinstance(sheet, SpriteSheet) else sheet
        )

    async def csr_image(self, csr: Csr) -> Image:
        """GET www.halowaypoint.com/images/halo-infinite/csr/{name}.png: a rank's emblem.

        The names are such as "diamond_4" and "onyx_1". Public: nobody has to be signed in. Raises
        InvalidQuery where there is no rank.
        """
        if not csr.ranked:
            raise InvalidQuery("only ranks have an emblem", endpoint=CSR_IMAGE.name)
        name = f"{csr.tier.lower()}_{csr.sub_tier + 1}"
        return await self._get(Image, Request.to(CSR_IMAGE, model=Image, name=name))

    async def _file(self, endpoint: Endpoint, model: type[Model], path: str | None = None) -> Model:
        if path is None:
            return await self._get(model, Request.to(endpoint, model=model))
        cleaned = path.strip().replace("\\", "/").strip("/")
        if not cleaned or {"", ".", ".."} & set(cleaned.split("/")):
            raise InvalidQuery(f"{path!r} is no path of a file", endpoint=endpoint.name)
        return await self._get(model, Request.to(endpoint, model=model, path=cleaned))
