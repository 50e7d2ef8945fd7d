"""The names of the maps, modes and playlists of many matches."""

from collections.abc import Awaitable, Sequence
from typing import Protocol

from bot.facts.gathering import Gathering
from bot.halo.models.discovery_ugc import Asset
from bot.halo.models.stats import AssetLink
from bot.halo.services.base import for_each


class AskAsset(Protocol):
    """An endpoint of the discovery service."""

    def __call__(self, asset_id: str, version_id: str, /, *, language: str) -> Awaitable[Asset]:
        """Ask for one asset."""


async def asset_name(
    parts: Gathering, part: str, ask: AskAsset, link: AssetLink | None, language: str
) -> str | None:
    """The name of what a match links to; None where there is no link, or where the service fails to
    tell, which is noted as missing under `part`. What has been withdrawn since is not missing."""
    if link is None:
        return None
    asset = await parts.if_there(part, ask(link.asset_id, link.version_id, language=language))
    return asset.public_name or None if asset is not None else None


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
