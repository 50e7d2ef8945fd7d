"""Figures that cannot be, and kills that say nothing: what people read then."""

import re

import pytest

from bot.sandbox.faults import API_GROUP, Fault, FaultKind
from bot.sandbox.service import SandboxService
from tests.cogs.commands import COMMANDS
from tests.conftest import Server
from tests.look.checks import assert_acceptable, field, text_of
from tests.support.discord import card, message, words
from tests.support.worlds import EqualWorld

ODD = Fault(FaultKind.ODD_FIGURES)
BELOW_ZERO = re.compile(r"[−-]\d")
# Nothing of what is bent: a loss of CSR, and how a table's columns are called.
ASKED = (
    "lastmatch", "match", "stats", "career", "compare", "map", "medals", "leaderboard by K/D",
)  # fmt: skip


@pytest.mark.parametrize("command", ASKED)
async def test_nothing_is_below_zero_or_before_the_game(
    server: Server, sandbox: SandboxService, command: str
) -> None:
    sandbox.fail(API_GROUP, ODD)
    embed = card(await COMMANDS[command](server))
    assert_acceptable(embed)
    shown = "\n".join(
        line for line in text_of(embed).splitlines() if "→" not in line and "http" not in line
    )
    assert not BELOW_ZERO.search(shown), shown
    assert "1970" not in shown
    assert not re.search(r"<t:-?\d{1,9}:", shown)


async def test_what_cannot_be_is_a_dash_on_the_match_and_its_scoreboard(
    server: Server, sandbox: SandboxService
) -> None:
    sandbox.fail("match_stats", ODD)
    sandbox.fail("match_skill", ODD)
    result = await server.player.slash(server.channel, "lastmatch")
    embed = card(result)
    assert (embed.description or "").splitlines()[1] == "Ranked Arena · – · –"
    assert field(embed, "K / D / A") == "**– / – / –**\nKDA –"
    assert field(embed, "Accuracy") == "**–**"
    assert field(embed, "Damage") == "**–**\n– taken"
    assert "Kills · expected" not in {each.name for each in embed.fields}
    await server.player.click(message(result), label="Scoreboard")
    rows = [line for line in (card(result).description or "").splitlines() if "► " in line]
    assert rows[0].split()[1:4] == ["–", "–", "–"]


async def test_a_history_without_times_is_a_list_all_the_same(
    server: Server, sandbox: SandboxService
) -> None:
    sandbox.fail("match_history", ODD)
    shown = words(await server.player.slash(server.channel, "history"))
    assert "· – · –" in shown
    assert "<t:" not in shown
    embed = card(await server.player.slash(server.channel, "session"))
    assert "<t:" not in (embed.description or "")


class TestAgainstTheComputer:
    """Survive the Undead, and a custom game alone against seven bots."""

    async def test_a_session_has_no_ratio(self, server: Server) -> None:
        embed = card(await server.player.slash(server.channel, "session", gamertag="Undead Uma"))
        assert not [each.name for each in embed.fields if (each.name or "").startswith("K/D")]
        assert "without 3 matches against AI" in (embed.footer.text or "")

    async def test_nor_has_a_trend(self, server: Server) -> None:
        embed = card(await server.player.slash(server.channel, "trend", gamertag="Undead Uma"))
        assert embed.description == "None of the latest matches were against other players."

    async def test_nor_has_a_career(self, server: Server) -> None:
        embed = card(await server.player.slash(server.channel, "stats", gamertag="Undead Uma"))
        assert field(embed, "K/D ratio").startswith("**–**")
        assert "K/D without AI enemies" in field(embed, "K/D ratio")
        assert not field(embed, "K / D / A").startswith("**0")

    async def test_a_match_and_a_history_say_so(self, server: Server) -> None:
        result = await server.player.slash(server.channel, "lastmatch", gamertag="Undead Uma")
        assert (card(result).description or "").endswith("against AI")
        # The game's enemies are no team of nobody.
        assert card(result).title == "Defeat · 5"
        listed = await server.player.slash(server.channel, "history", gamertag="Undead Uma")
        assert words(listed).count("against AI") == 3


class TestEquals:
    """Everybody has the same record."""

    @pytest.fixture
    def world(self) -> EqualWorld:
        return EqualWorld.new()

    @pytest.mark.parametrize("by", ["kills per death", "win rate", "medals"])
    async def test_equals_share_a_place(self, server: Server, by: str) -> None:
        for member, gamertag in ((server.stranger, "Ember Fox"), (server.admin, "Solo Sable")):
            await member.slash(server.channel, "link", gamertag=gamertag)
        embed = card(await server.player.slash(server.channel, "leaderboard", by=by))
        rows = (embed.description or "").split("```")[1].splitlines()[2:]
        assert [re.findall(r"\d+", row)[0] for row in rows] == ["1", "1", "1"]
