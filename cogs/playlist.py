"""/playlist and its autocomplete."""

from collections.abc import Mapping, Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import language, texts_of
from bot.discord_app.playlists import entered_playlist, suggested_playlists
from bot.discord_app.reply import answer, report_error
from bot.discord_app.unknown_presses import Restore
from bot.facts.asset_names import KNOWN_PLAYLISTS
from bot.facts.errors import NotLinked
from bot.facts.results import Player
from bot.features.lookups import Lookups
from bot.features.rotation.view import ROTATION, KeptRotation, RotationView

DEFAULT = "Ranked Arena"


class PlaylistCog(commands.Cog):
    """What may come up."""

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups
        self.restores: Mapping[str, Restore] = {ROTATION: self._restore}

    @app_commands.command(name="playlist")
    @app_commands.describe(playlist="A playlist's name or id; also any you have played lately")
    async def playlist(self, interaction: discord.Interaction, playlist: str = DEFAULT) -> None:
        """Show what a playlist has in rotation: modes and maps, and how likely each is."""
        texts = texts_of(interaction)
        report = await self._lookups.rotation.rotation(
            entered_playlist(KNOWN_PLAYLISTS, playlist, texts),
            await self._asker(interaction),
            language=language(interaction),
        )
        view = RotationView(interaction.user.id, report_error, texts, report)
        await answer(interaction, view.embed, view)

    async def _restore(
        self, interaction: discord.Interaction, state: Sequence[str]
    ) -> RotationView:
        kept, tongue = KeptRotation.parse(state), language(interaction)
        report = await self._lookups.rotation.rotation(kept.playlist_id, language=tongue)
        texts = texts_of(interaction)
        return RotationView(interaction.user.id, report_error, texts, report, by_map=kept.by_map)

    @playlist.autocomplete("playlist")
    async def _playlists(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return suggested_playlists(KNOWN_PLAYLISTS, typed, texts_of(interaction))

    async def _asker(self, interaction: discord.Interaction) -> Player | None:
        try:
            return await self._lookups.players.by_link(interaction.user.id, interaction.guild_id)
        except NotLinked:
            return None
