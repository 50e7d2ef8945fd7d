"""The service record of a player, whole or narrowed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from bot.facts.asset_names import playlist_name
from bot.facts.errors import NoRankedMatches, NoRecord
from bot.facts.gathering import Gathering, gathering
from bot.facts.language import DEFAULT_LANGUAGE
from bot.facts.records import Record, record_of, summed
from bot.facts.results import CURRENT, Freshness, Player
from bot.facts.seasons import newest_first, season_stem
from bot.halo.client import HaloClient
from bot.halo.errors import NotFound
from bot.halo.identifiers import Xuid
from bot.halo.models.enums import ModeCategory, mode_name
from bot.halo.models.stats import ServiceRecord, Subqueries
from bot.halo.ranks import RANKED_PLAYLISTS
from bot.halo.services.base import for_each
from bot.translatable import N_

T = TypeVar("T", str, int)

MOST_CHOICES = 25
"""How many seasons, playlists or modes are offered: a name may cost a request each."""


class StatsScope(StrEnum):
    """Which matches a record counts. The service narrows a playlist within one season only."""

    OVERALL = "overall"
    RANKED = "ranked"
    SEASON = "season"
    PLAYLIST = "playlist"
    MODE = "mode"


@dataclass(frozen=True, slots=True)
class StatsQuestion:
    """What is asked for. What the scope needs and is not there is chosen: the newest, the first.

    `season` is an id such as "Csr/Seasons/CsrSeason9-1.json", or "CsrSeason9-1" of it.
    """

    scope: StatsScope = StatsScope.OVERALL
    season: str = ""
    playlist: str = ""
    mode: ModeCategory | int | None = None


@dataclass(frozen=True, slots=True)
class UsedPlaylist:
    """A playlist that a record can be narrowed to; `name` is "" where unknown."""

    playlist_id: str
    name: str


@dataclass(frozen=True, slots=True)
class StatsReport:
    """A player's record, with what it can be narrowed to in this scope; `question` has no gaps."""

    player: Player
    question: StatsQuestion
    record: Record
    seasons: tuple[str, ...] = ()
    playlists: tuple[UsedPlaylist, ...] = ()
    modes: tuple[ModeCategory | int, ...] = ()
    missing: tuple[str, ...] = ()
    freshness: Freshness = CURRENT
    gone: tuple[str, ...] = ()


