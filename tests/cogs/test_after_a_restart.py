"""Buttons of messages that an earlier process has sent, and those of views that have ended."""

from collections.abc import AsyncIterator

import discord
import pytest
from simcord.actors import MemberActor
from simcord.components import walk_components
from simcord.results import InteractionResult

from bot.app import App, create_bot, open_app
from bot.config import Settings
from bot.discord_app.bot import HaloBot
from bot.discord_app.live_cards import LiveCards
from bot.presentation.views import NOT_YOURS
from bot.sandbox.service import SandboxService
from bot.sandbox.world import World
from tests.cogs.conftest import Speak
from tests.conftest import Server
from tests.presentation.checks import assert_acceptable
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
from tests.support.texts import CATALOGUE

MAIN = "MapleLeaf 117"
RANKED_SLAYER = "dcb2e24e-05fb-4390-8076-32a0cdb4326e"
SEASONS = "Csr/Seasons"


@pytest.fixture
async def successor(settings: Settings, clock: FakeClock, app: App) -> AsyncIterator[App]:
    """Another program on the same database."""
    async with open_app(settings, clock=clock, rates={}, keep_tokens_fresh=False) as other:
        yield other


class Restart:
    """Puts the successor's bot in the place of the one that has answered so far."""

    def __init__(self, server: Server, successor: App) -> None:
        self._server = server
        self._successor = successor

    async def __call__(self) -> None:
        await self._server.env.restart_bot(create_bot(self._successor, CATALOGUE, cooldowns=False))


@pytest.fixture
def restart(server: Server, successor: App) -> Restart:
    return Restart(server, successor)


def refused(result: InteractionResult) -> discord.Embed:
    """The private answer to a press on a control that is too old."""
    assert message(result).ephemeral
    return card(result)


def menu_offering(result: InteractionResult, value: str) -> str:
    """The id of the menu that offers this value."""
    (menu,) = (
        part["custom_id"]
        for part in walk_components(message(result).components)
        if value in [option["value"] for option in part.get("options", ())]
    )
    return str(menu)


async def choose(user: MemberActor, result: InteractionResult, value: str) -> InteractionResult:
    """Choose in the menu that offers this value."""
    menu = menu_offering(result, value)
    return await user.select(message(result), [value], custom_id=menu)


async def test_older_and_newer_matches(server: Server, restart: Restart, world: World) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    latest = card(result)
    await restart()
    await server.player.click(message(result), label="Older")
    assert card(result).footer.text == "Match 2 in the list"
    assert world.matches_of(MAIN)[1].match_id in str(message(result).components)
    await server.player.click(message(result), label="Newer")
    assert card(result) == latest
    await restart()
    await server.player.click(message(result), label="Refresh")
    assert card(result) == latest
    assert controls(result) == {"Older": True, "Newer": False, "Scoreboard": True, "Refresh": True}


async def test_both_sides_of_a_match(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "lastmatch", kind="matchmaking")
    summary = card(result)
    await restart()
    await server.player.click(message(result), label="Scoreboard")
    assert "```" in (card(result).description or "")
    await restart()
    await server.player.click(message(result), label="Older")
    assert "```" in (card(result).description or "")
    await restart()
    await server.player.click(message(result), label="Newer")
    await server.player.click(message(result), label="Summary")
    assert card(result) == summary


@pytest.mark.parametrize("options", [{}, {"gamertag": MAIN}], ids=["neutral", "of a player"])
async def test_a_match_by_its_id(
    server: Server, restart: Restart, world: World, options: dict[str, str]
) -> None:
    match_id = world.matches_of(MAIN)[0].match_id
    result = await server.stranger.slash(server.channel, "match", id=match_id, **options)
    summary = card(result)
    await restart()
    await server.stranger.click(message(result), label="Scoreboard")
    assert "```" in (card(result).description or "")
    await server.stranger.click(message(result), label="Summary")
    assert card(result) == summary
    assert controls(result) == {"Scoreboard": True}


