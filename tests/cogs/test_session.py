"""/session."""

import pytest

from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.conftest import Server
from tests.look.checks import assert_acceptable, field
from tests.support.clock import FakeClock
from tests.support.discord import card, controls, message
from tests.support.faults import DOWN


async def test_ones_own_session(server: Server, world: World) -> None:
    result = await server.player.slash(server.channel, "session")
    embed = card(result)
    assert_acceptable(embed)
    assert not message(result).ephemeral
    assert controls(result) == {}
    assert embed.author.name == "MapleLeaf 117"
    matches = list(world.matches_of("MapleLeaf 117")[:7])
    del matches[5]  # Firefight
    lines = [line for match in matches if (line := match.line_of(world.main.xuid)) is not None]
    kills, deaths = sum(line.kills for line in lines), sum(line.deaths for line in lines)
    assert field(embed, "K/D").startswith(f"**{kills / deaths:.2f}**\n{kills} / {deaths} / ")
    assert "1562" in field(embed, "Ranked Arena")


async def test_the_session_of_a_member_and_of_any_gamertag(server: Server) -> None:
    by_member = await server.stranger.slash(server.channel, "session", player=server.player)
    by_gamertag = await server.stranger.slash(server.channel, "session", gamertag="MapleLeaf 117")
    assert card(by_member) == card(by_gamertag)


@pytest.mark.parametrize(
    ("gamertag", "title"),
    [
        ("New Nova", "⚠️ There are no such matches"),
        ("Private Pike", "⚠️ This match history is private"),
        ("Nobody Knows", "⚠️ No player has this gamertag"),
    ],
)
async def test_where_there_is_none(server: Server, gamertag: str, title: str) -> None:
    embed = card(await server.player.slash(server.channel, "session", gamertag=gamertag))
    assert embed.title == title


async def test_custom_games_make_a_session_too(server: Server) -> None:
    embed = card(await server.player.slash(server.channel, "session", gamertag="Custom Casper"))
    assert (embed.title or "").startswith("Session · ")
    assert field(embed, "K/D")


async def test_figures_that_are_not_kept_are_named(server: Server) -> None:
    embed = card(await server.player.slash(server.channel, "session", gamertag="Gone Ghost"))
    (ended,) = embed.fields
    assert (ended.name or "").startswith("4 matches · ")
    assert "No longer available: figures of some matches" in (embed.footer.text or "")


async def test_older_answers_come_with_their_age_while_the_service_is_down(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    await server.player.slash(server.channel, "session")
    clock.advance(600)
    sandbox.fail("*", DOWN)
    embed = card(await server.player.slash(server.channel, "session"))
    assert f"Shown from the cache, true <t:{asked_at}:R>" in (embed.description or "")
