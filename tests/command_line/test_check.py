"""`python -m bot check`: what is examined, and what it says to fix."""

import pytest
from pydantic import SecretStr

from bot.command_line.check import check_installation
from bot.config import Settings, SettingsWrong
from bot.discord_app.errors import DiscordRefused, DiscordUnreachable
from bot.errors import BotError
from bot.halo.errors import RefreshTokenRefused, SignInRequired
from bot.sandbox.service import SandboxService
from bot.sandbox.signin import STATIC_CLEARANCE, STATIC_SPARTAN_TOKEN
from bot.storage.errors import MigrationNeeded, StorageUnavailable
from tests.support.clock import FakeClock
from tests.support.gateway import TOKEN, LoopbackDiscord


@pytest.fixture
def good(settings: Settings, loopback: LoopbackDiscord) -> Settings:
    loopback.guilds = [{"id": "5", "name": "Halo night", "permissions": "52224"}]
    return settings.model_copy(
        update={"discord_token": SecretStr(TOKEN), "discord_base_url": loopback.base_url}
    )


async def fails(settings: Settings, kind: type[BotError]) -> list[str]:
    """The lines that say what to fix, of a check that ends with this error."""
    lines: list[str] = []
    with pytest.raises(kind):
        await check_installation(settings, lines.append, FakeClock())
    return [line for line in lines if line.startswith("FIX")]


async def test_a_good_installation_is_in_order(good: Settings) -> None:
    lines: list[str] = []
    await check_installation(good, lines.append, FakeClock())
    assert lines[-1] == "Everything is in order."
    assert all(line.startswith("ok") for line in lines[:-1])
    text = "\n".join(lines)
    assert "in 1 servers" in text
    assert "tokens stored 0 min ago" in text
    assert "the Spartan token holds for" in text
    assert TOKEN not in text


async def test_every_part_is_examined_and_the_first_to_fail_counts(good: Settings) -> None:
    bad = good.model_copy(update={"discord_token": SecretStr("wrong"), "database_url": "sqlite://"})
    first, second = await fails(bad, MigrationNeeded)
    assert "python -m bot migrate" in first
    assert "DISCORD_TOKEN" in second


async def test_missing_settings_are_named(good: Settings) -> None:
    bad = good.model_copy(update={"discord_token": SecretStr(""), "halo_client_id": ""})
    lines = await fails(bad, SettingsWrong)
    assert ["DISCORD_TOKEN" in lines[0], "HALO_CLIENT_ID" in lines[1]] == [True, True]


async def test_an_unreachable_database_is_named(good: Settings) -> None:
    await fails(
        good.model_copy(update={"database_url": "postgres://x@127.0.0.1:1/x"}), StorageUnavailable
    )


async def test_a_refused_sign_in_is_named(good: Settings, sandbox: SandboxService) -> None:
    sandbox.signin.revoke_refresh_tokens()
    (line,) = await fails(good, RefreshTokenRefused)
    assert "Halo sign-in" in line


async def test_pasted_tokens_are_tried(good: Settings) -> None:
    pasted = good.model_copy(
        update={
            "halo_spartan_token": SecretStr(STATIC_SPARTAN_TOKEN),
            "halo_clearance_token": SecretStr(STATIC_CLEARANCE),
        }
    )
    lines: list[str] = []
    await check_installation(pasted, lines.append, FakeClock())
    assert lines[-1] == "Everything is in order."
    ended = pasted.model_copy(update={"halo_spartan_token": SecretStr("v4=ended")})
    await fails(ended, SignInRequired)


async def test_what_the_bot_lacks_in_a_server_is_named(
    good: Settings, loopback: LoopbackDiscord
) -> None:
    loopback.guilds += [
        {"id": "6", "name": "Strict", "permissions": "3072"},
        {"id": "7", "name": "Trusting", "permissions": "8"},
    ]
    named, _ = await fails(good, DiscordRefused)
    assert "Strict" in named
    assert "embed links, attach files" in named


async def test_an_absent_discord_is_named(good: Settings) -> None:
    await fails(
        good.model_copy(update={"discord_base_url": "http://127.0.0.1:1"}), DiscordUnreachable
    )