async def test_a_match_is_found_again_where_others_were_played_since(
    server: Server, restart: Restart, sandbox: SandboxService, clock: FakeClock
) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    for _ in range(30):
        await server.player.click(message(result), label="Older")
    before = card(result)
    assert before.footer.text == "Match 31 in the list"
    (custom_id,) = [
        each["custom_id"] for each in _buttons(result) if each.get("label") == "Scoreboard"
    ]
    # As if thirty matches fewer had been played when the buttons were made.
    moved = custom_id.replace(":30:", ":0:")
    assert moved != custom_id
    _rename(server, result, custom_id, moved)
    await restart()
    await server.player.click(message(result), custom_id=moved)
    await server.player.click(message(result), label="Summary")
    assert card(result) == before


async def test_ranks_are_asked_for_anew(
    server: Server, restart: Restart, sandbox: SandboxService
) -> None:
    result = await server.player.slash(server.channel, "csr", playlist="snipers")
    shown = card(result)
    await restart()
    asked = sandbox.count("playlist_csr")
    await server.player.click(message(result), label="Refresh")
    assert card(result) == shown
    assert sandbox.count("playlist_csr") > asked


async def test_pages_of_medals(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "medals", sort="rarity")
    await server.player.click(message(result), label="Next")
    await restart()
    await server.player.click(message(result), label="Next")
    assert (card(result).footer.text or "").startswith("Page 3")
    assert "hardest first" in (card(result).description or "")
    await server.player.click(message(result), label="Refresh")
    assert (card(result).footer.text or "").startswith("Page 3")


@pytest.mark.parametrize("scope", ["career", "match"])
async def test_another_order_of_medals(server: Server, restart: Restart, scope: str) -> None:
    expected = card(await server.player.slash(server.channel, "medals", sort="rarity", scope=scope))
    result = await server.player.slash(server.channel, "medals", scope=scope)
    await restart()
    refusal = await server.stranger.select(message(result), ["rarity"])
    assert message(refusal).content == NOT_YOURS
    await server.player.select(message(result), ["rarity"])
    assert card(result) == expected
    await restart()
    await server.player.select(message(result), ["count"])
    assert card(result) != expected


async def test_the_medals_of_a_match_stay_those_of_that_match(
    server: Server, restart: Restart, world: World
) -> None:
    result = await server.player.slash(server.channel, "medals", scope="match")
    latest, earlier = (world.matches_of(MAIN)[place].match_id for place in (0, 3))
    custom_id = menu_offering(result, "rarity")
    # As if three matches fewer had been played when the menu was made.
    moved = custom_id.replace(latest.replace("-", ""), earlier.replace("-", ""))
    assert moved != custom_id
    _rename(server, result, custom_id, moved)
    await restart()
    await server.player.select(message(result), ["rarity"])
    assert (card(result).url or "").endswith(earlier)
    await restart()
    await server.player.click(message(result), label="Refresh")
    assert (card(result).url or "").endswith(latest)


async def test_the_menus_of_a_service_record(server: Server, restart: Restart) -> None:
    result = await server.stranger.slash(server.channel, "stats", gamertag=MAIN)
    for value, title in (
        ("playlist", "Service record · Ranked Arena · Season 9-1"),
        (f"{SEASONS}/CsrSeason8-3.json", "Service record · Ranked Arena · Season 8-3"),
        (RANKED_SLAYER, "Service record · Ranked Slayer · Season 8-3"),
        ("season", "Service record · Season 8-3"),
        ("mode", "Service record · Slayer"),
        ("18", "Service record · Oddball"),
        ("ranked", "Service record · Ranked"),
        ("overall", "Service record · Overall"),
    ):
        await restart()
        await choose(server.stranger, result, value)
        assert card(result).title == title
        assert card(result).author.name == MAIN


async def test_found_maps_and_modes(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "mode", name="slayer")
    listed = card(result)
    await server.player.select(message(result), [values(result)[1]])
    find = card(result)
    await restart()
    await server.player.click(message(result), label="Back to the list")
    assert card(result) == listed
    await restart()
    await server.player.select(message(result), [values(result)[1]])
    assert card(result) == find
    await restart()
    await server.player.select(message(result), [values(result)[2]])
    assert card(result).title not in (listed.title, find.title)


async def test_pages_of_maps_and_modes(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "mode")
    first, names = card(result), options(result)
    await restart()
    await server.player.click(message(result), label="Next")
    assert not set(names) & set(options(result))
    await restart()
    await server.player.click(message(result), label="Previous")
    assert card(result) == first


