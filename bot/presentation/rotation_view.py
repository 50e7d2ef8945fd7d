"""The control below a rotation: by mode or by map."""

from typing import Any

import discord
from discord import ui

from bot.lookups.rotation import RotationReport
from bot.presentation.rotation_card import rotation_card
from bot.presentation.texts import Texts
from bot.presentation.views import ErrorReporter, OwnedView


class RotationView(OwnedView):
    """A playlist's rotation, grouped by mode or by map."""

    def __init__(
        self, owner_id: int, report: ErrorReporter, texts: Texts, rotation: RotationReport
    ) -> None:
        super().__init__(owner_id, report, texts)
        self._rotation = rotation
        self._by_map = False
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The card as it is now."""
        return rotation_card(self._rotation, self.texts, by_map=self._by_map)

    def arrange(self) -> None:
        """Name the other order, where there is one."""
        self.order.label = self.texts("By mode") if self._by_map else self.texts("By map")
        self.order.disabled = not any(entry.map_name for entry in self._rotation.entries)

    @ui.button(style=discord.ButtonStyle.primary)
    async def order(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        """Group the other way around."""
        await self.turn(interaction, self._regroup)

    def _regroup(self) -> None:
        self._by_map = not self._by_map
