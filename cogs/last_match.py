"""/lastmatch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, choices_of, language, texts_of
from bot.discord_app.preferences import match_kind_of
from bot.discord_app.reply import (
    answer_with_view,
    drawing_for,
    report_error,
    show_meanwhile,
)
from bot.discord_app.unknown_presses import Restore
from bot.facts.results import MatchKind, MatchReport, Player
from bot.features.lookups import Lookups
from bot.features.match.card import match_card
from bot.features.match.view import MATCH, NEWEST, KeptMatch, MatchView
from bot.halo.identifiers import Xuid
from bot.pictures.pictures import Pictures


@dataclass(frozen=True, slots=True)
class _Spot:
    """A match in its player's list."""

    match_id: str
    player: Player
    position: int


class LastMatchCog(commands.Cog):
    """How the latest match went."""

    def __init__(self, lookups: Lookups, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._pictures = pictures
        self.restores: Mapping[str, Restore] = {MATCH: self._restore}

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
        texts, draws = texts_of(interaction), drawing_for(interaction, self._pictures) is not None

        async def early(match: MatchReport) -> None:
            if draws:
                lookups.artwork.begin_match(match)
            await show_meanwhile(interaction, match_card(match, texts))

        match = await lookups.last_match.latest(
            subject, wanted, language=language(interaction), early=early
        )
        await answer_with_view(interaction, self._view(interaction, match, wanted))

    def _view(
        self,
        interaction: discord.Interaction,
        match: MatchReport,
        kind: MatchKind | None,
        *,
        scoreboard: bool = False,
    ) -> MatchView:
        """The match with its controls; without ways to others where it is of no list."""
        tongue, last_match = language(interaction), self._lookups.last_match
        kind_of_list = kind or MatchKind.ALL

        async def beside(match: MatchReport, step: int) -> MatchReport:
            if step == NEWEST:
                return await last_match.latest(
                    match.player, kind_of_list, language=tongue, fresh=True
                )
            return await last_match.beside(match, step, kind_of_list, language=tongue)

        return MatchView(
            interaction.user.id,
            report_error,
            texts_of(interaction),
            match,
            beside if kind is not None else None,
            drawing_for(interaction, self._pictures),
            self._lookups.artwork.for_match,
            kind=kind_of_list,
            scoreboard=scoreboard,
        )

    async def _restore(self, interaction: discord.Interaction, state: Sequence[str]) -> MatchView:
        kept, tongue, player = KeptMatch.parse(state), language(interaction), None
        if kept.xuid is not None:
            player = await self._lookups.players.by_xuid(Xuid(kept.xuid))
        if kept.kind is not None and player is not None:
            spot = _Spot(kept.match_id, player, kept.position)
            match = await self._lookups.last_match.beside(spot, 0, kept.kind, language=tongue)
        else:
            match = await self._lookups.match.by_id(kept.match_id, player, language=tongue)
        return self._view(interaction, match, kept.kind, scoreboard=kept.scoreboard)
