"""/admin import and /admin export."""

import discord
import pytest
from simcord.results import InteractionResult

from bot.app import App
from bot.discord_app.bot import HaloBot
from tests.conftest import Server
from tests.look.checks import assert_acceptable
from tests.support.discord import card, controls, message


async def import_links(server: Server, content: str) -> InteractionResult:
    """Have the admin import this file."""
    return await server.admin.slash(
        server.channel, "admin import", file=("links.csv", content.encode())
    )


async def test_members_are_linked(server: Server) -> None:
    result = await import_links(server, f"member,gamertag\n{server.stranger.id},Ember Fox\n")
    assert message(result).ephemeral
    assert_acceptable(card(result))
    assert card(result).description == "**1** member linked in this server."
    assert controls(result) == {}
    assert card(await server.stranger.slash(server.channel, "csr")).author.name == "Ember Fox"


async def test_what_failed_is_told_line_by_line(server: Server) -> None:
    await import_links(server, f"{server.player.id},MapleLeaf 117\n")
    result = await import_links(
        server, f"{2**60},Ember Fox\n{server.stranger.id},MapleLeef 117\nnobody,Ember Fox\n"
    )
    assert_acceptable(card(result))
    said = card(result).description or ""
    assert "**3** lines made no link:" in said
    assert f"Line 1: {2**60} · Ember Fox · No member of this server has this id or name" in said
    assert "Line 3: nobody · Ember Fox · No member of this server" in said
    assert "Line 2: " in said
    assert "near: MapleLeaf 117" in said
    assert not message(result).attachments


async def test_members_are_found_by_name(server: Server) -> None:
    result = await import_links(server, "KIM,Ember Fox\n@alex,Quiet Comet\n")
    assert card(result).description == "**2** members linked in this server."
    assert card(await server.stranger.slash(server.channel, "csr")).author.name == "Ember Fox"


async def test_nobody_is_linked_where_discord_does_not_say_who_is_here(
    server: Server, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silence(*_arguments: object, **_options: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(discord.Guild, "query_members", silence)
    embed = card(await import_links(server, f"{server.stranger.id},Ember Fox\n"))
    assert embed.title == "⚠️ Discord does not say who is in this server"
    assert await app.lookups.links.all(server.guild.id) == ()


async def test_many_failures_come_as_a_file(server: Server) -> None:
    result = await import_links(server, "\n".join(f"name{n},Ember Fox" for n in range(40)))
    assert_acceptable(card(result))
    assert "and 25 more, all in the file" in (card(result).description or "")
    (file,) = message(result).attachments
    assert (await file.read()).decode("utf-8-sig").count('"name') == 40


async def test_a_file_that_is_none_is_refused(server: Server) -> None:
    for content in ("", "x" * 70_000):
        embed = card(await import_links(server, content))
        assert embed.title == "⚠️ This file cannot be used"


async def test_the_links_come_as_a_file(server: Server, app: App) -> None:
    await app.lookups.links.link_member(server.guild.id, server.stranger.id, "Ember Fox", 1)
    result = await server.admin.slash(server.channel, "admin export")
    assert message(result).ephemeral
    assert "1 link." in (card(result).description or "")
    (file,) = message(result).attachments
    assert f'"<@{server.stranger.id}>","Ember Fox",' in (await file.read()).decode("utf-8-sig")


async def test_no_file_where_the_bot_may_not_attach_any(
    server: Server, simcord_bot: HaloBot
) -> None:
    assert simcord_bot.user is not None
    no_files = discord.PermissionOverwrite(attach_files=False)
    channel = server.guild.create_text_channel("words", overwrites={simcord_bot.user: no_files})
    embed = card(await server.admin.slash(channel, "admin export"))
    assert embed.title == "⚠️ The bot may not do this here"
    assert "Attach Files" in (embed.description or "")
