import asyncio
import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from aiohttp import web

from bot.halo.endpoints import Auth, CacheRule, Rate
from bot.halo.errors import RateLimited, SignInRequired, Unavailable
from bot.halo.transport.accounts import (
    FIRST_REST,
    LONGEST_REST,
    MOST_REFUSALS,
    MOST_USERS,
    Accounts,
    DefaultAccount,
)
from bot.halo.transport.authenticate import SPARTAN_HEADER, Authenticate, TokenSource
from bot.halo.transport.base import HaloTokens, Request, Response, Sender
from bot.halo.transport.limit import Limit
from bot.halo.transport.wire import Wire
from tests.support.clock import FakeClock
from tests.support.things import ask
from tests.support.upstream import Answer, Upstream, answer

GOOD = answer('{"name": "a"}')


class Tokens:
    """An account whose Spartan token is its name; while there is an `error`, it has none."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.error: Exception | None = None
        self.held_up: asyncio.Event | None = None

    async def current(self) -> HaloTokens:
        if self.held_up is not None:
            await self.held_up.wait()
        if self.error is not None:
            raise self.error
        return HaloTokens(self.name)

    async def renew(self, rejected: HaloTokens) -> HaloTokens:
        return rejected

    async def renew_clearance(self, refused: HaloTokens) -> HaloTokens:
        return refused


class Late:
    """A good answer that comes when it is released."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.released = asyncio.Event()

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.set()
        await self.released.wait()
        return await GOOD(request)


class Pool:
    """Accounts a, b, ... in front of an upstream that answers each of them as told."""

    def __init__(
        self, names: Iterable[str], wire: Wire, upstream: Upstream, clock: FakeClock,
        rates: Mapping[str, Rate],
    ) -> None:  # fmt: skip
        self.tokens = {name: Tokens(name) for name in names}
        self.answers: dict[str, Answer] = {}
        self._upstream = upstream

        def lane(_name: str, tokens: TokenSource | None) -> Sender:
            return Authenticate(Limit(wire, clock, rates), tokens)

        self.accounts = Accounts(dict(self.tokens), lane, clock)
        upstream.script(self._answer)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        return await self.answers.get(request.headers.get(SPARTAN_HEADER, ""), GOOD)(request)

    async def send(self, name: str = "a", **changes: Any) -> Response:
        return await self.accounts.send(ask(name, auth=Auth.SPARTAN, **changes))

    @property
    def askers(self) -> list[str]:
        """Who asked, in order."""
        return [seen.headers[SPARTAN_HEADER] for seen in self._upstream.seen]


@pytest.fixture
def pool(wire: Wire, upstream: Upstream, clock: FakeClock) -> Pool:
    return Pool("ab", wire, upstream, clock, {})


async def test_accounts_take_turns(pool: Pool) -> None:
    for _ in range(6):
        await pool.send()
    assert pool.askers == ["a", "b"] * 3


