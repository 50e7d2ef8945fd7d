"""/link, /unlink and /whois."""

import pytest

from bot.app import App
from bot.sandbox.players import MODERN
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.conftest import Server
from tests.look.checks import assert_acceptable
from tests.support.clock import FakeClock
from tests.support.discord import card, message
from tests.support.faults import DOWN


async def test_linking_confirms_and_holds_everywhere(server: Server, clock: FakeClock) -> None:
    result = await server.stranger.slash(server.channel, "link", gamertag="ember fox")
    assert message(result).ephemeral
    embed = card(result)
    assert_acceptable(embed)
    assert embed.title == "🔗 Linked"
    said = embed.description or ""
    assert f"{server.stranger.mention} is **Ember Fox** in every server" in said
    assert f"<t:{int(clock.now())}:R>" in said
    assert card(await server.stranger.slash(server.channel, "csr")).author.name == "Ember Fox"
    in_person = await server.stranger.user.slash("csr")
    assert card(in_person).author.name == "Ember Fox"


@pytest.mark.parametrize(("gamertag", "typed"), MODERN)
async def test_links_are_kept_by_xuid(
    server: Server, app: App, world: World, gamertag: str, typed: str
) -> None:
    await server.stranger.slash(server.channel, "link", gamertag=typed)
    link = await app.lookups.links.whois(server.stranger.id, None, own=True)
    assert (link.xuid, link.gamertag) == (world.player(gamertag).xuid, gamertag)


async def test_a_new_link_takes_the_place_of_the_old_one(server: Server) -> None:
    await server.player.slash(server.channel, "link", gamertag="Quiet Comet")
    embed = card(await server.player.slash(server.channel, "whois"))
    assert "**Quiet Comet**" in (embed.description or "")


async def test_an_unknown_gamertag_is_not_linked(server: Server) -> None:
    await server.admin.slash(
        server.channel, "admin link", member=server.player, gamertag="Ember Fox"
    )
    refused = card(await server.stranger.slash(server.channel, "link", gamertag="Ember Foks"))
    assert "Did you mean **Ember Fox**?" in (refused.description or "")
    embed = card(await server.stranger.slash(server.channel, "whois"))
    assert embed.title == "⚠️ No gamertag is linked"


async def test_a_gamertag_that_cannot_be_checked_is_not_linked(
    server: Server, sandbox: SandboxService
) -> None:
    sandbox.fail("user_by_gamertag", DOWN)
    refused = card(await server.player.slash(server.channel, "link", gamertag="Ember Fox"))
    assert refused.title == "⚠️ The Halo service is not answering"
    embed = card(await server.player.slash(server.channel, "whois"))
    assert "**MapleLeaf 117**" in (embed.description or "")


async def test_unlinking_ends_it(server: Server) -> None:
    result = await server.player.slash(server.channel, "unlink")
    assert message(result).ephemeral
    assert "no longer **MapleLeaf 117**: their own link is removed everywhere" in (
        card(result).description or ""
    )
    again = card(await server.player.slash(server.channel, "unlink"))
    assert "Link yours with /link" in (again.description or "")


async def test_a_member_can_remove_an_admins_link(server: Server) -> None:
    await server.admin.slash(
        server.channel, "admin link", member=server.stranger, gamertag="Ember Fox"
    )
    embed = card(await server.stranger.slash(server.channel, "unlink"))
    assert "no longer **Ember Fox** in this server" in (embed.description or "")
    embed = card(await server.stranger.slash(server.channel, "whois"))
    assert embed.title == "⚠️ No gamertag is linked"


async def test_both_links_are_removed_at_once(server: Server) -> None:
    await server.admin.slash(
        server.channel, "admin link", member=server.player, gamertag="Ember Fox"
    )
    said = card(await server.player.slash(server.channel, "unlink")).description or ""
    assert "no longer **MapleLeaf 117**: their own" in said
    assert "**Ember Fox** in this server" in said


@pytest.mark.parametrize("asker", ["player", "stranger"])
async def test_who_somebody_is(server: Server, asker: str) -> None:
    result = await getattr(server, asker).slash(server.channel, "whois", player=server.player)
    assert message(result).ephemeral
    said = card(result).description or ""
    assert f"{server.player.mention} is **MapleLeaf 117** in every server" in said


async def test_who_is_somebody_without_a_link(server: Server) -> None:
    embed = card(await server.player.slash(server.channel, "whois", player=server.stranger))
    assert "/admin link" in (embed.description or "")


async def test_a_name_full_of_markup_is_shown_as_it_is(server: Server) -> None:
    embed = card(await server.stranger.slash(server.channel, "link", gamertag="*Star_Lord*"))
    assert r"**\*Star\_Lord\***" in (embed.description or "")


async def test_nobody_is_pinged(server: Server) -> None:
    await server.player.slash(server.channel, "whois", player=server.player)
    answered = server.env.http_requests[-1].json
    assert answered is not None
    assert answered["allowed_mentions"] == {"parse": []}
