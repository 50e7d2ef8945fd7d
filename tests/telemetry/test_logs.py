"""What the host's log says, and what it must not say."""

import json
import logging
from collections.abc import Callable, Iterator

import aiohttp
import pytest
import structlog
from discord.gateway import ReconnectWebSocket

from bot.telemetry.logs import Redaction, configure_logs

KNOWN = "MTA1.discord-bot-token"
SPARTAN = "v4=eyJhbGciOiJIUzI1NiJ9.c29tZXRoaW5n/secret+=="
JWT = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
XBL = "XBL3.0 x=1234567890123456789;eyJlbmMiOiJBMTI4Q0JDK0hTMjU2.more"
SECRETS = (KNOWN, SPARTAN, JWT, XBL)
FORMS = ("console", "json")

log = logging.getLogger("bot.anything")
Written = Callable[[], str]


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """The loggers as they were before."""
    names = ("", "discord", "discord.client", "aiosqlite", "bot.anything")
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    handlers = loggers[0].handlers
    yield
    loggers[0].handlers = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Written:
    """What has been written to standard error since the last time; nothing goes elsewhere."""

    def read() -> str:
        output = capsys.readouterr()
        assert output.out == ""
        return output.err

    return read


def line(written: Written) -> dict[str, object]:
    """The one line of JSON that was written."""
    (only,) = written().splitlines()
    found: dict[str, object] = json.loads(only)
    return found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_taken_out_of_the_message(written: Written, form: str, secret: str) -> None:
    configure_logs("INFO", form, [KNOWN])
    log.info(f"before {secret} after")  # noqa: G004 - as a library might
    told = written()
    assert "before [secret] after" in told
    assert secret not in told


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_taken_out_of_the_arguments(written: Written, form: str, secret: str) -> None:
    configure_logs("INFO", form, [KNOWN])
    log.info("sent %s and %r with %s", secret, {"headers": [secret]}, ValueError(secret))
    told = written()
    assert told.count("[secret]") == 3
    assert secret not in told


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_taken_out_of_a_traceback(written: Written, form: str, secret: str) -> None:
    configure_logs("INFO", form, [KNOWN])
    try:
        try:
            raise KeyError(secret)
        except KeyError as error:
            raise RuntimeError(f"with {secret}") from error
    except RuntimeError:
        log.exception("it failed")
    told = written()
    assert "RuntimeError: with [secret]" in told
    assert "KeyError: '[secret]" in told
    assert "Traceback" in told
    assert secret not in told


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_is_taken_out_of_a_stack(written: Written, form: str) -> None:
    configure_logs("INFO", form, [KNOWN])
    log.info("here", stack_info=True)  # MTA1.discord-bot-token is in the source of this line.
    told = written()
    assert "[secret] is in the source" in told
    assert KNOWN not in told


def test_a_secret_is_taken_out_of_bound_context(written: Written) -> None:
    configure_logs("INFO", "json", [KNOWN])
    with structlog.contextvars.bound_contextvars(header=XBL, attempt=2):
        log.info("asked")
    entry = line(written)
    assert (entry["header"], entry["attempt"]) == ("[secret]", 2)


def test_the_longest_of_overlapping_secrets_goes_whole() -> None:
    redaction = Redaction(["secret-one", "secret-one-and-more"])
    assert redaction.clean("a secret-one-and-more b secret-one") == "a [secret] b [secret]"


def test_secrets_are_taken_literally_and_short_ones_left() -> None:
    redaction = Redaction(["a.c+e*g", "x", ""])
    assert redaction.clean("a.c+e*g abcceeg x") == "[secret] abcceeg x"


@pytest.mark.parametrize(
    "harmless",
    ["v4=short", "eye", "XBL3.0", "match_stats: 503", "b4be1c44-5782-42b3-8cf8-0d76dd87230c"],
)
def test_what_is_no_secret_stays(harmless: str) -> None:
    assert Redaction([KNOWN]).clean(harmless) == harmless


