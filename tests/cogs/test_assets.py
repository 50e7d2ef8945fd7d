"""/map and /mode: finds, pages, and the cards they open."""

import pytest

from bot.discord_app.cards import NOT_YOURS
from bot.sandbox import assets
from bot.sandbox.service import SandboxService
from tests.conftest import Server
from tests.look.checks import assert_acceptable, assert_harmless, field
from tests.support.clock import FakeClock
from tests.support.discord import card, controls, links, message, options, values
from tests.support.faults import DOWN


async def test_the_only_find_is_opened_at_once(server: Server) -> None:
    result = await server.stranger.slash(server.channel, "map", name="live fire")
    embed = card(result)
    assert_acceptable(embed)
    assert_harmless(embed)
    assert embed.title == "Live Fire"
    assert embed.description == "A training ground."
    assert field(embed, "Rating") == "**★ 4.1 of 5**\n71 ratings"
    assert "of late" in field(embed, "Plays")
    assert (embed.image.url or "").endswith("/images/thumbnail.png")
    page = f"https://www.halowaypoint.com/halo-infinite/ugc/maps/{assets.LIVE_FIRE.asset_id}"
    assert links(result) == {"Halo Waypoint": page}
    await server.stranger.click(message(result), label="Back to the list")
    assert card(result).title == "Maps called “live fire”"
    assert controls(result) == {}


async def test_pages_of_modes(server: Server) -> None:
    result = await server.player.slash(server.channel, "mode")
    assert card(result).title == "Modes played most of late"
    seen = options(result)
    while controls(result)["Next"]:
        await server.player.click(message(result), label="Next")
        assert_acceptable(card(result))
        seen += options(result)
    assert len(set(seen)) == sum(variant.published for variant in assets.VARIANTS)
    assert controls(result) == {"Previous": True, "Next": False}


async def test_a_find_opens_and_another_after_it(server: Server) -> None:
    result = await server.player.slash(server.channel, "mode", name="slayer")
    await server.player.select(message(result), [values(result)[1]])
    first = card(result)
    assert "/ugc/modes/" in (first.url or "")
    await server.player.select(message(result), [values(result)[2]])
    assert card(result).title != first.title
    await server.player.click(message(result), label="Back to the list")
    assert card(result).title == "Modes called “slayer”"


async def test_others_may_not_open(server: Server) -> None:
    result = await server.player.slash(server.channel, "map")
    refused = await server.stranger.select(message(result), [values(result)[1]])
    assert refused.ephemeral
    assert message(refused).content == NOT_YOURS


@pytest.mark.parametrize("name", ["no such thing", "@everyone", "   "])
async def test_what_is_not_found(server: Server, name: str) -> None:
    embed = card(await server.player.slash(server.channel, "map", name=name))
    assert_acceptable(embed)
    if name.strip():
        assert embed.title == "⚠️ Nothing was found"
    else:
        assert embed.title == "Maps played most of late"


async def test_older_answers_come_with_their_age(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    await server.player.slash(server.channel, "map")
    # The service says itself that what it finds holds for hours, and names hold for a day.
    clock.advance(90_000)
    sandbox.fail("*", DOWN)
    embed = card(await server.player.slash(server.channel, "map"))
    assert f"true <t:{asked_at}:R>" in (embed.description or "")
