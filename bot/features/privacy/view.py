"""The button that deletes what is stored about somebody."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_app.cards import ErrorReporter, OwnedView
from bot.features.privacy.card import deleted_card, deletion_card
from bot.features.privacy.lookup import Stored
from bot.look.texts import Texts


class DeletionView(OwnedView):
    """Asks once more. `delete` deletes everything about the owner."""

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        stored: Sequence[Stored],
        delete: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(owner_id, report, texts)
        self._stored = stored
        self._delete = delete
        self._deleted = False
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """What would be deleted, or that it was."""
        if self._deleted:
            return deleted_card(self.texts)
        return deletion_card(self._stored, self.texts)

    def arrange(self) -> None:
        """Close the button where there is nothing to delete."""
        self.confirm.label = self.texts("Delete everything")
        self.confirm.disabled = self._deleted or not self._stored

    @ui.button(style=discord.ButtonStyle.danger)
    async def confirm(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
        """Delete everything."""

        async def delete() -> None:
            await self._delete()
            self._deleted = True

        await self.work(interaction, button, delete)
