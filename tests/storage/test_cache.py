import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.halo.transport.store import CacheEntry, CacheStore, cache_key
from bot.storage.cache import CacheLimits, StoredResponses
from bot.storage.cache_database import CacheDatabase
from bot.storage.cache_tables import answers
from bot.storage.engine import Database
from tests.storage.refused import every_refusal
from tests.support.clock import FakeClock

DAY = 86_400.0
URL = "https://halostats.svc.halowaypoint.com/hi/players/xuid(1)/matches?count=25"
ENTRY = CacheEntry(
    key=cache_key("", "", URL),
    variant="",
    vary=(),
    status=200,
    headers=(("ETag", '"abc"'), ("Cache-Control", "max-age=30"), ("Cache-Control", "private")),
    body=b'{"Results": []}',
    requested_at=1_750_000_000.123456,
    received_at=1_750_000_000.654321,
)
Open = Callable[..., StoredResponses]


def entry(name: str, **changes: Any) -> CacheEntry:
    """An answer of another URL."""
    return replace(ENTRY, key=cache_key("", "", f"{URL}&start={name}"), **changes)


def keep(responses: StoredResponses, *entries: CacheEntry) -> None:
    for each in entries:
        responses.save(each.key, [each])


@pytest.fixture
async def open_responses(database_url: str, clock: FakeClock) -> AsyncIterator[Open]:
    """Opens the same database as often as a test likes, and closes all of it."""
    opened: list[StoredResponses] = []

    def make(**limits: Any) -> StoredResponses:
        made = StoredResponses(CacheDatabase(database_url), clock, replace(CacheLimits(), **limits))
        opened.append(made)
        return made

    yield make
    for each in opened:
        await each.close()


@pytest.fixture
async def responses(open_responses: Open) -> StoredResponses:
    made = open_responses()
    await made.start()
    return made


async def reopened(open_responses: Open) -> StoredResponses:
    """What another process finds, having nothing but the database."""
    made = open_responses()
    await made.start()
    return made


async def run(database_url: str, *statements: str) -> None:
    database = await Database.open(database_url)
    try:
        async with database.begin() as session:
            for statement in statements:
                await session.execute(text(statement))
    finally:
        await database.close()


async def test_it_is_a_cache_store_that_gives_back_everything(
    responses: StoredResponses, open_responses: Open
) -> None:
    as_the_sender_sees_it: CacheStore = responses
    assert await as_the_sender_sees_it.load(ENTRY.key) == []
    as_the_sender_sees_it.save(ENTRY.key, [ENTRY])
    await responses.flush()
    assert await as_the_sender_sees_it.load(ENTRY.key) == [ENTRY]
    assert await (await reopened(open_responses)).load(ENTRY.key) == [ENTRY]


async def test_what_waits_to_be_written_is_found_already(responses: StoredResponses) -> None:
    older = replace(ENTRY, variant="old", received_at=ENTRY.received_at - 9)
    responses.save(ENTRY.key, [older, ENTRY])
    assert await responses.load(ENTRY.key) == (ENTRY, older)
    responses.delete(URL)
    assert await responses.load(ENTRY.key) == ()
    await responses.flush()
    assert await responses.load(ENTRY.key) == []


async def test_saving_again_replaces_all_variants(responses: StoredResponses) -> None:
    english = replace(ENTRY, variant="en", vary=(("accept-language", "en"),))
    german = replace(english, variant="de", received_at=ENTRY.received_at + 1, body="ö".encode())
    responses.save(ENTRY.key, [english, german])
    await responses.flush()
    assert await responses.load(ENTRY.key) == [german, english]
    gone = replace(ENTRY, status=404, body=b"", headers=())
    responses.save(ENTRY.key, [gone])
    await responses.flush()
    assert await responses.load(ENTRY.key) == [gone]
    responses.save(ENTRY.key, [])
    await responses.flush()
    assert await responses.load(ENTRY.key) == []


async def test_deleting_a_url_takes_all_its_partitions_and_no_other(
    responses: StoredResponses,
) -> None:
    keys = [cache_key(*each, URL) for each in (("", ""), ("one", ""), ("", "de-DE"))]
    keep(responses, entry("other"), *(replace(ENTRY, key=key) for key in keys))
    await responses.flush()
    responses.delete(URL)
    again = replace(ENTRY, key=keys[1], body=b"[]")
    keep(responses, again)
    await responses.flush()
    assert [await responses.load(key) for key in keys] == [[], [again], []]
    assert len(await responses.load(entry("other").key)) == 1