async def test_requests_at_once_are_spread_evenly(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    pool = Pool("abc", wire, upstream, clock, {})
    await asyncio.gather(*(pool.send(str(number)) for number in range(12)))
    assert Counter(pool.askers) == {"a": 4, "b": 4, "c": 4}


async def test_the_one_with_the_fewest_under_way_is_next(pool: Pool) -> None:
    pool.answers["a"] = late = Late()
    held = asyncio.create_task(pool.send())
    await late.asked.wait()
    for _ in range(3):
        await pool.send()
    assert pool.askers == ["a", "b", "b", "b"]
    late.released.set()
    await held


async def test_each_account_has_limits_of_its_own(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    pool = Pool("ab", wire, upstream, clock, {"*": Rate(2, 3600.0)})
    async with asyncio.timeout(30):
        await asyncio.gather(*(pool.send(str(number)) for number in range(4)))
    assert Counter(pool.askers) == {"a": 2, "b": 2}


async def test_a_named_account_is_the_one_that_asks(pool: Pool) -> None:
    for _ in range(3):
        request = ask(auth=Auth.SPARTAN)
        await pool.accounts.send(Request(request.endpoint, request.url, account="b"))
    assert pool.askers == ["b"] * 3
    with pytest.raises(SignInRequired, match="no account c"):
        await pool.accounts.send(Request(request.endpoint, request.url, account="c"))


async def test_an_account_that_cannot_sign_in_is_set_aside_and_comes_back(
    pool: Pool, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    pool.tokens["a"].error = SignInRequired()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert (await pool.send()).status == 200
            assert pool.accounts.set_aside() == ("a",)
            clock.advance(FIRST_REST)
            assert pool.accounts.set_aside() == ()
    assert pool.askers == ["b"] * 3
    assert len(caplog.records) == 1
    pool.tokens["a"].error = None
    await pool.send()
    await pool.send()
    assert Counter(pool.askers) == {"b": 4, "a": 1}


async def test_a_passing_fault_of_one_sign_in_leaves_the_others_working(pool: Pool) -> None:
    pool.tokens["b"].error = Unavailable()
    for _ in range(4):
        assert (await pool.send()).status == 200
    assert pool.askers == ["a"] * 4


async def test_one_whose_sign_in_takes_too_long_holds_up_one_request_only(pool: Pool) -> None:
    pool.tokens["a"].held_up = asyncio.Event()
    held = asyncio.create_task(pool.send())
    await asyncio.sleep(0)
    for _ in range(3):
        await pool.send()
    held.cancel()
    await asyncio.wait([held])
    assert pool.accounts.set_aside() == ("a",)
    for _ in range(3):
        await pool.send()
    assert pool.askers == ["b"] * 6


async def test_where_nobody_is_signed_in_nothing_is_asked(pool: Pool, upstream: Upstream) -> None:
    for tokens in pool.tokens.values():
        tokens.error = SignInRequired()
    for _ in range(2):
        with pytest.raises(SignInRequired):
            await pool.send()
    assert upstream.seen == []
    pool.tokens["a"].error = None
    assert (await pool.send()).status == 200


async def test_an_account_that_is_removed_ends_what_it_has_under_way(pool: Pool) -> None:
    pool.answers["a"] = late = Late()
    held = asyncio.create_task(pool.send())
    await late.asked.wait()
    pool.accounts.remove("a")
    for _ in range(3):
        await pool.send()
    late.released.set()
    assert (await held).status == 200
    assert pool.askers == ["a", "b", "b", "b"]
    assert pool.accounts.default == "b"


@pytest.mark.parametrize("status", [401, 403, 429])
async def test_what_one_is_refused_another_is_asked_for(pool: Pool, status: int) -> None:
    pool.answers["a"] = answer("", status)
    assert (await pool.send()).status == 200
    assert pool.askers == ["a", "b"]


@pytest.mark.parametrize("status", [401, 403])
async def test_one_that_is_refused_again_and_again_is_set_aside_for_longer_and_longer(
    pool: Pool, clock: FakeClock, status: int
) -> None:
    pool.answers["a"] = answer("", status)
    while not pool.accounts.set_aside():
        assert (await pool.send()).status == 200
    assert Counter(pool.askers)["a"] == MOST_REFUSALS
    rests = []
    for _ in range(6):
        rest = 0.0
        while pool.accounts.set_aside():
            assert (await pool.send()).status == 200
            clock.advance(FIRST_REST / 2)
            rest += FIRST_REST / 2
        rests.append(rest)
        while not pool.accounts.set_aside():
            assert (await pool.send()).status == 200
    assert rests == [FIRST_REST * factor for factor in (1, 2, 4, 8, 15, 15)]
    assert LONGEST_REST == FIRST_REST * 15
    # Each time it came back, one refusal was enough.
    assert Counter(pool.askers)["a"] == MOST_REFUSALS + 6
    del pool.answers["a"]
    clock.advance(LONGEST_REST)
    await pool.send()
    await pool.send()
    assert set(pool.askers[-2:]) == {"a", "b"}


async def test_what_nobody_may_see_sets_nobody_aside(pool: Pool) -> None:
    pool.answers |= dict.fromkeys("ab", answer("", 403))
    for _ in range(2 * MOST_REFUSALS):
        assert (await pool.send()).status == 403
    assert pool.accounts.set_aside() == ()


async def test_one_that_is_asked_for_a_pause_rests_on_that_host(
    pool: Pool, clock: FakeClock
) -> None:
    pool.answers["a"] = answer("", 429, {"Retry-After": "100"})
    await pool.send()
    pool.answers.clear()
    for _ in range(3):
        await pool.send()
    assert pool.askers == ["a", "b", "b", "b", "b"]
    assert clock.slept == []
    await pool.send(host="other.example", limiter="other.example")
    clock.advance(100)
    await pool.send()
    assert pool.askers[-2:] == ["a", "a"]


async def test_a_pause_of_all_accounts_asks_each_once_only(pool: Pool, upstream: Upstream) -> None:
    pool.answers |= dict.fromkeys("ab", answer("", 429, {"Retry-After": "1"}))
    response = await pool.send()
    assert response.status == 429
    assert response.headers["retry-after"] == "1"
    assert pool.askers == ["a", "b"]


async def test_a_broken_service_is_not_asked_by_everybody(pool: Pool) -> None:
    pool.answers["a"] = answer("", 503)
    assert (await pool.send()).status == 503
    assert pool.askers == ["a"]


async def test_one_account_alone_is_never_set_aside(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    pool = Pool("a", wire, upstream, clock, {})
    pool.answers["a"] = answer("", 403)
    for _ in range(2 * MOST_REFUSALS):
        assert (await pool.send()).status == 403
    pool.tokens["a"].error = SignInRequired()
    with pytest.raises(SignInRequired):
        await pool.send()
    pool.tokens["a"].error = None
    assert (await pool.send()).status == 403
    assert pool.accounts.set_aside() == ()


async def test_a_request_with_tokens_of_its_own_uses_no_account(pool: Pool) -> None:
    for name in ("x", "y"):
        request = ask(auth=Auth.SPARTAN)
        own = Request(request.endpoint, request.url, account=name, tokens=HaloTokens(name))
        assert (await pool.accounts.send(own)).status == 200
    assert pool.askers == ["x", "y"]
    pool.answers["x"] = answer("", 401)
    with pytest.raises(SignInRequired, match="401") as caught:
        await pool.accounts.send(
            Request(own.endpoint, own.url, account="x", tokens=HaloTokens("x"))
        )
    assert "Spartan token of this user" in caught.value.hint
    assert pool.askers == ["x", "y", "x"]


async def test_users_with_tokens_of_their_own_have_limits_of_their_own(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    pool = Pool("a", wire, upstream, clock, {"*": Rate(1, 3600.0)})
    names = [f"user{number}" for number in range(MOST_USERS + 5)]
    async with asyncio.timeout(60):
        for name in names:
            request = ask(auth=Auth.SPARTAN)
            own = Request(request.endpoint, request.url, account=name, tokens=HaloTokens(name))
            await pool.accounts.send(own)
        await pool.send()
    assert pool.askers == [*names, "a"]
    assert clock.slept == []


async def test_a_named_account_that_cannot_sign_in_is_set_aside_too(pool: Pool) -> None:
    pool.tokens["a"].error = SignInRequired("signed out")
    request = ask(auth=Auth.SPARTAN)
    with pytest.raises(SignInRequired, match="signed out"):
        await pool.accounts.send(Request(request.endpoint, request.url, account="a"))
    assert pool.accounts.default == "b"


async def test_an_endpoint_without_authorisation_needs_no_account(
    pool: Pool, upstream: Upstream
) -> None:
    for tokens in pool.tokens.values():
        tokens.error = SignInRequired()
    assert (await pool.accounts.send(ask())).status == 200
    assert SPARTAN_HEADER not in upstream.seen[0].headers


async def test_a_busy_account_is_told_of_rather_than_one_that_is_signed_out(pool: Pool) -> None:
    pool.answers["a"] = answer("", 429, {"Retry-After": "100"})
    pool.tokens["b"].error = SignInRequired()
    assert (await pool.send()).status == 429
    with pytest.raises(RateLimited):
        await pool.send()


class Noting:
    def __init__(self) -> None:
        self.accounts: list[str] = []

    async def send(self, request: Request) -> Response:
        self.accounts.append(request.account)
        return Response(200, request.headers, b"", 0.0)


async def test_what_is_private_to_an_account_names_it(pool: Pool) -> None:
    noted = Noting()
    named = DefaultAccount(noted, pool.accounts)
    private = CacheRule(private=True)
    await named.send(ask())
    await named.send(ask(cache=private))
    pool.tokens["a"].error = SignInRequired()
    await pool.send()
    await named.send(ask(cache=private))
    request = ask(cache=private)
    await named.send(Request(request.endpoint, request.url, account="x"))
    assert noted.accounts == ["", "a", "b", "x"]
