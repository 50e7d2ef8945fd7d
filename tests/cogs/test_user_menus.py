"""The context menu of a user."""

import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from bot.app import App
from bot.facts.errors import NotLinked
from bot.features.links.modal import LinkModal
from bot.look.texts import ENGLISH
from bot.sandbox.service import SandboxService
from tests.conftest import Server
from tests.look.checks import assert_acceptable
from tests.support.discord import card, controls, message, take_permissions
from tests.support.faults import DOWN
from tests.support.texts import CATALOGUE

GAMERTAG = "Ember Fox"


async def link(
    server: Server, asker: MemberActor, member: MemberActor, gamertag: str = GAMERTAG
) -> InteractionResult:
    """Open the form for a member, and send it with a gamertag."""
    return await send(asker, await open_form(server, asker, member), gamertag)


async def open_form(server: Server, asker: MemberActor, member: MemberActor) -> InteractionResult:
    """Open the form for a member."""
    opened = await asker.context_menu(server.channel, "Link", member)
    assert opened.modal is not None
    return opened


async def send(
    asker: MemberActor, opened: InteractionResult, gamertag: str = GAMERTAG
) -> InteractionResult:
    """Send the form with a gamertag."""
    assert opened.modal is not None
    (label,) = opened.modal["components"]
    return await asker.submit_modal(opened, {label["component"]["custom_id"]: gamertag})


@pytest.mark.parametrize(("menu", "command"), [("Last match", "lastmatch"), ("CSR", "csr")])
async def test_it_answers_as_the_command_does(server: Server, menu: str, command: str) -> None:
    asked = await server.stranger.slash(server.channel, command, player=server.player)
    clicked = await server.stranger.context_menu(server.channel, menu, server.player)
    assert_acceptable(card(clicked))
    assert card(clicked) == card(asked)
    assert not message(clicked).ephemeral
    assert controls(clicked) == controls(asked)


@pytest.mark.parametrize("menu", ["Last match", "CSR"])
async def test_a_member_without_a_link(server: Server, menu: str) -> None:
    embed = card(await server.player.context_menu(server.channel, menu, server.stranger))
    assert embed.title == "⚠️ No gamertag is linked"


async def test_anybody_links_themself_everywhere(server: Server, app: App) -> None:
    result = await link(server, server.stranger, server.stranger)
    assert message(result).ephemeral
    assert "is **Ember Fox** in every server" in (card(result).description or "")
    assert (await app.lookups.links.whois(server.stranger.id, None, own=True)).guild_id is None


async def test_the_form_takes_what_xbox_shows(server: Server) -> None:
    pasted = "\N{RIGHT-TO-LEFT ISOLATE}MapleLeafFan #117" + "\N{ZERO WIDTH SPACE}" * 40
    result = await link(server, server.stranger, server.stranger, pasted)
    assert "is **MapleLeafFan117** in every server" in (card(result).description or "")


async def test_an_admin_links_a_member_in_the_server(server: Server, app: App) -> None:
    result = await link(server, server.admin, server.stranger)
    assert message(result).ephemeral
    said = card(result).description or ""
    assert f"{server.stranger.mention} is **Ember Fox** in this server" in said
    assert f"by {server.admin.mention}" in said
    found = await app.lookups.links.whois(server.stranger.id, server.guild.id, own=True)
    assert found.guild_id == server.guild.id


async def test_a_form_is_waited_for_no_longer_than_15_minutes() -> None:
    texts = CATALOGUE.texts(ENGLISH)

    async def unused(*_arguments: object) -> None:
        raise AssertionError

    assert LinkModal("kim", unused, texts, unused).timeout == 15 * 60


async def test_others_are_refused_without_a_form(server: Server) -> None:
    refused = await server.stranger.context_menu(server.channel, "Link", server.player)
    assert refused.modal is None
    assert message(refused).ephemeral
    assert card(refused).description == "You need: Manage Server."


async def test_who_is_no_longer_an_admin_is_refused_when_the_form_is_sent(
    server: Server, app: App
) -> None:
    opened = await open_form(server, server.admin, server.stranger)
    own = await open_form(server, server.admin, server.admin)
    take_permissions(server.guild, "Admins")
    refused = await send(server.admin, opened)
    assert message(refused).ephemeral
    assert card(refused).description == "You need: Manage Server."
    with pytest.raises(NotLinked):
        await app.lookups.links.whois(server.stranger.id, server.guild.id, own=True)
    assert "in every server" in (card(await send(server.admin, own)).description or "")


async def test_a_wrong_gamertag_takes_the_place_of_thinking(
    server: Server, sandbox: SandboxService
) -> None:
    await link(server, server.admin, server.player)
    wrong = await link(server, server.stranger, server.stranger, "Ember Foks")
    assert message(wrong).ephemeral
    assert "Did you mean **Ember Fox**?" in (card(wrong).description or "")
    sandbox.fail("*", DOWN)
    failed = await link(server, server.stranger, server.stranger, "Quiet Comet")
    assert card(failed).title == "⚠️ The Halo service is not answering"
    assert failed.followups == []


async def test_a_long_name_fits_the_forms_title(server: Server) -> None:
    named = server.guild.add_member(server.env.create_user("x" * 32))
    opened = await named.context_menu(server.channel, "Link", named)
    assert opened.modal is not None
    assert len(opened.modal["title"]) <= 45
