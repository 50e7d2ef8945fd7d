"""/lastmatch without what it can do without. Every command through every fault: tests/faults."""

import pytest

from bot.halo.transport.retry import DEADLINE
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from tests.conftest import Server
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
    "refused players": Fault(FaultKind.REFUSED_PLAYERS),
    "refused batches": Fault(FaultKind.REFUSED_BATCH),
}


@pytest.fixture
def deadline(fault: Fault) -> float:
    """Short where nothing else ends a request."""
    return 2.0 if fault.kind is FaultKind.HANG else DEADLINE


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_lastmatch_goes_on_without_what_is_not_essential(
    server: Server, sandbox: SandboxService, fault: Fault
) -> None:
    for endpoint in ("match_skill", "users_by_xuid", "map", "playlist", "medal_metadata"):
        sandbox.fail(endpoint, fault)
    embed = card(await server.player.slash(server.channel, "lastmatch"))
    assert "50" in (embed.title or "")