def test_a_line_of_json_says_when_who_and_how_grave(written: Written) -> None:
    configure_logs("INFO", "json")
    log.warning("no new clearance: %s", 503)
    entry = line(written)
    assert entry["event"] == "no new clearance: 503"
    assert (entry["level"], entry["logger"]) == ("warning", "bot.anything")
    assert str(entry["timestamp"]).endswith("Z")


def test_a_traceback_is_one_line_of_json(written: Written) -> None:
    configure_logs("INFO", "json")
    try:
        raise ValueError("on\ntwo lines")
    except ValueError:
        log.exception("it failed")
    entry = line(written)
    assert (entry["event"], entry["level"]) == ("it failed", "error")
    assert "ValueError: on\ntwo lines" in str(entry["exception"])


def test_the_console_is_for_people(written: Written) -> None:
    configure_logs("INFO", "console")
    log.info("it is %s", "up")
    told = written()
    for part in ("info", "it is up", "bot.anything"):
        assert part in told
    assert "\x1b" not in told


@pytest.mark.parametrize(
    ("level", "shown"),
    [("DEBUG", 4), ("INFO", 3), ("warning", 2), ("ERROR", 1), ("nonsense", 3)],
)
def test_the_level_decides_what_is_written(written: Written, level: str, shown: int) -> None:
    configure_logs(level, "json")
    for severity in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        log.log(severity, "x")
    assert len(written().splitlines()) == shown


def test_a_second_configuration_replaces_the_first(written: Written) -> None:
    configure_logs("INFO", "console")
    configure_logs("INFO", "json")
    log.info("once")
    assert line(written)["event"] == "once"


def test_noisy_libraries_are_kept_quiet(written: Written) -> None:
    configure_logs("DEBUG", "json")
    logging.getLogger("discord.gateway").info("heartbeat")
    logging.getLogger("discord.client").warning("PyNaCl is not installed")
    logging.getLogger("aiosqlite").debug("executing INSERT ... values")
    assert written() == ""
    logging.getLogger("discord.gateway").warning("reconnecting")
    assert line(written)["event"] == "reconnecting"


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (ConnectionRefusedError(111, "refused"), "ConnectionRefusedError: [Errno 111] refused"),
        (TimeoutError(), "TimeoutError"),
        (ReconnectWebSocket(0), "the gateway hung up"),
        (aiohttp.ServerDisconnectedError(), "ServerDisconnectedError: Server disconnected"),
    ],
)
def test_a_lost_connection_is_one_line_with_its_cause(
    written: Written, error: Exception, why: str
) -> None:
    configure_logs("INFO", "json")
    text = "Attempting a reconnect for shard ID %s in %.2fs"
    logging.getLogger("discord.shard").error(text, 0, 1.5, exc_info=error)
    told = line(written)
    said = f"Attempting a reconnect for shard ID 0 in 1.50s: {why}"
    assert str(told["event"]).startswith(said)
    assert (told["level"], "exception" in told) == ("warning", False)


def test_a_bug_in_a_connection_keeps_its_traceback(written: Written) -> None:
    configure_logs("INFO", "json")
    text = "Failed to connect for shard_id: %s. Retrying..."
    logging.getLogger("discord.shard").error(text, 0, exc_info=KeyError("d"))
    told = line(written)
    assert (told["event"], told["level"]) == (text.replace("%s", "0"), "error")
    assert "KeyError: 'd'" in str(told["exception"])


@pytest.mark.parametrize("control", ["\n", "\r", "\x1b[2J", "\x9b", "\u2028", "\u202e"])
def test_what_comes_from_outside_forges_no_line(written: Written, control: str) -> None:
    configure_logs("INFO", "console")
    log.info("no kept id: %s", f"a{control}2026-01-01 [info] all is well")
    (line,) = written().splitlines()
    assert control not in line
    assert control.encode("unicode_escape").decode() in line


def test_a_traceback_keeps_its_lines(written: Written) -> None:
    configure_logs("INFO", "console")
    try:
        raise ValueError("gone")
    except ValueError:
        log.exception("failed")
    assert len(written().splitlines()) > 3
