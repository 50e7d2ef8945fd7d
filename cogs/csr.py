"""/csr."""

from collections.abc import Mapping, Sequence
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, language, texts_of
from bot.discord_app.playlists import entered_playlist, suggested_playlists
from bot.discord_app.preferences import preferences_of
from bot.discord_app.reply import answer_with_view, drawing_for, report_error
from bot.discord_app.unknown_presses import Restore
from bot.facts.results import Player
from bot.features.csr.view import CSR, CsrView, KeptCsr
from bot.features.lookups import Lookups
from bot.halo.identifiers import Xuid
from bot.halo.ranks import RANKED_PLAYLISTS
from bot.pictures.pictures import Pictures
from bot.translatable import N_

ALL = "all"
PLAYLISTS = {ALL: N_("All ranked playlists"), **RANKED_PLAYLISTS}


class CsrCog(commands.Cog):
    """Where somebody stands in the ranked playlists."""

    def __init__(self, lookups: Lookups, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._pictures = pictures
        self.restores: Mapping[str, Restore] = {CSR: self._restore}

    @app_commands.command(name="csr")
    @app_commands.describe(
        player="A member with a linked gamertag; you, if you name nobody",
        gamertag="Any player's gamertag",
        playlist="One ranked playlist; if you name none, that of your /settings or all",
    )
    async def csr(
        self,
        interaction: discord.Interaction,
        player: discord.User | None = None,
        gamertag: str | None = None,
        playlist: str | None = None,
    ) -> None:
        """Show the ranks: current tier, the way to the next one, and the peaks."""
        subject = await asked_player(self._lookups.players, interaction, player, gamertag)
        if playlist is None:
            playlist = (await preferences_of(interaction)).playlist
        entered = entered_playlist(PLAYLISTS, playlist, texts_of(interaction))
        wanted = "" if entered == ALL else entered
        await answer_with_view(interaction, await self._view(interaction, subject, wanted))

    async def _view(
        self, interaction: discord.Interaction, player: Player, playlist: str
    ) -> CsrView:
        standings = partial(
            self._lookups.csr.standings, player, playlist=playlist, language=language(interaction)
        )
        return CsrView(
            interaction.user.id,
            report_error,
            texts_of(interaction),
            await standings(),
            playlist,
            partial(standings, fresh=True),
            drawing_for(interaction, self._pictures),
            self._lookups.artwork.for_ranks,
        )

    async def _restore(self, interaction: discord.Interaction, state: Sequence[str]) -> CsrView:
        kept = KeptCsr.parse(state)
        player = await self._lookups.players.by_xuid(Xuid(kept.xuid))
        return await self._view(interaction, player, kept.playlist)

    @csr.autocomplete("playlist")
    async def _playlists(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return suggested_playlists(PLAYLISTS, typed, texts_of(interaction))
