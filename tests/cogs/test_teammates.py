"""/teammates."""

import pytest

from bot.sandbox.service import SandboxService
from tests.conftest import Server
from tests.look.checks import assert_acceptable
from tests.support.clock import FakeClock
from tests.support.discord import card, controls, message
from tests.support.faults import DOWN


async def test_ones_own_teammates(server: Server) -> None:
    result = await server.player.slash(server.channel, "teammates")
    embed = card(result)
    assert_acceptable(embed)
    assert (embed.author.name, embed.title) == ("MapleLeaf 117", "Teammates")
    assert not message(result).ephemeral
    assert controls(result) == {}
    first = (embed.description or "").split("```")[1].splitlines()[2]
    assert first.endswith(("Quiet Comet", "Ember Fox"))


async def test_more_matches_are_more_games(server: Server) -> None:
    games = []
    for matches in (25, 60):
        embed = card(await server.player.slash(server.channel, "teammates", matches=matches))
        table = (embed.description or "").split("```")[1].splitlines()
        games.append(int(table[2].split()[0]))
    assert games[0] < games[1]


@pytest.mark.parametrize(
    ("gamertag", "title"),
    [
        ("New Nova", "⚠️ There are no such matches"),
        ("Private Pike", "⚠️ This match history is private"),
        ("Gone Ghost", "⚠️ The figures of this match are not there"),
    ],
)
async def test_where_there_is_none(server: Server, gamertag: str, title: str) -> None:
    embed = card(await server.player.slash(server.channel, "teammates", gamertag=gamertag))
    assert embed.title == title


async def test_older_answers_come_with_their_age_while_the_service_is_down(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    await server.player.slash(server.channel, "teammates")
    clock.advance(600)
    sandbox.fail("*", DOWN)
    embed = card(await server.player.slash(server.channel, "teammates"))
    assert f"Shown from the cache, true <t:{asked_at}:R>" in (embed.description or "")
