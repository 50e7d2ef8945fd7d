import pytest

from bot.storage.engine import Database
from bot.storage.gamertags import GamertagIndex
from bot.storage.leaderboard import LeaderboardRepository
from bot.storage.links import LinkRepository
from bot.storage.players import AskedPlayers
from bot.storage.user_settings import UserSettingsRepository
from tests.support.clock import FakeClock

HERE, ELSEWHERE, ADMIN = 100, 200, 1


@pytest.fixture
def leaderboard(database: Database, index: GamertagIndex) -> LeaderboardRepository:
    return LeaderboardRepository(database, index.names)


async def test_own_links_and_those_of_this_servers_admins(
    links: LinkRepository, leaderboard: LeaderboardRepository
) -> None:
    await links.link_self(2, 20, "Own")
    await links.link_member(HERE, 3, 30, "Here", ADMIN)
    await links.link_member(ELSEWHERE, 4, 40, "Elsewhere", ADMIN)
    found = await leaderboard.listed(HERE, 10)
    assert {(link.user_id, link.xuid) for link in found} == {(2, 20), (3, 30)}


async def test_an_own_link_wins(links: LinkRepository, leaderboard: LeaderboardRepository) -> None:
    await links.link_self(2, 20, "Own")
    await links.link_member(HERE, 2, 30, "By an admin", ADMIN)
    (link,) = await leaderboard.listed(HERE, 10)
    assert link.gamertag == "Own"


async def test_whoever_opts_out_is_left_out_until_opting_in_again(
    links: LinkRepository,
    leaderboard: LeaderboardRepository,
    database: Database,
    asked: AskedPlayers,
) -> None:
    settings = UserSettingsRepository(database, asked)
    await links.link_self(2, 20, "Own")
    await links.link_member(HERE, 3, 30, "Here", ADMIN)
    for user_id in (2, 3):
        await settings.change(user_id, on_leaderboards=False)
    assert await leaderboard.listed(HERE, 10) == ()
    await settings.change(3, on_leaderboards=True)
    assert [link.user_id for link in await leaderboard.listed(HERE, 10)] == [3]


async def test_the_newest_are_kept_where_there_are_too_many(
    links: LinkRepository, leaderboard: LeaderboardRepository, clock: FakeClock
) -> None:
    for user_id in (2, 3, 4):
        await links.link_self(user_id, user_id * 10, "Own")
        clock.advance(60)
    assert {link.user_id for link in await leaderboard.listed(HERE, 2)} == {3, 4}
