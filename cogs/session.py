"""/session."""

from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, language, texts_of
from bot.discord_app.progress import with_progress
from bot.discord_app.reply import answer_with_picture, drawing_for
from bot.facts.progress import Progress
from bot.features.lookups import Lookups
from bot.features.session.card import session_card
from bot.features.session.lookup import SessionReport
from bot.features.session.picture import session_picture
from bot.halo.clock import Clock
from bot.pictures.pictures import Pictures
from bot.translatable import N_


class SessionCog(commands.Cog):
    """How this evening goes."""

    def __init__(self, lookups: Lookups, clock: Clock, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._clock = clock
        self._pictures = pictures

    @app_commands.command(name="session")
    @app_commands.describe(
        player="A member with a linked gamertag; you, if you name nobody",
        gamertag="Any player's gamertag",
    )
    async def session(
        self,
        interaction: discord.Interaction,
        player: discord.User | None = None,
        gamertag: str | None = None,
    ) -> None:
        """Show the latest session: matches won and lost, K/D, accuracy and CSR change."""
        subject = await asked_player(self._lookups.players, interaction, player, gamertag)

        async def work(progress: Progress) -> SessionReport:
            return await self._lookups.session.latest(
                subject, language=language(interaction), progress=progress
            )

        report = await with_progress(interaction, self._clock, N_("Reading the session"), work)
        if report is not None:
            draw, texts = drawing_for(interaction, self._pictures), texts_of(interaction)
            ranks = report.standings if draw is not None else ()
            art = await self._lookups.artwork.for_ranks(ranks)
            picture = partial(session_picture, report, texts, art)
            await answer_with_picture(interaction, session_card(report, texts), picture, draw)