async def test_urls_may_be_longer_than_an_index_takes(responses: StoredResponses) -> None:
    long = entry("x" * 9000, variant="accept=" + "y" * 9000)
    keep(responses, long)
    await responses.flush()
    assert await responses.load(long.key) == [long]


async def test_bodies_are_compressed(responses: StoredResponses, database_url: str) -> None:
    large = replace(ENTRY, body=b'{"Medals": [1, 2, 3]}' * 100_000)
    keep(responses, large)
    await responses.flush()
    database = await Database.open(database_url)
    async with database.session() as session:
        body = (await session.execute(answers.select())).one().body
    await database.close()
    assert len(body) < len(large.body) / 50
    assert await responses.load(large.key) == [large]


async def test_closing_loses_nothing(responses: StoredResponses, open_responses: Open) -> None:
    many = [entry(str(number), body=b"x" * 5000) for number in range(700)]
    keep(responses, *many)
    await responses.close()
    assert responses.counters.written == 700
    later = await reopened(open_responses)
    assert [await later.load(each.key) for each in many] == [[each] for each in many]


async def test_a_use_is_written_with_a_batch_and_counts(
    open_responses: Open, clock: FakeClock
) -> None:
    responses = open_responses(unused=7 * DAY)
    await responses.start()
    keep(responses, entry("read"), entry("unread"))
    await responses.flush()
    clock.advance(5 * DAY)
    responses.used(entry("read").key)
    clock.advance(5 * DAY)
    keep(responses, entry("new"))
    await responses.flush()
    await responses.clean()
    await responses.close()
    later = await reopened(open_responses)
    kept = [name for name in ("read", "unread", "new") if await later.load(entry(name).key)]
    assert kept == ["read", "new"]
    assert responses.counters.evicted == 1


@pytest.mark.parametrize("limits", [{"rows": 500}, {"bytes": 300_000}], ids=str)
async def test_the_least_recently_used_go_first(
    open_responses: Open, clock: FakeClock, limits: dict[str, int]
) -> None:
    responses = open_responses(**limits)
    await responses.start()
    for number in range(1000):
        clock.advance(1)
        keep(responses, entry(str(number), body=b""))
    await responses.flush()
    await responses.clean()
    await responses.close()
    later = await reopened(open_responses)
    found = [number for number in range(1000) if await later.load(entry(str(number)).key)]
    assert found == list(range(1000 - len(found), 1000))
    assert 0 < len(found) <= limits.get("rows", 999)


async def test_a_cancelled_caller_leaves_the_others_their_answer(
    responses: StoredResponses,
) -> None:
    keep(responses, ENTRY)
    await responses.flush()
    callers = [asyncio.create_task(responses.load(ENTRY.key)) for _ in range(3)]
    await asyncio.sleep(0)
    callers[0].cancel()
    assert await callers[1] == await callers[2] == [ENTRY]
    assert (callers[0].cancelled(), responses.faults) == (True, 0)


