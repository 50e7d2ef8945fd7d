"""/csr and its autocomplete."""

import pytest

from bot.discord_app.cards import NOT_YOURS
from bot.halo.ranks import RANKED_PLAYLISTS
from bot.sandbox import assets
from bot.sandbox.service import SandboxService
from tests.cogs.conftest import Speak
from tests.conftest import Server
from tests.look.checks import assert_acceptable, field
from tests.support.clock import FakeClock
from tests.support.discord import card, controls, message
from tests.support.faults import DOWN, REFUSED


async def test_all_standings_best_first(server: Server) -> None:
    result = await server.player.slash(server.channel, "csr")
    embed = card(result)
    assert_acceptable(embed)
    assert embed.author.name == "MapleLeaf 117"
    assert not message(result).ephemeral
    assert [(each.name or "").partition(" ")[2] for each in embed.fields] == [
        "Ranked Arena", "Ranked Slayer", "Ranked Squad Battle", "Ranked Snipers", "Ranked FFA",
        "Ranked Doubles",
    ]  # fmt: skip


async def test_what_each_standing_says(server: Server) -> None:
    embed = card(await server.player.slash(server.channel, "csr"))
    onyx = field(embed, "🟣 Ranked Arena")
    assert onyx.startswith("**Onyx · 1562**")
    assert "62 past Onyx" in onyx
    assert "all time 1620 Onyx" in onyx
    diamond = field(embed, "🔵 Ranked Slayer")
    assert "Diamond 4 · 1387" in diamond
    assert "13 to Diamond 5" in diamond
    assert "Season peak 1402 Diamond 5" in diamond
    placement = field(embed, "⚫ Ranked Doubles")
    assert "2 of 5" in placement
    assert "3 matches left" in placement
    unranked = field(embed, "⚫ Ranked FFA")
    assert "0 of 5" in unranked
    assert "Season peak –" in unranked
    assert "all time 1549 Onyx" in unranked


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("fa5aa2a3-2428-4912-a023-e1eeea7b877c", "Ranked Doubles"),
        ("doubles", "Ranked Doubles"),
        ("ranked SNIPERS", "Ranked Snipers"),
    ],
)
async def test_one_playlist(server: Server, asked: str, shown: str) -> None:
    embed = card(await server.player.slash(server.channel, "csr", playlist=asked))
    (only,) = embed.fields
    assert shown in (only.name or "")


async def test_a_known_playlist_the_player_never_used(server: Server) -> None:
    tactical = assets.TACTICAL.asset_id
    embed = card(await server.player.slash(server.channel, "csr", playlist=tactical))
    assert "0 of 5" in field(embed, "⚫ Ranked Tactical")


async def test_a_playlist_that_does_not_exist(server: Server) -> None:
    embed = card(await server.player.slash(server.channel, "csr", playlist="lone wolves"))
    assert embed.title == "⚠️ No ranked playlist of that name"
    assert "or all ranked playlists" in (embed.description or "")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", {"All ranked playlists", *RANKED_PLAYLISTS.values()}),
        ("SLAY", {"Ranked Slayer"}),
        ("sn", {"Ranked Snipers"}),
        ("all", {"All ranked playlists"}),
        ("quick", set()),
    ],
)
async def test_playlists_are_offered_while_typing(
    server: Server, sandbox: SandboxService, typed: str, offered: set[str]
) -> None:
    asked = sandbox.count()
    choices = await server.player.autocomplete(server.channel, "csr", "playlist", typed)
    assert {choice["name"] for choice in choices} == offered
    named = {"all": "All ranked playlists", **RANKED_PLAYLISTS}
    assert {named[choice["value"]] for choice in choices} == offered
    assert sandbox.count() == asked


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("alle r", {"Alle Ranglisten-Playlists"}),
        ("RANGLISTE: SL", {"Rangliste: Slayer"}),
        # The English names are found as well.
        ("ranked sl", {"Rangliste: Slayer"}),
        ("all ranked", {"Alle Ranglisten-Playlists"}),
    ],
)
async def test_playlists_are_offered_in_the_askers_language(
    server: Server, sandbox: SandboxService, speak: Speak, typed: str, offered: set[str]
) -> None:
    speak("de")
    asked = sandbox.count()
    choices = await server.player.autocomplete(server.channel, "csr", "playlist", typed)
    assert {choice["name"] for choice in choices} == offered
    assert sandbox.count() == asked


