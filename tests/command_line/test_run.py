"""Starting the bot on Discord, in this process: what keeps it from coming up has a name."""

import asyncio
import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.command_line.run import PAUSES, keep_running, run_bot
from bot.config import Settings
from bot.discord_app.bot import FIRST_TRIES
from bot.discord_app.errors import DiscordRefused, DiscordUnreachable
from bot.errors import PortTaken
from bot.storage.errors import MigrationNeeded, StorageError
from bot.telemetry.logs import configure_logs
from tests.support.clock import FakeClock
from tests.support.gateway import GATEWAY, TOKEN, LoopbackDiscord
from tests.support.gateway_faults import AWAY, MINUTES, Refusal
from tests.support.waiting import until


@pytest.fixture
def worker_settings(settings: Settings, loopback: LoopbackDiscord) -> Settings:
    return settings.model_copy(
        update={"discord_token": SecretStr(TOKEN), "discord_base_url": loopback.base_url}
    )


async def test_a_wrong_token_is_refused(worker_settings: Settings) -> None:
    wrong = worker_settings.model_copy(update={"discord_token": SecretStr("wrong-token")})
    with pytest.raises(DiscordRefused) as refused:
        await run_bot(wrong)
    assert "DISCORD_TOKEN" in refused.value.hint
    assert "wrong-token" not in str(refused.value)


async def test_a_discord_that_is_not_there_is_unreachable(worker_settings: Settings) -> None:
    nowhere = worker_settings.model_copy(update={"discord_base_url": "http://127.0.0.1:1"})
    with pytest.raises(DiscordUnreachable):
        await run_bot(nowhere)


@pytest.mark.parametrize(
    ("code", "way_out"),
    [
        (4004, "DISCORD_TOKEN"),
        (4010, "SHARD_IDS"),
        (4011, "SHARD_COUNT"),
        (4012, "newest version"),
        (4013, "newest version"),
        (4014, "newest version"),
    ],
)
async def test_a_gateway_that_refuses_the_bot_is_named_with_a_way_out(
    worker_settings: Settings, loopback: LoopbackDiscord, code: int, way_out: str
) -> None:
    loopback.close_code = code
    with pytest.raises(DiscordRefused) as refused:
        await run_bot(worker_settings)
    assert f"connection with {code}." in refused.value.hint
    assert way_out in refused.value.hint


