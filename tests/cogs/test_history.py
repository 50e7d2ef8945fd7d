"""/history: pages of matches, and the cards they open."""

import pytest

from bot.presentation.views import NOT_YOURS, TIMEOUT
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.cogs.conftest import Speak
from tests.cogs.matches import figures_of
from tests.conftest import Server
from tests.presentation.checks import assert_acceptable, assert_harmless
from tests.support.clock import FakeClock
from tests.support.discord import aside, card, controls, links, message, options
from tests.support.faults import DOWN

MAIN = "MapleLeaf 117"


async def test_the_first_page(server: Server, world: World) -> None:
    result = await server.player.slash(server.channel, "history")
    embed = card(result)
    assert_acceptable(embed)
    assert_harmless(embed)
    assert embed.author.name == MAIN
    assert embed.title == "Match history"
    matches = world.matches_of(MAIN)
    assert (embed.footer.text or "").startswith(f"Page 1 of 7 · {len(matches)} matches")
    assert controls(result) == {"Previous": False, "Next": True}
    said = embed.description or ""
    assert "🟢 `1` **Slayer on Live Fire** · Ranked Arena" in said
    for match in matches[:10]:
        core = figures_of(match.json, world.main.xuid)
        assert f"**{core['Kills']} / {core['Deaths']} / {core['Assists']}**" in said
        assert f"<t:{int(match.started_at.timestamp())}:R>" in said


async def test_every_page_there_and_back(server: Server, world: World) -> None:
    total = len(world.matches_of(MAIN))
    result = await server.player.slash(server.channel, "history")
    seen = options(result)
    while controls(result)["Next"]:
        await server.player.click(message(result), label="Next")
        assert_acceptable(card(result))
        seen += options(result)
    assert [label.partition(".")[0] for label in seen] == [str(n) for n in range(1, total + 1)]
    await server.player.click(message(result), label="Previous")
    assert (card(result).footer.text or "").startswith("Page 6 of 7")


async def test_a_match_opens_and_closes_again(server: Server, world: World) -> None:
    result = await server.player.slash(server.channel, "history")
    listed = card(result)
    await server.player.select(message(result), ["1"])
    assert card(result).title == "Defeat · 1 – 2 in rounds · 258 – 231"
    assert controls(result) == {"Back to the list": True, "Scoreboard": True}
    assert world.matches_of(MAIN)[1].match_id in links(result)["Halo Waypoint"]
    await server.player.click(message(result), label="Scoreboard")
    assert "```" in (card(result).description or "")
    await server.player.select(message(result), ["0"])
    assert "50 – 43" in (card(result).title or "")
    assert "```" in (card(result).description or "")
    await server.player.click(message(result), label="Back to the list")
    assert card(result) == listed
    assert controls(result) == {"Previous": False, "Next": True}
    assert links(result) == {}


async def test_a_kind_of_match(server: Server) -> None:
    result = await server.player.slash(
        server.channel, "history", gamertag="Custom Casper", kind="local"
    )
    assert card(result).title == "Local network games"
    assert "Local network game" in (card(result).description or "")
    assert len(options(result)) == 1
    assert controls(result) == {}


async def test_only_the_owner_turns_pages_and_opens(server: Server) -> None:
    result = await server.player.slash(server.channel, "history")
    before = card(result)
    for refused in (
        await server.stranger.click(message(result), label="Next"),
        await server.stranger.select(message(result), ["1"]),
    ):
        assert refused.ephemeral
        assert message(refused).content == NOT_YOURS
    assert card(result) == before


async def test_a_match_that_does_not_open_leaves_the_list(
    server: Server, sandbox: SandboxService
) -> None:
    result = await server.player.slash(server.channel, "history", gamertag="Gone Ghost")
    assert_acceptable(card(result))
    assert "no figures" in (card(result).description or "")
    before = card(result)
    failed = await server.player.select(message(result), ["0"])
    assert aside(failed).title == "⚠️ The Halo service does not know this match"
    assert card(result) == before


async def test_a_page_that_does_not_come_leaves_the_one_before(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    result = await server.player.slash(server.channel, "history")
    before = card(result)
    sandbox.fail("match_history", DOWN)
    failed = await server.player.click(message(result), label="Next")
    assert "not answering" in (aside(failed).title or "")
    assert card(result) == before
    assert controls(result) == {"Previous": False, "Next": True}
    sandbox.heal()
    clock.advance(3_600)
    await server.player.click(message(result), label="Next")
    assert (card(result).footer.text or "").startswith("Page 2")


async def test_the_controls_are_switched_off_in_the_end(server: Server) -> None:
    result = await server.player.slash(server.channel, "history")
    await server.env.advance_time(TIMEOUT)
    assert set(controls(result).values()) == {False}


async def test_what_is_not_essential_is_done_without(
    server: Server, sandbox: SandboxService
) -> None:
    for endpoint in ("match_stats", "map", "playlist", "match_count"):
        sandbox.fail(endpoint, DOWN)
    embed = card(await server.player.slash(server.channel, "history"))
    assert_acceptable(embed)
    assert "**Slayer**" in (embed.description or "")
    footer = embed.footer.text or ""
    assert footer.startswith("Page 1 · Not available right now: ")
    # A host that fails again and again may be left alone, and with it what else it would tell.
    assert set(footer.partition(": ")[2].split(", ")) >= {"maps", "playlists", "figures", "count"}


async def test_older_answers_come_with_their_age(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    await server.player.slash(server.channel, "history")
    clock.advance(600)
    sandbox.fail("*", DOWN)
    embed = card(await server.player.slash(server.channel, "history"))
    assert f"Shown from the cache, true <t:{asked_at}:R>" in (embed.description or "")


@pytest.mark.parametrize(
    ("gamertag", "title"),
    [("Private Pike", "⚠️ This match history is private"),
     ("New Nova", "⚠️ There are no such matches")],
)  # fmt: skip
async def test_why_there_is_nothing(server: Server, gamertag: str, title: str) -> None:
    result = await server.player.slash(server.channel, "history", gamertag=gamertag)
    assert card(result).title == title


async def test_names_are_in_the_askers_language(server: Server, speak: Speak) -> None:
    speak("de")
    said = card(await server.player.slash(server.channel, "history")).description or ""
    assert "Scharfer Schuss" in said
    assert "Rangliste: Arena" in said


async def test_it_works_in_direct_messages(server: Server) -> None:
    result = await server.player.user.slash("history")
    await server.player.user.select(message(result), ["2"])
    assert "1st of 9" in (card(result).title or "")
