"""/medals, its pages and orders."""

import re
from itertools import groupby
from typing import Any

import discord
import pytest
from simcord.results import InteractionResult

from bot.discord_app.cards import NOT_YOURS
from bot.discord_app.screens import Screens
from bot.sandbox.medals import MEDALS, TYPES, UNKNOWN_MEDAL
from bot.sandbox.plans import SHOWCASE
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.cogs.conftest import Speak
from tests.cogs.matches import figures_of
from tests.conftest import Server
from tests.look.checks import assert_acceptable
from tests.support.clock import FakeClock
from tests.support.discord import card, controls, message, value_of
from tests.support.faults import DOWN

LINE = re.compile(r"`\s*([\d.,\u202f]+)` (\S+) \*\*(.+?)\*\*(?: · (\w+))?")
HARDEST_FIRST = "💠🔶🔷🔹▫️"


def lines(embed: discord.Embed) -> list[tuple[int, str, str, str]]:
    """Count, mark, name and type of each medal on a page."""
    return [
        (int(re.sub(r"\D", "", count)), mark, name, kind)
        for count, mark, name, kind in LINE.findall(embed.description or "")
    ]


async def all_pages(server: Server, result: InteractionResult) -> list[tuple[int, str, str, str]]:
    """The medals of all pages, by pressing "Next" to the end."""
    found = lines(card(result))
    while controls(result)["Next"]:
        await server.player.click(message(result), label="Next")
        assert_acceptable(card(result))
        found += lines(card(result))
    return found


async def test_a_career_by_count(server: Server, world: World) -> None:
    result = await server.player.slash(server.channel, "medals")
    assert card(result).title == "Career medals"
    assert not message(result).ephemeral
    found = await all_pages(server, result)
    counts = [count for count, *_ in found]
    assert counts == sorted(counts, reverse=True)
    record = world.service_record("MapleLeaf 117", "matchmade")
    assert record is not None
    assert sum(counts) == sum(medal["Count"] for medal in record["CoreStats"]["Medals"])
    assert len(found) == len({medal["NameId"] for medal in record["CoreStats"]["Medals"]})
    assert f"**{sum(counts):,} earned**" in (card(result).description or "")


async def test_a_career_by_rarity(server: Server) -> None:
    result = await server.player.slash(server.channel, "medals", sort="rarity")
    marks = [HARDEST_FIRST.index(mark) for _, mark, *_ in await all_pages(server, result)]
    assert marks == sorted(marks)
    assert len(set(marks)) > 2


async def test_a_career_by_type(server: Server) -> None:
    result = await server.player.slash(server.channel, "medals", sort="type")
    kinds = [kind for *_, kind in await all_pages(server, result)]
    assert set(kinds) <= {*(each.capitalize() for each in TYPES), ""}
    assert [kind for kind, _ in groupby(kinds)] == list(dict.fromkeys(kinds))


@pytest.mark.parametrize("values", [[], ["odd"], ["rarity\n"], ["count,rarity"]])
async def test_what_a_menu_does_not_offer_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch, values: list[str]
) -> None:
    genuine = Screens.press

    async def forged(screens: Screens, interaction: discord.Interaction) -> None:
        data: Any = interaction.data
        data["values"] = values
        await genuine(screens, interaction)

    result = await server.player.slash(server.channel, "medals")
    before = card(result)
    monkeypatch.setattr(Screens, "press", forged)
    refused = await server.player.select(message(result), [value_of(result, "Hardest first")])
    assert card(refused).title == "⚠️ These controls are too old"
    assert card(result) == before


async def test_the_order_can_be_changed(server: Server) -> None:
    result = await server.player.slash(server.channel, "medals")
    await server.player.click(message(result), label="Next")
    assert controls(result) == {"Previous": True, "Next": True, "Refresh": True}
    await server.player.select(message(result), [value_of(result, "Hardest first")])
    embed = card(result)
    assert "hardest first" in (embed.description or "")
    assert (embed.footer.text or "").startswith("Page 1 of ")
    assert controls(result) == {"Previous": False, "Next": True, "Refresh": True}


