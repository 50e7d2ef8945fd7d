"""Unexpected faults on their way to Sentry, up to a transport that keeps them."""

import json
import logging
from collections.abc import Iterator

import pytest

from bot.config import SettingsWrong
from bot.telemetry.redaction import Redaction
from bot.telemetry.sentry import start_sentry, stop_sentry

pytest.importorskip("sentry_sdk", reason="the extra named sentry is not installed")
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

DSN = "https://public@sentry.example/1"
KNOWN = "a-known-secret"
log = logging.getLogger("bot.anything")


class KeptEvents(Transport):
    """Keeps what would be sent."""

    def __init__(self) -> None:
        super().__init__({"dsn": DSN})
        self.sent: list[str] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent += [json.dumps(item.payload.json) for item in envelope.items]


@pytest.fixture
def transport() -> Iterator[KeptEvents]:
    transport = KeptEvents()
    start_sentry(DSN, Redaction([KNOWN]), transport)
    yield transport
    stop_sentry()


def fail(secret: str) -> None:
    try:
        raise LookupError(f"with {secret}")
    except LookupError:
        log.exception("failed for %s", secret)


def test_an_unexpected_fault_arrives_with_its_traceback(transport: KeptEvents) -> None:
    fail("nothing")
    (event,) = map(json.loads, transport.sent)
    (raised,) = event["exception"]["values"]
    assert raised["type"] == "LookupError"
    assert raised["stacktrace"]["frames"][-1]["function"] == "fail"


def test_secrets_are_taken_out_of_everything(transport: KeptEvents) -> None:
    log.warning("a crumb with %s", KNOWN)
    log.warning("headers %r", {"Authorization": f"Bearer {'x' * 30}"})
    fail(KNOWN)
    (event,) = transport.sent
    assert "a crumb with [secret]" in event
    assert "with [secret]" in event
    assert KNOWN not in event
    assert "xxxxx" not in event


def test_neither_variables_nor_the_machine_are_told(transport: KeptEvents) -> None:
    fail("x")
    (event,) = map(json.loads, transport.sent)
    frames = event["exception"]["values"][0]["stacktrace"]["frames"]
    assert not any("vars" in frame for frame in frames)
    assert not event.get("server_name")


def test_what_is_no_error_is_not_sent(transport: KeptEvents) -> None:
    log.warning("this passes")
    assert transport.sent == []


def test_a_wrong_dsn_is_a_wrong_setting() -> None:
    with pytest.raises(SettingsWrong) as wrong:
        start_sentry("not a dsn", Redaction([]))
    assert "SENTRY_DSN" in wrong.value.hint
