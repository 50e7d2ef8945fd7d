"""The control below a trend: which of its two charts the picture shows."""

from typing import Any

import discord
from discord import ui

from bot.lookups.trend import TrendReport
from bot.presentation.pictures.drawing import Drawing
from bot.presentation.pictures.trends import csr_trend_picture, form_trend_picture
from bot.presentation.texts import Texts
from bot.presentation.trend_card import trend_card
from bot.presentation.views import Draw, ErrorReporter, OwnedView


class TrendView(OwnedView):
    """A trend, with the chart of the form or, at a press, that of the CSR.

    In words both are on the card, and there is no button.
    """

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        trend: TrendReport,
        draw: Draw | None = None,
    ) -> None:
        super().__init__(owner_id, report, texts, draw)
        self.trend = trend
        self._shows_csr = False
        if draw is None or trend.csr is None or not trend.csr.points:
            self.remove_item(self.chart)
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The figures and lines in words."""
        return trend_card(self.trend, self.texts)

    @property
    def drawing(self) -> Drawing:
        """The chosen chart."""
        if self._shows_csr and self.trend.csr is not None:
            return csr_trend_picture(self.trend.csr, self.texts)
        return form_trend_picture(self.trend, self.texts)

    def arrange(self) -> None:
        """Name the other chart."""
        texts = self.texts
        self.chart.label = texts("K/D and accuracy") if self._shows_csr else texts("CSR")
        self.chart.disabled = False

    @ui.button(style=discord.ButtonStyle.primary)
    async def chart(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        """Show the other chart."""
        await self.turn(interaction, self._turn_over)

    def _turn_over(self) -> None:
        self._shows_csr = not self._shows_csr
