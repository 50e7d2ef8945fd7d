"""The bot of this project with a cog of the tests' own: its commands fail in every way there is."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import discord
import pytest
from discord import app_commands
from discord.ext import commands
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.env import Env

from bot.discord_app.bot import HaloBot
from bot.discord_app.cards import OwnedLayout, OwnedView
from bot.discord_app.cooldowns import COST, EXPENSIVE
from bot.discord_app.reply import answer, answer_with_view, report_error
from bot.discord_app.tree import PRIVATE
from tests.support.clock import FakeClock
from tests.support.texts import CATALOGUE, ENGLISH

CARD = discord.Embed(title="A card")


class Refused(app_commands.CheckFailure):
    """What the probe's check raises."""


class ProbeView(OwnedView):
    """One button, whose press does what the probe is told to do."""

    def __init__(self, owner_id: int, probe: "Probe") -> None:
        super().__init__(owner_id, report_error, ENGLISH)
        self._probe = probe

    @property
    def embed(self) -> discord.Embed:
        return self._probe.card

    def arrange(self) -> None:
        self.press.label, self.press.disabled = "Press", False

    @discord.ui.button(label="Press")
    async def press(
        self, interaction: discord.Interaction, button: "discord.ui.Button[ProbeView]"
    ) -> None:
        async def load() -> None:
            self._probe.run()

        await self.work(interaction, button, load)


class LaidOut(OwnedLayout):
    """A card that is made of components."""

    def arrange(self) -> None:
        self.lay_out(discord.ui.TextDisplay(f"### {CARD.title}"))


def _refuse(_interaction: discord.Interaction) -> bool:
    raise Refused("for the log")


class Probe(commands.Cog):
    """Commands that raise `error`, where there is one, and note that they were run. `card` is what
    they answer with."""

    def __init__(self) -> None:
        self.card = CARD
        self.error: Exception | None = None
        self.runs = 0
        self.inspect: Callable[[], None] = lambda: None
        self.view: ProbeView | None = None

    def run(self) -> None:
        self.runs += 1
        self.inspect()
        if self.error is not None:
            raise self.error

    @app_commands.command(name="open", description="Answer everybody")
    async def to_all(self, interaction: discord.Interaction, choice: str = "") -> None:
        self.run()
        self.view = ProbeView(interaction.user.id, self)
        await answer(interaction, self.card, self.view)

    @to_all.autocomplete("choice")
    async def _choices(
        self, _interaction: discord.Interaction, _typed: str
    ) -> list[app_commands.Choice[str]]:
        self.run()
        return [app_commands.Choice(name="A", value="a")]

    @app_commands.command(name="closed", description="Answer one person", extras={PRIVATE: True})
    async def to_one(self, interaction: discord.Interaction) -> None:
        self.run()
        await answer(interaction, self.card)

    @app_commands.command(
        name="costly", description="Answer everybody, now and then", extras={COST: EXPENSIVE}
    )
    async def now_and_then(self, interaction: discord.Interaction) -> None:
        self.run()
        await answer(interaction, self.card)

    @app_commands.command(name="laid_out", description="Answer with components")
    async def with_components(self, interaction: discord.Interaction) -> None:
        self.run()
        view = LaidOut(interaction.user.id, report_error, ENGLISH)
        view.arrange()
        await answer_with_view(interaction, view)

    @app_commands.command(name="checked", description="Refuse everybody")
    @app_commands.check(_refuse)
    async def to_nobody(self, interaction: discord.Interaction) -> None:
        self.run()


@dataclass(frozen=True, slots=True)
class Stage:
    """A server with the probe in it and somebody to ask it."""

    env: Env
    channel: ChannelHandle
    asker: MemberActor


@pytest.fixture
def probe() -> Probe:
    return Probe()


@pytest.fixture
def simcord_bot(probe: Probe, clock: FakeClock) -> HaloBot:
    return HaloBot(clock, [probe], CATALOGUE, shard_count=1)


@pytest.fixture
async def stage(simcord_env: Env) -> AsyncIterator[Stage]:
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("stats")
    yield Stage(simcord_env, channel, guild.add_member(simcord_env.create_user("alex")))
    # Looking at the errors takes them over from simcord: here they are what is tested.
    assert len(simcord_env.errors) <= 2
