"""/leaderboard."""

from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import texts_of
from bot.discord_app.cooldowns import COST, LONG
from bot.discord_app.members import ServerMembers
from bot.discord_app.progress import with_progress
from bot.discord_app.reply import answer_with_picture, drawing_for
from bot.facts.progress import Progress
from bot.features.leaderboard.card import LABELS, leaderboard_card
from bot.features.leaderboard.lookup import LeaderboardBy, LeaderboardReport
from bot.features.leaderboard.picture import leaderboard_picture, shown_places
from bot.features.lookups import Lookups
from bot.halo.clock import Clock
from bot.pictures.pictures import Pictures
from bot.translatable import N_


class LeaderboardCog(commands.Cog):
    """How the members of a server compare."""

    def __init__(self, lookups: Lookups, clock: Clock, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._clock = clock
        self._pictures = pictures

    # The bot can ask about the members of those servers only that have added it.
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.command(name="leaderboard", extras={COST: LONG})
    @app_commands.describe(
        by="What to compare by; CSR, if you name nothing",
    )
    @app_commands.choices(
        by=[app_commands.Choice(name=label, value=by.value) for by, label in LABELS.items()]
    )
    async def leaderboard(
        self,
        interaction: discord.Interaction,
        by: str = LeaderboardBy.CSR,
    ) -> None:
        """Compare the linked members of this server."""
        guild = interaction.guild
        if guild is None:
            raise app_commands.NoPrivateMessage
        lookup = self._lookups.leaderboard

        async def work(progress: Progress) -> LeaderboardReport:
            members = ServerMembers(guild).among
            return await lookup.compare(guild.id, members, LeaderboardBy(by), progress=progress)

        report = await with_progress(interaction, self._clock, N_("Comparing the members"), work)
        if report is not None:
            await self._show(interaction, report)

    async def _show(self, interaction: discord.Interaction, report: LeaderboardReport) -> None:
        asker_id, texts = interaction.user.id, texts_of(interaction)
        # Words say more of an empty board.
        draw = drawing_for(interaction, self._pictures) if report.rows else None
        shown = shown_places(report, asker_id) if draw is not None else []
        ranks = [row.csr for _, row in shown if row.csr is not None]
        art = await self._lookups.artwork.for_ranks(ranks)
        card = leaderboard_card(report, asker_id, texts)
        picture = partial(leaderboard_picture, report, asker_id, texts, art)
        await answer_with_picture(interaction, card, picture, draw)
