"""The game's artwork, fetched as it is needed and kept ready for the next card."""

import asyncio
from collections.abc import Iterable, Mapping
from contextvars import copy_context
from functools import partial
from typing import Protocol, TypeVar

from bot.facts.results import EarnedMedal, MatchArtwork, MatchReport
from bot.halo.client import HaloClient
from bot.halo.clock import Clock
from bot.halo.errors import NotFound
from bot.halo.ranks import Csr
from bot.pictures.shelf import Shelf

T = TypeVar("T")
Icons = Mapping[int, bytes]

# Seconds that a card waits for its artwork at most; what comes later is there for the next one.
PATIENCE = 1.5
_PICTURE_BYTES = 24 * 1024 * 1024
_ICON_BYTES = 8 * 1024 * 1024
_ICONS = "medal icons"
# In pixels: no card shows them larger.
_MAP_SIZE = (1200, 675)
_RANK_SIZE = (208, 208)


class Workshop(Protocol):
    """Makes pictures ready, off the event loop; may raise anything for what is no picture."""

    async def cut(
        self, sheet: bytes, indices: tuple[int, ...], columns: int, size: int
    ) -> Mapping[int, bytes]:
        """The icons at those places of a sprite sheet, without those it does not have."""

    async def shrink(self, picture: bytes, width: int, height: int) -> bytes:
        """The picture, no larger than that."""


class Artwork:
    """Pictures of maps, emblems of ranks and icons of medals, as far as they can be had in time.

    Nothing here raises: what the service does not have, sends broken or sends too late is left
    out, and a card is complete without it. What is late goes on, and is there for the next card.
    """

    def __init__(
        self, client: HaloClient, workshop: Workshop, clock: Clock, *, patience: float = PATIENCE
    ) -> None:
        self._client = client
        self._workshop = workshop
        self._patience = patience
        self._pictures = Shelf[bytes](clock, len, _PICTURE_BYTES)
        self._icons = Shelf[Icons](clock, _weight, _ICON_BYTES)
        self._context = copy_context()

    def begin_match(self, match: MatchReport) -> None:
        """Begin to fetch what for_match() will want of a report that is not complete yet."""
        self._map_picture(match)
        if match.medals:
            self._medal_icons()

    async def for_match(self, match: MatchReport) -> MatchArtwork:
        """The map's picture, the emblem of the rank after the match, and its medals' icons."""
        csr = match.skill.standing if match.skill is not None else None
        wanted = {
            "map": self._map_picture(match),
            "rank": self._rank(csr) if csr is not None else None,
        }
        icons = self._medal_icons() if match.medals else None
        await self._in_time(*wanted.values(), icons)
        return MatchArtwork(
            _result(wanted["map"]),
            _result(wanted["rank"]),
            _by_medal(match.medals, _result(icons)),
        )

    async def for_ranks(self, standings: Iterable[Csr]) -> Mapping[str, bytes]:
        """The emblems of these ranks by their label, such as "Diamond 4" or "Onyx"."""
        wanted = {csr.label: self._rank(csr) for csr in standings}
        await self._in_time(*wanted.values())
        found = {label: _result(future) for label, future in wanted.items()}
        return {label: emblem for label, emblem in found.items() if emblem is not None}

    async def for_career(self, emblem_path: str) -> bytes | None:
        """The emblem of a career rank, by its path as the career's report has it."""
        if not emblem_path:
            return None
        wanted = self._pictures.want(emblem_path, partial(self._fetch_career_rank, emblem_path))
        await self._in_time(wanted)
        return _result(wanted)

    async def for_medals(self, medals: Iterable[EarnedMedal]) -> Mapping[int, bytes]:
        """The icons of these medals, by medal id."""
        icons = self._medal_icons()
        await self._in_time(icons)
        return _by_medal(medals, _result(icons))

    async def close(self) -> None:
        """End what is still being fetched."""
        await self._pictures.close()
        await self._icons.close()

    def _map_picture(self, match: MatchReport) -> asyncio.Future[bytes | None] | None:
        url = match.map_picture_url
        if url is None:
            return None
        return self._pictures.want(url, partial(self._fetch_map_picture, url))

    def _rank(self, csr: Csr) -> asyncio.Future[bytes | None] | None:
        if not csr.ranked:
            return None
        return self._pictures.want(f"emblem of {csr.label}", partial(self._fetch_rank, csr))

    def _medal_icons(self) -> asyncio.Future[Icons | None]:
        return self._icons.want(_ICONS, self._fetch_medal_icons)

    async def _fetch_map_picture(self, url: str) -> bytes:
        image = await self._client.discovery_ugc.asset_image(url)
        return await self._workshop.shrink(image.body, *_MAP_SIZE)

    async def _fetch_rank(self, csr: Csr) -> bytes:
        image = await self._client.gamecms.csr_image(csr)
        return await self._workshop.shrink(image.body, *_RANK_SIZE)

    async def _fetch_career_rank(self, path: str) -> bytes:
        image = await self._client.gamecms.image(path)
        return await self._workshop.shrink(image.body, *_RANK_SIZE)

    async def _fetch_medal_icons(self) -> Icons:
        """The icons of all medals by their place on the sheet: cutting some takes no less."""
        gamecms = self._client.gamecms
        metadata = await gamecms.medal_metadata()
        sheet = metadata.sprites.medium or metadata.sprites.small
        if sheet is None:
            raise NotFound("the medal metadata names no sprite sheet")
        image = await gamecms.sprite_sheet(sheet)
        places = {medal.sprite_index for medal in metadata.medals if medal.sprite_index >= 0}
        icons = await self._workshop.cut(
            image.body, tuple(sorted(places)), sheet.columns, sheet.size
        )
        if not icons:
            raise NotFound("the sprite sheet has no place for any medal")
        return icons

    async def _in_time(
        self, *wanted: asyncio.Future[T] | asyncio.Future[Icons | None] | None
    ) -> None:
        """Wait until all of it is done, or the patience is over."""
        waited = {future for future in wanted if future is not None and not future.done()}
        if waited:
            # In a context of its own: a timer that a command starts may stand still under test.
            await self._context.copy().run(
                asyncio.create_task, asyncio.wait(waited, timeout=self._patience)
            )


def _result(future: asyncio.Future[T | None] | None) -> T | None:
    if future is None or not future.done() or future.cancelled():
        return None
    return future.result()


def _by_medal(medals: Iterable[EarnedMedal], icons: Icons | None) -> Mapping[int, bytes]:
    places = {medal.medal_id: medal.sprite_index for medal in medals}
    return {each: icons[at] for each, at in places.items() if at in icons} if icons else {}


def _weight(icons: Icons) -> int:
    return sum(map(len, icons.values()))
