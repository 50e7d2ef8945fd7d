"""The button below a private answer that shows it to everybody."""

from typing import Any

import discord
from discord import ui

from bot.discord_app.cards import ErrorReporter, OwnedView
from bot.look.texts import Texts

SHARE = "share"
"""What the id of the button calls this view."""


class ShareView(OwnedView):
    """A private card that its owner may show to all, once."""

    def __init__(
        self, owner_id: int, report: ErrorReporter, texts: Texts, card: discord.Embed
    ) -> None:
        super().__init__(owner_id, report, texts)
        self._card = card
        self._shown_to_all = False
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The card."""
        return self._card

    def arrange(self) -> None:
        """Close the button once it was used."""
        self.share.label = self.texts("Show to all")
        self.share.disabled = self._shown_to_all
        self.keep(SHARE, share=self.share)

    @ui.button(emoji="📣")
    async def share(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        """Say the same where everybody sees it."""
        if await self._busy(interaction):
            return
        async with self._pressed():
            if interaction.response.is_done():
                await interaction.followup.send(embed=self._card)
            else:
                await interaction.response.send_message(embed=self._card)
            self._shown_to_all = True
            await self._update()
