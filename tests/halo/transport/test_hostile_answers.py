"""Answers that are made to hurt: bounded memory, and an error with a name."""

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.halo.errors import HaloError, InvalidAnswer, Unavailable
from bot.halo.models.stats import MatchHistory, MatchStats
from bot.halo.transport.base import Response, headers_of
from bot.halo.transport.wire import Wire
from tests.support.things import Thing, ask
from tests.support.upstream import Upstream, answer

MEGABYTE = 1024 * 1024
GZIP, ZLIB, RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


def bomb(wbits: int, megabytes: int = 300) -> bytes:
    packer = zlib.compressobj(9, wbits=wbits)
    blanks = b" " * MEGABYTE
    return b"".join([*(packer.compress(blanks) for _ in range(megabytes)), packer.flush()])


@pytest.fixture
def peak() -> Iterator[None]:
    """The test holds no more than a few megabytes at any time."""
    tracemalloc.start()
    yield
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 * MEGABYTE


@pytest.mark.usefixtures("peak")
@pytest.mark.parametrize(
    ("encoding", "wbits"), [("gzip", GZIP), ("deflate", ZLIB), ("deflate", RAW)]
)
async def test_a_bomb_is_refused_while_it_is_unpacked(
    wire: Wire, upstream: Upstream, encoding: str, wbits: int
) -> None:
    upstream.script(answer(bomb(wbits), headers={"Content-Encoding": encoding}))
    with pytest.raises(InvalidAnswer, match="more than 1048576 bytes"):
        await wire.send(ask(max_body=MEGABYTE))
    assert "br" not in upstream.seen[0].headers["Accept-Encoding"]


async def test_a_bomb_in_a_bomb_is_unpacked_once_and_no_answer(
    wire: Wire, upstream: Upstream
) -> None:
    twice = gzip.compress(bomb(GZIP))
    upstream.script(answer(twice, headers={"Content-Encoding": "gzip, gzip"}))
    response = await wire.send(ask())
    assert len(response.body) <= len(twice)
    with pytest.raises(InvalidAnswer):
        response.parse(Thing)


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "nonsense"])
async def test_what_was_not_asked_for_is_not_unpacked(
    wire: Wire, upstream: Upstream, encoding: str
) -> None:
    upstream.script(answer(b"\x28\xb5\x2f\xfd" * 9, headers={"Content-Encoding": encoding}))
    with pytest.raises(HaloError):
        (await wire.send(ask())).parse(Thing)


@pytest.mark.parametrize(
    "headers",
    [{"X-Long": "x" * 70_000}, {f"X-{number}": "x" * 1_000 for number in range(300)}],
    ids=["one that is too long", "too many"],
)
async def test_headers_that_are_too_large(
    wire: Wire, upstream: Upstream, headers: dict[str, str]
) -> None:
    upstream.script(answer(headers=headers))
    with pytest.raises(Unavailable) as caught:
        await wire.send(ask())
    assert "x" * 100 not in str(caught.value)


HOSTILE = (
    b"", b"\xff\xfe", b"null", b"[]", b"{}", b'"', b"\x00" * 1_000,
    b"[" * 100_000, b'{"a":' * 100_000, b"[" * 200 + b"]" * 200,
    b"9" * 100_000, b'{"Results": [' + b"9" * 5_000 + b"]}", b'{"Start": 1e999999}',
    b'{"Results": "\xed\xa0\x80"}', b'{"MatchId": "' + b"x" * MEGABYTE + b'"}',
)  # fmt: skip


@given(st.sampled_from(HOSTILE) | st.binary())
@pytest.mark.parametrize("model", [MatchHistory, MatchStats, Thing])
def test_any_bytes_are_an_answer_or_an_error_with_a_name(model: Any, body: bytes) -> None:
    response, said = Response(200, headers_of(), body, 0.0), ""
    try:
        response.parse(model, "thing")
    except InvalidAnswer as error:
        said = str(error)
    assert len(said) < 500