async def test_a_find_that_is_on_another_page_by_now(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "mode")
    wanted, menu = values(result)[1], menu_offering(result, values(result)[1])
    other = menu.replace(":mode:0:", ":mode:1:")
    assert other != menu
    _rename(server, result, menu, other)
    await restart()
    pressed = await server.player.select(message(result), [wanted], custom_id=other)
    assert aside(pressed).title == "⚠️ These controls are too old"
    await server.player.select(message(result), [values(result)[1]])
    assert "/ugc/modes/" in (card(result).url or "")


async def test_both_orders_of_a_rotation(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "playlist", playlist="ranked slayer")
    by_mode = card(result)
    await restart()
    await server.player.click(message(result), label="By map")
    assert card(result) != by_mode
    assert card(result).title == by_mode.title
    await restart()
    await server.player.click(message(result), label="By mode")
    assert card(result) == by_mode


async def test_the_menus_of_the_settings(server: Server, restart: Restart, app: App) -> None:
    result = await server.player.slash(server.channel, "settings")
    await restart()
    await choose(server.player, result, "Asia/Tokyo")
    await restart()
    await choose(server.player, result, "custom")
    held = await app.lookups.user_settings.get(server.player.id)
    assert (held.time_zone, held.match_kind) == ("Asia/Tokyo", "custom")
    assert "Asia/Tokyo, where it is 05:15" in words(result)


async def test_pages_of_links(server: Server, restart: Restart, app: App) -> None:
    for user_id in range(1_000, 1_032):
        await app.lookups.links.link_member(server.guild.id, user_id, "Ember Fox", server.admin.id)
    result = await server.admin.slash(server.channel, "admin links")
    for page in (2, 3):
        await restart()
        await server.admin.click(message(result), label="Next")
        assert card(result).footer.text == f"32 links · Page {page} of 3"
    guild = server.env.bot.get_guild(server.guild.id)
    role = guild.get_role(server.guild.roles["Admins"].id) if guild is not None else None
    assert role is not None
    await role.edit(permissions=discord.Permissions.none())
    await restart()
    pressed = await server.admin.click(message(result), label="Previous")
    assert "Manage Server" in (aside(pressed).description or "")
    assert card(result).footer.text == "32 links · Page 3 of 3"


async def test_a_private_answer_is_shown_to_all(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "whois")
    await restart()
    pressed = await server.player.click(message(result), label="Show to all")
    (shown,) = pressed.followups
    assert not shown.ephemeral
    assert shown.embeds == [card(result)]
    assert controls(result) == {"Show to all": False}


async def test_a_press_on_the_card_before_changes_nothing(server: Server) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    (before,) = buttons(result, "Older")
    await server.player.click(message(result), label="Older")
    shown = card(result)
    (after,) = buttons(result, "Older")
    assert after != before
    # Quick fingers still see the button as it was.
    _rename(server, result, after, before)
    pressed = await server.player.click(message(result), custom_id=before)
    assert pressed.acknowledged
    assert pressed.followups == []
    assert card(result) == shown
    _rename(server, result, before, after)
    await server.player.click(message(result), label="Older")
    assert card(result).footer.text == "Match 3 in the list"


