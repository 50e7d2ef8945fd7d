"""/compare."""

from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, language, texts_of
from bot.discord_app.reply import answer_with_picture, drawing_for
from bot.features.compare.card import compare_card
from bot.features.compare.picture import comparison_picture
from bot.features.lookups import Lookups
from bot.pictures.pictures import Pictures


class CompareCog(commands.Cog):
    """Who is better at what."""

    def __init__(self, lookups: Lookups, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._pictures = pictures

    @app_commands.command(name="compare")
    @app_commands.describe(
        player="A member with a linked gamertag, to compare with you or with the other one",
        gamertag="Any player's gamertag, in place of a member",
        other_player="The other one, if it is not you",
        other_gamertag="The other one's gamertag, if it is not you",
    )
    async def compare(
        self,
        interaction: discord.Interaction,
        player: discord.User | None = None,
        gamertag: str | None = None,
        other_player: discord.User | None = None,
        other_gamertag: str | None = None,
    ) -> None:
        """Show two players side by side: service records and ranks."""
        players = self._lookups.players
        one = await asked_player(players, interaction, player, gamertag)
        other = await asked_player(players, interaction, other_player, other_gamertag)
        report = await self._lookups.compare.compare(other, one, language=language(interaction))
        draw = drawing_for(interaction, self._pictures)
        ranks = report.best if draw is not None else ()
        art, texts = await self._lookups.artwork.for_ranks(ranks), texts_of(interaction)
        picture = partial(comparison_picture, report, texts, art)
        await answer_with_picture(interaction, compare_card(report, texts), picture, draw)
