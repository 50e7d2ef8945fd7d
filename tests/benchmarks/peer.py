"""SPNKr with aiohttp-client-cache, set up as its documentation shows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp_client_cache import CachedSession, SQLiteBackend
from spnkr import HaloInfiniteClient
from spnkr.services import discovery_ugc, economy, gamecms_hacs, profile, skill, stats

PLAYER = 2_535_445_291_321_133
_MODULES = (discovery_ugc, economy, gamecms_hacs, profile, skill, stats)
_HOSTS: dict[Any, str] = {module: module._HOST for module in _MODULES}


def point_at(base_url: str) -> None:
    """Let SPNKr ask BASE_URL/HOST/PATH; its hosts are constants, so that this costs it nothing."""
    for module, host in _HOSTS.items():
        module._HOST = f"{base_url}/{urlsplit(host).hostname}"


def client_on(session: Any, per_second: int = 5) -> HaloInfiniteClient:
    """A client on this session."""
    return HaloInfiniteClient(session, "spartan", "clearance", requests_per_second=per_second)


@asynccontextmanager
async def cached_client(
    base_url: str, folder: Path, per_second: int = 5
) -> AsyncIterator[HaloInfiniteClient]:
    """A client with the cache that the documentation recommends: SQLite, by Cache-Control."""

    async def has_cache_control(response: aiohttp.ClientResponse) -> bool:
        return "Cache-Control" in response.headers

    point_at(base_url)
    backend = SQLiteBackend(
        str(folder / "peer.sqlite"), cache_control=True, filter_fn=has_cache_control
    )
    async with CachedSession(cache=backend) as session:
        yield client_on(session, per_second)


async def last_match(client: HaloInfiniteClient, *, at_once: bool) -> None:
    """What /lastmatch needs, one thing after the other or all at once that can be."""
    history = await (await client.stats.get_match_history(PLAYER)).parse()
    entry = history.results[0]
    info = entry.match_info
    assert info.playlist is not None

    async def parsed(asking: Any) -> Any:
        return await (await asking).parse()

    ugc = client.discovery_ugc
    first = [
        parsed(client.stats.get_match_stats(entry.match_id)),
        parsed(ugc.get_map(info.map_variant.asset_id, info.map_variant.version_id)),
        parsed(
            ugc.get_ugc_game_variant(
                info.ugc_game_variant.asset_id, info.ugc_game_variant.version_id
            )
        ),
        parsed(ugc.get_playlist(info.playlist.asset_id, info.playlist.version_id)),
        parsed(client.gamecms_hacs.get_medal_metadata()),
    ]
    match, *_ = await _all(first, at_once=at_once)
    xuids = [player.player_id for player in match.players if player.is_human]
    second = [
        parsed(client.skill.get_match_skill(entry.match_id, xuids)),
        parsed(client.profile.get_users_by_id(xuids)),
    ]
    await _all(second, at_once=at_once)


async def _all(works: list[Any], *, at_once: bool) -> list[Any]:
    return list(await asyncio.gather(*works)) if at_once else [await work for work in works]
