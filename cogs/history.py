"""/history."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, choices_of, language, texts_of
from bot.discord_app.reply import answer_with_view, drawing_for, report_error
from bot.lookups.history import HistoryReport, ListedMatch
from bot.lookups.lookups import Lookups
from bot.lookups.results import MatchKind, MatchReport
from bot.presentation.history_view import HistoryView
from bot.presentation.pictures.pictures import Pictures


class HistoryCog(commands.Cog):
    """What was played, and when."""

    def __init__(self, lookups: Lookups, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._pictures = pictures

    @app_commands.command(name="history")
    @app_commands.describe(
        player="A member with a linked gamertag; you, if you name nobody",
        gamertag="Any player's gamertag",
        kind="Which matches to list",
    )
    @app_commands.choices(kind=choices_of(MatchKind))
    async def history(
        self,
        interaction: discord.Interaction,
        player: discord.User | None = None,
        gamertag: str | None = None,
        kind: str = MatchKind.ALL,
    ) -> None:
        """List the matches, newest first; pick one to see it whole."""
        lookups, tongue = self._lookups, language(interaction)
        subject = await asked_player(lookups.players, interaction, player, gamertag)

        async def page(number: int) -> HistoryReport:
            return await lookups.history.page(subject, MatchKind(kind), number, language=tongue)

        async def match(listed: ListedMatch) -> MatchReport:
            return await lookups.match.by_id(listed.match_id, subject, language=tongue)

        draw = drawing_for(interaction, self._pictures)
        art, texts, first = lookups.artwork.for_match, texts_of(interaction), await page(0)
        view = HistoryView(interaction.user.id, report_error, texts, first, page, match, draw, art)
        await answer_with_view(interaction, view)
