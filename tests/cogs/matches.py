"""Walking through the cards of /lastmatch, and reading what they say."""

import discord
import pytest
from simcord.results import InteractionResult

from bot.sandbox.wire import Json
from tests.conftest import Server
from tests.look.checks import field
from tests.support.discord import card, message


async def walk(server: Server, result: InteractionResult, matches: int) -> list[discord.Embed]:
    """The first cards of a list, by pressing "Older" again and again."""
    cards = [card(result)]
    while len(cards) < matches:
        pressed = await server.player.click(message(result), label="Older")
        assert pressed.followups == []
        cards.append(card(result))
    return cards


async def scoreboards(
    server: Server, result: InteractionResult, matches: int
) -> list[discord.Embed]:
    """The scoreboards of the first matches of a list."""
    await server.player.click(message(result), label="Scoreboard")
    return await walk(server, result, matches)


def row_of(board: discord.Embed, name: str) -> list[str]:
    """The words of the one row of a scoreboard that holds the name."""
    tables = (board.description or "").split("```")[1::2]
    rows = [row for table in tables for row in table.split("\n")]
    (found,) = (row for row in rows if name in row)
    return found.split()


def figures_of(match: Json, xuid: int) -> Json:
    """What the service counted of a player in a match."""
    own = (p for p in match["Players"] if p["PlayerId"] == f"xuid({xuid})")
    core: Json = next(own)["PlayerTeamStats"][0]["Stats"]["CoreStats"]
    return core


def check_figures(embed: discord.Embed, core: Json) -> None:
    """The card shows what the service counted."""
    fought = field(embed, "K / D / A")
    kills, deaths, assists = core["Kills"], core["Deaths"], core["Assists"]
    assert f"**{kills} / {deaths} / {assists}**" in fought
    shown = fought.split("KDA ")[1].replace("−", "-").replace("±", "")
    assert float(shown) == pytest.approx(kills + assists / 3 - deaths, abs=0.06)
    hit, fired = core["ShotsHit"], core["ShotsFired"]
    accuracy = f"**{round(100 * hit / fired)}%**\n{hit:,} of {fired:,} shots"
    assert field(embed, "Accuracy") == accuracy
    damage = f"**{core['DamageDealt']:,}**\n{core['DamageTaken']:,} taken"
    assert field(embed, "Damage") == damage
    earned = sum(medal["Count"] for medal in core["Medals"])
    assert any((each.name or "").startswith(f"Medals · {earned}") for each in embed.fields)
