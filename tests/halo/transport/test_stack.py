import asyncio
from email.utils import formatdate

import aiohttp
import pytest

from bot.halo.auth.fixed import NoTokens, PastedTokens
from bot.halo.clock import SystemClock
from bot.halo.endpoints import Auth, Rate
from bot.halo.errors import CircuitOpen, SignInRequired
from bot.halo.transport.authenticate import SPARTAN_HEADER
from bot.halo.transport.breaker import FAILURES, REST
from bot.halo.transport.observe import Call
from bot.halo.transport.stack import NO_RATES, Network
from bot.halo.transport.wire import open_session
from tests.support.arrivals import most_in_any_window
from tests.support.clock import FakeClock
from tests.support.entries import MemoryStore
from tests.support.things import Thing, ask
from tests.support.upstream import Upstream, answer

KEPT = answer('{"name": "a"}', 200, {"Cache-Control": "max-age=60"})


async def test_one_call_through_all_senders(upstream: Upstream, clock: FakeClock) -> None:
    calls: list[Call] = []
    store = MemoryStore()
    upstream.script(answer("", 503), KEPT)
    async with aiohttp.ClientSession() as session:
        network = Network(session, clock, base_url=upstream.base_url, rates=NO_RATES)
        stack = network.lookups(PastedTokens("t0ken"), store=store, listeners=[calls.append])
        request = ask(auth=Auth.SPARTAN, retry=ask().endpoint.retry)
        repeated = ask(auth=Auth.SPARTAN)
        assert (await stack.send(request)).status == 503
        responses = await asyncio.gather(*(stack.send(repeated) for _ in range(10)))
        assert responses[0].parse(Thing).name == "a"
        assert (await stack.send(repeated)).cached
        await stack.close()
    assert [seen.headers[SPARTAN_HEADER] for seen in upstream.seen] == ["t0ken"] * 2
    assert stack.flight.joined == 9
    assert stack.cache.counters.hits == 1
    assert [call.status for call in calls] == [503] + [200] * 11
    assert "t0ken" not in repr(store.entries)


async def test_cached_and_shared_answers_take_nothing_of_the_rate(
    upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(KEPT)
    async with aiohttp.ClientSession() as session, asyncio.timeout(30):
        rates = {"*": Rate(1, 3600.0)}
        network = Network(session, clock, base_url=upstream.base_url, rates=rates)
        stack = network.lookups(PastedTokens("t0ken"))
        await asyncio.gather(*(stack.send(ask(auth=Auth.SPARTAN)) for _ in range(10)))
        await stack.send(ask(auth=Auth.SPARTAN))
        await stack.close()
    assert len(upstream.seen) == 1


async def test_arrivals_never_exceed_the_rate_with_the_cache_on(
    upstream: Upstream,
) -> None:
    clock = SystemClock()
    dated = {"Cache-Control": "max-age=60", "Date": formatdate(clock.now(), usegmt=True)}
    upstream.script(answer('{"name": "a"}', 200, dated))
    async with open_session() as session:
        network = Network(session, clock, base_url=upstream.base_url, rates={"*": Rate(5, 0.1)})
        stack = network.lookups(PastedTokens("t0ken"), store=MemoryStore())
        asked = [stack.send(ask(str(number % 30), auth=Auth.SPARTAN)) for number in range(50)]
        await asyncio.gather(*asked)
        again = [stack.send(ask(str(number), auth=Auth.SPARTAN)) for number in range(30)]
        assert all(response.cached for response in await asyncio.gather(*again))
        await stack.close()
    assert len(upstream.seen) == 30
    assert most_in_any_window(upstream.seen, 0.1) == 5


async def test_a_failing_host_is_left_alone_and_stood_in_for(
    upstream: Upstream, clock: FakeClock
) -> None:
    upstream.script(answer('{"name": "a"}', 200, {"Cache-Control": "max-age=1"}), answer("", 503))
    async with open_session() as session:
        network = Network(session, clock, base_url=upstream.base_url, rates=NO_RATES)
        stack = network.lookups(PastedTokens("t0ken"))
        await stack.send(ask(auth=Auth.SPARTAN))
        for number in range(FAILURES):
            await stack.send(ask(f"other {number}", auth=Auth.SPARTAN))
        clock.advance(REST / 2)
        assert (await stack.send(ask(auth=Auth.SPARTAN))).stale
        with pytest.raises(CircuitOpen) as caught:
            await stack.send(ask("unknown", auth=Auth.SPARTAN))
        assert caught.value.retry_after == REST / 2
        assert len(upstream.seen) == 1 + FAILURES
        upstream.script(KEPT)
        clock.advance(REST / 2)
        assert not (await stack.send(ask(auth=Auth.SPARTAN))).stale
        await stack.close()


async def test_without_tokens_nothing_is_asked(upstream: Upstream, clock: FakeClock) -> None:
    async with aiohttp.ClientSession() as session:
        network = Network(session, clock, base_url=upstream.base_url)
        stack = network.lookups(NoTokens())
        with pytest.raises(SignInRequired):
            await stack.send(ask(auth=Auth.SPARTAN))
        await stack.close()
    assert upstream.seen == []
