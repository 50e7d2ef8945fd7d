"""/match: any match by its id."""

import pytest

from bot.sandbox.faults import Fault
from bot.sandbox.matches import Match
from bot.sandbox.plans import SHOWCASE
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.cogs.matches import check_figures, figures_of
from tests.conftest import Server
from tests.look.checks import assert_acceptable, assert_harmless, field
from tests.support.discord import card, controls, links, message
from tests.support.faults import DOWN, NOT_FOUND


@pytest.fixture
def latest(world: World) -> Match:
    return world.matches_of("MapleLeaf 117")[0]


async def test_a_match_as_nobody_in_particular_saw_it(server: Server, latest: Match) -> None:
    result = await server.stranger.slash(server.channel, "match", id=latest.match_id)
    embed = card(result)
    assert_acceptable(embed)
    assert embed.title == "Match ended · 50 – 43"
    assert embed.author.name is None
    assert "**Slayer on Live Fire**" in (embed.description or "")
    assert controls(result) == {"Scoreboard": True}
    assert latest.match_id in links(result)["Halo Waypoint"]
    for team in latest.json["Teams"]:
        core = team["Stats"]["CoreStats"]
        totals = f"**{core['Kills']} / {core['Deaths']} / {core['Assists']}** K / D / A"
        assert any(totals in (each.value or "") for each in embed.fields)
    assert field(embed, "Team MMR")
    assert field(embed, "🔴 Cobra · 50 · won")


async def test_every_kind_of_match_can_be_told_neutrally(server: Server, world: World) -> None:
    for match in world.matches_of("MapleLeaf 117")[: len(SHOWCASE)]:
        result = await server.stranger.slash(server.channel, "match", id=match.match_id)
        embed = card(result)
        assert_acceptable(embed)
        assert_harmless(embed)
        await server.stranger.click(message(result), label="Scoreboard")
        assert "►" not in (card(result).description or "")
        assert controls(result) == {"Summary": True}


async def test_a_match_as_a_player_saw_it(server: Server, latest: Match, world: World) -> None:
    result = await server.stranger.slash(
        server.channel, "match", id=latest.match_id, player=server.player
    )
    embed = card(result)
    assert embed.title == "Victory · 50 – 43"
    assert embed.author.name == "MapleLeaf 117"
    assert embed.footer.text is None
    check_figures(embed, figures_of(latest.json, world.main.xuid))


async def test_a_match_as_a_player_saw_it_who_was_not_there(server: Server, latest: Match) -> None:
    embed = card(
        await server.stranger.slash(
            server.channel, "match", id=latest.match_id, gamertag="Custom Casper"
        )
    )
    assert "no figures of this player" in (embed.description or "")


async def test_an_address_on_halo_waypoint(server: Server, latest: Match) -> None:
    page = "https://www.halowaypoint.com/halo-infinite/players/MapleLeaf%20117/matches/"
    embed = card(
        await server.stranger.slash(server.channel, "match", id=f"{page}{latest.match_id}?lang=de")
    )
    assert (embed.url or "").endswith(latest.match_id)


@pytest.mark.parametrize("typed", ["last", "https://example.com/", "12", "@everyone"])
async def test_what_is_no_match_id(server: Server, sandbox: SandboxService, typed: str) -> None:
    embed = card(await server.stranger.slash(server.channel, "match", id=typed))
    assert embed.title == "⚠️ This is not a match id"
    assert "Halo Waypoint" in (embed.description or "")
    assert sandbox.count("match_stats") == 0


async def test_an_unknown_match_is_not_waited_for(server: Server, sandbox: SandboxService) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    embed = card(await server.stranger.slash(server.channel, "match", id=unknown))
    assert embed.title == "⚠️ The Halo service does not know this match"
    assert sandbox.count("match_stats") == 1


@pytest.mark.parametrize("fault", [DOWN, NOT_FOUND])
async def test_what_is_not_essential_is_done_without(
    server: Server, sandbox: SandboxService, latest: Match, fault: Fault
) -> None:
    for endpoint in ("match_skill", "users_by_xuid", "map", "playlist", "medal_metadata"):
        sandbox.fail(endpoint, fault)
    embed = card(await server.stranger.slash(server.channel, "match", id=latest.match_id))
    assert embed.title == "Match ended · 50 – 43"
    assert "Not available right now" in (embed.footer.text or "")


async def test_it_works_in_direct_messages(server: Server, latest: Match) -> None:
    result = await server.stranger.user.slash("match", id=latest.match_id)
    assert card(result).title == "Match ended · 50 – 43"
