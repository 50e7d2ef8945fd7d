"""/status: how the bot is doing, without a secret."""

import pytest

from bot.app import App
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.service import SandboxService
from bot.storage.errors import StorageUnavailable
from tests.conftest import Server
from tests.look.checks import assert_acceptable, field, text_of
from tests.support.clock import FakeClock
from tests.support.discord import card, message
from tests.support.faults import DOWN


async def test_it_is_for_the_asker_alone(server: Server, clock: FakeClock) -> None:
    result = await server.stranger.slash(server.channel, "status")
    assert message(result).ephemeral
    embed = card(result)
    assert_acceptable(embed)
    assert embed.title == "🟢 Status"
    assert f"Running since <t:{int(clock.now())}:R>" in (embed.description or "")
    assert "🟢 profile" in field(embed, "Halo services")


async def test_after_a_command(server: Server, clock: FakeClock) -> None:
    await server.player.slash(server.channel, "lastmatch")
    await server.player.slash(server.channel, "lastmatch")
    embed = card(await server.player.slash(server.channel, "status"))
    assert_acceptable(embed)
    services = field(embed, "Halo services").split("\n")
    assert any(line.startswith("🟢 halostats") and line.endswith(" ms") for line in services)
    renewed = f" · renewed <t:{int(clock.now())}:R>"
    assert "🟢 main · token ends <t:" in field(embed, "Sign-in")
    assert field(embed, "Sign-in").endswith(renewed)
    cache = field(embed, "Cache")
    assert not cache.startswith("**0 %**")
    assert "MB in memory" in cache


async def test_what_fails_is_said(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    await server.player.slash(server.channel, "medals")
    sandbox.fail("service_record", DOWN)
    clock.advance(90_000)
    await server.player.slash(server.channel, "medals")
    embed = card(await server.player.slash(server.channel, "status"))
    assert embed.title == "🟠 Status"
    assert "🟠 halostats · failed <t:" in field(embed, "Halo services")


async def test_what_waits_is_said(server: Server, app: App) -> None:
    app.stack.queues.waiting = 37
    embed = card(await server.player.slash(server.channel, "status"))
    assert field(embed, "Halo services").endswith("\n37 requests are waiting")


async def test_a_sign_in_that_fails_is_said_with_what_to_do(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    sandbox.fail("spartan_token", Fault(FaultKind.STATUS, 403))
    clock.advance(90_000)
    await server.player.slash(server.channel, "medals")
    embed = card(await server.player.slash(server.channel, "status"))
    assert_acceptable(embed)
    assert field(embed, "Sign-in").startswith("🟠 main · fails\n")
    assert "python -m bot auth test" in field(embed, "Sign-in")


async def test_a_database_that_fails_is_said(
    server: Server, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> None:
        raise StorageUnavailable

    monkeypatch.setattr(app.database, "ping", fail)
    embed = card(await server.player.slash(server.channel, "status"))
    assert "🟠 Database" in field(embed, "Connections")


async def test_no_address_and_no_name_is_told(server: Server, sandbox: SandboxService) -> None:
    await server.player.slash(server.channel, "lastmatch")
    said = text_of(card(await server.player.slash(server.channel, "status")))
    for secret in ("MapleLeaf", "127.0.0.1", "sqlite", "svc", "token="):
        assert secret not in said
