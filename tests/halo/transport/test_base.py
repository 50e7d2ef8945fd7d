from dataclasses import replace

import pytest
from pydantic import BaseModel

from bot.halo.endpoints import Endpoint
from bot.halo.errors import InvalidAnswer
from bot.halo.transport.base import Request, Response, headers_of


class Thing(BaseModel):
    name: str


THING = Endpoint("thing", "example.org", "/things/{name}", headers=(("x-version", "1"),))


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("plain", "plain"),
        ("xuid(12)", "xuid(12)"),
        ("a b/c?d#e%", "a%20b%2Fc%3Fd%23e%25"),
        ("名", "%E5%90%8D"),
    ],
)
def test_paths_are_quoted(name: str, quoted: str) -> None:
    assert Request.to(THING, name=name).url == f"https://example.org/things/{quoted}"


def test_query_keys_may_repeat() -> None:
    query = [("players", "xuid(1)"), ("players", "xuid(2)"), ("season", "a b")]
    url = Request.to(THING, name="x", query=query).url
    assert url.endswith("/x?players=xuid(1)&players=xuid(2)&season=a+b")


def test_headers_of_the_call_win_over_those_of_the_endpoint() -> None:
    headers = Request.to(THING, name="x", headers={"X-Version": "2"}).headers
    assert dict(headers) == {"accept": "application/json", "X-Version": "2"}


def test_an_answer_is_parsed_once_for_all_its_copies() -> None:
    response = Response(200, headers_of(), b'{"name": "a"}', 0.0)
    assert replace(response, stale=True).parse(Thing) is response.parse(Thing)


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"name": "secr', b"[]", b'{"name": {}}'])
def test_what_is_no_answer_is_named_without_its_content(body: bytes) -> None:
    response = Response(200, headers_of(), body, 0.0)
    with pytest.raises(InvalidAnswer, match=r"^thing: ") as caught:
        response.parse(Thing, "thing")
    assert caught.value.endpoint == "thing"
    assert "secr" not in str(caught.value)
