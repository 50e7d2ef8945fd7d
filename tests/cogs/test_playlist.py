"""/playlist, its autocomplete and its button."""

import pytest

from bot.discord_app.cards import NOT_YOURS
from bot.facts.asset_names import KNOWN_PLAYLISTS
from bot.sandbox.service import SandboxService
from tests.cogs.conftest import Speak
from tests.conftest import Server
from tests.look.checks import assert_acceptable, assert_harmless, field
from tests.support.clock import FakeClock
from tests.support.discord import card, controls, message
from tests.support.faults import DOWN


async def test_ranked_arena_unless_another_is_named(server: Server) -> None:
    result = await server.stranger.slash(server.channel, "playlist")
    embed = card(result)
    assert_acceptable(embed)
    assert_harmless(embed)
    assert embed.title == "Ranked Arena"
    assert "Ranked · 4 against 4 · 21 combinations" in (embed.description or "")
    assert "Live Fire" in field(embed, "Slayer · ")
    shares = [(each.name or "").split(" · ")[1] for each in embed.fields]
    assert sum(float(share.rstrip("%")) for share in shares) == pytest.approx(100, abs=0.5)


async def test_by_map_and_back(server: Server) -> None:
    result = await server.stranger.slash(server.channel, "playlist")
    by_mode = card(result)
    await server.stranger.click(message(result), label="By map")
    assert "Slayer" in field(card(result), "Live Fire · ")
    assert controls(result) == {"By mode": True}
    await server.stranger.click(message(result), label="By mode")
    assert card(result) == by_mode


async def test_others_may_not_press(server: Server) -> None:
    result = await server.stranger.slash(server.channel, "playlist")
    refused = await server.player.click(message(result), label="By map")
    assert refused.ephemeral
    assert message(refused).content == NOT_YOURS


async def test_one_that_was_played_lately(server: Server) -> None:
    embed = card(await server.player.slash(server.channel, "playlist", playlist="rumble pit"))
    assert embed.title == "Rumble Pit"
    assert "Not ranked" in (embed.description or "")


async def test_one_that_is_not_known(server: Server) -> None:
    embed = card(await server.stranger.slash(server.channel, "playlist", playlist="rumble pit"))
    assert embed.title == "⚠️ No playlist of that name is known"


async def test_names_are_offered_while_typing(server: Server, sandbox: SandboxService) -> None:
    asked = sandbox.count()
    choices = await server.player.autocomplete(server.channel, "playlist", "playlist", "PLAY")
    assert [choice["name"] for choice in choices] == ["Quick Play"]
    assert KNOWN_PLAYLISTS[choices[0]["value"]] == "Quick Play"
    assert sandbox.count() == asked


async def test_names_are_offered_and_found_in_the_askers_language(
    server: Server, speak: Speak
) -> None:
    speak("de")
    for typed in ("schnell", "quick"):
        choices = await server.player.autocomplete(server.channel, "playlist", "playlist", typed)
        assert [choice["name"] for choice in choices] == ["Schnelles Spiel"]
    result = await server.stranger.slash(server.channel, "playlist", playlist="schnelles spiel")
    assert_acceptable(card(result))
    assert card(result).fields


async def test_older_answers_come_with_their_age(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    await server.player.slash(server.channel, "playlist")
    clock.advance(3 * 86_400)
    sandbox.fail("*", DOWN)
    embed = card(await server.player.slash(server.channel, "playlist"))
    assert f"true <t:{asked_at}:R>" in (embed.description or "")
