"""A bot whose only command shows the view that a test hands it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import discord
import pytest
from discord.ext import commands
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.env import Env

from bot.discord_app.cards import ErrorReporter, OwnedView

MakeView = Callable[[int, ErrorReporter], OwnedView]


class Stage(commands.Bot):
    """Shows views, and notes the errors they report."""

    def __init__(self) -> None:
        super().__init__("!", intents=discord.Intents.default())
        self.make: MakeView | None = None
        self.view: OwnedView | None = None
        self.reported: list[Exception] = []

    async def setup_hook(self) -> None:
        self.tree.command(name="show", description="Show it")(self._show)
        await self.tree.sync()

    async def _show(self, interaction: discord.Interaction) -> None:
        assert self.make is not None
        self.view = self.make(interaction.user.id, self._report)
        await interaction.response.send_message(embed=self.view.embed, view=self.view)
        self.view.message = await interaction.original_response()

    async def _report(self, interaction: discord.Interaction, error: Exception) -> None:
        self.reported.append(error)
        await interaction.followup.send("It failed.", ephemeral=True)


@dataclass
class Shown:
    """A shown view with the one who asked for it and somebody else."""

    env: Env
    bot: Stage
    channel: ChannelHandle
    owner: MemberActor
    stranger: MemberActor
    message: discord.Message = field(init=False)

    async def show(self, make: MakeView) -> None:
        """Have the owner ask for the view."""
        self.bot.make = make
        await self.owner.slash(self.channel, "show")
        self.message = self.current

    @property
    def view(self) -> OwnedView:
        """The view object itself."""
        assert self.bot.view is not None
        return self.bot.view

    @property
    def current(self) -> discord.Message:
        """The message as Discord has it now."""
        return self.channel.history()[0]

    @property
    def embed(self) -> discord.Embed:
        """The card as Discord has it now."""
        return self.current.embeds[0]

    @property
    def controls(self) -> dict[str, bool]:
        """The labels of the buttons, links aside, and whether each can be pressed."""
        return {
            part.label or "": not part.disabled
            for row in self.current.components
            if isinstance(row, discord.ActionRow)
            for part in row.children
            if isinstance(part, discord.Button) and part.url is None
        }


@pytest.fixture
def simcord_bot() -> Stage:
    return Stage()


@pytest.fixture
async def shown(simcord_env: Env, simcord_bot: Stage) -> Shown:
    """An empty channel with two people, where a view can be shown."""
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("stats")
    owner = guild.add_member(simcord_env.create_user("alex"))
    stranger = guild.add_member(simcord_env.create_user("kim"))
    return Shown(simcord_env, simcord_bot, channel, owner, stranger)
