"""/trend."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.app import App, create_bot
from bot.discord_app.bot import HaloBot
from bot.features.trend.card import trend_card
from bot.pictures.pictures import Pictures
from bot.pictures.renderer import Renderer
from bot.sandbox.service import SandboxService
from tests.conftest import Server
from tests.look.checks import assert_acceptable, field
from tests.support.clock import FakeClock
from tests.support.discord import card, controls, message, options
from tests.support.faults import DOWN, REFUSED
from tests.support.texts import CATALOGUE, ENGLISH


async def test_ones_own_trend(server: Server) -> None:
    result = await server.player.slash(server.channel, "trend")
    embed = card(result)
    assert_acceptable(embed)
    assert (embed.author.name, embed.title) == ("MapleLeaf 117", "The last 50 matches")
    assert not message(result).ephemeral
    assert controls(result) == {}
    assert field(embed, "K/D").startswith("`")
    assert "1562" in field(embed, "Ranked Arena")


@pytest.mark.parametrize("matches", [25, 60])
async def test_as_many_matches_as_asked(server: Server, matches: int) -> None:
    embed = card(await server.player.slash(server.channel, "trend", matches=matches))
    assert embed.title == f"The last {matches} matches"


@pytest.mark.parametrize(
    ("gamertag", "title"),
    [
        ("New Nova", "⚠️ There are no such matches"),
        ("Custom Casper", "⚠️ There are no such matches"),
        ("Private Pike", "⚠️ This match history is private"),
        ("Gone Ghost", "⚠️ The figures of this match are not there"),
    ],
)
async def test_where_there_is_none(server: Server, gamertag: str, title: str) -> None:
    embed = card(await server.player.slash(server.channel, "trend", gamertag=gamertag))
    assert embed.title == title


async def test_ranks_that_cannot_be_had_are_named(server: Server, sandbox: SandboxService) -> None:
    sandbox.fail("match_skill", DOWN)
    embed = card(await server.player.slash(server.channel, "trend", matches=25))
    names = ["K/D", "Accuracy", "Win rate by map", "Win rate by mode"]
    assert [each.name for each in embed.fields] == names
    assert "Not available right now: ranks of some matches" in (embed.footer.text or "")


async def test_older_answers_come_with_their_age_while_the_service_is_down(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    await server.player.slash(server.channel, "trend", matches=25)
    clock.advance(600)
    sandbox.fail("*", DOWN)
    embed = card(await server.player.slash(server.channel, "trend", matches=25))
    assert f"Shown from the cache, true <t:{asked_at}:R>" in (embed.description or "")


class TestWithCharts:
    """Where pictures are drawn."""

    @pytest.fixture
    async def simcord_bot(self, app: App) -> AsyncIterator[HaloBot]:
        pictures = Pictures(Renderer)
        yield create_bot(replace(app, pictures=pictures), CATALOGUE, cooldowns=False)
        await pictures.close()

    async def test_the_menu_chooses_between_the_charts(self, server: Server) -> None:
        result = await server.player.slash(server.channel, "trend")
        named = ["K/D and accuracy", "CSR", "Win rate by map", "Win rate by mode"]
        assert options(result) == named
        said = {}
        for name in (*named[1:], named[0]):
            await server.player.select(message(result), [name])
            assert_acceptable(card(result))
            assert "K/D **" in (card(result).description or "")
            (chart,) = message(result).attachments
            said[name] = chart.description or ""
        assert "K/D" in said["K/D and accuracy"]
        assert "CSR in Ranked Arena" in said["CSR"]
        assert "Win rate by map" in said["Win rate by map"]
        assert "Live Fire" in said["Win rate by map"]
        assert "Slayer" in said["Win rate by mode"]

    async def test_the_chart_and_the_words_tell_the_same_change(
        self, server: Server, app: App
    ) -> None:
        player = await app.lookups.players.by_gamertag("MapleLeaf 117")
        words = field(trend_card(await app.lookups.trend.trend(player, 25), ENGLISH), "Ranked")
        # Bars, then "1543 → 1562", a mark, and "**+19**".
        ends, moved = words.splitlines()[1].split("\u2003")
        first, last = ends.split(" → ")
        result = await server.player.slash(server.channel, "trend", matches=25)
        await server.player.select(message(result), ["CSR"])
        (chart,) = message(result).attachments
        assert f"from {first} to {last}" in (chart.description or "")
        assert f"{moved.split()[1].strip('*')} since" in (chart.description or "")

    async def test_charts_with_nothing_to_show_are_not_offered(self, server: Server) -> None:
        result = await server.player.slash(server.channel, "trend", gamertag="Solo Sable")
        assert len(message(result).attachments) == 1
        assert "CSR" not in options(result)

    async def test_a_lonely_chart_has_no_menu(
        self, server: Server, sandbox: SandboxService
    ) -> None:
        for endpoint in ("map", "game_variant"):
            sandbox.fail(endpoint, REFUSED)
        result = await server.player.slash(server.channel, "trend", gamertag="Solo Sable")
        assert options(result) == []
        assert "Not available right now: maps, modes" in (card(result).footer.text or "")
