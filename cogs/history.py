"""/history."""

from collections.abc import Mapping, Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, choices_of, language, texts_of
from bot.discord_app.reply import answer_with_view, drawing_for, report_error
from bot.discord_app.unknown_presses import Restore
from bot.facts.results import MatchKind, MatchReport, Player
from bot.features.history.lookup import HistoryReport
from bot.features.history.view import HISTORY, HistoryView, KeptHistory
from bot.features.lookups import Lookups
from bot.halo.identifiers import Xuid
from bot.pictures.pictures import Pictures


class HistoryCog(commands.Cog):
    """What was played, and when."""

    def __init__(self, lookups: Lookups, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._pictures = pictures
        self.restores: Mapping[str, Restore] = {HISTORY: self._restore}

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
        subject = await asked_player(self._lookups.players, interaction, player, gamertag)
        shown = KeptHistory(subject.xuid, MatchKind(kind))
        await answer_with_view(interaction, await self._view(interaction, subject, shown))

    async def _view(
        self, interaction: discord.Interaction, player: Player, shown: KeptHistory
    ) -> HistoryView:
        lookups, tongue = self._lookups, language(interaction)

        async def page(number: int) -> HistoryReport:
            return await lookups.history.page(player, shown.kind, number, language=tongue)

        async def match(match_id: str) -> MatchReport:
            return await lookups.match.by_id(match_id, player, language=tongue)

        return HistoryView(
            interaction.user.id,
            report_error,
            texts_of(interaction),
            await page(shown.page),
            page,
            match,
            drawing_for(interaction, self._pictures),
            lookups.artwork.for_match,
            match=await match(shown.match_id) if shown.match_id else None,
            scoreboard=shown.scoreboard,
        )

    async def _restore(self, interaction: discord.Interaction, state: Sequence[str]) -> HistoryView:
        shown = KeptHistory.parse(state)
        player = await self._lookups.players.by_xuid(Xuid(shown.xuid))
        return await self._view(interaction, player, shown)
