import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.halo.auth.pasted import known_end, read
from bot.halo.errors import SignInNotFinished

HEADER = "x-343-authorization-spartan"


def web_token(claims: object) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()) for part in ({}, claims))
    return ".".join([*(part.rstrip(b"=").decode() for part in parts), "signature"])


@pytest.mark.parametrize(
    "pasted",
    ["v4=abc", " v4=abc \n", '"v4=abc"', f"{HEADER}: v4=abc", "X-343-Authorization-Spartan:v4=abc"],
)
def test_what_people_copy(pasted: str) -> None:
    assert read(pasted, HEADER) == "v4=abc"


def test_nothing() -> None:
    assert read(" \n", HEADER) == ""


@pytest.mark.parametrize("pasted", ["v4=a b", "v4=ä", "343-clearance: two words", "a\tb", "a\x00b"])
def test_what_is_no_token(pasted: str) -> None:
    with pytest.raises(SignInNotFinished) as caught:
        read(pasted, HEADER)
    assert HEADER in caught.value.hint
    assert pasted not in str(caught.value)


@pytest.mark.parametrize(
    ("token", "end"),
    [
        (f"v4={web_token({'exp': 1770000000})}", 1770000000.0),
        (web_token({"exp": 1770000000.5}), 1770000000.5),
        (web_token({"exp": True}), None),
        (web_token({"exp": 10**400}), None),
        (web_token({"exp": float("nan")}), None),
        (web_token({"exp": -1}), None),
        (web_token({"exp": "soon"}), None),
        (web_token([1770000000]), None),
        ("v4=five.parts.of.an.encrypted", None),
        ("v4=abc", None),
        ("v4=a.%%.c", None),
    ],
)
def test_the_end_is_known_only_where_the_token_tells_it(token: str, end: float | None) -> None:
    assert known_end(token) == end


@given(st.text())
def test_no_token_is_too_odd_to_look_at(token: str) -> None:
    known_end(token)
    known_end(f"v4=a.{token}.c")
