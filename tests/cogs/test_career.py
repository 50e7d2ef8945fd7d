"""/career."""

from bot.sandbox.service import SandboxService
from tests.conftest import Server
from tests.look.checks import assert_acceptable, assert_harmless, field
from tests.support.clock import FakeClock
from tests.support.discord import card, message
from tests.support.faults import DOWN


async def test_rank_way_and_pace(server: Server) -> None:
    result = await server.player.slash(server.channel, "career")
    embed = card(result)
    assert_acceptable(embed)
    assert_harmless(embed)
    assert not message(result).ephemeral
    assert embed.author.name == "MapleLeaf 117"
    assert (embed.title or "").startswith("Career · ")
    assert any((each.name or "").endswith(" of 272") for each in embed.fields)
    assert "XP** to " in field(embed, "Rank ")
    assert "2,730,000 of 3,685,601 XP" in field(embed, "Way to Hero")
    assert "955,600 XP** to go" in field(embed, "Way to Hero")
    assert "matches a day Hero is reached <t:" in (embed.description or "")


async def test_without_what_is_not_essential(server: Server, sandbox: SandboxService) -> None:
    for endpoint in ("career_reward_track", "service_record", "match_history"):
        sandbox.fail(endpoint, DOWN)
    embed = card(await server.player.slash(server.channel, "career"))
    assert_acceptable(embed)
    assert embed.title == "Career"
    assert "XP in this rank" in field(embed, "Rank ")
    assert "Not available right now: " in (embed.footer.text or "")


async def test_older_answers_come_with_their_age(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    await server.player.slash(server.channel, "career")
    clock.advance(600)
    sandbox.fail("*", DOWN)
    embed = card(await server.player.slash(server.channel, "career"))
    assert f"Shown from the cache, true <t:{asked_at}:R>" in (embed.description or "")


async def test_it_works_in_direct_messages(server: Server) -> None:
    embed = card(await server.stranger.user.slash("career", gamertag="Ember Fox"))
    assert embed.author.name == "Ember Fox"
