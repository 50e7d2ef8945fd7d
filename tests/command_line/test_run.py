"""Starting the bot on Discord, in this process: what keeps it from coming up has a name."""

import asyncio
import socket

import pytest
from pydantic import SecretStr

from bot.command_line.run import run_bot
from bot.config import Settings
from bot.discord_app.errors import DiscordRefused, DiscordUnreachable
from bot.errors import PortTaken
from bot.storage.errors import MigrationNeeded
from tests.support.gateway import TOKEN, LoopbackDiscord


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


async def test_commands_that_may_not_be_published_are_a_refusal(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    loopback.refusals["PUT /applications/1/commands"] = 403
    with pytest.raises(DiscordRefused) as refused:
        await run_bot(worker_settings)
    assert "403" in refused.value.hint


async def test_a_discord_that_is_not_there_is_unreachable(worker_settings: Settings) -> None:
    nowhere = worker_settings.model_copy(update={"discord_base_url": "http://127.0.0.1:1"})
    with pytest.raises(DiscordUnreachable):
        await run_bot(nowhere)


async def test_a_gateway_that_refuses_the_token_is_a_refusal(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    loopback.close_code = 4004
    with pytest.raises(DiscordRefused) as refused:
        await run_bot(worker_settings)
    assert "DISCORD_TOKEN" in refused.value.hint


async def test_a_database_that_is_too_old_comes_first(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    with pytest.raises(MigrationNeeded):
        await run_bot(worker_settings.model_copy(update={"database_url": "sqlite://"}))
    assert loopback.calls == []


async def test_a_gateway_that_is_down_at_the_start_is_unreachable(
    worker_settings: Settings, loopback: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleep = asyncio.sleep
    monkeypatch.setattr("discord.shard.asyncio.sleep", lambda _seconds: sleep(0))
    loopback.refusals["GET /gateway"] = 503
    with pytest.raises(DiscordUnreachable):
        await run_bot(worker_settings)


async def test_a_taken_port_for_the_metrics_is_named(
    worker_settings: Settings, loopback: LoopbackDiscord
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken):
            await run_bot(worker_settings.model_copy(update={"metrics_port": port}))
    assert loopback.calls == []
