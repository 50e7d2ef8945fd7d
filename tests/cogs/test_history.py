"""/history: the match browser with its pages, and the cards it opens."""

import pytest
from simcord.components import walk_components
from simcord.results import InteractionResult

from bot.app import App
from bot.config import Settings
from bot.discord_app.cards import NOT_YOURS, TIMEOUT
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.cogs.conftest import Speak
from tests.cogs.matches import figures_of
from tests.conftest import Server
from tests.look.checks import assert_acceptable, assert_harmless_text
from tests.support.clock import FakeClock
from tests.support.discord import (
    aside,
    buttons,
    card,
    controls,
    galleries,
    links,
    message,
    options,
    values,
    words,
)
from tests.support.faults import DOWN

MAIN = "MapleLeaf 117"
LIST = {"Open": True, "Previous": False, "Next": True}


async def open_match(server: Server, result: InteractionResult, place: int) -> InteractionResult:
    """Press the button beside the match at that place of the page, counted from 0."""
    return await server.player.click(message(result), custom_id=buttons(result, "Open")[place])


async def jump(server: Server, result: InteractionResult, page: int) -> InteractionResult:
    """Choose a page, counted from 0, in the menu of pages."""
    return await server.player.select(message(result), [str(page)])


async def test_the_first_page(server: Server, world: World) -> None:
    result = await server.player.slash(server.channel, "history")
    assert not message(result).embeds
    said = words(result)
    assert_harmless_text(said)
    assert said.startswith("-# [MapleLeaf 117](https://www.halowaypoint.com/")
    assert card(result).title == "Match history"
    matches = world.matches_of(MAIN)
    assert f"-# Page 1 of 7 · {len(matches)} matches" in said
    assert controls(result) == LIST
    assert len(buttons(result, "Open")) == 10
    assert "🟢 `1` **Slayer on Live Fire** · Ranked Arena" in said
    for match in matches[:10]:
        core = figures_of(match.json, world.main.xuid)
        assert f"**{core['Kills']} / {core['Deaths']} / {core['Assists']}**" in said
        assert f"<t:{int(match.started_at.timestamp())}:R>" in said


async def test_every_page_there_and_back(server: Server, world: World) -> None:
    total = len(world.matches_of(MAIN))
    result = await server.player.slash(server.channel, "history")
    numbers = [f"`{number}` **" for number in range(1, total + 1)]
    seen = [number for number in numbers if number in words(result)]
    while controls(result)["Next"]:
        await server.player.click(message(result), label="Next")
        seen += [number for number in numbers if number in words(result)]
    assert seen == numbers
    assert len(buttons(result, "Open")) == total % 10
    await server.player.click(message(result), label="Previous")
    assert "Page 6 of 7" in words(result)


async def test_a_jump_to_any_page(server: Server) -> None:
    result = await server.player.slash(server.channel, "history")
    assert options(result) == [f"Page {page} of 7" for page in range(1, 8)]
    await jump(server, result, 4)
    assert "`41` **" in words(result)
    assert "-# Page 5 of 7" in words(result)
    assert controls(result)["Previous"]
    (chosen,) = (
        option["label"]
        for part in walk_components(message(result).components)
        for option in part.get("options", ())
        if option.get("default")
    )
    assert chosen == "Page 5 of 7"


async def test_a_match_opens_and_closes_again(server: Server, world: World) -> None:
    result = await server.player.slash(server.channel, "history")
    listed = words(result)
    await open_match(server, result, 1)
    assert card(result).title == "Defeat · 1 – 2 in rounds · 258 – 231"
    assert "K / D / A" in words(result)
    assert_harmless_text(words(result))
    assert controls(result) == {"Back to the list": True, "Scoreboard": True}
    assert world.matches_of(MAIN)[1].match_id in links(result)["Halo Waypoint"]
    await server.player.click(message(result), label="Scoreboard")
    assert "```" in words(result)
    await server.player.select(message(result), [values(result)[0]])
    assert "50 – 43" in (card(result).title or "")
    assert "```" in words(result)
    await server.player.click(message(result), label="Back to the list")
    assert words(result) == listed
    assert controls(result) == LIST
    assert links(result) == {}


async def test_every_match_of_a_page_fits_opened(server: Server) -> None:
    result = await server.player.slash(server.channel, "history")
    for place in range(10):
        for side in ("Scoreboard", "Summary"):
            await open_match(server, result, place)
            await server.player.click(message(result), label=side)
            assert_harmless_text(words(result))
            await server.player.click(message(result), label="Back to the list")


