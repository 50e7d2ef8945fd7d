"""/map and /mode."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import texts_of
from bot.discord_app.reply import answer, report_error
from bot.lookups.assets import AssetKind, AssetsReport
from bot.lookups.lookups import Lookups
from bot.presentation.assets_view import AssetsView

Name = app_commands.Range[str, 1, 100]


class AssetsCog(commands.Cog):
    """What is played, and where."""

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups

    @app_commands.command(name="map")
    @app_commands.describe(name="Part of the map's name; the most played ones, if you name none")
    async def map(self, interaction: discord.Interaction, name: Name | None = None) -> None:
        """Look for maps: what they are, how much they are played and liked, a picture."""
        await self._search(interaction, AssetKind.MAP, name or "")

    @app_commands.command(name="mode")
    @app_commands.describe(name="Part of the mode's name; the most played ones, if you name none")
    async def mode(self, interaction: discord.Interaction, name: Name | None = None) -> None:
        """Look for modes: what they are, how much they are played and liked, a picture."""
        await self._search(interaction, AssetKind.MODE, name or "")

    async def _search(self, interaction: discord.Interaction, kind: AssetKind, name: str) -> None:
        async def load(page: int) -> AssetsReport:
            return await self._lookups.assets.search(kind, name, page)

        texts = texts_of(interaction)
        view = AssetsView(interaction.user.id, report_error, texts, await load(0), load)
        await answer(interaction, view.embed, view)
