"""The names of maps, modes and playlists, also where the service has withdrawn them."""

from collections.abc import Awaitable, Sequence
from typing import Protocol

from bot.facts.gathering import Gathering
from bot.facts.mode_names import mode_name
from bot.halo.client import HaloClient
from bot.halo.errors import NotFound
from bot.halo.models.discovery_ugc import Asset
from bot.halo.models.stats import AssetLink, MatchInfo
from bot.halo.ranks import RANKED_PLAYLISTS
from bot.halo.services.base import for_each
from bot.translatable import N_

KNOWN_PLAYLISTS = RANKED_PLAYLISTS | {
    "bdceefb3-1c52-4848-a6b7-d49acd13109d": N_("Quick Play"),
    "a446725e-b281-414c-a21e-31b8700e95a1": N_("Big Team Battle"),
}
"""Named without the service, in English: it lists its playlists nowhere, and withdraws them."""


class AskAsset(Protocol):
    """An endpoint of the discovery service; without a version it answers the newest one."""

    def __call__(
        self, asset_id: str, version_id: str = "", /, *, language: str
    ) -> Awaitable[Asset]:
        """Ask for one asset."""


async def linked_asset(
    parts: Gathering, part: str, ask: AskAsset, link: AssetLink | None, language: str
) -> Asset | None:
    """What a match links to, or its newest version where that one was withdrawn.

    None where there is no link; also where the service fails, or has withdrawn all of it, which is
    noted under `part`.
    """
    return await parts.optional(part, _newest(ask, link, language)) if link is not None else None


async def asset_name(
    parts: Gathering, part: str, ask: AskAsset, link: AssetLink | None, language: str
) -> str | None:
    """The name of what a match links to, None where unknown; see linked_asset().

    A known playlist that was withdrawn has its known name.
    """
    if link is None:
        return None
    return await parts.optional(part, _name(_newest(ask, link, language), link.asset_id)) or None


async def asset_names(
    parts: Gathering,
    language: str,
    part: str,
    ask: AskAsset,
    links: Sequence[AssetLink | None],
) -> list[str | None]:
    """The names of all of them, in order; each is asked for once."""
    distinct = {(link.asset_id, link.version_id): link for link in links if link is not None}

    async def named(link: AssetLink) -> str | None:
        return await asset_name(parts, part, ask, link, language)

    found = await for_each(named, list(distinct.values())) if distinct else []
    names = dict(zip(distinct, found, strict=True))
    return [names[link.asset_id, link.version_id] if link is not None else None for link in links]


async def match_mode(
    parts: Gathering, part: str, ask: AskAsset, info: MatchInfo, language: str
) -> str | None:
    """What the mode of a match is called, None where unknown."""
    return _mode(info, await asset_name(parts, part, ask, info.ugc_game_variant, language))


async def match_modes(
    parts: Gathering, language: str, part: str, ask: AskAsset, infos: Sequence[MatchInfo]
) -> list[str | None]:
    """What the modes of all these matches are called, in order; each is asked for once."""
    written = await asset_names(parts, language, part, ask, [one.ugc_game_variant for one in infos])
    return [_mode(info, name) for info, name in zip(infos, written, strict=True)]


async def playlist_name(
    parts: Gathering, client: HaloClient, playlist_id: str, language: str
) -> str:
    """What a playlist is called, "" where unknown; the known name where it was withdrawn."""
    ask = client.discovery_ugc.playlist(playlist_id, language=language)
    return await parts.optional(N_("playlist names"), _name(ask, playlist_id)) or ""


async def _newest(ask: AskAsset, link: AssetLink, language: str) -> Asset:
    try:
        return await ask(link.asset_id, link.version_id, language=language)
    except NotFound:
        return await ask(link.asset_id, language=language)


async def _name(asset: Awaitable[Asset], asset_id: str) -> str:
    try:
        return (await asset).public_name
    except NotFound:
        if asset_id not in KNOWN_PLAYLISTS:
            raise
        return KNOWN_PLAYLISTS[asset_id]


def _mode(info: MatchInfo, written: str | None) -> str | None:
    in_playlist = info.playlist is not None
    return mode_name(written, in_playlist=in_playlist) or None if written is not None else None
