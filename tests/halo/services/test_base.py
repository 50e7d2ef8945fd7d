import json
from pathlib import Path

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
from bot.halo.services.discovery_ugc import DiscoveryUgcService
from bot.halo.services.stats import StatsService
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


class Generous:
    """Answers a request for a page with a hundred entries, whatever was asked for."""

    def __init__(self, entry: dict[str, object]) -> None:
        self._body = json.dumps({"Results": [entry] * 100, "ResultCount": 10**6}).encode()

    async def send(self, _request: Request) -> Response:
        return Response(200, headers_of(), self._body, 0.0)


async def test_a_page_has_no_more_than_was_asked_for(payloads: Path) -> None:
    history = json.loads((payloads / "get_match_history.json").read_text())
    stats = StatsService(Generous(history["Results"][0]))
    page = await stats.match_history(Xuid(2533274800000001), count=3)
    assert (len(page.results), page.result_count) == (3, 3)
    found = json.loads((payloads / "search_assets.json").read_text())
    ugc = DiscoveryUgcService(Generous(found["Results"][0]))
    results = await ugc.search(count=5)
    assert (len(results.results), results.result_count) == (5, 5)


async def test_a_list_of_millions_is_refused_before_it_is_parsed(
    client: HaloClient, sandbox: SandboxService
) -> None:
    sandbox.fail("match_history", Fault(FaultKind.MANY))
    with pytest.raises(InvalidAnswer, match="more than 524288 bytes"):
        await client.stats.match_history(Xuid(2533274800000001))
