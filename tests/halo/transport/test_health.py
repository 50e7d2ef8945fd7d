import pytest

from bot.halo.transport.health import Health, HostHealth
from bot.halo.transport.observe import Call
from tests.support.clock import FakeClock

HOST = "stats.test"


@pytest.fixture
def health(clock: FakeClock) -> Health:
    return Health(clock)


def answered(seconds: float = 0.2) -> Call:
    return Call("thing", 200, seconds, host=HOST)


FAILURES = [
    Call("thing", 0, 1.0, error="Unavailable", host=HOST),
    Call("thing", 503, 1.0, host=HOST),
    Call("thing", 200, 1.0, cached=True, stale=True, host=HOST),
]


def test_nobody_is_known_at_first(health: Health) -> None:
    assert health.hosts() == ()


def test_answers_are_timed(health: Health, clock: FakeClock) -> None:
    for seconds in (0.1, 0.3, 9.0):
        health.called(answered(seconds))
    assert health.hosts() == (HostHealth(HOST, clock.now(), None, 0.3),)
    assert not health.hosts()[0].failing


def test_what_the_cache_answers_tells_nothing(health: Health) -> None:
    health.called(Call("thing", 200, 0.0, cached=True, host=HOST))
    assert health.hosts() == ()


@pytest.mark.parametrize(
    "call",
    [
        Call("thing", 0, 0.0, error="QueueTooLong", host=HOST, not_asked=True),
        Call("thing", 200, 9.0, cached=True, stale=True, host=HOST, not_asked=True),
    ],
)
def test_what_did_not_get_as_far_as_the_service_tells_nothing(health: Health, call: Call) -> None:
    health.called(call)
    assert health.hosts() == ()


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("pause", [0.0, 1.0])
def test_the_last_call_counts(
    health: Health, clock: FakeClock, failure: Call, pause: float
) -> None:
    health.called(answered())
    clock.advance(pause)
    health.called(failure)
    assert health.hosts()[0].failing
    clock.advance(pause)
    health.called(answered())
    assert not health.hosts()[0].failing


def test_a_missing_thing_is_an_answer(health: Health) -> None:
    health.called(Call("thing", 404, 0.1, host=HOST))
    assert not health.hosts()[0].failing


def test_each_host_by_itself(health: Health) -> None:
    health.called(FAILURES[0])
    health.called(Call("other", 200, 0.1, host="a.test"))
    assert [(each.host, each.failing) for each in health.hosts()] == [
        ("a.test", False), (HOST, True),
    ]  # fmt: skip
