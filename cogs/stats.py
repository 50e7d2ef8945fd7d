"""/stats."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, choices_of, language, texts_of
from bot.discord_app.reply import answer_with_view, drawing_for, report_error
from bot.lookups.lookups import Lookups
from bot.lookups.stats import StatsQuestion, StatsReport, StatsScope
from bot.presentation.pictures.pictures import Pictures
from bot.presentation.stats_view import StatsView


class StatsCog(commands.Cog):
    """What somebody has done so far."""

    def __init__(self, lookups: Lookups, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._pictures = pictures

    @app_commands.command(name="stats")
    @app_commands.describe(
        player="A member with a linked gamertag; you, if you name nobody",
        gamertag="Any player's gamertag",
        scope="Which matches to count; the menus below the card choose the rest",
    )
    @app_commands.choices(scope=choices_of(StatsScope))
    async def stats(
        self,
        interaction: discord.Interaction,
        player: discord.User | None = None,
        gamertag: str | None = None,
        scope: str = StatsScope.OVERALL,
    ) -> None:
        """Show the service record: wins, kills, accuracy and more, whole or narrowed."""
        lookups, tongue = self._lookups, language(interaction)
        subject = await asked_player(lookups.players, interaction, player, gamertag)

        async def load(question: StatsQuestion) -> StatsReport:
            return await lookups.stats.stats(subject, question, language=tongue)

        stats = await load(StatsQuestion(StatsScope(scope)))
        draw, texts = drawing_for(interaction, self._pictures), texts_of(interaction)
        view = StatsView(interaction.user.id, report_error, texts, stats, load, draw)
        await answer_with_view(interaction, view)
