"""Only so many cards keep their controls."""

from bot.discord_app.bot import HaloBot
from bot.discord_app.live_cards import LiveCards
from tests.discord_app.conftest import CARD, Probe, Stage
from tests.support.discord import card, controls, message


async def test_the_oldest_card_is_switched_off_early(
    stage: Stage, probe: Probe, simcord_bot: HaloBot
) -> None:
    simcord_bot.cards = LiveCards(most=2)
    shown = [await stage.asker.slash(stage.channel, "open") for _ in range(3)]
    await stage.env.settle()
    assert [controls(one)["Press"] for one in shown] == [False, True, True]
    assert card(shown[0]).title == CARD.title
    await stage.asker.click(message(shown[1]), label="Press")
    assert probe.runs == 4


async def test_a_card_that_is_shown_anew_counts_once(
    stage: Stage, probe: Probe, simcord_bot: HaloBot
) -> None:
    simcord_bot.cards = LiveCards(most=2)
    shown = [await stage.asker.slash(stage.channel, "open") for _ in range(2)]
    assert probe.view is not None
    for _ in range(3):
        simcord_bot.cards.add(probe.view)
    await stage.env.settle()
    assert [controls(one)["Press"] for one in shown] == [True, True]


async def test_cards_that_have_ended_make_room(
    stage: Stage, probe: Probe, simcord_bot: HaloBot
) -> None:
    simcord_bot.cards = LiveCards(most=2)
    first = await stage.asker.slash(stage.channel, "open")
    await stage.asker.slash(stage.channel, "open")
    assert probe.view is not None
    probe.view.stop()
    await stage.asker.slash(stage.channel, "open")
    await stage.env.settle()
    assert controls(first)["Press"]
