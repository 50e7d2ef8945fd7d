"""Two workers' programs on one PostgreSQL database, without Discord."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from bot.app import App, open_app
from bot.config import Settings
from bot.halo.errors import LimitsUnavailable
from bot.records import Asker
from bot.sandbox.service import SandboxService
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


async def test_one_suggests_what_somebody_asked_the_other_for_until_it_is_deleted(
    apps: list[App],
) -> None:
    one, other = apps

    async def suggested(user_id: int) -> tuple[str, ...]:
        await one.lookups.privacy.show(user_id)
        await other.lookups.gamertags.load()
        return other.lookups.gamertags.suggest("", user_id, 10)

    for user_id in (7, 8):
        await one.lookups.players.by_gamertag("Ember Fox", Asker(user_id, 10))
        await one.lookups.players.by_gamertag("Quiet Comet", Asker(user_id, 10))
    assert [await suggested(user_id) for user_id in (7, 8, 9)] == [
        ("Quiet Comet", "Ember Fox"), ("Quiet Comet", "Ember Fox"), (),
    ]  # fmt: skip
    await one.lookups.links.link_self(9, "Ember Fox")
    await other.lookups.links.unlink_self(9, None)
    await other.lookups.privacy.delete(8)
    assert [await suggested(user_id) for user_id in (7, 8, 9)] == [("Quiet Comet",), (), ()]


async def test_a_name_that_one_has_heard_the_other_shows(
    apps: list[App], sandbox: SandboxService, settings: Settings
) -> None:
    _, other = apps
    link = await other.lookups.links.link_self(7, "Ember Fox")
    await other.client.profile.users_by_xuid([link.xuid])
    sandbox.rename("Ember Fox", "Silver Fox")
    own = {"database_url": other.settings.database_url}
    async with open_app(settings.model_copy(update=own), keep_tokens_fresh=False) as one:
        await one.client.profile.user_by_gamertag("Silver Fox")
    assert (await other.lookups.players.by_link(7, None)).gamertag == "Silver Fox"
    # What the other one has stored is older.
    (user,) = await other.client.profile.users_by_xuid([link.xuid])
    assert user.gamertag == "Silver Fox"


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