async def test_a_kind_of_match(server: Server) -> None:
    result = await server.player.slash(
        server.channel, "history", gamertag="Custom Casper", kind="local"
    )
    assert card(result).title == "Local network games"
    assert "Local network game" in words(result)
    assert controls(result) == {"Open": True}


async def test_only_the_owner_turns_pages_and_opens(server: Server) -> None:
    result = await server.player.slash(server.channel, "history")
    before = words(result)
    for refused in (
        await server.stranger.click(message(result), label="Next"),
        await server.stranger.click(message(result), custom_id=buttons(result, "Open")[1]),
        await server.stranger.select(message(result), ["1"]),
    ):
        assert refused.ephemeral
        assert message(refused).content == NOT_YOURS
    assert words(result) == before


async def test_a_match_that_does_not_open_leaves_the_list(
    server: Server, sandbox: SandboxService
) -> None:
    result = await server.player.slash(server.channel, "history", gamertag="Gone Ghost")
    assert "no figures" in words(result)
    before = words(result)
    failed = await open_match(server, result, 0)
    assert aside(failed).title == "⚠️ The Halo service does not know this match"
    assert words(result) == before


async def test_a_page_that_does_not_come_leaves_the_one_before(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    result = await server.player.slash(server.channel, "history")
    before = words(result)
    sandbox.fail("match_history", DOWN)
    failed = await server.player.click(message(result), label="Next")
    assert "not answering" in (aside(failed).title or "")
    assert words(result) == before
    assert controls(result) == LIST
    sandbox.heal()
    clock.advance(3_600)
    await server.player.click(message(result), label="Next")
    assert "-# Page 2" in words(result)


async def test_the_controls_are_switched_off_in_the_end(server: Server) -> None:
    result = await server.player.slash(server.channel, "history")
    before = words(result)
    await server.env.advance_time(TIMEOUT)
    assert controls(result) == dict.fromkeys(LIST, False)
    assert words(result) == before


async def test_what_is_not_essential_is_done_without(
    server: Server, sandbox: SandboxService
) -> None:
    for endpoint in ("match_stats", "map", "playlist", "match_count"):
        sandbox.fail(endpoint, DOWN)
    result = await server.player.slash(server.channel, "history")
    assert "**Slayer**" in words(result)
    foot = words(result).rpartition("-# ")[2]
    assert foot.startswith("Page 1 · Not available right now: ")
    # A host that fails again and again may be left alone, and with it what else it would tell.
    assert set(foot.partition(": ")[2].split(", ")) >= {"maps", "playlists", "figures", "count"}
    # Without a number of pages there is nowhere to jump to.
    assert options(result) == []


async def test_older_answers_come_with_their_age(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    await server.player.slash(server.channel, "history")
    clock.advance(600)
    sandbox.fail("*", DOWN)
    result = await server.player.slash(server.channel, "history")
    assert f"Shown from the cache, true <t:{asked_at}:R>" in words(result)


@pytest.mark.parametrize(
    ("gamertag", "title"),
    [("Private Pike", "⚠️ This match history is private"),
     ("New Nova", "⚠️ There are no such matches")],
)  # fmt: skip
async def test_why_there_is_nothing(server: Server, gamertag: str, title: str) -> None:
    result = await server.player.slash(server.channel, "history", gamertag=gamertag)
    assert card(result).title == title
    assert_acceptable(card(result))


async def test_names_are_in_the_askers_language(server: Server, speak: Speak) -> None:
    speak("de")
    said = words(await server.player.slash(server.channel, "history"))
    assert "Scharfer Schuss" in said
    assert "Rangliste: Arena" in said


async def test_it_works_in_direct_messages(server: Server) -> None:
    result = await server.player.user.slash("history")
    await server.player.user.click(message(result), custom_id=buttons(result, "Open")[2])
    assert "1st of 9" in (card(result).title or "")


class TestWithPictures:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"pictures": True})

    async def test_an_opened_match_is_a_picture_with_alt_text(
        self, server: Server, app: App
    ) -> None:
        result = await server.player.slash(server.channel, "history")
        assert message(result).attachments == []
        await open_match(server, result, 0)
        (gallery,) = galleries(result)
        (item,) = gallery["items"]
        assert "Slayer on Live Fire" in item["description"]
        assert "K / D / A" not in words(result)
        await server.player.click(message(result), label="Scoreboard")
        assert "```" in words(result)
        assert galleries(result) == []
