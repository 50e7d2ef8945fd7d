"""/trend."""

from collections.abc import Mapping, Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, language, texts_of
from bot.discord_app.cooldowns import COST, LONG
from bot.discord_app.progress import with_progress
from bot.discord_app.reply import answer_with_view, drawing_for, report_error
from bot.discord_app.unknown_presses import Restore
from bot.facts.progress import Progress
from bot.features.lookups import Lookups
from bot.features.trend.lookup import FEWEST_MATCHES, MOST_MATCHES, TrendReport
from bot.features.trend.view import TREND, KeptTrend, TrendView
from bot.halo.clock import Clock
from bot.halo.identifiers import Xuid
from bot.pictures.pictures import Pictures
from bot.translatable import N_


class TrendCog(commands.Cog):
    """How somebody's form goes."""

    def __init__(self, lookups: Lookups, clock: Clock, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._clock = clock
        self._pictures = pictures
        self.restores: Mapping[str, Restore] = {TREND: self._restore}

    @app_commands.command(name="trend", extras={COST: LONG})
    @app_commands.describe(
        player="A member with a linked gamertag; you, if you name nobody",
        gamertag="Any player's gamertag",
        matches="How many of the latest matches, from 25 to 100",
    )
    async def trend(
        self,
        interaction: discord.Interaction,
        player: discord.User | None = None,
        gamertag: str | None = None,
        matches: app_commands.Range[int, FEWEST_MATCHES, MOST_MATCHES] = 50,
    ) -> None:
        """Show how K/D, accuracy and CSR went over the latest matchmaking matches."""
        subject = await asked_player(self._lookups.players, interaction, player, gamertag)

        async def work(progress: Progress) -> TrendReport:
            return await self._lookups.trend.trend(
                subject, matches, language=language(interaction), progress=progress
            )

        report = await with_progress(interaction, self._clock, N_("Reading the matches"), work)
        if report is not None:
            await answer_with_view(interaction, self._view(interaction, report, matches))

    def _view(
        self, interaction: discord.Interaction, report: TrendReport, matches: int
    ) -> TrendView:
        draw, texts = drawing_for(interaction, self._pictures), texts_of(interaction)
        return TrendView(interaction.user.id, report_error, texts, report, matches, draw)

    async def _restore(self, interaction: discord.Interaction, state: Sequence[str]) -> TrendView:
        kept, lookups, tongue = KeptTrend.parse(state), self._lookups, language(interaction)
        player = await lookups.players.by_xuid(Xuid(kept.xuid))
        report = await lookups.trend.trend(player, kept.matches, language=tongue)
        return self._view(interaction, report, kept.matches)