async def test_a_failing_database_costs_nothing_but_is_said_once(
    responses: StoredResponses, open_responses: Open, database_url: str, clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    await run(database_url, f"ALTER TABLE {answers.name} RENAME TO elsewhere")
    with caplog.at_level(logging.WARNING):
        for name in ("a", "b", "c"):
            keep(responses, entry(name))
            await responses.flush()
            assert await responses.load(entry("unknown").key) == ()
            clock.advance(11)
    assert len([each for each in caplog.records if each.levelno == logging.WARNING]) == 2
    assert (responses.faults, responses.counters.written) == (6, 0)
    assert await responses.load(entry("a").key) == (entry("a"),)
    await run(database_url, f"ALTER TABLE elsewhere RENAME TO {answers.name}")
    clock.advance(11)
    keep(responses, entry("d"))
    await responses.flush()
    later = await reopened(open_responses)
    assert [await later.load(entry(name).key) for name in "abcd"] == [
        [entry(name)] for name in "abcd"
    ]


async def test_the_queue_is_bounded_while_the_database_fails(
    open_responses: Open, database_url: str
) -> None:
    responses = open_responses(queued=20_000)
    await responses.start()
    await run(database_url, f"ALTER TABLE {answers.name} RENAME TO elsewhere")
    for number in range(100):
        keep(responses, entry(str(number), body=b"x" * 1000))
    assert responses.queued <= 20_000
    assert responses.counters.dropped == 90
    assert await responses.load(entry("99").key)


async def test_a_newer_program_begins_with_empty_tables(
    open_responses: Open, database_url: str
) -> None:
    await run(database_url, "CREATE TABLE http_cache_answers_0 (id TEXT)")
    responses = await reopened(open_responses)
    keep(responses, ENTRY)
    await responses.flush()
    assert responses.faults == 0
    with pytest.raises(Exception, match="http_cache_answers_0"):
        await run(database_url, "SELECT * FROM http_cache_answers_0")


async def test_processes_may_open_it_at_once(database_url: str) -> None:
    databases = [CacheDatabase(database_url) for _ in range(4)]
    await asyncio.gather(*(each.open() for each in databases))
    for each in databases:
        await each.close()


async def test_figures_add_up_over_restarts(open_responses: Open, database_url: str) -> None:
    for _ in range(2):
        responses = open_responses()
        await responses.start(lambda: {"hits": 3, "misses": 0})
        await responses.close()
    database = CacheDatabase(database_url)
    assert (await database.stats()).figures == {"hits": 6}
    await database.close()


async def test_another_writer_makes_the_writer_wait_but_no_reader(
    sqlite_url: str, clock: FakeClock
) -> None:
    responses = StoredResponses(CacheDatabase(sqlite_url), clock)
    await responses.start()
    keep(responses, entry("old"))
    await responses.flush()
    other = await Database.open(sqlite_url)
    async with other.begin() as session:
        await session.execute(text(f"DELETE FROM {answers.name} WHERE size < 0"))
        keep(responses, entry("new"))
        assert await responses.load(entry("old").key) == [entry("old")]
        assert await responses.load(entry("new").key) == (entry("new"),)
    await responses.flush()
    assert (responses.counters.written, responses.faults) == (2, 0)
    await other.close()
    await responses.close()


def garbled(file: Path, start: int) -> None:
    data = file.read_bytes()
    file.write_bytes(data[:start] + b"\xff" * (len(data) - start))


@pytest.mark.parametrize("start", [0, 4096], ids=["from the first byte", "all but the schema"])
async def test_a_corrupt_file_is_set_aside_and_begun_anew(
    sqlite_url: str, clock: FakeClock, tmp_path: Path, start: int, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "bot.db"
    first = StoredResponses(CacheDatabase(sqlite_url), clock)
    await first.start()
    keep(first, *(entry(str(number)) for number in range(200)))
    await first.close()
    garbled(file, start)
    broken = file.read_bytes()
    responses = StoredResponses(CacheDatabase(sqlite_url), clock)
    await responses.start()
    assert await responses.load(entry("7").key) in ([], ())
    keep(responses, ENTRY)
    await responses.flush()
    await responses.flush()
    assert await responses.load(ENTRY.key) == [ENTRY]
    await responses.close()
    assert (tmp_path / "bot.db.corrupt").read_bytes() == broken
    assert sum("set aside" in each.message for each in caplog.records) == 1


@every_refusal
async def test_an_answer_that_the_database_cannot_store_holds_up_no_other(
    responses: StoredResponses, open_responses: Open, bad: str, caplog: pytest.LogCaptureFixture
) -> None:
    good = [entry(str(number)) for number in range(9)]
    keep(responses, *good[:4], entry("odd", variant=bad), *good[4:])
    responses.delete(URL)
    await responses.flush()
    again = await reopened(open_responses)
    assert [await again.load(each.key) for each in good] == [[each] for each in good]
    assert (responses.queued, responses.counters.written) == (0, 9)
    assert caplog.text.count("cannot store") == 1
    assert "going on without" not in caplog.text


@every_refusal
async def test_a_key_that_the_database_cannot_hold_is_no_outage(
    responses: StoredResponses, bad: str
) -> None:
    keep(responses, ENTRY)
    await responses.flush()
    assert await responses.load(f"{ENTRY.key}{bad}") == ()
    assert await responses.load(ENTRY.key) == [ENTRY]


async def test_an_answer_from_a_clock_that_was_ahead_is_not_served(
    responses: StoredResponses, open_responses: Open, clock: FakeClock
) -> None:
    now = clock.now()
    keep(responses, entry("now", received_at=now), entry("ahead", received_at=now + DAY))
    await responses.flush()
    again = await reopened(open_responses)
    assert await again.load(entry("now").key) == [entry("now", received_at=now)]
    assert await again.load(entry("ahead").key) == []
