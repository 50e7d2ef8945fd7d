from dataclasses import replace

import pytest

from bot.halo.endpoints import IMAGE, MEDAL_METADATA, SPRITE_SHEET, Auth
from bot.halo.errors import SignInRequired
from bot.halo.transport.authenticate import (
    CLEARANCE_HEADER,
    SPARTAN_HEADER,
    Authenticate,
)
from bot.halo.transport.base import HaloTokens, Request
from bot.halo.transport.wire import Wire
from tests.support.things import ask
from tests.support.upstream import Upstream, answer


class Tokens:
    """Hands out these tokens, one after another with every renewal."""

    def __init__(self, *tokens: HaloTokens) -> None:
        self._tokens = list(tokens)
        self.refused: list[HaloTokens] = []
        self.doubted: list[HaloTokens] = []

    async def current(self) -> HaloTokens:
        return self._tokens[0]

    async def renew(self, rejected: HaloTokens) -> HaloTokens:
        self.refused.append(rejected)
        if len(self._tokens) > 1:
            self._tokens.pop(0)
        return self._tokens[0]

    async def renew_clearance(self, refused: HaloTokens) -> HaloTokens:
        self.doubted.append(refused)
        return self._tokens[-1]


OLD, NEW = HaloTokens("old", "c1"), HaloTokens("new", "c2")


@pytest.mark.parametrize(
    ("tokens", "needs_clearance", "clearance"),
    [
        (OLD, True, "c1"),
        (OLD, False, None),
        (HaloTokens("old"), True, None),
    ],
)
async def test_requests_are_signed(
    wire: Wire, upstream: Upstream, tokens: HaloTokens, needs_clearance: bool, clearance: str | None
) -> None:
    request = ask(auth=Auth.SPARTAN, clearance=needs_clearance)
    await Authenticate(wire, Tokens(tokens)).send(request)
    headers = upstream.seen[0].headers
    assert headers[SPARTAN_HEADER] == "old"
    assert headers.get(CLEARANCE_HEADER) == clearance
    assert SPARTAN_HEADER not in request.headers


async def test_endpoints_without_authorisation_get_no_token(wire: Wire, upstream: Upstream) -> None:
    upstream.script(answer("", 401))
    tokens = Tokens(OLD)
    assert (await Authenticate(wire, tokens).send(ask())).status == 401
    assert SPARTAN_HEADER not in upstream.seen[0].headers
    assert tokens.refused == []


async def test_a_401_is_repeated_once_with_new_tokens(wire: Wire, upstream: Upstream) -> None:
    upstream.script(answer("", 401), answer())
    tokens = Tokens(OLD, NEW)
    request = ask(auth=Auth.SPARTAN, clearance=True)
    assert (await Authenticate(wire, tokens).send(request)).status == 200
    assert [seen.headers[SPARTAN_HEADER] for seen in upstream.seen] == ["old", "new"]
    assert [seen.headers[CLEARANCE_HEADER] for seen in upstream.seen] == ["c1", "c2"]
    assert tokens.refused == [OLD]


async def test_a_second_401_is_the_answer(wire: Wire, upstream: Upstream) -> None:
    upstream.script(answer("", 401))
    response = await Authenticate(wire, Tokens(OLD, NEW)).send(ask(auth=Auth.SPARTAN))
    assert response.status == 401
    assert len(upstream.seen) == 2


@pytest.mark.parametrize("second", [200, 403])
async def test_a_403_is_repeated_once_with_another_clearance(
    wire: Wire, upstream: Upstream, second: int
) -> None:
    upstream.script(answer("", 403), answer("", second))
    tokens = Tokens(OLD, HaloTokens("old", "c2"))
    request = ask(auth=Auth.SPARTAN, clearance=True)
    assert (await Authenticate(wire, tokens).send(request)).status == second
    assert [seen.headers[SPARTAN_HEADER] for seen in upstream.seen] == ["old", "old"]
    assert [seen.headers[CLEARANCE_HEADER] for seen in upstream.seen] == ["c1", "c2"]
    assert (tokens.doubted, tokens.refused) == ([OLD], [])


@pytest.mark.parametrize(("needs_clearance", "doubted"), [(True, [OLD]), (False, [])])
async def test_a_403_that_no_other_clearance_can_mend_is_the_answer(
    wire: Wire, upstream: Upstream, needs_clearance: bool, doubted: list[HaloTokens]
) -> None:
    upstream.script(answer("", 403))
    tokens = Tokens(OLD)
    request = ask(auth=Auth.SPARTAN, clearance=needs_clearance)
    assert (await Authenticate(wire, tokens).send(request)).status == 403
    assert len(upstream.seen) == 1
    assert tokens.doubted == doubted


@pytest.mark.parametrize(
    ("request_", "tokens", "status"),
    [
        (Request.to(IMAGE, path="career_rank/none.png"), OLD, 404),
        (Request.to(SPRITE_SHEET, path="medals/none.png"), HaloTokens("old"), 404),
        # It may be the clearance that is missing.
        (Request.to(IMAGE, path="career_rank/none.png"), HaloTokens("old"), 403),
        # A file of a fixed path is always there.
        (Request.to(MEDAL_METADATA), OLD, 403),
        (ask(auth=Auth.SPARTAN), OLD, 403),
    ],
)
async def test_a_403_for_a_file_that_is_not_there_is_a_404(
    wire: Wire, upstream: Upstream, request_: Request, tokens: HaloTokens, status: int
) -> None:
    upstream.script(answer("", 403))
    assert (await Authenticate(wire, Tokens(tokens)).send(request_)).status == status
    as_given = replace(request_, tokens=tokens)
    assert (await Authenticate(wire, None).send(as_given)).status == status


async def test_without_other_tokens_nothing_is_repeated(wire: Wire, upstream: Upstream) -> None:
    upstream.script(answer("", 401))
    assert (await Authenticate(wire, Tokens(OLD)).send(ask(auth=Auth.SPARTAN))).status == 401
    assert len(upstream.seen) == 1


async def test_where_nothing_signs_nothing_is_sent(wire: Wire, upstream: Upstream) -> None:
    class Nothing(Tokens):
        async def current(self) -> HaloTokens:
            raise SignInRequired

    with pytest.raises(SignInRequired):
        await Authenticate(wire, Nothing()).send(ask(auth=Auth.SPARTAN))
    assert upstream.seen == []


def test_tokens_are_not_shown() -> None:
    assert "old" not in repr(OLD)
    assert "c1" not in repr(OLD)
