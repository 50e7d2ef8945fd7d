"""Ranks, medals, records, finds, settings and links that an earlier process has sent."""

import discord
import pytest

from bot.app import App
from bot.discord_app.cards import NOT_YOURS
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.cogs.after_a_restart.conftest import Restart
from tests.cogs.after_a_restart.presses import MAIN, choose, menu_offering, offer, rename
from tests.conftest import Server
from tests.support.discord import (
    aside,
    card,
    controls,
    message,
    options,
    value_of,
    values,
    words,
)

RANKED_SLAYER = "dcb2e24e-05fb-4390-8076-32a0cdb4326e"
SEASONS = "Csr/Seasons"


async def test_ranks_are_asked_for_anew(
    server: Server, restart: Restart, sandbox: SandboxService
) -> None:
    result = await server.player.slash(server.channel, "csr", playlist="snipers")
    shown = card(result)
    await restart()
    asked = sandbox.count("playlist_csr")
    await server.player.click(message(result), label="Refresh")
    assert card(result) == shown
    assert sandbox.count("playlist_csr") > asked


async def test_pages_of_medals(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "medals", sort="rarity")
    await server.player.click(message(result), label="Next")
    await restart()
    await server.player.click(message(result), label="Next")
    assert (card(result).footer.text or "").startswith("Page 3")
    assert "hardest first" in (card(result).description or "")
    await server.player.click(message(result), label="Refresh")
    assert (card(result).footer.text or "").startswith("Page 3")


@pytest.mark.parametrize("scope", ["career", "match"])
async def test_another_order_of_medals(server: Server, restart: Restart, scope: str) -> None:
    expected = card(await server.player.slash(server.channel, "medals", sort="rarity", scope=scope))
    result = await server.player.slash(server.channel, "medals", scope=scope)
    await restart()
    hardest, most = (value_of(result, each) for each in ("Hardest first", "Most earned first"))
    refusal = await server.stranger.select(message(result), [hardest])
    assert message(refusal).content == NOT_YOURS
    await server.player.select(message(result), [hardest])
    assert card(result) == expected
    await restart()
    await server.player.select(message(result), [most])
    assert card(result) != expected


async def test_the_medals_of_a_match_stay_those_of_that_match(
    server: Server, restart: Restart, world: World
) -> None:
    result = await server.player.slash(server.channel, "medals", scope="match")
    latest, earlier = (world.matches_of(MAIN)[place].match_id for place in (0, 3))
    hardest = value_of(result, "Hardest first")
    # As if three matches fewer had been played when the menu was made.
    moved = hardest.replace(latest.replace("-", ""), earlier.replace("-", ""))
    assert moved != hardest
    offer(server, result, hardest, moved)
    await restart()
    await server.player.select(message(result), [moved])
    assert (card(result).url or "").endswith(earlier)
    await restart()
    await server.player.click(message(result), label="Refresh")
    assert (card(result).url or "").endswith(latest)


async def test_the_menus_of_a_service_record(server: Server, restart: Restart) -> None:
    result = await server.stranger.slash(server.channel, "stats", gamertag=MAIN)
    for value, title in (
        ("playlist", "Service record · Ranked Arena · Season 9-1"),
        (f"{SEASONS}/CsrSeason8-3.json", "Service record · Ranked Arena · Season 8-3"),
        (RANKED_SLAYER, "Service record · Ranked Slayer · Season 8-3"),
        ("season", "Service record · Season 8-3"),
        ("mode", "Service record · Slayer"),
        ("18", "Service record · Oddball"),
        ("ranked", "Service record · Ranked"),
        ("overall", "Service record · Overall"),
    ):
        await restart()
        await choose(server.stranger, result, value)
        assert card(result).title == title
        assert card(result).author.name == MAIN


async def test_found_maps_and_modes(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "mode", name="slayer")
    listed = card(result)
    await server.player.select(message(result), [values(result)[1]])
    find = card(result)
    await restart()
    await server.player.click(message(result), label="Back to the list")
    assert card(result) == listed
    await restart()
    await server.player.select(message(result), [values(result)[1]])
    assert card(result) == find
    await restart()
    await server.player.select(message(result), [values(result)[2]])
    assert card(result).title not in (listed.title, find.title)


async def test_pages_of_maps_and_modes(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "mode")
    first, names = card(result), options(result)
    await restart()
    await server.player.click(message(result), label="Next")
    assert not set(names) & set(options(result))
    await restart()
    await server.player.click(message(result), label="Previous")
    assert card(result) == first


async def test_a_find_that_is_on_another_page_by_now(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "mode")
    wanted, menu = values(result)[1], menu_offering(result, values(result)[1])
    other = menu.replace(":mode:0:", ":mode:1:")
    assert other != menu
    rename(server, result, menu, other)
    await restart()
    pressed = await server.player.select(message(result), [wanted], custom_id=other)
    assert aside(pressed).title == "⚠️ These controls are too old"
    await server.player.select(message(result), [values(result)[1]])
    assert "/ugc/modes/" in (card(result).url or "")


async def test_both_orders_of_a_rotation(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "playlist", playlist="ranked slayer")
    by_mode = card(result)
    await restart()
    await server.player.click(message(result), label="By map")
    assert card(result) != by_mode
    assert card(result).title == by_mode.title
    await restart()
    await server.player.click(message(result), label="By mode")
    assert card(result) == by_mode


async def test_the_menus_of_the_settings(server: Server, restart: Restart, app: App) -> None:
    result = await server.player.slash(server.channel, "settings")
    await restart()
    await choose(server.player, result, "Asia/Tokyo")
    await restart()
    await choose(server.player, result, "custom")
    held = await app.lookups.user_settings.get(server.player.id)
    assert (held.time_zone, held.match_kind) == ("Asia/Tokyo", "custom")
    assert "Asia/Tokyo, where it is 05:15" in words(result)


async def test_pages_of_links(server: Server, restart: Restart, app: App) -> None:
    for user_id in range(1_000, 1_032):
        await app.lookups.links.link_member(server.guild.id, user_id, "Ember Fox", server.admin.id)
    result = await server.admin.slash(server.channel, "admin links")
    for page in (2, 3):
        await restart()
        await server.admin.click(message(result), label="Next")
        assert card(result).footer.text == f"32 links · Page {page} of 3"
    guild = server.env.bot.get_guild(server.guild.id)
    role = guild.get_role(server.guild.roles["Admins"].id) if guild is not None else None
    assert role is not None
    await role.edit(permissions=discord.Permissions.none())
    await restart()
    pressed = await server.admin.click(message(result), label="Previous")
    assert "Manage Server" in (aside(pressed).description or "")
    assert card(result).footer.text == "32 links · Page 3 of 3"


async def test_a_private_answer_is_shown_to_all(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "whois")
    await restart()
    pressed = await server.player.click(message(result), label="Show to all")
    (shown,) = pressed.followups
    assert not shown.ephemeral
    assert shown.embeds == [card(result)]
    assert controls(result) == {"Show to all": False}
