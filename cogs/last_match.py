"""/lastmatch."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, choices_of, language, texts_of
from bot.discord_app.preferences import match_kind_of
from bot.discord_app.reply import answer, answer_with_view, drawing_for, report_error
from bot.lookups.lookups import Lookups
from bot.lookups.results import MatchKind, MatchReport
from bot.presentation.match_card import match_card
from bot.presentation.match_view import NEWEST, MatchView
from bot.presentation.pictures.pictures import Pictures


class LastMatchCog(commands.Cog):
    """How the latest match went."""

    def __init__(self, lookups: Lookups, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._pictures = pictures

    @app_commands.command(name="lastmatch")
    @app_commands.describe(
        player="A member with a linked gamertag; you, if you name nobody",
        gamertag="Any player's gamertag",
        kind="Which matches to look at",
    )
    @app_commands.choices(kind=choices_of(MatchKind))
    async def last_match(
        self,
        interaction: discord.Interaction,
        player: discord.User | None = None,
        gamertag: str | None = None,
        kind: str | None = None,
    ) -> None:
        """Show the latest match: result, figures, medals, ranks and the scoreboard."""
        lookups = self._lookups
        subject = await asked_player(lookups.players, interaction, player, gamertag)
        wanted = MatchKind(kind) if kind else await match_kind_of(interaction)
        tongue, texts = language(interaction), texts_of(interaction)

        async def beside(match: MatchReport, step: int) -> MatchReport:
            if step == NEWEST:
                return await lookups.last_match.latest(subject, wanted, language=tongue, fresh=True)
            return await lookups.last_match.beside(match, step, wanted, language=tongue)

        draw = drawing_for(interaction, self._pictures)

        async def early(match: MatchReport) -> None:
            if draw is not None:
                lookups.artwork.begin_match(match)
            await answer(interaction, match_card(match, texts))

        match = await lookups.last_match.latest(subject, wanted, language=tongue, early=early)
        art = lookups.artwork.for_match
        view = MatchView(interaction.user.id, report_error, texts, match, beside, draw, art)
        await answer_with_view(interaction, view)
