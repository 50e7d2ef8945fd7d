"""/match."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, language, texts_of
from bot.discord_app.reply import answer_with_view, drawing_for, report_error
from bot.features.lookups import Lookups
from bot.features.match.view import MatchView
from bot.pictures.pictures import Pictures


class MatchCog(commands.Cog):
    """How a certain match went."""

    def __init__(self, lookups: Lookups, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._pictures = pictures

    @app_commands.command(name="match")
    @app_commands.describe(
        id="The match's id, or the address of its page on Halo Waypoint",
        player="Show it as this member saw it",
        gamertag="Show it as this player saw it",
    )
    async def match(
        self,
        interaction: discord.Interaction,
        id: str,  # noqa: A002 - what people see and type
        player: discord.User | None = None,
        gamertag: str | None = None,
    ) -> None:
        """Show any match by its id: result, figures, medals, ranks and the scoreboard."""
        lookups, viewer = self._lookups, None
        if player is not None or gamertag:
            viewer = await asked_player(lookups.players, interaction, player, gamertag)
        match = await lookups.match.by_id(id, viewer, language=language(interaction))
        draw = drawing_for(interaction, self._pictures)
        art, texts = lookups.artwork.for_match, texts_of(interaction)
        view = MatchView(interaction.user.id, report_error, texts, match, draw=draw, artwork=art)
        await answer_with_view(interaction, view)
