"""What is said to presses that are refused or fail."""

from bot.discord_app.bot import HaloBot
from bot.discord_app.cards import NOT_YOURS
from bot.discord_app.live_cards import LiveCards
from bot.sandbox.service import SandboxService
from tests.cogs.after_a_restart.conftest import Restart
from tests.cogs.after_a_restart.presses import MAIN, buttons_of, refused, rename
from tests.conftest import Server
from tests.look.checks import assert_acceptable
from tests.support.clock import FakeClock
from tests.support.discord import (
    aside,
    buttons,
    card,
    controls,
    message,
)
from tests.support.faults import DOWN


async def test_a_press_on_the_card_before_changes_nothing(server: Server) -> None:
    result = await server.player.slash(server.channel, "lastmatch")
    (before,) = buttons(result, "Older")
    await server.player.click(message(result), label="Older")
    shown = card(result)
    (after,) = buttons(result, "Older")
    assert after != before
    # Quick fingers still see the button as it was.
    rename(server, result, after, before)
    pressed = await server.player.click(message(result), custom_id=before)
    assert pressed.acknowledged
    assert pressed.followups == []
    assert card(result) == shown
    rename(server, result, before, after)
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
    older = next(each["custom_id"] for each in buttons_of(result) if each["label"] == "Older")
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
        rename(server, result, older, odd)
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
