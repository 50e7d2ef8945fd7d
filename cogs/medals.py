"""/medals."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, choices_of, language, texts_of
from bot.discord_app.reply import answer_with_view, drawing_for, report_error
from bot.lookups.lookups import Lookups
from bot.lookups.medals import sorted_by
from bot.lookups.results import MedalScope, MedalSort
from bot.presentation.medals_view import MedalsView
from bot.presentation.pictures.pictures import Pictures


class MedalsCog(commands.Cog):
    """What somebody has earned."""

    def __init__(self, lookups: Lookups, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._pictures = pictures

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
        subject = await asked_player(self._lookups.players, interaction, player, gamertag)
        report = await self._lookups.medals.medals(
            subject, MedalScope(scope), MedalSort(sort), language=language(interaction)
        )
        draw = drawing_for(interaction, self._pictures)
        icons, texts = self._lookups.artwork.for_medals, texts_of(interaction)
        view = MedalsView(interaction.user.id, report_error, texts, report, sorted_by, draw, icons)
        await answer_with_view(interaction, view)