async def test_a_login_that_is_refused_for_minutes_passes(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    loopback.refusals["GET /users/@me"] = MINUTES
    with pytest.raises(DiscordUnreachable) as unreachable:
        await run_bot(worker_settings)
    assert unreachable.value.retry_after == 300.0


async def test_a_login_that_is_refused_otherwise_is_named_in_discords_words(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    loopback.refusals["GET /oauth2/applications/@me"] = Refusal(403, 50001, "Missing Access")
    with pytest.raises(DiscordRefused) as refused:
        await run_bot(worker_settings)
    assert "Missing Access" in refused.value.hint


async def test_a_database_that_is_too_old_comes_first(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    with pytest.raises(MigrationNeeded):
        await run_bot(worker_settings.model_copy(update={"database_url": "sqlite://"}))
    assert loopback.calls == []


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Discord.py does not wait between two tries to connect."""
    sleep = asyncio.sleep
    monkeypatch.setattr("discord.shard.asyncio.sleep", lambda _seconds: sleep(0))


@pytest.mark.usefixtures("at_once")
async def test_a_gateway_that_is_down_at_the_start_is_unreachable(
    worker_settings: Settings, loopback: LoopbackDiscord, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs("INFO", "json")
    loopback.refusals |= dict.fromkeys(GATEWAY, 503)
    with pytest.raises(DiscordUnreachable):
        await run_bot(worker_settings)
    # One line a try, with the cause, and no traceback through discord.py and aiohttp.
    written = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    lines = [line for line in written if line["logger"].startswith("discord")]
    assert len(lines) == FIRST_TRIES
    for line in lines:
        assert (line["level"], "exception" in line) == ("warning", False)
        assert line["event"].startswith(
            "Failed to connect for shard_id: 0. Retrying: WSServerHandshakeError: 503"
        )


@pytest.mark.usefixtures("at_once")
async def test_a_gateway_that_comes_up_late_is_waited_for(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    loopback.refusals |= dict.fromkeys(GATEWAY, 503)
    worker = asyncio.create_task(run_bot(worker_settings))
    await until(lambda: any(call in GATEWAY for call in loopback.calls))
    loopback.take_calls()
    await until(lambda: loopback.connected.is_set() or worker.done())
    worker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await worker


async def test_a_taken_port_for_the_metrics_is_named(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken):
            await run_bot(worker_settings.model_copy(update={"metrics_port": port}))
    assert loopback.calls == []


async def test_the_last_session_starts_of_the_day_are_not_used_up(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    loopback.starts_left = 1
    loopback.recommended = 2
    with pytest.raises(DiscordUnreachable) as unreachable:
        await run_bot(worker_settings.model_copy(update={"shard_count": None}))
    assert unreachable.value.retry_after == 3_600.0
    assert loopback.identified == []


async def test_what_is_no_event_at_all_ends_the_connection_and_has_a_name(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    worker = asyncio.create_task(run_bot(worker_settings))
    await until(lambda: loopback.connected.is_set() or worker.done())
    await loopback.shards[0].send_str("what people write")
    with pytest.raises(DiscordUnreachable) as unreachable:
        await worker
    assert "nonsense: JSONDecodeError" in str(unreachable.value)
    assert "people" not in str(unreachable.value)


class Comings(FakeClock):
    """A clock on which something comes back once the program has slept so many times."""

    def __init__(self, after: int, comes_back: Callable[[], object]) -> None:
        super().__init__()
        self._after = after
        self._comes_back = comes_back

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        if len(self.slept) == self._after:
            self._comes_back()


async def test_a_discord_that_is_away_is_waited_for(
    worker_settings: Settings, loopback: LoopbackDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    loopback.refusals["GET /users/@me"] = AWAY
    clock = Comings(3, lambda: loopback.refusals.clear())
    worker = asyncio.create_task(keep_running(worker_settings, clock))
    await until(lambda: loopback.connected.is_set() or worker.done())
    worker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await worker
    assert clock.slept == list(PAUSES[:3])
    lines = [each for each in caplog.messages if "Next try" in each]
    assert len(lines) == 3
    assert "Discord cannot be reached" in lines[0]
    assert "Service Unavailable" in lines[0]


async def test_so_is_a_database(
    worker_settings: Settings, loopback: LoopbackDiscord, tmp_path: Path
) -> None:
    path = tmp_path / "test.db"
    # SQLite can open no folder.
    path.rename(tmp_path / "away.db")
    path.mkdir()

    def comes_back() -> None:
        path.rmdir()
        (tmp_path / "away.db").rename(path)

    clock = Comings(2, comes_back)
    worker = asyncio.create_task(keep_running(worker_settings, clock))
    await until(lambda: loopback.connected.is_set() or worker.done())
    worker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await worker
    assert clock.slept == list(PAUSES[:2])


async def test_what_stays_away_is_left_to_whatever_starts_the_bot(
    worker_settings: Settings, loopback: LoopbackDiscord, clock: FakeClock
) -> None:
    loopback.refusals["GET /users/@me"] = AWAY
    with pytest.raises(DiscordUnreachable):
        await keep_running(worker_settings, clock)
    assert clock.slept == list(PAUSES)
    assert loopback.calls.count("GET /users/@me") == len(PAUSES) + 1


async def test_discords_own_time_is_waited_for(
    worker_settings: Settings, loopback: LoopbackDiscord, clock: FakeClock
) -> None:
    loopback.refusals["GET /users/@me"] = MINUTES
    with pytest.raises(DiscordUnreachable):
        await keep_running(worker_settings, clock)
    assert set(clock.slept) == {300.0}


@pytest.mark.parametrize("wrong", [
    {"discord_token": SecretStr("wrong-token")}, {"database_url": "sqlite://"},
    {"database_url": "mysql://x"},
])  # fmt: skip
async def test_what_is_final_is_not_waited_for(
    worker_settings: Settings, clock: FakeClock, wrong: dict[str, object]
) -> None:
    with pytest.raises((DiscordRefused, StorageError)):
        await keep_running(worker_settings.model_copy(update=wrong), clock)
    assert clock.slept == []


async def test_whoever_waits_can_be_stopped(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    loopback.refusals["GET /users/@me"] = AWAY
    clock = Comings(1, lambda: worker.cancel())
    worker = asyncio.create_task(keep_running(worker_settings, clock))
    with pytest.raises(asyncio.CancelledError):
        await worker
    assert len(clock.slept) == 1
