"""Every command against every fault of the service: always a card, never a hanging answer."""

import pytest

from bot.halo.transport.retry import DEADLINE
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from tests.cogs.commands import EVERYTHING, Ask
from tests.conftest import Server
from tests.support.clock import FakeClock
from tests.support.discord import card

FAULTS: dict[str, Fault] = {
    **{str(status): Fault(FaultKind.STATUS, status) for status in (400, 401, 403, 404, 500, 503)},
    "429": Fault(FaultKind.STATUS, 429, retry_after="30"),
    "reset": Fault(FaultKind.RESET),
    "timeout": Fault(FaultKind.HANG),
    "broken JSON": Fault(FaultKind.BROKEN_JSON),
    "truncated": Fault(FaultKind.TRUNCATED),
    "HTML": Fault(FaultKind.HTML),
    "empty body": Fault(FaultKind.EMPTY_BODY),
    "empty page": Fault(FaultKind.EMPTY_PAGE),
    "broken image": Fault(FaultKind.BROKEN_IMAGE),
}


@pytest.fixture
def deadline(fault: Fault) -> float:
    """Short where nothing else ends a request."""
    return 2.0 if fault.kind is FaultKind.HANG else DEADLINE


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
@pytest.mark.parametrize("ask", EVERYTHING.values(), ids=EVERYTHING.keys())
async def test_a_fault_everywhere_ends_in_a_card(
    server: Server, sandbox: SandboxService, ask: Ask, fault: Fault
) -> None:
    sandbox.fail("*", fault)
    embed = card(await ask(server))
    assert embed.title


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_a_command_recovers_when_the_fault_is_over(
    server: Server, sandbox: SandboxService, clock: FakeClock, fault: Fault
) -> None:
    sandbox.fail("*", fault)
    await server.player.slash(server.channel, "lastmatch")
    sandbox.heal()
    clock.advance(3_600)
    embed = card(await server.player.slash(server.channel, "lastmatch"))
    assert "MapleLeaf 117" in str(embed.to_dict())


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_lastmatch_goes_on_without_what_is_not_essential(
    server: Server, sandbox: SandboxService, fault: Fault
) -> None:
    for endpoint in ("match_skill", "users_by_xuid", "map", "playlist", "medal_metadata"):
        sandbox.fail(endpoint, fault)
    embed = card(await server.player.slash(server.channel, "lastmatch"))
    assert "50" in (embed.title or "")
