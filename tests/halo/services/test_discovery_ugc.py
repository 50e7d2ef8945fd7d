from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast

import pytest

from bot.halo.client import HaloClient
from bot.halo.endpoints import ASSET_FILES, DISCOVERY
from bot.halo.errors import InvalidQuery, NotFound
from bot.halo.identifiers import Xuid
from bot.halo.models.enums import AssetKind
from bot.halo.services.search import SearchFilters
from bot.sandbox.assets import ARENA, LIVE_FIRE, RANKED_SLAYER, UNLISTED
from bot.sandbox.players import MAIN
from bot.sandbox.service import SandboxService
from tests.halo.services.conftest import Asked


async def test_assets_by_version(client: HaloClient, asked: Asked) -> None:
    ugc = client.discovery_ugc
    found = (
        await ugc.map(LIVE_FIRE.asset_id, LIVE_FIRE.version_id),
        await ugc.game_variant(RANKED_SLAYER.asset_id, RANKED_SLAYER.version_id),
        await ugc.playlist(ARENA.asset_id, ARENA.version_id),
        await ugc.playlist(ARENA.asset_id),
    )
    assert [one.public_name for one in found] == [
        "Live Fire", "Ranked:Slayer", "Ranked Arena", "Ranked Arena",
    ]  # fmt: skip
    assert asked() == [
        f"{DISCOVERY}/hi/maps/{LIVE_FIRE.asset_id}/versions/{LIVE_FIRE.version_id}",
        f"{DISCOVERY}/hi/ugcGameVariants/{RANKED_SLAYER.asset_id}"
        f"/versions/{RANKED_SLAYER.version_id}",
        f"{DISCOVERY}/hi/playlists/{ARENA.asset_id}/versions/{ARENA.version_id}",
        f"{DISCOVERY}/hi/playlists/{ARENA.asset_id}",
    ]


async def test_names_come_in_the_asked_language(
    client: HaloClient, sandbox: SandboxService
) -> None:
    names = [
        (
            await client.discovery_ugc.map(
                LIVE_FIRE.asset_id, LIVE_FIRE.version_id, language=language
            )
        ).public_name
        for language in ("de-DE", "en-US", "de-DE")
    ]
    assert names == ["Scharfer Schuss", "Live Fire", "Scharfer Schuss"]
    assert [seen.headers["Accept-Language"] for seen in sandbox.seen] == ["de-DE", "en-US"]


async def test_a_withdrawn_map(client: HaloClient) -> None:
    with pytest.raises(NotFound):
        await client.discovery_ugc.map(UNLISTED.asset_id, UNLISTED.version_id)


async def test_the_pair_and_the_film_of_a_match(
    client: HaloClient, sandbox: SandboxService
) -> None:
    match = sandbox.world.matches_of(MAIN)[0]
    link = match.info["PlaylistMapModePair"]
    exact = await client.discovery_ugc.map_mode_pair(link["AssetId"], link["VersionId"])
    assert exact == await client.discovery_ugc.map_mode_pair(link["AssetId"])
    assert exact.map_link is not None
    assert exact.map_link.asset_id == match.info["MapVariant"]["AssetId"]
    film = await client.discovery_ugc.film(match.match_id)
    assert film.custom_data.match_id == match.match_id
    with pytest.raises(NotFound):
        await client.discovery_ugc.map_mode_pair(link["AssetId"], "another")


@pytest.mark.parametrize("method", ["map", "game_variant", "playlist", "map_mode_pair"])
@pytest.mark.parametrize("version", [(), ("v",)], ids=["newest", "version"])
async def test_every_asset_is_asked_for_in_a_language(
    client: HaloClient, sandbox: SandboxService, method: str, version: tuple[str, ...]
) -> None:
    for wanted, sent in (({}, "en-US"), ({"language": "ja-JP"}, "ja-JP")):
        with pytest.raises(NotFound):
            await getattr(client.discovery_ugc, method)("unknown", *version, **wanted)
        assert sandbox.seen[-1].headers["Accept-Language"] == sent


EVERYTHING: SearchFilters = {
    "term": "fire & forget",
    "tags": ["343i", "a b"],
    "author": "xuid(12)",
    "asset_kind": AssetKind.UGC_GAME_VARIANT,
    "average_rating_min": 4.5,
    "created_from": datetime(2024, 1, 1, 2, tzinfo=timezone(timedelta(hours=2))),
    "created_to": datetime(2024, 1, 2, tzinfo=UTC),
    "modified_from": datetime(2024, 1, 3, tzinfo=UTC),
    "modified_to": datetime(2024, 1, 4, tzinfo=UTC),
    "published_from": datetime(2024, 1, 5, tzinfo=UTC),
    "published_to": datetime(2024, 1, 6, 7, 8, 9, 10, UTC),
    "sort": "PlaysRecent",
    "order": "desc",
}


