"""/help."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import texts_of
from bot.discord_app.reply import answer
from bot.discord_app.tree import PRIVATE
from bot.features.help.card import help_card


@runtime_checkable
class Published(Protocol):
    """A client that knows its commands as Discord has them."""

    async def published(self) -> Sequence[app_commands.AppCommand]:
        """The commands with their ids."""


class HelpCog(commands.Cog):
    """What there is to ask for."""

    @app_commands.command(name="help", extras={PRIVATE: True})
    async def help(self, interaction: discord.Interaction) -> None:
        """Show all commands, ready to be clicked."""
        assert isinstance(interaction.client, Published)
        published = await interaction.client.published()
        card = help_card(published, interaction.permissions, texts_of(interaction))
        await answer(interaction, card)
