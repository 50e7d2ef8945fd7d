"""/compare."""

from bot.sandbox.service import SandboxService
from tests.conftest import Server
from tests.look.checks import assert_acceptable, assert_harmless, field
from tests.support.clock import FakeClock
from tests.support.discord import card
from tests.support.faults import DOWN


async def test_oneself_with_another(server: Server) -> None:
    embed = card(await server.player.slash(server.channel, "compare", gamertag="Ember Fox"))
    assert_acceptable(embed)
    assert_harmless(embed)
    assert embed.title == "MapleLeaf 117 and Ember Fox"
    assert "Ember Fox" in field(embed, "Service record").split("\n")[1]
    assert "◄" in field(embed, "Service record")
    assert field(embed, "Ranked Arena") == (
        "🟣 **Onyx · 1562** · MapleLeaf 117\n🔵 **Diamond 3 · 1318** · Ember Fox"
    )
    assert "2 of 5 placement matches" in field(embed, "Ranked Doubles")


async def test_two_others(server: Server) -> None:
    embed = card(
        await server.stranger.slash(
            server.channel, "compare", gamertag="Ember Fox", other_player=server.player
        )
    )
    assert embed.title == "MapleLeaf 117 and Ember Fox"
    embed = card(
        await server.stranger.slash(
            server.channel, "compare", gamertag="月夜の狐", other_gamertag="*Star_Lord*"
        )
    )
    assert_acceptable(embed)
    assert_harmless(embed)
    assert embed.title == "\\*Star\\_Lord\\* and 月夜の狐"


async def test_nobody_named(server: Server) -> None:
    embed = card(await server.player.slash(server.channel, "compare"))
    assert embed.title == "⚠️ Name two different players"
    assert "Choose a member with a linked gamertag" in (embed.description or "")


async def test_it_is_said_who_has_no_record(server: Server) -> None:
    embed = card(await server.player.slash(server.channel, "compare", gamertag="New Nova"))
    assert embed.title == "⚠️ There is no service record yet"
    assert "**New Nova** has not finished" in (embed.description or "")


async def test_older_answers_come_with_their_age(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    await server.player.slash(server.channel, "compare", gamertag="Ember Fox")
    clock.advance(900)
    sandbox.fail("*", DOWN)
    embed = card(await server.player.slash(server.channel, "compare", gamertag="Ember Fox"))
    assert f"true <t:{asked_at}:R>" in (embed.description or "")
