"""/stats."""

from collections.abc import Mapping, Sequence
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, choices_of, language, texts_of
from bot.discord_app.reply import answer_with_view, drawing_for, report_error
from bot.discord_app.unknown_presses import Restore
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.features.stats.lookup import StatsQuestion, StatsScope
from bot.features.stats.view import STATS, KeptStats, StatsView
from bot.halo.identifiers import Xuid
from bot.pictures.pictures import Pictures


class StatsCog(commands.Cog):
    """What somebody has done so far."""

    def __init__(self, lookups: Lookups, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._pictures = pictures
        self.restores: Mapping[str, Restore] = {STATS: self._restore}

    @app_commands.command(name="stats")
    @app_commands.describe(
        player="A member with a linked gamertag; you, if you name nobody",
        gamertag="Any player's gamertag",
        scope="Which matches to count; the menus below the card choose the rest",
    )
    @app_commands.choices(scope=choices_of(StatsScope))
    async def stats(
        self,
        interaction: discord.Interaction,
        player: discord.User | None = None,
        gamertag: str | None = None,
        scope: str = StatsScope.OVERALL,
    ) -> None:
        """Show the service record: wins, kills, accuracy and more, whole or narrowed."""
        subject = await asked_player(self._lookups.players, interaction, player, gamertag)
        question = StatsQuestion(StatsScope(scope))
        await answer_with_view(interaction, await self._view(interaction, subject, question))

    async def _view(
        self, interaction: discord.Interaction, player: Player, question: StatsQuestion
    ) -> StatsView:
        load = partial(self._lookups.stats.stats, player, language=language(interaction))
        return StatsView(
            interaction.user.id,
            report_error,
            texts_of(interaction),
            await load(question),
            load,
            drawing_for(interaction, self._pictures),
        )

    async def _restore(self, interaction: discord.Interaction, state: Sequence[str]) -> StatsView:
        kept = KeptStats.parse(state)
        player = await self._lookups.players.by_xuid(Xuid(kept.xuid))
        return await self._view(interaction, player, kept.question)
