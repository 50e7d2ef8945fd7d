"""/leaderboard."""

import pytest

from bot.app import App
from bot.sandbox.service import SandboxService
from tests.conftest import Server
from tests.look.checks import assert_acceptable
from tests.support.clock import FakeClock
from tests.support.discord import card, controls, message
from tests.support.faults import DOWN


@pytest.fixture(autouse=True)
async def members(server: Server, app: App) -> None:
    """Kim has linked a gamertag too; so has somebody who is not in the server."""
    await app.lookups.links.link_self(server.stranger.id, "Ember Fox")
    outside = server.env.create_user("outside")
    await app.lookups.links.link_self(outside.id, "Quiet Comet")


async def test_the_linked_members_of_the_server(server: Server) -> None:
    result = await server.player.slash(server.channel, "leaderboard")
    embed = card(result)
    assert_acceptable(embed)
    assert embed.title == "Leaderboard by CSR"
    assert not message(result).ephemeral
    assert controls(result) == {}
    first, second = (embed.description or "").split("```")[1].splitlines()[2:]
    assert (first[0], second[0]) == ("►", " ")
    assert ("MapleLeaf 117" in first, "Ember Fox" in second) == (True, True)


async def test_a_link_of_an_admin_counts_in_that_server(server: Server, app: App) -> None:
    await app.lookups.links.link_member(
        server.guild.id, server.admin.id, "Quiet Comet", server.admin.id
    )
    embed = card(await server.player.slash(server.channel, "leaderboard"))
    assert "Quiet Comet" in (embed.description or "")


@pytest.mark.parametrize(
    ("by", "title"),
    [("kills per death", "K/D"), ("win rate", "win rate"), ("medals", "medals")],
)
async def test_other_boards(server: Server, by: str, title: str) -> None:
    embed = card(await server.player.slash(server.channel, "leaderboard", by=by))
    assert embed.title == f"Leaderboard by {title}"
    assert len((embed.description or "").split("```")[1].splitlines()) == 4


async def test_whoever_wants_is_left_out_and_comes_back(server: Server, app: App) -> None:
    await app.lookups.user_settings.change(server.player.id, on_leaderboards=False)
    embed = card(await server.stranger.slash(server.channel, "leaderboard", by="medals"))
    assert "MapleLeaf 117" not in (embed.description or "")
    await app.lookups.user_settings.change(server.player.id, on_leaderboards=True)
    embed = card(await server.player.slash(server.channel, "leaderboard"))
    assert "MapleLeaf 117" in (embed.description or "")


async def test_older_answers_come_with_their_age_while_the_service_is_down(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    await server.player.slash(server.channel, "leaderboard")
    clock.advance(600)
    sandbox.fail("*", DOWN)
    embed = card(await server.player.slash(server.channel, "leaderboard"))
    assert f"Shown from the cache, true <t:{asked_at}:R>" in (embed.description or "")


async def test_discord_that_does_not_say_who_is_there(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silence(*_arguments: object, **_options: object) -> None:
        raise TimeoutError

    monkeypatch.setattr("discord.Guild.query_members", silence)
    embed = card(await server.player.slash(server.channel, "leaderboard"))
    assert embed.title == "⚠️ Discord does not say who is in this server"
