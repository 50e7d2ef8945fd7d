import asyncio
import gzip
import struct
from socket import SO_LINGER, SOL_SOCKET

import aiohttp
import pytest
from aiohttp import web

from bot.halo.endpoints import RetryPolicy
from bot.halo.errors import InvalidAnswer, Unavailable
from bot.halo.transport.base import Request
from bot.halo.transport.wire import Wire, open_session
from tests.support.clock import FakeClock
from tests.support.things import THING, ask
from tests.support.upstream import Answer, Upstream, answer, truncated

IMPATIENT = RetryPolicy("impatient", timeout=0.05, max_retries=0)


async def test_the_server_sees_exactly_what_was_asked(wire: Wire, upstream: Upstream) -> None:
    request = Request.to(
        THING, query=[("players", "xuid(1)"), ("players", "xuid(2)")],
        headers={"X-Secret": "s"}, name="a b/ü",
    )  # fmt: skip
    await wire.send(request)
    (seen,) = upstream.seen
    assert seen.method == "GET"
    assert seen.target == "/things.example/things/a%20b%2F%C3%BC?players=xuid(1)&players=xuid(2)"
    assert seen.headers["X-Secret"] == "s"
    assert seen.headers["Accept"] == "application/json"
    assert "gzip" in seen.headers["Accept-Encoding"]


async def test_bodies_are_posted_as_they_are(wire: Wire, upstream: Upstream) -> None:
    post = Request(ask(method="POST").endpoint, ask().url, body=b"a=1&b=%20")
    await wire.send(post)
    assert (upstream.seen[0].method, upstream.seen[0].body) == ("POST", b"a=1&b=%20")


async def test_the_answer_comes_whatever_its_status(
    wire: Wire, upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(answer("no", 418, {"X-Why": "tea"}))
    response = await wire.send(ask())
    assert (response.status, response.body) == (418, b"no")
    assert response.headers["x-why"] == "tea"
    assert response.received_at == clock.now()
    assert not response.cached
    assert not response.stale


async def test_redirects_are_not_followed(wire: Wire, upstream: Upstream) -> None:
    upstream.script(answer("", 302, {"Location": "https://elsewhere.example/"}))
    assert (await wire.send(ask())).status == 302
    assert len(upstream.seen) == 1


async def test_compressed_answers_are_unpacked(wire: Wire, upstream: Upstream) -> None:
    upstream.script(answer(gzip.compress(b"{}" * 900), headers={"Content-Encoding": "gzip"}))
    assert (await wire.send(ask())).body == b"{}" * 900


async def hang(request: web.BaseRequest) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def reset(request: web.BaseRequest) -> web.StreamResponse:
    assert request.transport is not None
    socket = request.transport.get_extra_info("socket")
    socket.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()
    return web.Response()


async def drip(request: web.BaseRequest) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b"{")
    await asyncio.Event().wait()
    raise AssertionError


@pytest.mark.parametrize(
    "fault",
    [hang, reset, truncated, drip, answer(b"no gzip", headers={"Content-Encoding": "gzip"})],
    ids=["hang", "reset", "truncated", "drip", "not gzip"],
)
async def test_no_whole_answer_in_time_is_unavailable(
    wire: Wire, upstream: Upstream, fault: Answer
) -> None:
    upstream.script(fault)
    with pytest.raises(Unavailable, match=r"^thing: ") as caught:
        await wire.send(ask(retry=IMPATIENT, headers={"X-Secret": "s3cret"}))
    assert caught.value.endpoint == "thing"
    assert caught.value.__suppress_context__


async def test_a_connection_lost_on_reuse_is_asked_on_once(wire: Wire, upstream: Upstream) -> None:
    # aiohttp would send the second request again by itself, past every limiter.
    upstream.script(answer(), reset)
    await wire.send(ask())
    with pytest.raises(Unavailable):
        await wire.send(ask())
    assert len(upstream.seen) == 2


@pytest.mark.parametrize(("persistent", "connections"), [(True, 1), (False, 3)])
async def test_connections_are_kept_or_not(
    upstream: Upstream, clock: FakeClock, persistent: bool, connections: int
) -> None:
    ports: list[object] = []

    async def note(request: web.BaseRequest) -> web.StreamResponse:
        assert request.transport is not None
        ports.append(request.transport.get_extra_info("peername")[1])
        return web.Response()

    upstream.script(note)
    async with open_session(persistent=persistent) as session:
        wire = Wire(session, clock, upstream.base_url)
        for _ in range(3):
            await wire.send(ask())
    assert len(set(ports)) == connections


async def test_no_request_waits_for_a_connection(upstream: Upstream, clock: FakeClock) -> None:
    count = 120
    all_there = asyncio.Event()

    async def together(_request: web.BaseRequest) -> web.StreamResponse:
        if len(upstream.seen) == count:
            all_there.set()
        await all_there.wait()
        return web.Response()

    upstream.script(together)
    async with open_session() as session:
        wire = Wire(session, clock, upstream.base_url)
        await asyncio.gather(*(wire.send(ask(str(number))) for number in range(count)))


async def test_what_the_service_takes_is_told(upstream: Upstream, clock: FakeClock) -> None:
    async def slow(_request: web.BaseRequest) -> web.StreamResponse:
        clock.advance(1.5)
        return web.Response()

    upstream.script(slow)
    async with open_session() as session:
        response = await Wire(session, clock, upstream.base_url).send(ask())
    assert response.seconds == 1.5


async def test_cookies_are_not_kept(upstream: Upstream, clock: FakeClock) -> None:
    upstream.script(answer(headers={"Set-Cookie": "who=somebody"}))
    async with open_session() as session:
        # A cookie jar would refuse cookies of a bare address anyway.
        wire = Wire(session, clock, upstream.base_url.replace("127.0.0.1", "localhost"))
        await wire.send(ask())
        await wire.send(ask())
    assert "Cookie" not in upstream.seen[1].headers


async def test_nobody_listens(clock: FakeClock, unused_tcp_port: int) -> None:
    async with aiohttp.ClientSession() as session:
        wire = Wire(session, clock, f"http://127.0.0.1:{unused_tcp_port}")
        with pytest.raises(Unavailable):
            await wire.send(ask())


@pytest.mark.parametrize("encoding", ["", "gzip"])
async def test_bodies_have_a_limit_once_unpacked(
    wire: Wire, upstream: Upstream, encoding: str
) -> None:
    body = b"x" * 10_001
    packed = gzip.compress(body) if encoding else body
    upstream.script(
        answer(packed, headers={"Content-Encoding": encoding} if encoding else None),
        answer(b"x" * 10_000),
    )
    with pytest.raises(InvalidAnswer):
        await wire.send(ask(max_body=10_000))
    assert len((await wire.send(ask(max_body=10_000))).body) == 10_000


async def test_without_a_base_url_the_real_host_is_asked(clock: FakeClock) -> None:
    asked: list[tuple[str, int]] = []

    class Resolver(aiohttp.abc.AbstractResolver):
        async def resolve(
            self, host: str, port: int = 0, family: object = None
        ) -> list[aiohttp.abc.ResolveResult]:
            asked.append((host, port))
            raise OSError

        async def close(self) -> None:
            pass

    connector = aiohttp.TCPConnector(resolver=Resolver())
    async with aiohttp.ClientSession(connector=connector) as session:
        with pytest.raises(Unavailable):
            await Wire(session, clock).send(ask())
    assert asked == [("things.example", 443)]