async def test_others_are_refused_as_before(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    before = card(result)
    await restart()
    pressed = await server.stranger.click(message(result), label="Older")
    assert message(pressed).ephemeral
    assert message(pressed).content == NOT_YOURS
    assert card(result) == before


async def test_pages_of_a_history(server: Server, restart: Restart) -> None:
    result = await server.stranger.slash(
        server.channel, "history", gamertag=MAIN, kind="matchmaking"
    )
    first = words(result)
    assert card(result).title == "Matchmaking history"
    await restart()
    await server.stranger.click(message(result), label="Next")
    assert "-# Page 2 of " in words(result)
    assert card(result).title == "Matchmaking history"
    await restart()
    await server.stranger.select(message(result), ["3"])
    assert "`31` **" in words(result)
    await restart()
    await server.stranger.click(message(result), label="Previous")
    assert "`21` **" in words(result)
    await server.stranger.select(message(result), ["0"])
    assert words(result) == first


async def test_a_match_of_a_history(server: Server, restart: Restart, world: World) -> None:
    result = await server.player.slash(server.channel, "history")
    await server.player.click(message(result), label="Next")
    listed, pressable = words(result), controls(result)
    await restart()
    await server.player.click(message(result), custom_id=buttons(result, "Open")[2])
    matches = world.matches_of(MAIN)
    assert matches[12].match_id in links(result)["Halo Waypoint"]
    summary = words(result)
    await restart()
    await server.player.click(message(result), label="Scoreboard")
    assert matches[12].match_id in links(result)["Halo Waypoint"]
    await restart()
    await server.player.select(message(result), [values(result)[4]])
    assert matches[14].match_id in links(result)["Halo Waypoint"]
    assert "```" in words(result)
    await restart()
    await server.player.select(message(result), [values(result)[2]])
    await server.player.click(message(result), label="Summary")
    assert words(result) == summary
    await restart()
    await server.player.click(message(result), label="Back to the list")
    assert words(result) == listed
    assert controls(result) == pressable


async def test_the_button_beside_a_match_opens_that_one_where_others_were_played_since(
    server: Server, restart: Restart, world: World
) -> None:
    result = await server.player.slash(server.channel, "history")
    matches = world.matches_of(MAIN)
    beside = buttons(result, "Open")[1]
    # As if the page had begun with other matches when the button was made.
    moved = beside.replace(
        matches[1].match_id.replace("-", ""), matches[23].match_id.replace("-", "")
    )
    assert moved != beside
    _rename(server, result, beside, moved)
    await restart()
    await server.player.click(message(result), custom_id=moved)
    assert matches[23].match_id in links(result)["Halo Waypoint"]
    await server.player.click(message(result), label="Back to the list")
    assert "-# Page 1 of 7" in words(result)
    assert buttons(result, "Open")[1] == beside


async def test_only_the_owner_uses_a_history(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "history")
    before = words(result)
    await restart()
    for pressed in (
        await server.stranger.click(message(result), label="Next"),
        await server.stranger.click(message(result), custom_id=buttons(result, "Open")[1]),
        await server.stranger.select(message(result), ["1"]),
    ):
        assert message(pressed).ephemeral
        assert message(pressed).content == NOT_YOURS
    assert words(result) == before
    assert all(controls(result)[label] for label in ("Open", "Next"))


async def test_a_history_whose_service_fails_stays_as_it_is(
    server: Server, restart: Restart, sandbox: SandboxService, clock: FakeClock
) -> None:
    result = await server.player.slash(server.channel, "history")
    listed, pressable = words(result), controls(result)
    await restart()
    # The page is stored, the next one is not.
    sandbox.fail("*", DOWN)
    failed = await server.player.click(message(result), label="Next")
    assert "not answering" in (aside(failed).title or "")
    assert (words(result), controls(result)) == (listed, pressable)
    await restart()
    clock.advance(2 * 86_400)
    failed = await server.player.click(message(result), label="Next")
    assert "not answering" in (aside(failed).title or "")
    assert (words(result), controls(result)) == (listed, pressable)
    sandbox.heal()
    clock.advance(3_600)
    await server.player.click(message(result), label="Next")
    assert "-# Page 2" in words(result)


async def test_what_nothing_restores_is_said_at_once(
    server: Server, restart: Restart, sandbox: SandboxService
) -> None:
    result = await server.player.slash(server.channel, "privacy delete")
    before = card(result)
    await restart()
    asked = sandbox.count()
    embed = refused(await server.player.click(message(result), label="Delete everything"))
    assert_acceptable(embed)
    assert embed.title == "⚠️ These controls are too old"
    assert "Run the command again" in (embed.description or "")
    assert sandbox.count() == asked
    assert card(result) == before


async def test_a_form_that_nobody_waits_for(server: Server, restart: Restart) -> None:
    opened = await server.stranger.context_menu(server.channel, "Link", server.stranger)
    assert opened.modal is not None
    (label,) = opened.modal["components"]
    await restart()
    sent = await server.stranger.submit_modal(opened, {label["component"]["custom_id"]: MAIN})
    assert refused(sent).title == "⚠️ These controls are too old"


async def test_only_so_many_cards_are_taken_over(server: Server, restart: Restart) -> None:
    first, second = [await server.player.slash(server.channel, "csr") for _ in range(2)]
    await restart()
    assert isinstance(server.env.bot, HaloBot)
    server.env.bot.cards = LiveCards(most=1)
    for result in (first, second):
        await server.player.click(message(result), label="Refresh")
    await server.env.settle()
    assert [controls(result)["Refresh"] for result in (first, second)] == [False, True]


async def test_an_id_that_says_nothing_sensible(server: Server, restart: Restart) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    older = next(each["custom_id"] for each in _buttons(result) if each["label"] == "Older")
    owner = f"{server.player.id:x}"
    await restart()
    for odd in (
        f"match:older:{owner}:x",
        older.replace("older", "no such control"),
        f"csr:refresh:{owner}:no number:",
        f"medals:next:{owner}:1:career:count:no page",
        f"history:next:{owner}:1:all:0:no match:",
        f"history:open9:{owner}:1:all:0::x:y",
        f"stats:scope:{owner}:1:x:::",
        f"trend:chart:{owner}:1:many",
        f"assets:next:{owner}:weapon:0:",
        f"rotation:order:{owner}:no id:",
    ):
        _rename(server, result, older, odd)
        pressed = await server.player.click(message(result), custom_id=odd)
        assert aside(pressed).title == "⚠️ These controls are too old"
        older = odd
    assert controls(result)["Older"]


async def test_a_service_that_fails_leaves_the_card_and_its_buttons(
    server: Server, restart: Restart, sandbox: SandboxService, clock: FakeClock
) -> None:
    result = await server.player.slash(server.channel, "csr")
    before = card(result)
    await restart()
    sandbox.fail("*", DOWN)
    clock.advance(2 * 86_400)
    failed = await server.player.click(message(result), label="Refresh")
    assert "not answering" in (aside(failed).title or "")
    assert card(result) == before
    assert controls(result) == {"Refresh": True}
    sandbox.heal()
    clock.advance(3_600)
    await server.player.click(message(result), label="Refresh")
    assert controls(result) == {"Refresh": True}


def _buttons(result: InteractionResult) -> list[dict[str, str]]:
    return [each for row in message(result).components for each in row["components"]]


def _rename(server: Server, result: InteractionResult, custom_id: str, other: str) -> None:
    """Let a button of the message carry another id."""
    stored = server.env.backend.get_message(server.channel.id, message(result).id)
    for each in walk_components(stored.components):
        if each.get("custom_id") == custom_id:
            each["custom_id"] = other


class TestWithPictures:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"pictures": True})

    async def test_the_picture_of_an_opened_match_stays(
        self, server: Server, restart: Restart, sandbox: SandboxService, clock: FakeClock
    ) -> None:
        sandbox.fail("match_stats", DOWN)
        result = await server.player.slash(server.channel, "history")
        sandbox.heal()
        clock.advance(600)
        await server.player.click(message(result), custom_id=buttons(result, "Open")[0])
        (shown,) = galleries(result)
        assert "Slayer on Live Fire" in shown["items"][0]["description"]
        # Nothing can be put together again, and then all but the match that is asked for.
        for endpoint in ("*", "match_stats"):
            await restart()
            sandbox.fail(endpoint, DOWN)
            failed = await server.player.select(message(result), [values(result)[1]])
            assert (aside(failed).title or "").startswith("⚠️ The Halo service")
            assert galleries(result) == [shown]
            sandbox.heal()
            clock.advance(600)
        await restart()
        await server.player.click(message(result), label="Scoreboard")
        assert galleries(result) == []
        await server.player.click(message(result), label="Summary")
        assert galleries(result)[0]["items"][0]["description"] == shown["items"][0]["description"]

    async def test_another_chart_of_a_trend(self, server: Server, restart: Restart) -> None:
        result = await server.player.slash(server.channel, "trend", matches=30)
        said = card(result)
        await restart()
        await server.player.select(message(result), ["Win rate by map"])
        (chart,) = message(result).attachments
        assert "Live Fire" in (chart.description or "")
        assert (card(result).title, card(result).description) == (said.title, said.description)

    async def test_the_language_and_the_time_zone_stay(
        self, server: Server, restart: Restart, app: App, speak: Speak
    ) -> None:
        await app.lookups.user_settings.change(server.player.id, time_zone="Asia/Kolkata")
        speak("de")
        result = await server.player.slash(server.channel, "lastmatch")
        (shown,) = message(result).attachments
        assert "UTC+05:30" in (shown.description or "")
        await restart()
        await server.player.click(message(result), label="Älter")
        await server.player.click(message(result), label="Neuer")
        (again,) = message(result).attachments
        assert again.description == shown.description
