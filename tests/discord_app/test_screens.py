"""The one engine for presses, with a screen of the tests' own."""

import asyncio
from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import dataclass, replace

import discord
import pytest
from discord import app_commands
from discord.ext import commands
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.env import Env

from bot.discord_app.asker import Asker
from bot.discord_app.bot import HaloBot
from bot.discord_app.cards import NOT_YOURS
from bot.discord_app.screens import Screen, Screens
from bot.halo.errors import Unavailable
from bot.look.card import Button, Card, Choice, Menu, Paragraph
from bot.look.drawing import Drawing, Picture
from bot.pictures.pictures import Pictures
from tests.support.clock import FakeClock
from tests.support.discord import aside, card, controls, galleries, message, value_of
from tests.support.spoilt import refusal, spoilt
from tests.support.texts import CATALOGUE, ENGLISH


@dataclass(frozen=True, slots=True)
class Counted:
    number: int = 0


class CountScreen(Screen[Counted, int]):
    """Shows a number; `gate` holds it back, `error` fails it."""

    name = "count"
    state = Counted

    def __init__(self) -> None:
        self.env: Env | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.error: Exception | None = None
        self.loads = 0

    async def load(self, asker: Asker, state: Counted) -> int:
        self.loads += 1
        if self.env is not None:
            await self.env.external_wait(self.gate.wait(), reason="the test lets it load")
        if self.error is not None:
            raise self.error
        return state.number

    def show(self, report: int, state: Counted, asker: Asker) -> Card:
        choices = tuple(Choice(f"At {n}", Counted(n), chosen=n == report) for n in (0, 10))
        return Card(
            title=f"Count {report}",
            blocks=(Paragraph(((f"asked by {asker.user_id}",),)),),
            controls=(
                (
                    Button("more", "More", replace(state, number=report + 1)),
                    Button("back", "Back", Counted(0), disabled=report == 0),
                ),
                (Menu("jump", "Jump", choices),),
            ),
            picture=lambda card: Drawing("count/picture", None, f"{card.title} drawn", ENGLISH),
        )


class Painter:
    """Draws nothing that anybody could see."""

    def render(self, drawing: Drawing) -> Picture:
        return Picture(b"\x89PNG", drawing.alt, drawing.filename)


class CountCog(commands.Cog):
    def __init__(self, screens: Screens) -> None:
        self._screens = screens

    @app_commands.command(name="count", description="Count")
    async def count(self, interaction: discord.Interaction) -> None:
        await self._screens.open(interaction, CountScreen.name, Counted())


@dataclass(frozen=True, slots=True)
class Stage:
    env: Env
    channel: ChannelHandle
    owner: MemberActor
    stranger: MemberActor


@pytest.fixture
def screen() -> CountScreen:
    return CountScreen()


@pytest.fixture
def pictures() -> Pictures | None:
    """Answers are in words."""
    return None


@pytest.fixture
def simcord_bot(screen: CountScreen, clock: FakeClock, pictures: Pictures | None) -> HaloBot:
    screens = Screens([screen], pictures)
    return HaloBot(clock, [CountCog(screens)], CATALOGUE, screens=screens, shard_count=1)


@pytest.fixture
async def stage(simcord_env: Env, screen: CountScreen) -> AsyncIterator[Stage]:
    screen.env = simcord_env
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("stats")
    members = [guild.add_member(simcord_env.create_user(name)) for name in ("alex", "kim")]
    yield Stage(simcord_env, channel, *members)
    assert len(simcord_env.errors) <= 1


async def test_a_press_shows_the_state_its_control_names(stage: Stage) -> None:
    result = await stage.owner.slash(stage.channel, "count")
    assert card(result).title == "Count 0"
    assert controls(result) == {"More": True, "Back": False}
    await stage.owner.click(message(result), label="More")
    await stage.owner.click(message(result), label="More")
    assert card(result).title == "Count 2"
    await stage.owner.select(message(result), [value_of(result, "At 10")])
    assert card(result).title == "Count 10"
    await stage.owner.click(message(result), label="Back")
    assert controls(result) == {"More": True, "Back": False}


async def test_only_the_owner_may_press(stage: Stage, screen: CountScreen) -> None:
    result = await stage.owner.slash(stage.channel, "count")
    before = card(result)
    refused = await stage.stranger.click(message(result), label="More")
    assert message(refused).content == NOT_YOURS
    assert refused.ephemeral
    assert card(result) == before
    assert screen.loads == 1


async def test_a_press_that_takes_long_shows_its_control_at_work_and_refuses_a_second_one(
    stage: Stage, screen: CountScreen
) -> None:
    result = await stage.owner.slash(stage.channel, "count")
    stored = stage.env.backend.get_message(stage.channel.id, message(result).id)
    pressable = deepcopy(stored.components)
    screen.gate.clear()
    await stage.owner.click(message(result), label="More")
    assert controls(result) == {"…": False, "Back": False}
    # Quick fingers still see the buttons as they were.
    stored.components = pressable
    second = await stage.owner.click(message(result), label="More")
    assert second.acknowledged
    screen.gate.set()
    await stage.env.settle()
    assert screen.loads == 2
    assert card(result).title == "Count 1"
    assert controls(result) == {"More": True, "Back": True}


async def test_an_error_leaves_the_card_as_it_was(stage: Stage, screen: CountScreen) -> None:
    result = await stage.owner.slash(stage.channel, "count")
    before, able = card(result), controls(result)
    screen.error = Unavailable("down")
    failed = await stage.owner.click(message(result), label="More")
    assert "not answering" in (aside(failed).title or "")
    assert card(result) == before
    assert controls(result) == able
    screen.error = None
    await stage.owner.click(message(result), label="More")
    assert card(result).title == "Count 1"


class TestWithPictures:
    @pytest.fixture
    async def pictures(self) -> AsyncIterator[Pictures | None]:
        pictures = Pictures(Painter)
        yield pictures
        await pictures.close()

    async def test_a_card_has_its_picture(self, stage: Stage) -> None:
        result = await stage.owner.slash(stage.channel, "count")
        (gallery,) = galleries(result)
        assert gallery["items"][0]["description"] == "Count 0 drawn"

    async def test_a_card_whose_picture_is_refused_is_in_words(self, stage: Stage) -> None:
        with spoilt(lambda: refusal(413), tries=None, files=True):
            result = await stage.owner.slash(stage.channel, "count")
            assert (card(result).title, galleries(result)) == ("Count 0", [])
            await stage.owner.click(message(result), label="More")
        assert (card(result).title, galleries(result)) == ("Count 1", [])
        await stage.owner.click(message(result), label="More")
        assert len(galleries(result)) == 1
