"""Finding out whom a question is about."""

import pytest

from bot.facts.errors import NotLinked
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.halo.errors import PlayerNotFound, Unavailable
from bot.halo.identifiers import Xuid
from bot.records import HOST, Asker
from bot.sandbox.service import SandboxService
from tests.conftest import Named
from tests.support.clock import FakeClock
from tests.support.faults import DOWN

HERE, ELSEWHERE, MEMBER, ADMIN = 1, 2, 10, 11


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


async def near(lookups: Lookups, typed: str, asker: Asker | None) -> tuple[str, ...]:
    """What is offered to somebody who asks for a gamertag that nobody has."""
    with pytest.raises(PlayerNotFound) as raised:
        await lookups.players.by_gamertag(typed, asker)
    return raised.value.near


async def test_whom_somebody_has_found_is_offered_when_they_misspell_the_name(
    lookups: Lookups, main: Player
) -> None:
    asker = Asker(MEMBER, HERE)
    assert await near(lookups, "MapleLeef 117", asker) == ()
    await lookups.players.by_gamertag("mapleleaf 117", asker)
    for where in (HERE, ELSEWHERE, None):
        assert await near(lookups, "MapleLeef 117", Asker(MEMBER, where)) == (main.gamertag,)
    for other in (Asker(ADMIN, HERE), HOST, None):
        assert await near(lookups, "MapleLeef 117", other) == ()


async def test_what_admins_have_linked_is_offered_in_their_server_only(lookups: Lookups) -> None:
    await lookups.links.link_member(HERE, MEMBER, "Ember Fox", ADMIN)
    assert await near(lookups, "Ember Foks", Asker(12, HERE)) == ("Ember Fox",)
    for elsewhere in (Asker(12, ELSEWHERE), Asker(ADMIN, ELSEWHERE), Asker(ADMIN, None)):
        assert await near(lookups, "Ember Foks", elsewhere) == ()


async def test_a_gamertag_that_is_gone_is_not_offered_for_itself(
    lookups: Lookups, sandbox: SandboxService, clock: FakeClock
) -> None:
    asker = Asker(MEMBER)
    await lookups.players.by_gamertag("Ember Fox", asker)
    sandbox.rename("Ember Fox", "Silver Fox")
    clock.advance(3_600)
    assert await near(lookups, "ember fox", asker) == ()


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
