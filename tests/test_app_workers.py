"""Two workers' programs on one PostgreSQL database, without Discord."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from bot.app import App, open_app
from bot.config import Settings
from bot.halo.errors import LimitsUnavailable
from bot.storage.errors import StorageUnavailable
from bot.storage.migrate import upgrade


@pytest.fixture
async def apps(settings: Settings, postgresql_url: str) -> AsyncIterator[list[App]]:
    """Each runs one of two shards."""
    await upgrade(postgresql_url)
    async with AsyncExitStack() as running:
        apps = []
        for shard in range(2):
            own = {"database_url": postgresql_url, "shard_ids": (shard,), "shard_count": 2}
            opened = open_app(settings.model_copy(update=own), keep_tokens_fresh=False)
            apps.append(await running.enter_async_context(opened))
        yield apps


async def test_what_one_has_linked_the_other_knows(apps: list[App]) -> None:
    one, other = apps
    await one.lookups.links.link_self(7, "Ember Fox")
    assert (await other.lookups.links.whois(7, None, own=True)).gamertag == "Ember Fox"
    gamertags = other.lookups.gamertags
    await gamertags.load()
    assert gamertags.suggest("", 7, None) == ("Ember Fox",)
    await one.lookups.privacy.delete(7)
    await gamertags.load()
    assert gamertags.suggest("", 7, None) == ()


async def test_a_worker_that_has_lost_the_limits_says_so(
    apps: list[App], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = apps
    assert one.places is not None

    async def fail(*_: object) -> None:
        raise StorageUnavailable("gone")

    monkeypatch.setattr(one.places, "take", fail)
    with pytest.raises(LimitsUnavailable):
        await one.client.profile.user_by_gamertag("Ember Fox")
