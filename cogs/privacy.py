"""/privacy: what is stored about the asker."""

from functools import partial
from io import BytesIO

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import texts_of
from bot.discord_app.reply import answer, answer_with_file, report_error
from bot.discord_app.tree import PRIVATE
from bot.features.lookups import Lookups
from bot.features.privacy.card import exported_card, stored_card
from bot.features.privacy.view import DeletionView


class PrivacyCog(
    commands.GroupCog, group_name="privacy", group_description="What is stored about you"
):
    """Shows, hands out and deletes it."""

    def __init__(self, lookups: Lookups) -> None:
        self._privacy = lookups.privacy

    @app_commands.command(name="show", extras={PRIVATE: True})
    async def show(self, interaction: discord.Interaction) -> None:
        """Show what the bot has stored about you."""
        stored = await self._privacy.show(interaction.user.id)
        await answer(interaction, stored_card(stored, texts_of(interaction)))

    @app_commands.command(name="export", extras={PRIVATE: True})
    async def export(self, interaction: discord.Interaction) -> None:
        """Get everything the bot has stored about you as a JSON file."""
        stored, content = await self._privacy.export(interaction.user.id)
        file = discord.File(BytesIO(content), "my-data.json")
        await answer_with_file(interaction, exported_card(stored, texts_of(interaction)), file)

    @app_commands.command(name="delete", extras={PRIVATE: True})
    async def delete(self, interaction: discord.Interaction) -> None:
        """Delete everything the bot has stored about you, in every server."""
        user_id = interaction.user.id
        stored = await self._privacy.show(user_id)
        delete = partial(self._privacy.delete, user_id)
        view = DeletionView(user_id, report_error, texts_of(interaction), stored, delete)
        await answer(interaction, view.embed, view)
