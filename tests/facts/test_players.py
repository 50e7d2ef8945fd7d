"""Finding out whom a question is about."""

import pytest

from bot.app import App
from bot.facts.errors import NotLinked
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.halo.errors import PlayerNotFound, Unavailable
from bot.halo.identifiers import Xuid
from bot.sandbox.service import SandboxService
from bot.storage.players import RecentPlayers
from tests.conftest import Named
from tests.support.clock import FakeClock
from tests.support.faults import DOWN

HERE, ELSEWHERE, MEMBER, ADMIN = 1, 2, 10, 11


@pytest.fixture
def recent(app: App, clock: FakeClock) -> RecentPlayers:
    """The memory of players that the lookups share."""
    return RecentPlayers(app.database, clock)


@pytest.mark.parametrize("typed", ["MapleLeaf 117", " mapleleaf117 ", "MAPLELEAF  117"])
async def test_a_gamertag_however_it_is_typed(lookups: Lookups, main: Player, typed: str) -> None:
    assert await lookups.players.by_gamertag(typed) == main


async def test_a_xuid_in_any_of_its_forms(lookups: Lookups, main: Player) -> None:
    for typed in (f"xuid({main.xuid})", str(main.xuid), f" {main.xuid} "):
        assert await lookups.players.by_gamertag(typed) == main


async def test_a_short_number_is_a_gamertag(lookups: Lookups, sandbox: SandboxService) -> None:
    with pytest.raises(PlayerNotFound):
        await lookups.players.by_gamertag("117")
    assert (sandbox.count("user_by_gamertag"), sandbox.count("users_by_xuid")) == (1, 0)


async def test_a_xuid_that_nobody_has(lookups: Lookups) -> None:
    with pytest.raises(PlayerNotFound):
        await lookups.players.by_gamertag("xuid(2533274799999999)")
    with pytest.raises(PlayerNotFound):
        await lookups.players.by_xuid(Xuid(17))


async def test_whom_somebody_has_found_is_offered_to_who_misspells_the_name(
    lookups: Lookups, main: Player
) -> None:
    with pytest.raises(PlayerNotFound) as at_first:
        await lookups.players.by_gamertag("MapleLeef 117")
    assert at_first.value.near == ()
    await lookups.players.by_gamertag("mapleleaf 117")
    with pytest.raises(PlayerNotFound) as later:
        await lookups.players.by_gamertag("MapleLeef 117")
    assert later.value.near == (main.gamertag,)


async def test_a_gamertag_that_is_gone_is_not_offered_for_itself(
    lookups: Lookups, recent: RecentPlayers
) -> None:
    recent.remember(17, "Renamed Rook")
    recent.remember(18, "Renamed Rock")
    await recent.flush()
    with pytest.raises(PlayerNotFound) as gone:
        await lookups.players.by_gamertag("renamedrook")
    assert gone.value.near == ("Renamed Rock",)


async def test_an_outage_is_no_unknown_gamertag(lookups: Lookups, sandbox: SandboxService) -> None:
    sandbox.fail("user_by_gamertag", DOWN)
    with pytest.raises(Unavailable):
        await lookups.players.by_gamertag("Ember Fox")


async def test_by_link(lookups: Lookups, named: Named, sandbox: SandboxService) -> None:
    await lookups.links.link_member(HERE, MEMBER, "Ember Fox", ADMIN)
    asked = sandbox.count()
    assert await lookups.players.by_link(MEMBER, HERE) == named("Ember Fox")
    await lookups.links.link_self(MEMBER, "Quiet Comet")
    for where in (HERE, ELSEWHERE, None):
        assert await lookups.players.by_link(MEMBER, where) == named("Quiet Comet")
    assert sandbox.count() == asked + 1


@pytest.mark.parametrize("where", [ELSEWHERE, None])
async def test_an_admins_link_holds_nowhere_else(lookups: Lookups, where: int | None) -> None:
    await lookups.links.link_member(HERE, MEMBER, "Ember Fox", ADMIN)
    with pytest.raises(NotLinked):
        await lookups.players.by_link(MEMBER, where)


@pytest.mark.parametrize(("own", "user_id"), [(True, None), (False, MEMBER)])
async def test_who_has_no_link_is_told_what_to_do(
    lookups: Lookups, own: bool, user_id: int | None
) -> None:
    with pytest.raises(NotLinked) as raised:
        await lookups.players.by_link(MEMBER, HERE, own=own)
    assert raised.value.user_id == user_id
    assert ("Link yours" in raised.value.hint) is own
