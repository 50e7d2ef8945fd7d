"""/career."""

from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, language, texts_of
from bot.discord_app.reply import answer_with_picture, drawing_for
from bot.features.career.card import career_card
from bot.features.career.picture import career_picture
from bot.features.lookups import Lookups
from bot.pictures.pictures import Pictures


class CareerCog(commands.Cog):
    """How far somebody's career is."""

    def __init__(self, lookups: Lookups, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._pictures = pictures

    @app_commands.command(name="career")
    @app_commands.describe(
        player="A member with a linked gamertag; you, if you name nobody",
        gamertag="Any player's gamertag",
    )
    async def career(
        self,
        interaction: discord.Interaction,
        player: discord.User | None = None,
        gamertag: str | None = None,
    ) -> None:
        """Show the career rank, its XP, what is missing to Hero, and the pace."""
        subject = await asked_player(self._lookups.players, interaction, player, gamertag)
        report = await self._lookups.career.career(subject, language=language(interaction))
        draw = drawing_for(interaction, self._pictures)
        path = report.emblem_path if draw is not None else ""
        emblem, texts = await self._lookups.artwork.for_career(path), texts_of(interaction)
        picture = partial(career_picture, report, texts, emblem)
        await answer_with_picture(interaction, career_card(report, texts), picture, draw)
