"""/status."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import texts_of
from bot.discord_app.connection import connection_of
from bot.discord_app.reply import answer_privately
from bot.discord_app.tree import PRIVATE
from bot.lookups.lookups import Lookups
from bot.presentation.status_card import status_card


class StatusCog(commands.Cog):
    """How the bot is doing."""

    def __init__(self, lookups: Lookups) -> None:
        self._status = lookups.status

    @app_commands.command(name="status", extras={PRIVATE: True})
    async def status(self, interaction: discord.Interaction) -> None:
        """Show whether the bot and the Halo services are working."""
        status = await self._status.status()
        card = status_card(status, connection_of(interaction), texts_of(interaction))
        await answer_privately(interaction, card)
