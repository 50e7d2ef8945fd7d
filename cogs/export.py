"""/export."""

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, language, texts_of
from bot.discord_app.cooldowns import COST, EXPENSIVE
from bot.discord_app.one_at_a_time import OneAtATime
from bot.discord_app.progress import with_progress
from bot.discord_app.reply import answer_with_file
from bot.discord_app.tree import PRIVATE
from bot.facts.progress import Progress
from bot.features.export.file import ExportFormat, export_card, export_file, filename
from bot.features.export.lookup import FEWEST_MATCHES, MOST_MATCHES, ExportReport
from bot.features.lookups import Lookups
from bot.halo.clock import Clock
from bot.translatable import N_


class ExportCog(commands.Cog):
    """One's own matches as a file."""

    def __init__(self, lookups: Lookups, clock: Clock) -> None:
        self._lookups = lookups
        self._clock = clock
        # Each may cost hundreds of requests.
        self._exports = OneAtATime()

    @app_commands.checks.bot_has_permissions(attach_files=True)
    @app_commands.command(name="export", extras={PRIVATE: True, COST: EXPENSIVE})
    @app_commands.rename(kind="format")
    @app_commands.describe(
        kind="CSV for spreadsheets, JSON for programs",
        matches="How many of your latest matches, from 25 to 250",
    )
    @app_commands.choices(
        kind=[app_commands.Choice(name=kind.name, value=kind.value) for kind in ExportFormat]
    )
    async def export(
        self,
        interaction: discord.Interaction,
        kind: str = ExportFormat.CSV,
        matches: app_commands.Range[int, FEWEST_MATCHES, MOST_MATCHES] = 100,
    ) -> None:
        """Get your own matches as a file."""
        player = await asked_player(self._lookups.players, interaction, None, None)

        async def work(progress: Progress) -> ExportReport:
            return await self._lookups.export.matches(
                player, matches, language=language(interaction), progress=progress
            )

        with self._exports.turn(interaction.user.id):
            report = await with_progress(interaction, self._clock, N_("Reading your matches"), work)
        if report is not None:
            form, texts = ExportFormat(kind), texts_of(interaction)
            file = discord.File(io.BytesIO(export_file(report, form, texts)), filename(form))
            await answer_with_file(interaction, export_card(report, texts), file)
