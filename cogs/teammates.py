"""/teammates."""

from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, texts_of
from bot.discord_app.cooldowns import COST, LONG
from bot.discord_app.progress import with_progress
from bot.discord_app.reply import answer_with_picture, drawing_for
from bot.facts.progress import Progress
from bot.features.lookups import Lookups
from bot.features.teammates.card import teammates_card
from bot.features.teammates.lookup import FEWEST_MATCHES, MOST_MATCHES, TeammatesReport
from bot.features.teammates.picture import teammates_picture
from bot.halo.clock import Clock
from bot.pictures.pictures import Pictures
from bot.translatable import N_


class TeammatesCog(commands.Cog):
    """Whom somebody plays and wins with."""

    def __init__(self, lookups: Lookups, clock: Clock, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._clock = clock
        self._pictures = pictures

    @app_commands.command(name="teammates", extras={COST: LONG})
    @app_commands.describe(
        player="A member with a linked gamertag; you, if you name nobody",
        gamertag="Any player's gamertag",
        matches="How many of the latest matches, from 25 to 100",
    )
    async def teammates(
        self,
        interaction: discord.Interaction,
        player: discord.User | None = None,
        gamertag: str | None = None,
        matches: app_commands.Range[int, FEWEST_MATCHES, MOST_MATCHES] = 50,
    ) -> None:
        """Show who you win with: matches played and won together."""
        subject = await asked_player(self._lookups.players, interaction, player, gamertag)

        async def work(progress: Progress) -> TeammatesReport:
            return await self._lookups.teammates.teammates(subject, matches, progress=progress)

        report = await with_progress(interaction, self._clock, N_("Reading the matches"), work)
        if report is not None:
            draw, texts = drawing_for(interaction, self._pictures), texts_of(interaction)
            picture = partial(teammates_picture, report, texts)
            await answer_with_picture(interaction, teammates_card(report, texts), picture, draw)
