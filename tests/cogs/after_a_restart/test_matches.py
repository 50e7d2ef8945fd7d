"""Matches and histories that an earlier process has sent."""

import pytest

from bot.discord_app.cards import NOT_YOURS
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.cogs.after_a_restart.conftest import Restart
from tests.cogs.after_a_restart.presses import MAIN, buttons_of, rename
from tests.conftest import Server
from tests.support.clock import FakeClock
from tests.support.discord import (
    aside,
    buttons,
    card,
    controls,
    links,
    message,
    values,
    words,
)
from tests.support.faults import DOWN


async def test_older_and_newer_matches(server: Server, restart: Restart, world: World) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    latest = card(result)
    await restart()
    await server.player.click(message(result), label="Older")
    assert card(result).footer.text == "Match 2 in the list"
    assert world.matches_of(MAIN)[1].match_id in str(message(result).components)
    await server.player.click(message(result), label="Newer")
    assert card(result) == latest
    await restart()
    await server.player.click(message(result), label="Refresh")
    assert card(result) == latest
    assert controls(result) == {"Older": True, "Newer": False, "Scoreboard": True, "Refresh": True}


async def test_both_sides_of_a_match(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "lastmatch", kind="matchmaking")
    summary = card(result)
    await restart()
    await server.player.click(message(result), label="Scoreboard")
    assert "```" in (card(result).description or "")
    await restart()
    await server.player.click(message(result), label="Older")
    assert "```" in (card(result).description or "")
    await restart()
    await server.player.click(message(result), label="Newer")
    await server.player.click(message(result), label="Summary")
    assert card(result) == summary


@pytest.mark.parametrize("options", [{}, {"gamertag": MAIN}], ids=["neutral", "of a player"])
async def test_a_match_by_its_id(
    server: Server, restart: Restart, world: World, options: dict[str, str]
) -> None:
    match_id = world.matches_of(MAIN)[0].match_id
    result = await server.stranger.slash(server.channel, "match", id=match_id, **options)
    summary = card(result)
    await restart()
    await server.stranger.click(message(result), label="Scoreboard")
    assert "```" in (card(result).description or "")
    await server.stranger.click(message(result), label="Summary")
    assert card(result) == summary
    assert controls(result) == {"Scoreboard": True}


async def test_a_match_is_found_again_where_others_were_played_since(
    server: Server, restart: Restart, sandbox: SandboxService, clock: FakeClock
) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    for _ in range(30):
        await server.player.click(message(result), label="Older")
    before = card(result)
    assert before.footer.text == "Match 31 in the list"
    (custom_id,) = [
        each["custom_id"] for each in buttons_of(result) if each.get("label") == "Scoreboard"
    ]
    # As if thirty matches fewer had been played when the buttons were made.
    moved = custom_id.replace(":30:", ":0:")
    assert moved != custom_id
    rename(server, result, custom_id, moved)
    await restart()
    await server.player.click(message(result), custom_id=moved)
    await server.player.click(message(result), label="Summary")
    assert card(result) == before


async def test_pages_of_a_history(server: Server, restart: Restart) -> None:
    result = await server.stranger.slash(
        server.channel, "history", gamertag=MAIN, kind="matchmaking"
    )
    first = words(result)
    assert card(result).title == "Matchmaking history"
    await restart()
    await server.stranger.click(message(result), label="Next")
    assert "-# Page 2 of " in words(result)
    assert card(result).title == "Matchmaking history"
    await restart()
    await server.stranger.select(message(result), ["3"])
    assert "`31` **" in words(result)
    await restart()
    await server.stranger.click(message(result), label="Previous")
    assert "`21` **" in words(result)
    await server.stranger.select(message(result), ["0"])
    assert words(result) == first


async def test_a_match_of_a_history(server: Server, restart: Restart, world: World) -> None:
    result = await server.player.slash(server.channel, "history")
    await server.player.click(message(result), label="Next")
    listed, pressable = words(result), controls(result)
    await restart()
    await server.player.click(message(result), custom_id=buttons(result, "Open")[2])
    matches = world.matches_of(MAIN)
    assert matches[12].match_id in links(result)["Halo Waypoint"]
    summary = words(result)
    await restart()
    await server.player.click(message(result), label="Scoreboard")
    assert matches[12].match_id in links(result)["Halo Waypoint"]
    await restart()
    await server.player.select(message(result), [values(result)[4]])
    assert matches[14].match_id in links(result)["Halo Waypoint"]
    assert "```" in words(result)
    await restart()
    await server.player.select(message(result), [values(result)[2]])
    await server.player.click(message(result), label="Summary")
    assert words(result) == summary
    await restart()
    await server.player.click(message(result), label="Back to the list")
    assert words(result) == listed
    assert controls(result) == pressable


async def test_the_button_beside_a_match_opens_that_one_where_others_were_played_since(
    server: Server, restart: Restart, world: World
) -> None:
    result = await server.player.slash(server.channel, "history")
    matches = world.matches_of(MAIN)
    beside = buttons(result, "Open")[1]
    # As if the page had begun with other matches when the button was made.
    moved = beside.replace(
        matches[1].match_id.replace("-", ""), matches[23].match_id.replace("-", "")
    )
    assert moved != beside
    rename(server, result, beside, moved)
    await restart()
    await server.player.click(message(result), custom_id=moved)
    assert matches[23].match_id in links(result)["Halo Waypoint"]
    await server.player.click(message(result), label="Back to the list")
    assert "-# Page 1 of 7" in words(result)
    assert buttons(result, "Open")[1] == beside


async def test_only_the_owner_uses_a_history(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "history")
    before = words(result)
    await restart()
    for pressed in (
        await server.stranger.click(message(result), label="Next"),
        await server.stranger.click(message(result), custom_id=buttons(result, "Open")[1]),
        await server.stranger.select(message(result), ["1"]),
    ):
        assert message(pressed).ephemeral
        assert message(pressed).content == NOT_YOURS
    assert words(result) == before
    assert all(controls(result)[label] for label in ("Open", "Next"))


async def test_a_history_whose_service_fails_stays_as_it_is(
    server: Server, restart: Restart, sandbox: SandboxService, clock: FakeClock
) -> None:
    result = await server.player.slash(server.channel, "history")
    listed, pressable = words(result), controls(result)
    await restart()
    # The page is stored, the next one is not.
    sandbox.fail("*", DOWN)
    failed = await server.player.click(message(result), label="Next")
    assert "not answering" in (aside(failed).title or "")
    assert (words(result), controls(result)) == (listed, pressable)
    await restart()
    clock.advance(2 * 86_400)
    failed = await server.player.click(message(result), label="Next")
    assert "not answering" in (aside(failed).title or "")
    assert (words(result), controls(result)) == (listed, pressable)
    sandbox.heal()
    clock.advance(3_600)
    await server.player.click(message(result), label="Next")
    assert "-# Page 2" in words(result)
