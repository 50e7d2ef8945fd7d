"""The control below a trend: which of its charts the picture shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import discord
from discord import ui

from bot.discord_app.card_ids import ControlsForgotten
from bot.discord_app.cards import Draw, ErrorReporter, OwnedView, choice_of
from bot.features.trend.card import trend_card
from bot.features.trend.lookup import TrendReport
from bot.features.trend.picture import csr_trend_picture, form_trend_picture
from bot.features.trend.win_rates import win_rates_picture
from bot.look.drawing import Drawing
from bot.look.texts import Texts
from bot.translatable import N_

TREND = "trend"
"""What the id of the control calls this view."""
Chart = Callable[[Texts], Drawing]


@dataclass(frozen=True, slots=True)
class KeptTrend:
    """What the id of the control says: whose trend, over how many matches."""

    xuid: int
    matches: int

    def words(self) -> tuple[str, ...]:
        """The state for OwnedView.keep()."""
        return f"{self.xuid:x}", str(self.matches)

    @classmethod
    def parse(cls, words: Sequence[str]) -> Self:
        """The state out of an id. Raises ControlsForgotten."""
        try:
            xuid, matches = words
            return cls(int(xuid, 16), int(matches))
        except ValueError as error:
            raise ControlsForgotten(f"no trend: {words}") from error


class TrendView(OwnedView):
    """A trend, with the chart of the form or another one that is chosen.

    `matches` is over how many it was asked for. In words all of it is on the card, and there is
    nothing to choose.
    """

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        trend: TrendReport,
        matches: int,
        draw: Draw | None = None,
    ) -> None:
        super().__init__(owner_id, report, texts, draw)
        self.trend = trend
        self._matches = matches
        self._charts = _charts(trend)
        self._shown = next(iter(self._charts))
        self.chart.options = [
            discord.SelectOption(label=texts(name), value=name) for name in self._charts
        ]
        if draw is None or len(self._charts) == 1:
            self.remove_item(self.chart)
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The figures and lines in words."""
        return trend_card(self.trend, self.texts)

    @property
    def drawing(self) -> Drawing:
        """The chosen chart."""
        return self._charts[self._shown](self.texts)

    def arrange(self) -> None:
        """Mark the chart that is shown."""
        self.chart.placeholder, self.chart.disabled = self.texts("Chart"), False
        for option in self.chart.options:
            option.default = option.value == self._shown
        kept = KeptTrend(self.trend.player.xuid, self._matches)
        self.keep(TREND, *kept.words(), chart=self.chart)

    @ui.select(cls=ui.Select[Any], options=[discord.SelectOption(label="0")])
    async def chart(self, interaction: discord.Interaction, _menu: ui.Select[Any]) -> None:
        """Show the chosen chart."""
        await self.turn(interaction, partial(self._choose, choice_of(interaction)))

    def _choose(self, name: str) -> None:
        if name not in self._charts:
            # There was one of the matches that an earlier process has shown.
            raise ControlsForgotten(f"no chart: {name}")
        self._shown = name


def _charts(trend: TrendReport) -> dict[str, Chart]:
    """The charts that have anything to show, the first one first, by their names."""
    charts: dict[str, Chart] = {
        N_("K/D and accuracy"): partial(form_trend_picture, trend),
    }
    if trend.csr is not None and trend.csr.points:
        charts[N_("CSR")] = partial(csr_trend_picture, trend.csr, trend.rank)
    if trend.maps.rates:
        charts[N_("Win rate by map")] = partial(win_rates_picture, trend.maps)
    if trend.modes.rates:
        charts[N_("Win rate by mode")] = partial(win_rates_picture, trend.modes)
    return charts
