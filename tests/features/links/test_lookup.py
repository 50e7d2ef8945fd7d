"""Linking Discord users to gamertags; where links hold is shown with the repository."""

from datetime import UTC, datetime

import pytest

from bot.facts.errors import NoServerLink, NotLinked
from bot.facts.results import Player
from bot.features.links.lookup import LINKS_PER_PAGE
from bot.features.lookups import Lookups
from bot.halo.errors import PlayerNotFound, Unavailable
from bot.sandbox.service import SandboxService
from tests.support.clock import FakeClock
from tests.support.faults import DOWN

HERE, ELSEWHERE, MEMBER, ADMIN = 1, 2, 10, 11


async def test_a_link_is_to_the_xuid_under_the_services_own_spelling(
    lookups: Lookups, main: Player, clock: FakeClock
) -> None:
    link = await lookups.links.link_self(MEMBER, " mapleLEAF 117")
    assert (link.xuid, link.gamertag) == (main.xuid, main.gamertag)
    assert (link.user_id, link.guild_id, link.linked_by) == (MEMBER, None, MEMBER)
    assert link.linked_at == datetime.fromtimestamp(clock.now(), UTC)
    assert await lookups.links.whois(MEMBER, HERE, own=False) == link


async def test_a_xuid_can_be_linked(lookups: Lookups, main: Player) -> None:
    link = await lookups.links.link_member(HERE, MEMBER, f"xuid({main.xuid})", ADMIN)
    assert (link.gamertag, link.guild_id, link.linked_by) == (main.gamertag, HERE, ADMIN)


@pytest.mark.parametrize("own", [True, False])
async def test_what_cannot_be_confirmed_changes_nothing(
    lookups: Lookups, sandbox: SandboxService, own: bool
) -> None:
    async def link(gamertag: str) -> object:
        if own:
            return await lookups.links.link_self(MEMBER, gamertag)
        return await lookups.links.link_member(HERE, MEMBER, gamertag, ADMIN)

    before = await link("Ember Fox")
    with pytest.raises(PlayerNotFound):
        await link("No Such Player")
    sandbox.fail("user_by_gamertag", DOWN)
    with pytest.raises(Unavailable):
        await link("Quiet Comet")
    assert await lookups.links.whois(MEMBER, HERE, own=True) == before


async def test_unlinking_says_what_was_removed(lookups: Lookups) -> None:
    own = await lookups.links.link_self(MEMBER, "Ember Fox")
    here = await lookups.links.link_member(HERE, MEMBER, "Quiet Comet", ADMIN)
    there = await lookups.links.link_member(ELSEWHERE, MEMBER, "Quiet Comet", ADMIN)
    assert await lookups.links.unlink_self(MEMBER, HERE) == (own, here)
    with pytest.raises(NotLinked) as raised:
        await lookups.links.unlink_self(MEMBER, HERE)
    assert raised.value.user_id is None
    assert await lookups.links.unlink_member(ELSEWHERE, MEMBER) == there


async def test_an_admin_can_unlink_only_what_admins_made_there(lookups: Lookups) -> None:
    own = await lookups.links.link_self(MEMBER, "Ember Fox")
    await lookups.links.link_member(ELSEWHERE, MEMBER, "Quiet Comet", ADMIN)
    with pytest.raises(NoServerLink):
        await lookups.links.unlink_member(HERE, MEMBER)
    assert await lookups.links.whois(MEMBER, HERE, own=False) == own


async def test_the_links_of_a_server_page_by_page(lookups: Lookups) -> None:
    for user_id in range(LINKS_PER_PAGE + 2):
        await lookups.links.link_member(HERE, user_id, "Ember Fox", ADMIN)
    pages = [await lookups.links.page(HERE, page) for page in range(3)]
    assert [len(links) for links, _ in pages] == [LINKS_PER_PAGE, 2, 0]
    assert {total for _, total in pages} == {LINKS_PER_PAGE + 2}
    users = [link.user_id for links, _ in pages for link in links]
    assert sorted(users) == list(range(LINKS_PER_PAGE + 2))
    assert await lookups.links.page(ELSEWHERE, 0) == ((), 0)
