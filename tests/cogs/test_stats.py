"""/stats and the menus below it."""

import pytest
from simcord.components import walk_components
from simcord.results import InteractionResult

from bot.discord_app.cards import NOT_YOURS
from bot.sandbox.service import SandboxService
from tests.conftest import Server
from tests.look.checks import assert_acceptable, assert_harmless, field
from tests.support.clock import FakeClock
from tests.support.discord import aside, card, message, options
from tests.support.faults import DOWN


async def choose(server: Server, result: InteractionResult, value: str) -> InteractionResult:
    """Choose in the menu that offers this value."""
    (menu,) = (
        part["custom_id"]
        for part in walk_components(message(result).components)
        if value in [option["value"] for option in part.get("options", ())]
    )
    return await server.player.select(message(result), [value], custom_id=menu)


async def test_the_whole_record(server: Server) -> None:
    result = await server.player.slash(server.channel, "stats")
    embed = card(result)
    assert_acceptable(embed)
    assert_harmless(embed)
    assert embed.title == "Service record · Overall"
    assert embed.author.name == "MapleLeaf 117"
    assert embed.footer.text == "Matchmade matches only"
    assert "matches** · " in field(embed, "Matches")
    for name in ("K / D / A", "K/D ratio", "Accuracy", "Damage a match", "Kills by", "Medals"):
        assert field(embed, name)


@pytest.mark.parametrize(
    ("scope", "title", "menus"),
    [
        ("ranked", "Service record · Ranked", 1),
        ("season", "Service record · Season 9-1", 2),
        ("playlist", "Service record · Ranked Arena · Season 9-1", 3),
        ("mode", "Service record · Slayer", 2),
    ],
)
async def test_each_scope(server: Server, scope: str, title: str, menus: int) -> None:
    asked = await server.player.slash(server.channel, "stats", scope=scope)
    assert card(asked).title == title
    assert_acceptable(card(asked))
    result = await server.player.slash(server.channel, "stats")
    await choose(server, result, scope)
    assert card(result) == card(asked)
    shown = [part for part in walk_components(message(result).components) if "options" in part]
    assert len(shown) == menus
    assert not any(part.get("disabled") for part in shown)


async def test_the_menus_narrow_further(server: Server) -> None:
    result = await server.player.slash(server.channel, "stats", scope="mode")
    await choose(server, result, "18")
    assert card(result).title == "Service record · Oddball"
    await choose(server, result, "season")
    assert options(result, 1) == ["Season 9-1", "Season 8-3"]
    await choose(server, result, "Csr/Seasons/CsrSeason8-3.json")
    assert card(result).title == "Service record · Season 8-3"
    assert "**56 matches**" in field(card(result), "Matches")


async def test_others_may_not_choose(server: Server) -> None:
    result = await server.player.slash(server.channel, "stats")
    refused = await server.stranger.select(message(result), ["ranked"])
    assert refused.ephemeral
    assert message(refused).content == NOT_YOURS


async def test_a_choice_that_fails_leaves_the_card(server: Server, sandbox: SandboxService) -> None:
    result = await server.player.slash(server.channel, "stats")
    before = card(result)
    sandbox.fail("service_record", DOWN)
    failed = await choose(server, result, "season")
    assert "not answering" in (aside(failed).title or "")
    assert card(result) == before
    sandbox.heal()


async def test_somebody_without_a_record(server: Server) -> None:
    embed = card(await server.player.slash(server.channel, "stats", gamertag="New Nova"))
    assert embed.title == "⚠️ There is no service record yet"


async def test_older_answers_come_with_their_age(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    await server.player.slash(server.channel, "stats")
    clock.advance(600)
    sandbox.fail("*", DOWN)
    embed = card(await server.player.slash(server.channel, "stats"))
    assert f"Shown from the cache, true <t:{asked_at}:R>" in (embed.description or "")
