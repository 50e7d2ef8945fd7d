"""/link, /unlink and /whois."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import texts_of
from bot.discord_app.reply import answer, answer_privately
from bot.discord_app.tree import PRIVATE
from bot.features.links.card import linked_card, unlinked_card, whois_card
from bot.features.lookups import Lookups


class LinkingCog(commands.Cog):
    """Which gamertag belongs to whom."""

    def __init__(self, lookups: Lookups) -> None:
        self._links = lookups.links

    @app_commands.command(name="link", extras={PRIVATE: True})
    @app_commands.describe(gamertag="Your gamertag, as the game shows it")
    async def link(self, interaction: discord.Interaction, gamertag: str) -> None:
        """Link your gamertag, so that commands know who you are, in every server."""
        link = await self._links.link_self(interaction.user.id, gamertag, interaction.guild_id)
        await answer(interaction, linked_card(link, texts_of(interaction)))

    @app_commands.command(name="unlink", extras={PRIVATE: True})
    async def unlink(self, interaction: discord.Interaction) -> None:
        """Remove your gamertag link, also the one that an admin of this server made."""
        removed = await self._links.unlink_self(interaction.user.id, interaction.guild_id)
        await answer(interaction, unlinked_card(removed, texts_of(interaction)))

    @app_commands.command(name="whois", extras={PRIVATE: True})
    @app_commands.describe(player="The member; you, if you name nobody")
    async def whois(
        self, interaction: discord.Interaction, player: discord.User | None = None
    ) -> None:
        """Show which gamertag a member is linked to."""
        user = player or interaction.user
        link = await self._links.whois(
            user.id, interaction.guild_id, own=user.id == interaction.user.id
        )
        await answer_privately(interaction, whois_card(link, texts_of(interaction)))
