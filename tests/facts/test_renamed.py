"""A player takes another gamertag: the newest one that any answer told holds everywhere."""

from contextlib import AbstractAsyncContextManager

import pytest

from bot.app import App, open_app
from bot.config import Settings
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.halo.errors import PlayerNotFound
from bot.halo.identifiers import Xuid
from bot.records import Asker
from bot.sandbox.service import SandboxService
from tests.conftest import Named
from tests.support.clock import FakeClock
from tests.support.faults import DOWN

HERE, MEMBER, ADMIN = 1, 10, 11
OLD, NEW = "Quiet Comet", "Loud Comet"
MINUTE, DAY = 60, 86_400


@pytest.fixture
async def linked(lookups: Lookups, sandbox: SandboxService, clock: FakeClock) -> None:
    """A member has linked themself and was linked by an admin; then the player is renamed."""
    await lookups.links.link_self(MEMBER, OLD)
    await lookups.links.link_member(HERE, MEMBER + 1, OLD, ADMIN)
    await lookups.players.by_gamertag(OLD, Asker(MEMBER))
    clock.advance(MINUTE)
    sandbox.rename(OLD, NEW)


async def called(lookups: Lookups) -> set[str]:
    """What the player is called wherever the name is stored."""
    (listed,), _ = await lookups.links.page(HERE, 0)
    return {
        (await lookups.players.by_link(MEMBER, None)).gamertag,
        (await lookups.links.whois(MEMBER + 1, HERE, own=False)).gamertag,
        listed.gamertag,
        *lookups.gamertags.suggest("", MEMBER, None),
        *lookups.gamertags.suggest("", 12, HERE),
    }


@pytest.mark.usefixtures("linked")
async def test_a_name_in_any_answer_holds_at_once(
    app: App, lookups: Lookups, sandbox: SandboxService, named: Named
) -> None:
    asked = sandbox.count()
    assert await called(lookups) == {OLD}
    assert sandbox.count() == asked
    # The match of another player, in which this one is somewhere on the scoreboard.
    await app.client.profile.users_by_xuid([Xuid(named(NEW).xuid), Xuid(5)])
    assert await called(lookups) == {NEW}


async def test_an_older_answer_from_the_cache_changes_nothing(
    sandbox: SandboxService, settings: Settings, clock: FakeClock, named: Named
) -> None:
    xuid = Xuid(named(OLD).xuid)
    fox, main = named("Ember Fox").xuid, named("MapleLeaf 117").xuid

    def opened() -> AbstractAsyncContextManager[App]:
        return open_app(settings, clock=clock, rates={}, keep_tokens_fresh=False)

    async def names(app: App, other: int) -> set[str]:
        """What a scoreboard with the player and somebody else calls them."""
        people = [xuid, Xuid(other)]
        return {user.gamertag for user in await app.client.profile.users_by_xuid(people)}

    async with opened() as app:
        await app.lookups.links.link_self(MEMBER, OLD)
        assert await names(app, fox) == {"Ember Fox", OLD}
        clock.advance(MINUTE)
        sandbox.rename(OLD, NEW)
        assert await names(app, main) == {"MapleLeaf 117", NEW}
        asked = sandbox.count()
        assert await names(app, fox) == {"Ember Fox", NEW}
        assert (await app.lookups.players.by_link(MEMBER, None)).gamertag == NEW
    async with opened() as app:
        # The answer of before is all that this process has heard.
        assert await names(app, fox) == {"Ember Fox", OLD}
        assert (await app.lookups.players.by_link(MEMBER, None)).gamertag == NEW
        assert await names(app, fox) == {"Ember Fox", NEW}
    async with opened() as app:
        assert (await app.lookups.players.by_link(MEMBER, None)).gamertag == NEW
    assert sandbox.count() == asked
    async with opened() as app:
        with pytest.raises(PlayerNotFound):
            await app.lookups.players.by_gamertag(OLD)


@pytest.mark.usefixtures("linked")
async def test_somebody_who_takes_the_gamertag_over_is_somebody_else(
    lookups: Lookups, sandbox: SandboxService, clock: FakeClock, named: Named
) -> None:
    renamed, other = named(NEW), named("Ember Fox")
    sandbox.rename("Ember Fox", OLD)
    await lookups.players.by_gamertag(NEW)
    # An answer from before, which names the first of the two, is still stored.
    found = await lookups.players.by_gamertag(OLD)
    assert found == Player(other.xuid, OLD)
    assert await called(lookups) == {NEW}
    assert (await lookups.players.by_link(MEMBER, None)).xuid == renamed.xuid
    clock.advance(DAY)
    sandbox.rename(OLD, "Ember Fox")
    with pytest.raises(PlayerNotFound):
        await lookups.players.by_gamertag(OLD)


@pytest.mark.usefixtures("linked")
async def test_a_name_a_day_old_is_asked_for(
    lookups: Lookups, sandbox: SandboxService, clock: FakeClock
) -> None:
    clock.advance(DAY)
    asked = sandbox.count("users_by_xuid")
    assert (await lookups.players.by_link(MEMBER, None)).gamertag == NEW
    assert await called(lookups) == {NEW}
    assert sandbox.count("users_by_xuid") == asked + 1


@pytest.mark.usefixtures("linked")
async def test_a_service_that_is_down_leaves_the_name_known_before(
    lookups: Lookups, sandbox: SandboxService, clock: FakeClock
) -> None:
    clock.advance(DAY)
    sandbox.fail("users_by_xuid", DOWN)
    assert await called(lookups) == {OLD}
    sandbox.heal()
    clock.advance(MINUTE)
    assert await called(lookups) == {NEW}