class StatsLookup:
    """Answers /stats."""

    def __init__(self, client: HaloClient) -> None:
        self._client = client

    async def stats(
        self, player: Player, question: StatsQuestion, *, language: str = DEFAULT_LANGUAGE
    ) -> StatsReport:
        """The player's record of matchmade matches.

        Raises NoRecord, NoRankedMatches and the core's errors.
        """
        with gathering() as parts:
            whole = await self.overall(player)
            if whole is None:
                raise NoRecord
            known = whole.subqueries
            match question.scope:
                case StatsScope.OVERALL:
                    report = StatsReport(player, question, record_of(whole))
                case StatsScope.RANKED:
                    ranked = await self._ranked(parts, player, known)
                    report = StatsReport(player, question, ranked)
                case StatsScope.SEASON:
                    report = await self._season(player, question, known)
                case StatsScope.PLAYLIST:
                    report = await self._playlist(parts, player, question, known, language)
                case StatsScope.MODE:
                    report = await self._mode(player, question, known)
            return replace(
                report, missing=parts.missing, freshness=parts.freshness, gone=parts.gone
            )

    async def overall(self, player: Player) -> ServiceRecord | None:
        """The whole record as sent; None for who never finished a matchmade match."""
        try:
            record = await self._client.stats.service_record(Xuid(player.xuid))
        except NotFound:
            return None
        return record if record.matches_completed > 0 else None

    async def _ranked(self, parts: Gathering, player: Player, known: Subqueries) -> Record:
        """The ranked matches: the service tells them for one kind of mode at a time."""
        if True not in known.is_ranked:
            raise NoRankedMatches

        async def ask(mode: int) -> Record | None:
            return await parts.optional(
                mode_name(mode) or N_("a mode"),
                self._narrowed(player, game_variant_category=mode, is_ranked=True),
            )

        answers = await for_each(ask, known.game_variant_categories)
        records = [answer for answer in answers if answer is not None]
        if not records and parts.first_failure is not None:
            raise parts.first_failure
        return summed(records)

    async def _season(
        self, player: Player, question: StatsQuestion, known: Subqueries
    ) -> StatsReport:
        seasons = _seasons(known)
        season = _season(question.season, seasons)
        record = await self._narrowed(player, season_id=season)
        return StatsReport(player, replace(question, season=season), record, seasons=seasons)

    async def _playlist(
        self,
        parts: Gathering,
        player: Player,
        question: StatsQuestion,
        known: Subqueries,
        language: str,
    ) -> StatsReport:
        seasons = _seasons(known)
        season = _season(question.season, seasons)
        used = await self._used_playlists(parts, player, season) or known.playlist_asset_ids
        playlists = await self._named(parts, used, language)
        # Another season was chosen, and this playlist was not played in it.
        offered = [each.playlist_id for each in playlists]
        playlist = _chosen(question.playlist if question.playlist in offered else "", offered)
        return StatsReport(
            player,
            replace(question, season=season, playlist=playlist),
            await self._narrowed(player, season_id=season, playlist_id=playlist),
            seasons=seasons,
            playlists=playlists,
        )

    async def _mode(
        self, player: Player, question: StatsQuestion, known: Subqueries
    ) -> StatsReport:
        slayer_first = sorted(
            known.game_variant_categories, key=lambda mode: mode != ModeCategory.SLAYER
        )
        modes = tuple(slayer_first[:MOST_CHOICES])
        mode = question.mode if question.mode is not None else _chosen(None, modes)
        record = await self._narrowed(player, game_variant_category=int(mode))
        return StatsReport(player, replace(question, mode=mode), record, modes=modes)

    async def _used_playlists(
        self, parts: Gathering, player: Player, season: str
    ) -> Sequence[str] | None:
        asked = self._client.stats.service_record(Xuid(player.xuid), season_id=season)
        record = await parts.if_there(N_("playlists of the season"), asked)
        return record.subqueries.playlist_asset_ids if record is not None else None

    async def _named(
        self, parts: Gathering, playlist_ids: Iterable[str], language: str
    ) -> tuple[UsedPlaylist, ...]:
        """The playlists with their names, ranked ones first."""
        ordered = sorted(playlist_ids, key=lambda each: each not in RANKED_PLAYLISTS)

        async def named(playlist_id: str) -> UsedPlaylist:
            name = await playlist_name(parts, self._client, playlist_id, language)
            return UsedPlaylist(playlist_id, name)

        return tuple(await for_each(named, ordered[:MOST_CHOICES]))

    async def _narrowed(
        self,
        player: Player,
        *,
        season_id: str | None = None,
        playlist_id: str | None = None,
        game_variant_category: int | None = None,
        is_ranked: bool | None = None,
    ) -> Record:
        try:
            found = await self._client.stats.service_record(
                Xuid(player.xuid),
                season_id=season_id,
                playlist_id=playlist_id,
                game_variant_category=game_variant_category,
                is_ranked=is_ranked,
            )
        except NotFound:
            return Record()
        return record_of(found)


def _seasons(known: Subqueries) -> tuple[str, ...]:
    return tuple(newest_first(known.season_ids)[:MOST_CHOICES])


def _season(wanted: str, seasons: Sequence[str]) -> str:
    """The season of that id, or of which that is the name in it; else the newest."""
    named = (each for each in seasons if season_stem(each) == wanted)
    return _chosen(next(named, wanted), seasons)


def _chosen(wanted: T | None, choices: Sequence[T]) -> T:
    """What is wanted, or the first there is. Raises NoRecord where there is nothing."""
    if wanted:
        return wanted
    if not choices:
        raise NoRecord
    return choices[0]
