"""The control below a rotation: by mode or by map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

import discord
from discord import ui

from bot.discord_app.card_ids import ControlsForgotten
from bot.discord_app.cards import ErrorReporter, OwnedView
from bot.features.rotation.card import rotation_card
from bot.features.rotation.lookup import RotationReport
from bot.look.texts import Texts

ROTATION = "rotation"
"""What the id of the control calls this view."""


@dataclass(frozen=True, slots=True)
class KeptRotation:
    """What the id of the control says: which playlist, and in which order."""

    playlist_id: str
    by_map: bool

    def words(self) -> tuple[str, ...]:
        """The state for OwnedView.keep()."""
        return self.playlist_id.replace("-", ""), "m" if self.by_map else ""

    @classmethod
    def parse(cls, words: Sequence[str]) -> Self:
        """The state out of an id. Raises ControlsForgotten."""
        try:
            playlist_id, order = words
            return cls(str(UUID(playlist_id)), bool(order))
        except ValueError as error:
            raise ControlsForgotten(f"no rotation: {words}") from error


class RotationView(OwnedView):
    """A playlist's rotation, grouped by mode or by map."""

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        rotation: RotationReport,
        *,
        by_map: bool = False,
    ) -> None:
        super().__init__(owner_id, report, texts)
        self._rotation = rotation
        self._by_map = by_map
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The card as it is now."""
        return rotation_card(self._rotation, self.texts, by_map=self._by_map)

    def arrange(self) -> None:
        """Name the other order, where there is one."""
        self.order.label = self.texts("By mode") if self._by_map else self.texts("By map")
        self.order.disabled = not any(entry.map_name for entry in self._rotation.entries)
        kept = KeptRotation(self._rotation.playlist_id, self._by_map)
        self.keep(ROTATION, *kept.words(), order=self.order)

    @ui.button(style=discord.ButtonStyle.primary)
    async def order(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        """Group the other way around."""
        await self.turn(interaction, self._regroup)

    def _regroup(self) -> None:
        self._by_map = not self._by_map