async def test_a_name_may_be_entered_as_it_is_offered(server: Server, speak: Speak) -> None:
    speak("fr")
    choices = await server.player.autocomplete(server.channel, "csr", "playlist", "")
    every, *names = (choice["name"] for choice in choices)
    for name in names:
        embed = card(await server.player.slash(server.channel, "csr", playlist=name))
        assert len(embed.fields) == 1
    embed = card(await server.player.slash(server.channel, "csr", playlist=every))
    assert len(embed.fields) == 6


@pytest.mark.parametrize("gamertag", ["Solo Sable", "New Nova", "Custom Casper"])
async def test_a_player_who_was_never_ranked(server: Server, gamertag: str) -> None:
    embed = card(await server.player.slash(server.channel, "csr", gamertag=gamertag))
    assert embed.title == "⚠️ No ranked matches yet"
    assert "placement matches" in (embed.description or "")


async def test_names_are_in_the_askers_language(server: Server, speak: Speak) -> None:
    speak("de")
    embed = card(await server.player.slash(server.channel, "csr"))
    assert field(embed, "🟣 Rangliste: Arena")


async def test_older_answers_come_with_their_age_while_the_service_is_down(
    server: Server, sandbox: SandboxService, clock: FakeClock
) -> None:
    asked_at = int(clock.now())
    await server.player.slash(server.channel, "csr")
    clock.advance(600)
    sandbox.fail("*", DOWN)
    embed = card(await server.player.slash(server.channel, "csr"))
    assert f"Shown from the cache, true <t:{asked_at}:R>" in (embed.description or "")
    assert "Onyx · 1562" in field(embed, "🟣 Ranked Arena")


async def test_one_playlist_that_fails_does_not_hide_the_others(
    server: Server, sandbox: SandboxService
) -> None:
    # A refusal is not asked about again, so that exactly one playlist is missing.
    sandbox.fail("playlist_csr", REFUSED, times=1)
    embed = card(await server.player.slash(server.channel, "csr"))
    assert len(embed.fields) == 5
    assert "Not available right now: Ranked " in (embed.footer.text or "")


async def test_playlists_that_could_not_be_checked_are_counted(
    server: Server, sandbox: SandboxService
) -> None:
    sandbox.fail("playlist_configuration", DOWN)
    embed = card(await server.player.slash(server.channel, "csr"))
    assert len(embed.fields) == 6
    assert "8 more playlists may be ranked" in (embed.footer.text or "")


async def test_refreshing_goes_past_what_is_stored(server: Server, sandbox: SandboxService) -> None:
    result = await server.player.slash(server.channel, "csr")
    shown = card(result)
    await server.player.slash(server.channel, "csr")
    asked = {name: sandbox.count(name) for name in ("service_record", "playlist_csr")}
    assert controls(result) == {"Refresh": True}
    await server.player.click(message(result), label="Refresh")
    assert sandbox.count("service_record") == asked["service_record"] + 1
    assert sandbox.count("playlist_csr") == asked["playlist_csr"] + 6
    assert card(result) == shown
    assert controls(result) == {"Refresh": True}


async def test_a_long_playlist_is_no_hindrance(server: Server) -> None:
    typed = "a" * 300
    embed = card(await server.player.slash(server.channel, "csr", playlist=typed))
    assert embed.title == "⚠️ No ranked playlist of that name"


async def test_only_the_owner_refreshes(server: Server) -> None:
    result = await server.player.slash(server.channel, "csr")
    refused = await server.stranger.click(message(result), label="Refresh")
    assert message(refused).content == NOT_YOURS
