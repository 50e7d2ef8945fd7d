"""/csr."""

from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import asked_player, language, texts_of
from bot.discord_app.preferences import preferences_of
from bot.discord_app.reply import answer_with_picture, drawing_for
from bot.halo.ranks import RANKED_PLAYLISTS
from bot.lookups.lookups import Lookups
from bot.presentation.csr_card import csr_card
from bot.presentation.pictures.csr import csr_picture
from bot.presentation.pictures.pictures import Pictures

ALL = "all"


class CsrCog(commands.Cog):
    """Where somebody stands in the ranked playlists."""

    def __init__(self, lookups: Lookups, pictures: Pictures | None = None) -> None:
        self._lookups = lookups
        self._pictures = pictures

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
        wanted = "" if playlist == ALL else playlist
        report = await self._lookups.csr.standings(
            subject, playlist=wanted, language=language(interaction)
        )
        draw = drawing_for(interaction, self._pictures)
        ranks = [each.current for each in report.standings] if draw is not None else []
        art = await self._lookups.artwork.for_ranks(ranks)
        texts = texts_of(interaction)
        picture = partial(csr_picture, report, texts, art)
        await answer_with_picture(interaction, csr_card(report, texts), picture, draw)

    @csr.autocomplete("playlist")
    async def _playlists(
        self, _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=name, value=playlist_id)
            for playlist_id, name in {ALL: "All ranked playlists", **RANKED_PLAYLISTS}.items()
            if typed.casefold() in name.casefold()
        ]
