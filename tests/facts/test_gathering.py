"""Doing several things at once, and doing without what is not essential."""

import asyncio
import logging
from datetime import UTC, datetime

import pytest

from bot.facts.gathering import Gathering, at_once, gathering
from bot.facts.results import Freshness
from bot.halo.errors import Forbidden, HaloError, NotFound, Unavailable
from bot.halo.transport.observe import Call
from bot.storage.errors import StorageUnavailable


async def give(value: str) -> str:
    return value


async def fail(error: Exception) -> str:
    raise error


def answered(received_at: float, *, stale: bool) -> Call:
    return Call("thing", 200, 0.1, cached=True, stale=stale, received_at=received_at)


async def test_what_can_be_had_is_given() -> None:
    with gathering() as parts:
        assert await parts.optional("map", give("Live Fire")) == "Live Fire"
    assert (parts.missing, parts.first_failure, parts.freshness) == ((), None, Freshness())


async def test_what_the_service_fails_to_give_is_noted_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    first: HaloError = Unavailable("map: 503")
    with gathering() as parts:
        assert await parts.optional("map", fail(first)) is None
        assert await parts.optional("skill", fail(NotFound()), may_come=True) is None
        assert await parts.optional("map", fail(Forbidden())) is None
    assert (parts.missing, parts.gone) == (("map", "skill"), ())
    assert parts.first_failure is first
    assert "going on without map: map: 503" in caplog.text


async def test_what_the_service_does_not_have_is_gone_and_no_failure() -> None:
    with gathering() as parts:
        assert await parts.optional("map", fail(NotFound())) is None
        assert await parts.optional("map", fail(NotFound())) is None
    assert (parts.missing, parts.gone, parts.first_failure) == ((), ("map",), None)


async def test_what_is_not_there_is_not_missed() -> None:
    with gathering() as parts:
        assert await parts.if_there("map", fail(NotFound())) is None
        assert await parts.if_there("mode", fail(Forbidden())) is None
        assert await parts.if_there("playlist", give("Ranked Arena")) == "Ranked Arena"
    assert (parts.missing, parts.gone) == (("mode",), ())


@pytest.mark.parametrize("error", [ValueError("a bug"), StorageUnavailable(), KeyError("x")])
async def test_only_the_services_failures_are_done_without(error: Exception) -> None:
    with gathering() as parts, pytest.raises(type(error)):
        await parts.optional("map", fail(error))
    assert parts.missing == ()


async def test_the_oldest_stale_answer_says_how_old_the_whole_is() -> None:
    with gathering() as parts:
        parts.calls.calls += [answered(50.0, stale=False), answered(200.0, stale=True)]
        parts.calls.calls.append(answered(100.0, stale=True))
    assert parts.freshness == Freshness(datetime.fromtimestamp(100, UTC), stale=True)


async def test_each_lookup_has_a_record_of_its_own() -> None:
    async def lookup(place: float) -> Gathering:
        with gathering() as parts:
            await asyncio.sleep(0)
            parts.calls.calls.append(answered(place, stale=True))
            await asyncio.sleep(0)
        return parts

    first, second = await asyncio.gather(lookup(1.0), lookup(2.0))
    assert [call.received_at for call in first.calls.calls] == [1.0]
    assert [call.received_at for call in second.calls.calls] == [2.0]


async def test_a_failure_among_several_comes_out_as_itself() -> None:
    ended: list[str] = []

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    error = Unavailable("stats: 503")

    async def lookup() -> None:
        async with at_once() as group:
            group.create_task(wait())
            group.create_task(fail(error))

    with pytest.raises(Unavailable) as raised:
        await lookup()
    assert raised.value is error
    assert ended == ["cancelled"]


async def test_a_caller_that_gives_up_takes_its_work_along() -> None:
    ended = asyncio.Event()

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def lookup() -> None:
        async with at_once() as group:
            group.create_task(wait())

    task = asyncio.create_task(lookup())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()
