"""/admin: what admins may do, in their own server, and nobody else."""

from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from bot.app import App
from tests.conftest import Server
from tests.look.checks import assert_acceptable
from tests.support.discord import aside, card, controls, message, take_permissions

COMMANDS = ("link", "unlink", "links", "import", "export", "settings")


class Elsewhere:
    """Another server with the same people in it, where `player` is the admin."""

    def __init__(self, server: Server) -> None:
        guild = server.env.create_guild("Another night")
        self.channel: ChannelHandle = guild.create_text_channel("stats")
        role = guild.create_role("Admins", permissions=discord.Permissions(manage_guild=True))
        self.stranger: MemberActor = guild.add_member(server.stranger.user)
        self.admin: MemberActor = guild.add_member(server.player.user, roles=[role])


@pytest.fixture
def elsewhere(server: Server) -> Elsewhere:
    return Elsewhere(server)


async def link_stranger(server: Server, gamertag: str = "Ember Fox") -> InteractionResult:
    """Have the admin link the stranger."""
    return await server.admin.slash(
        server.channel, "admin link", member=server.stranger, gamertag=gamertag
    )


async def let_everybody_in(server: Server) -> None:
    """Have the server give the admins' commands to everybody, as servers can."""
    await server.env.settle()
    (admin,) = (
        command for command in await server.env.bot.tree.fetch_commands()  # type: ignore[attr-defined]
        if command.name == "admin"
    )  # fmt: skip
    server.guild.set_command_permissions(admin, {server.guild.default_role: True})


async def test_an_admin_links_a_member(server: Server) -> None:
    result = await link_stranger(server)
    assert message(result).ephemeral
    said = card(result).description or ""
    assert f"{server.stranger.mention} is **Ember Fox** in this server" in said
    assert f"by {server.admin.mention}" in said
    assert card(await server.stranger.slash(server.channel, "csr")).author.name == "Ember Fox"
    assert (
        card(await server.admin.slash(server.channel, "csr", player=server.stranger)).author.name
        == "Ember Fox"
    )


async def test_an_unknown_gamertag_is_not_linked(server: Server) -> None:
    await server.admin.slash(server.channel, "csr", gamertag="MapleLeaf 117")
    refused = card(await link_stranger(server, "MapleLeef 117"))
    assert "Did you mean **MapleLeaf 117**?" in (refused.description or "")
    assert card(await server.stranger.slash(server.channel, "whois")).title != "Who is it?"


async def test_the_members_own_link_wins(server: Server) -> None:
    await server.admin.slash(
        server.channel, "admin link", member=server.player, gamertag="Ember Fox"
    )
    assert card(await server.player.slash(server.channel, "csr")).author.name == "MapleLeaf 117"
    await link_stranger(server)
    await server.stranger.slash(server.channel, "link", gamertag="Quiet Comet")
    assert card(await server.stranger.slash(server.channel, "csr")).author.name == "Quiet Comet"


async def test_an_admins_link_holds_in_that_server_only(
    server: Server, elsewhere: Elsewhere
) -> None:
    await link_stranger(server)
    there = card(await elsewhere.stranger.slash(elsewhere.channel, "csr"))
    assert there.title == "⚠️ No gamertag is linked"
    in_person = card(await server.stranger.user.slash("csr"))
    assert in_person.title == "⚠️ No gamertag is linked"


async def test_one_server_never_sees_or_changes_anothers_links(
    server: Server, elsewhere: Elsewhere
) -> None:
    await link_stranger(server)
    listed = card(await elsewhere.admin.slash(elsewhere.channel, "admin links"))
    assert "No admin has linked anybody here" in (listed.description or "")
    removed = card(
        await elsewhere.admin.slash(elsewhere.channel, "admin unlink", member=elsewhere.stranger)
    )
    assert removed.title == "⚠️ There is no link to remove"
    taken = card(await elsewhere.stranger.slash(elsewhere.channel, "unlink"))
    assert taken.title == "⚠️ No gamertag is linked"
    here = card(await server.stranger.slash(server.channel, "whois"))
    assert "**Ember Fox** in this server" in (here.description or "")


async def test_each_server_has_a_link_of_its_own(server: Server, elsewhere: Elsewhere) -> None:
    await link_stranger(server)
    await elsewhere.admin.slash(
        elsewhere.channel, "admin link", member=elsewhere.stranger, gamertag="Quiet Comet"
    )
    assert card(await server.stranger.slash(server.channel, "csr")).author.name == "Ember Fox"
    there = card(await elsewhere.stranger.slash(elsewhere.channel, "csr"))
    assert there.author.name == "Quiet Comet"


