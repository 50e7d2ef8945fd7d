"""/map and /mode."""

from collections.abc import Mapping, Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import texts_of
from bot.discord_app.reply import answer, report_error
from bot.discord_app.unknown_presses import Restore
from bot.features.assets.lookup import AssetKind, AssetsReport
from bot.features.assets.view import ASSETS, AssetsView, KeptAssets
from bot.features.lookups import Lookups

Name = app_commands.Range[str, 1, 100]


class AssetsCog(commands.Cog):
    """What is played, and where."""

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups
        self.restores: Mapping[str, Restore] = {ASSETS: self._restore}

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
        view = await self._view(interaction, KeptAssets(kind, 0, name))
        await answer(interaction, view.embed, view)

    async def _view(self, interaction: discord.Interaction, shown: KeptAssets) -> AssetsView:
        async def load(page: int) -> AssetsReport:
            return await self._lookups.assets.search(shown.kind, shown.term, page)

        first, texts = await load(shown.page), texts_of(interaction)
        return AssetsView(interaction.user.id, report_error, texts, first, load)

    async def _restore(self, interaction: discord.Interaction, state: Sequence[str]) -> AssetsView:
        return await self._view(interaction, KeptAssets.parse(state))
