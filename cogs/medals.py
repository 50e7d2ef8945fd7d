"""/medals."""

from collections.abc import Mapping, Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, choices_of, language, texts_of
from bot.discord_app.reply import answer_with_view, drawing_for, report_error
from bot.discord_app.unknown_presses import Restore
from bot.facts.results import MedalScope, MedalSort, MedalsReport
from bot.features.lookups import Lookups
from bot.features.medals.lookup import medals_of, sorted_by
from bot.features.medals.view import MEDALS, KeptMedals, MedalsView
from bot.halo.identifiers import Xuid
from bot.pictures.pictures import Pictures


class MedalsCog(commands.Cog):
    """What somebody has earned."""

    def __init__(self, lookups: Lookups, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._pictures = pictures
        self.restores: Mapping[str, Restore] = {MEDALS: self._restore}

    @app_commands.command(name="medals")
    @app_commands.describe(
        player="A member with a linked gamertag; you, if you name nobody",
        gamertag="Any player's gamertag",
        sort="Most earned, rarest, or by type",
        scope="The whole career, or the last match",
    )
    @app_commands.choices(sort=choices_of(MedalSort), scope=choices_of(MedalScope))
    async def medals(
        self,
        interaction: discord.Interaction,
        player: discord.User | None = None,
        gamertag: str | None = None,
        sort: str = MedalSort.COUNT,
        scope: str = MedalScope.CAREER,
    ) -> None:
        """Show the medals earned in a career or in the last match."""
        subject = await asked_player(self._lookups.players, interaction, player, gamertag)
        found = await self._lookups.medals.medals(
            subject, MedalScope(scope), MedalSort(sort), language=language(interaction)
        )
        await answer_with_view(interaction, self._view(interaction, found))

    def _view(
        self, interaction: discord.Interaction, found: MedalsReport, page: int = 0
    ) -> MedalsView:
        tongue, medals = language(interaction), self._lookups.medals.medals

        async def again(shown: MedalsReport) -> MedalsReport:
            return await medals(shown.player, shown.scope, shown.sort, language=tongue, fresh=True)

        return MedalsView(
            interaction.user.id,
            report_error,
            texts_of(interaction),
            found,
            sorted_by,
            again,
            drawing_for(interaction, self._pictures),
            self._lookups.artwork.for_medals,
            page=page,
        )

    async def _restore(self, interaction: discord.Interaction, state: Sequence[str]) -> MedalsView:
        kept, lookups, tongue = KeptMedals.parse(state), self._lookups, language(interaction)
        player = await lookups.players.by_xuid(Xuid(kept.xuid))
        if kept.match_id:
            # By now the last match may be another one.
            match = await lookups.match.by_id(kept.match_id, player, language=tongue)
            found = sorted_by(medals_of(match), kept.sort)
        else:
            found = await lookups.medals.medals(player, sort=kept.sort, language=tongue)
        return self._view(interaction, found, kept.page)