async def test_all_filters_of_a_search_arrive(client: HaloClient, sandbox: SandboxService) -> None:
    assert set(EVERYTHING) == set(SearchFilters.__annotations__)
    page = await client.discovery_ugc.search(start=4, count=7, **EVERYTHING)
    assert page.results == ()
    assert sandbox.seen[0].query == (
        ("start", "4"), ("count", "7"), ("sort", "PlaysRecent"), ("order", "desc"),
        ("assetKind", "UgcGameVariant"), ("term", "fire & forget"), ("tags", "343i"),
        ("tags", "a b"), ("author", "xuid(12)"), ("averageRatingMin", "4.5"),
        ("fromDateCreatedUtc", "2024-01-01T00:00:00Z"),
        ("toDateCreatedUtc", "2024-01-02T00:00:00Z"),
        ("fromDateModifiedUtc", "2024-01-03T00:00:00Z"),
        ("toDateModifiedUtc", "2024-01-04T00:00:00Z"),
        ("fromDatePublishedUtc", "2024-01-05T00:00:00Z"),
        ("toDatePublishedUtc", "2024-01-06T07:08:09Z"),
    )  # fmt: skip


async def test_a_search_narrows_and_sorts(client: HaloClient) -> None:
    search = client.discovery_ugc.search
    everything = await search()
    maps = await search(asset_kind=2, sort="Name", order="asc", tags=["343i"])
    names = [found.name for found in maps.results]
    assert names == sorted(names, key=str.casefold)
    assert {found.asset_kind for found in maps.results} == {AssetKind.MAP}
    assert 0 < maps.estimated_total < everything.estimated_total
    assert [found.name for found in (await search(term="live fire")).results] == ["Live Fire"]
    assert (await search(asset_kind=77)).results == (await search(author=Xuid(5))).results == ()
    late = await search(created_from=everything.results[3].date_created_utc.iso8601_date)
    assert late.results == everything.results[3:]


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": 102}, {"count": 0}, {"start": -1}, {"order": "up"}, {"average_rating_min": 5.1},
        {"created_to": datetime(2024, 1, 1)},  # noqa: DTZ001 - that is what is wrong
    ],
)  # fmt: skip
async def test_an_impossible_search_is_not_sent(
    client: HaloClient, sandbox: SandboxService, wrong: dict[str, Any]
) -> None:
    with pytest.raises(InvalidQuery):
        await client.discovery_ugc.search(author=MAIN, **wrong)
    assert sandbox.count() == 0


async def test_everything_that_is_found(client: HaloClient, sandbox: SandboxService) -> None:
    whole = [found.asset_id for found in (await client.discovery_ugc.search()).results]
    found = client.discovery_ugc.search_results(start=2, limit=9, tags=["343i"])
    assert [one.asset_id async for one in found] == whole[2:11]
    assert sandbox.seen[-1].query == (("start", "2"), ("count", "101"), ("tags", "343i"))
    with pytest.raises(InvalidQuery):
        client.discovery_ugc.search_results(limit=-1)


async def test_pages_of_a_search_know_their_neighbours(client: HaloClient) -> None:
    page = await client.discovery_ugc.search_page(count=20, asset_kind=AssetKind.MAP, start=5)
    assert page.is_last
    before = await page.previous()
    assert before is not None
    whole = await client.discovery_ugc.search(asset_kind=AssetKind.MAP)
    assert (*before, *page) == whole.results


async def test_a_filter_that_is_none_or_misspelt(client: HaloClient, asked: Asked) -> None:
    nothing = cast("SearchFilters", dict.fromkeys(SearchFilters.__annotations__))
    await client.discovery_ugc.search(count=1, **nothing)
    assert asked() == [f"{DISCOVERY}/hi/search?start=0&count=1"]
    with pytest.raises(TypeError, match="no tag, titel"):
        await client.discovery_ugc.search(tag="a", titel="b")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "url",
    [
        "", "images/hero.png", "https://elsewhere.example/hero.png", f"http://{ASSET_FILES}/a.png",
        f"https://{ASSET_FILES}.elsewhere.example/a.png", f"https://{ASSET_FILES}/a/../b.png",
        f"https://{ASSET_FILES}/",
    ],
)  # fmt: skip
async def test_pictures_of_assets_are_nowhere_else(
    client: HaloClient, sandbox: SandboxService, url: str
) -> None:
    with pytest.raises(InvalidQuery):
        await client.discovery_ugc.asset_image(url)
    assert sandbox.count() == 0


async def test_the_title_picture_of_a_map(client: HaloClient, sandbox: SandboxService) -> None:
    url = (await client.discovery_ugc.map(LIVE_FIRE.asset_id)).hero_image_url
    assert url is not None
    image = await client.discovery_ugc.asset_image(url)
    assert image.content_type == "image/png"
    assert await client.discovery_ugc.asset_image(url) == image
    assert sandbox.count("asset_image") == 1
