"""What the context menu of a user offers: Last match, CSR and Link."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app.asking import texts_of
from bot.discord_app.reply import answer, report_error
from bot.discord_app.tree import OPENS_MODAL
from bot.features.links.card import linked_card
from bot.features.links.modal import LinkModal
from bot.features.lookups import Lookups
from cogs.csr import CsrCog
from cogs.last_match import LastMatchCog

LAST_MATCH = "Last match"
CSR = "CSR"
LINK = "Link"
MENUS = (LAST_MATCH, CSR, LINK)
"""What the entries are called in English."""


class UserMenusCog(commands.Cog):
    """The same answers as those of the commands, about the user that was clicked on.

    Discord.py takes no context menus out of a cog: the bot adds `menus` to its tree.
    """

    def __init__(self, lookups: Lookups, last_match: LastMatchCog, csr: CsrCog) -> None:
        self._links = lookups.links
        self._last_match = last_match
        self._csr = csr
        self.menus = (
            app_commands.ContextMenu(name=LAST_MATCH, callback=self.last_match),
            app_commands.ContextMenu(name=CSR, callback=self.csr),
            app_commands.ContextMenu(name=LINK, callback=self.link, extras={OPENS_MODAL: True}),
        )

    async def last_match(self, interaction: discord.Interaction, user: discord.User) -> None:
        """Show the user's latest match."""
        await _ask(self._last_match.last_match, interaction, user)

    async def csr(self, interaction: discord.Interaction, user: discord.User) -> None:
        """Show the user's ranks."""
        await _ask(self._csr.csr, interaction, user)

    async def link(self, interaction: discord.Interaction, user: discord.User) -> None:
        """Ask for a gamertag and link it: the asker's own, or in this server as its admin."""
        _require_right_to_link(user.id, interaction)
        save = partial(self._save, user.id)
        modal = LinkModal(user.display_name, report_error, texts_of(interaction), save)
        await interaction.response.send_modal(modal)

    async def _save(self, user_id: int, interaction: discord.Interaction, gamertag: str) -> None:
        # The form may have been open for a while.
        server = _require_right_to_link(user_id, interaction)
        await interaction.response.defer(thinking=True, ephemeral=True)
        asker = interaction.user.id
        if server is None:
            link = await self._links.link_self(asker, gamertag, interaction.guild_id)
        else:
            link = await self._links.link_member(server, user_id, gamertag, asker)
        await answer(interaction, linked_card(link, texts_of(interaction)))


def _require_right_to_link(user_id: int, interaction: discord.Interaction) -> int | None:
    """Returns the server to link a user in as its admin, or None for the asker's own link.

    Raises NoPrivateMessage and MissingPermissions.
    """
    if user_id == interaction.user.id:
        return None
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    if not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])
    return interaction.guild_id


async def _ask(
    command: app_commands.Command[Any, ..., None],
    interaction: discord.Interaction,
    user: discord.User,
) -> None:
    callback: Callable[..., Awaitable[None]] = command.callback
    await callback(command.binding, interaction, player=user)