async def test_an_admin_removes_only_what_admins_made(server: Server) -> None:
    refused = card(await server.admin.slash(server.channel, "admin unlink", member=server.player))
    assert refused.title == "⚠️ There is no link to remove"
    await link_stranger(server)
    result = await server.admin.slash(server.channel, "admin unlink", member=server.stranger)
    assert message(result).ephemeral
    assert "no longer **Ember Fox** in this server" in (card(result).description or "")
    assert card(await server.player.slash(server.channel, "csr")).author.name == "MapleLeaf 117"


async def test_the_links_of_a_server_page_by_page(server: Server, app: App) -> None:
    # By way of the use case: simcord members would take longer than all the rest.
    for user_id in range(1_000, 1_032):
        await app.lookups.links.link_member(server.guild.id, user_id, "Ember Fox", server.admin.id)
    result = await server.admin.slash(server.channel, "admin links")
    assert message(result).ephemeral
    seen: list[str] = []
    for page in (1, 2, 3):
        embed = card(result)
        assert_acceptable(embed)
        assert embed.footer.text == f"32 links · Page {page} of 3"
        seen += (embed.description or "").split("\n")
        assert controls(result) == {"Previous": page > 1, "Next": page < 3}
        if page < 3:
            await server.admin.click(message(result), label="Next")
    assert len(set(seen)) == 32
    await server.admin.click(message(result), label="Previous")
    assert card(result).footer.text == "32 links · Page 2 of 3"


async def test_who_is_no_longer_an_admin_turns_no_page(server: Server, app: App) -> None:
    for user_id in range(1_000, 1_016):
        await app.lookups.links.link_member(server.guild.id, user_id, "Ember Fox", server.admin.id)
    result = await server.admin.slash(server.channel, "admin links")
    take_permissions(server.guild, "Admins")
    pressed = await server.admin.click(message(result), label="Next")
    assert aside(pressed).description == "You need: Manage Server."
    assert card(result).footer.text == "16 links · Page 1 of 2"


async def test_the_kind_that_lastmatch_shows(server: Server, elsewhere: Elsewhere) -> None:
    saved = await server.admin.slash(server.channel, "admin settings", kind="custom")
    assert message(saved).ephemeral
    assert "shows in this server: **Custom**" in (card(saved).description or "")

    async def shown(actor: MemberActor, channel: ChannelHandle, **options: str) -> str:
        return card(await actor.slash(channel, "lastmatch", **options)).description or ""

    assert "Custom game" in await shown(server.player, server.channel)
    assert "Ranked Arena" in await shown(server.player, server.channel, kind="all")
    assert "Ranked Arena" in await shown(elsewhere.admin, elsewhere.channel)
    assert "Ranked Arena" in (card(await server.player.user.slash("lastmatch")).description or "")


async def test_older_matches_are_of_the_servers_kind(server: Server) -> None:
    await server.admin.slash(server.channel, "admin settings", kind="custom")
    result = await server.player.slash(server.channel, "lastmatch", gamertag="Custom Casper")
    await server.player.click(message(result), label="Older")
    assert "Custom game" in (card(result).description or "")


async def test_the_commands_are_offered_to_admins_only(server: Server) -> None:
    admins = {f"admin {name}" for name in COMMANDS}
    assert admins <= set(server.admin.available_commands(server.channel))
    assert not admins & set(server.player.available_commands(server.channel))
    assert not admins & set(server.admin.user.available_commands())


@pytest.mark.parametrize("name", COMMANDS)
async def test_whoever_reaches_them_without_the_permission_is_refused(
    server: Server, app: App, name: str
) -> None:
    options: dict[str, dict[str, Any]] = {
        "link": {"member": server.stranger, "gamertag": "Ember Fox"},
        "unlink": {"member": server.stranger},
        "settings": {"kind": "custom"},
        "import": {"file": ("links.csv", f"{server.stranger.id},Ember Fox".encode())},
    }
    await app.lookups.links.link_member(server.guild.id, server.stranger.id, "Ember Fox", 1)
    await let_everybody_in(server)
    result = await server.stranger.slash(server.channel, f"admin {name}", **options.get(name, {}))
    assert message(result).ephemeral
    embed = card(result)
    assert embed.title == "⚠️ You may not do this"
    assert embed.description == "You need: Manage Server."
    assert (await app.lookups.settings.get(server.guild.id)).match_kind == "all"
    link = await app.lookups.links.whois(server.stranger.id, server.guild.id, own=True)
    assert link.linked_by == 1


async def test_they_are_refused_in_direct_messages(server: Server) -> None:
    (command,) = (
        command for (name, _), command in server.env.backend.commands[None].items()
        if name == "admin"
    )  # fmt: skip
    # An old copy of the command, from before it was kept to servers.
    command["contexts"] = [0, 1]
    embed = card(await server.admin.user.slash("admin links"))
    assert embed.title == "⚠️ This works in servers only"
