"""What must not leave the process, however it is dressed."""

import pytest
from pydantic import SecretStr

from bot.telemetry.redaction import HIDDEN, Redaction

KNOWN = "a-known-secret"
LOOKS_SECRET = [
    "v4=eyJhbGciOiJIUzI1NiJ9.c29tZXRoaW5n/secret+==",
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.c2ln",
    "XBL3.0 x=1234567890123456789;eyJlbmMiOiJBMTI4Q0JDK0hTMjU2.more",
    "M.C507_BAY.0.U.-Cq1!aBcDeFgHiJkLmNoPqRsTuVwXyZ*",
    "MTA1NjI0NjE1ODQ0NTY3MDQx.GxYzAb.c2VjcmV0LXBhcnQtb2YtYS1ib3QtdG9rZW4",
    "Bearer EwAoA8l6BAAUO9chh8cJscQLmU+LSWpbnr0vmwwA",
    "Bot c29tZXRoaW5nLXZlcnktc2VjcmV0",
    "refresh_token=abc",
    'client_secret": "abc',
]


@pytest.mark.parametrize("secret", LOOKS_SECRET)
def test_what_looks_like_a_secret_is_taken_out(secret: str) -> None:
    assert Redaction([]).clean(f"before {secret} after").startswith(f"before {HIDDEN}")
    assert secret not in Redaction([]).clean(f"before {secret} after")


def test_a_url_keeps_its_host_and_loses_its_password() -> None:
    cleaned = Redaction([]).clean("postgresql+asyncpg://somebody:hunter2@host:5432/db")
    assert cleaned == f"postgresql+asyncpg://{HIDDEN}@host:5432/db"


def test_the_token_of_an_interaction_is_taken_out_of_its_url() -> None:
    cleaned = Redaction([]).clean(
        "https://discord.com/api/v10/webhooks/123/aW50ZXJhY3Rpb24tdG9rZW4"
    )
    assert cleaned == f"https://discord.com/api/v10{HIDDEN}"


@pytest.mark.parametrize(
    "harmless",
    [
        "playlist_csr: 503", "b4be1c44-5782-42b3-8cf8-0d76dd87230c", "Bot halo", "bearer of news",
        "http://127.0.0.1:9117/metrics", "sqlite:///halo-stats.db", "12:30@noon", "v4=short",
    ],
)  # fmt: skip
def test_what_is_no_secret_stays(harmless: str) -> None:
    assert Redaction([KNOWN]).clean(harmless) == harmless


def test_secrets_are_found_at_any_depth_by_value_and_by_type() -> None:
    event = {
        "event": KNOWN,
        KNOWN: 1,
        "deep": [{"a": (KNOWN, SecretStr("x"))}, {KNOWN}, ValueError(KNOWN), KNOWN.encode()],
        "typed": SecretStr("short"),
        "numbers": [1, 2.5, True, None],
    }
    cleaned = Redaction([KNOWN])(None, "info", event)
    assert KNOWN not in repr(cleaned)
    assert cleaned["event"] == HIDDEN
    assert cleaned["typed"] == HIDDEN
    assert cleaned["deep"][0] == {"a": [HIDDEN, HIDDEN]}
    assert cleaned["numbers"] == [1, 2.5, True, None]
