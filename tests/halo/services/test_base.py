import pytest

from bot.halo.client import HaloClient
from bot.halo.endpoints import MATCH_PRIVACY
from bot.halo.errors import (
    BadRequest,
    HaloError,
    InvalidAnswer,
    LegallyUnavailable,
    NotFound,
    PlayerForbidden,
    RateLimited,
    RequestNotAccepted,
    TokenRefused,
    Unavailable,
)
from bot.halo.identifiers import Xuid
from bot.halo.services.base import player_id, raise_for
from bot.halo.transport.authenticate import TOO_YOUNG_TO_RENEW
from bot.halo.transport.base import Request, Response, headers_of
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService


@pytest.mark.parametrize(
    ("status", "expected", "retry_after"),
    [
        (204, HaloError, None),
        (302, HaloError, None),
        (400, BadRequest, None),
        (403, PlayerForbidden, None),
        (404, NotFound, None),
        (406, RequestNotAccepted, None),
        (408, Unavailable, 90.0),
        (410, NotFound, None),
        (418, RequestNotAccepted, None),
        (425, Unavailable, 90.0),
        (429, RateLimited, 90.0),
        (451, LegallyUnavailable, None),
        (500, Unavailable, 90.0),
        (503, Unavailable, 90.0),
        (599, Unavailable, 90.0),
    ],
)
async def test_bad_statuses_have_names(
    client: HaloClient, sandbox: SandboxService,
    status: int, expected: type[HaloError], retry_after: float | None,
) -> None:  # fmt: skip
    sandbox.fail("match_privacy", Fault(FaultKind.STATUS, status=status, retry_after="90"))
    with pytest.raises(HaloError) as caught:
        await client.stats.match_privacy(Xuid(1))
    assert type(caught.value) is expected
    assert (caught.value.endpoint, caught.value.retry_after) == ("match_privacy", retry_after)


def test_a_401_that_no_renewal_mended_says_when_there_may_be_another_token() -> None:
    request = Request.to(MATCH_PRIVACY, player="xuid(1)")
    with pytest.raises(TokenRefused) as caught:
        raise_for(Response(401, headers_of(), b"", 0.0), request)
    assert caught.value.endpoint == "match_privacy"
    assert caught.value.retry_after == TOO_YOUNG_TO_RENEW


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FaultKind.HTML, InvalidAnswer),
        (FaultKind.EMPTY_BODY, InvalidAnswer),
        (FaultKind.BROKEN_JSON, InvalidAnswer),
        (FaultKind.TRUNCATED, Unavailable),
        (FaultKind.RESET, Unavailable),
    ],
)
async def test_broken_answers_have_names_and_are_forgotten(
    client: HaloClient, sandbox: SandboxService, kind: FaultKind, expected: type[HaloError]
) -> None:
    sandbox.fail("medal_metadata", Fault(kind))
    with pytest.raises(expected):
        await client.gamecms.medal_metadata()
    sandbox.heal()
    assert (await client.gamecms.medal_metadata()).medals


@pytest.mark.parametrize(
    ("player", "expected"),
    [
        (Xuid(12), "xuid(12)"),
        ("12", "xuid(12)"),
        ("xuid(12)", "xuid(12)"),
        ("MapleLeaf 117", "MapleLeaf 117"),
        ("MapleLeafFan #117", "MapleLeafFan117"),
        ("\N{ZERO WIDTH SPACE}12", "xuid(12)"),
    ],
)
def test_players_in_paths(player: Xuid | str, expected: str) -> None:
    assert player_id(player) == expected