async def test_others_may_not_change_the_page(server: Server) -> None:
    result = await server.player.slash(server.channel, "medals")
    before = card(result)
    refused = await server.stranger.click(message(result), label="Next")
    assert refused.ephemeral
    assert message(refused).content == NOT_YOURS
    assert card(result) == before


async def test_the_medals_of_the_last_match(server: Server, world: World) -> None:
    result = await server.player.slash(server.channel, "medals", scope="match")
    assert card(result).title == "Medals of the match"
    match = world.matches_of("MapleLeaf 117")[0]
    assert (card(result).url or "").endswith(match.match_id)
    names = {medal.name_id: medal.name for medal in MEDALS}
    earned = {
        names[medal["NameId"]]: medal["Count"]
        for medal in figures_of(match.json, world.main.xuid)["Medals"]
    }
    assert {name: count for count, _, name, _ in await all_pages(server, result)} == earned


async def test_a_medal_that_the_metadata_does_not_know(server: Server) -> None:
    assert any(plan.extra_medal == UNKNOWN_MEDAL for plan in SHOWCASE)
    result = await server.player.slash(server.channel, "medals", sort="rarity")
    _, mark, name, kind = (await all_pages(server, result))[-1]
    assert (mark, name, kind) == ("▫️", f"Unknown medal ({UNKNOWN_MEDAL})", "")


@pytest.mark.parametrize(
    ("locale", "name"),
    [("de", "Doppelter Abschuss"), ("ja", "ダブル キル"), ("es-ES", "Doble muerte"),
     ("sv-SE", "Double Kill"), ("en-GB", "Double Kill")],
)  # fmt: skip
async def test_names_are_in_the_askers_language(
    server: Server, speak: Speak, locale: str, name: str
) -> None:
    speak(locale)
    assert lines(card(await server.player.slash(server.channel, "medals")))[0][2] == name


async def test_names_are_ids_while_the_metadata_cannot_be_had(
    server: Server, sandbox: SandboxService
) -> None:
    sandbox.fail("medal_metadata", DOWN)
    embed = card(await server.player.slash(server.channel, "medals"))
    assert_acceptable(embed)
    assert lines(embed)[0][2] == "Unknown medal (622331684)"
    assert "Not available right now: medal names" in (embed.footer.text or "")


async def test_older_answers_come_with_their_age_while_the_service_is_down(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    fresh = await server.player.slash(server.channel, "medals")
    assert "cache" not in (card(fresh).description or "")
    clock.advance(600)
    sandbox.fail("*", DOWN)
    result = await server.player.slash(server.channel, "medals")
    await server.player.click(message(result), label="Next")
    assert f"Shown from the cache, true <t:{asked_at}:R>" in (card(result).description or "")


async def test_somebody_without_any_medal(server: Server) -> None:
    embed = card(await server.player.slash(server.channel, "medals", gamertag="New Nova"))
    assert embed.title == "⚠️ No medals here yet"


async def test_the_last_match_of_a_private_history(server: Server) -> None:
    result = await server.player.slash(
        server.channel, "medals", gamertag="Private Pike", scope="match"
    )
    assert "Match History Privacy" in (card(result).description or "")


@pytest.mark.parametrize(
    ("scope", "endpoint"), [("career", "service_record"), ("match", "match_history")]
)
async def test_refreshing_goes_past_what_is_stored(
    server: Server, sandbox: SandboxService, scope: str, endpoint: str
) -> None:
    result = await server.player.slash(server.channel, "medals", scope=scope)
    shown = card(result)
    asked = sandbox.count(endpoint)
    await server.player.click(message(result), label="Refresh")
    assert sandbox.count(endpoint) == asked + 1
    assert card(result) == shown
