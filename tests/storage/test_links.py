from datetime import UTC, datetime

from bot.storage.engine import Database
from bot.storage.links import LinkRepository
from bot.storage.players import AskedPlayers
from tests.support.clock import FakeClock

HERE, ELSEWHERE = 100, 200
ADMIN, MEMBER, OTHER = 1, 2, 3
CHIEF, ARBITER = 2533274800000001, 2533274800000002


async def test_nobody_is_linked_at_first(links: LinkRepository) -> None:
    assert await links.find(MEMBER, HERE) is None
    assert await links.find(MEMBER, None) is None


async def test_an_own_link_holds_everywhere(links: LinkRepository, clock: FakeClock) -> None:
    made = await links.link_self(MEMBER, CHIEF, "Chief")
    assert made.guild_id is None
    assert made.linked_by == MEMBER
    assert made.linked_at == datetime.fromtimestamp(clock.now(), UTC)
    assert [await links.find(MEMBER, where) for where in (HERE, ELSEWHERE, None)] == [made] * 3


async def test_an_admins_link_holds_in_its_server_only(links: LinkRepository) -> None:
    made = await links.link_member(HERE, MEMBER, CHIEF, "Chief", ADMIN)
    assert (made.guild_id, made.linked_by) == (HERE, ADMIN)
    assert await links.find(MEMBER, HERE) == made
    assert await links.find(MEMBER, ELSEWHERE) is None
    assert await links.find(MEMBER, None) is None


async def test_the_own_link_wins_over_the_admins(links: LinkRepository) -> None:
    own = await links.link_self(MEMBER, CHIEF, "Chief")
    await links.link_member(HERE, MEMBER, ARBITER, "Arbiter", ADMIN)
    assert await links.find(MEMBER, HERE) == own


async def test_a_new_link_replaces_the_old_one(links: LinkRepository, clock: FakeClock) -> None:
    await links.link_self(MEMBER, CHIEF, "Chief")
    await links.link_member(HERE, OTHER, CHIEF, "Chief", ADMIN)
    clock.time += 60
    own = await links.link_self(MEMBER, ARBITER, "Arbiter")
    admins = await links.link_member(HERE, OTHER, ARBITER, "Arbiter", MEMBER)
    assert await links.find(MEMBER, None) == own
    assert await links.page(HERE, 0, 10) == ((admins,), 1)


async def test_unlinking_oneself_leaves_other_servers_alone(links: LinkRepository) -> None:
    own = await links.link_self(MEMBER, CHIEF, "Chief")
    here = await links.link_member(HERE, MEMBER, ARBITER, "Arbiter", ADMIN)
    there = await links.link_member(ELSEWHERE, MEMBER, ARBITER, "Arbiter", ADMIN)
    neighbour = await links.link_member(HERE, OTHER, CHIEF, "Chief", ADMIN)
    assert await links.unlink_self(MEMBER, HERE) == (own, here)
    assert await links.unlink_self(MEMBER, HERE) == ()
    assert await links.find(MEMBER, ELSEWHERE) == there
    assert await links.find(OTHER, HERE) == neighbour


async def test_unlinking_oneself_outside_servers_keeps_admins_links(
    links: LinkRepository,
) -> None:
    own = await links.link_self(MEMBER, CHIEF, "Chief")
    here = await links.link_member(HERE, MEMBER, ARBITER, "Arbiter", ADMIN)
    assert await links.unlink_self(MEMBER, None) == (own,)
    assert await links.find(MEMBER, HERE) == here


async def test_an_admin_unlinks_in_their_server_only(links: LinkRepository) -> None:
    own = await links.link_self(MEMBER, CHIEF, "Chief")
    here = await links.link_member(HERE, MEMBER, ARBITER, "Arbiter", ADMIN)
    there = await links.link_member(ELSEWHERE, MEMBER, ARBITER, "Arbiter", ADMIN)
    assert await links.unlink_member(HERE, MEMBER) == here
    assert await links.unlink_member(HERE, MEMBER) is None
    assert await links.find(MEMBER, HERE) == own
    assert await links.page(ELSEWHERE, 0, 10) == ((there,), 1)


async def test_a_page_lists_one_servers_links_by_gamertag(links: LinkRepository) -> None:
    for user_id, gamertag in enumerate(("delta", "Alpha", "charlie", "Bravo"), start=10):
        await links.link_member(HERE, user_id, user_id, gamertag, ADMIN)
    await links.link_member(ELSEWHERE, MEMBER, CHIEF, "Aaa", ADMIN)
    await links.link_self(MEMBER, CHIEF, "Aaa")
    first, total = await links.page(HERE, 0, 3)
    rest, _ = await links.page(HERE, 3, 3)
    assert [link.gamertag for link in (*first, *rest)] == ["Alpha", "Bravo", "charlie", "delta"]
    assert total == 4
    assert await links.page(300, 0, 3) == ((), 0)


async def test_ids_of_63_bits_survive(links: LinkRepository) -> None:
    huge = 2**63 - 1
    own = await links.link_self(huge, huge, "Chief")
    admins = await links.link_member(huge, huge - 1, huge, "Chief", huge)
    assert await links.find(huge, huge) == own
    assert await links.find(huge - 1, huge) == admins
    assert own.xuid == huge


async def test_links_outlive_the_process(
    links: LinkRepository, clock: FakeClock, asked: AskedPlayers, database_url: str
) -> None:
    made = await links.link_self(MEMBER, CHIEF, "Chief")
    reopened = await Database.open(database_url)
    found = await LinkRepository(reopened, clock, asked).find(MEMBER, None)
    await reopened.close()
    assert found == made
