"""/status."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import texts_of
from bot.discord_app.reply import answer_privately
from bot.discord_app.tree import PRIVATE
from bot.features.lookups import Lookups
from bot.features.status.card import status_card
from bot.features.status.connection import connection_of


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
