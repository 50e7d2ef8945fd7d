"""/medals."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, choices_of
from bot.discord_app.screens import Screens
from bot.facts.players import Players
from bot.facts.results import MedalScope, MedalSort
from bot.features.medals.screen import MedalsScreen, MedalsState


class MedalsCog(commands.Cog):
    """What a player has earned."""

    def __init__(self, players: Players, screens: Screens) -> None:
        self._players = players
        self._screens = screens

    @app_commands.command(name="medals")
    @app_commands.describe(
        player="A member with a linked gamertag; you, if you name nobody",
        gamertag="Any player's gamertag",
        sort="Most earned, rarest, or by type",
        scope="The whole career, or the last match",
    )
    @app_commands.choices(sort=choices_of(MedalSort), scope=choices_of(MedalScope))
    async def medals(
        self,
        interaction: discord.Interaction,
        player: discord.User | None = None,
        gamertag: str | None = None,
        sort: str = MedalSort.COUNT,
        scope: str = MedalScope.CAREER,
    ) -> None:
        """Show the medals earned in a career or in the last match."""
        subject = await asked_player(self._players, interaction, player, gamertag)
        state = MedalsState(subject.xuid, MedalScope(scope), MedalSort(sort))
        await self._screens.open(interaction, MedalsScreen.name, state)
