"""The controls below a list of medals: pages and order."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

import discord
from discord import ui

from bot.lookups.results import EarnedMedal, MedalSort, MedalsReport
from bot.presentation.medals_card import SORTS, medal_pages, medals_card
from bot.presentation.pictures.drawing import Drawing
from bot.presentation.pictures.medals import medals_picture
from bot.presentation.text import sentence
from bot.presentation.texts import Texts
from bot.presentation.views import Draw, ErrorReporter, OwnedView

FetchIcons = Callable[[Sequence[EarnedMedal]], Awaitable[Mapping[int, bytes]]]
SortMedals = Callable[[MedalsReport, MedalSort], MedalsReport]


class MedalsView(OwnedView):
    """A page of medals. `sort` gives the same report in another order."""

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        medals: MedalsReport,
        sort: SortMedals,
        draw: Draw | None = None,
        icons: FetchIcons | None = None,
    ) -> None:
        super().__init__(owner_id, report, texts, draw)
        self._fetch_icons = icons
        self._icons: Mapping[int, bytes] = {}
        self.medals = medals
        self.page = 0
        self._sort = sort
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The page as it is now."""
        return medals_card(self.medals, self.page, self.texts)

    @property
    def drawing(self) -> Drawing:
        """The page's picture."""
        return medals_picture(self.medals, self.texts, self.page, self._icons)

    async def fetch_artwork(self) -> None:
        """Fetch the icons of the medals that are not there yet."""
        if self._fetch_icons is not None:
            self._icons = await self._fetch_icons(self.medals.medals)

    def arrange(self) -> None:
        """Close the ways that lead nowhere, and show the order as chosen."""
        last = medal_pages(self.medals) - 1
        self.previous.label, self.previous.disabled = self.texts("Previous"), self.page <= 0
        self.next.label, self.next.disabled = self.texts("Next"), self.page >= last
        self.order.placeholder, self.order.disabled = self.texts("Order"), False
        for option in self.order.options:
            option.label = sentence(self.texts(SORTS[MedalSort(option.value)]))
            option.default = option.value == self.medals.sort.value

    @ui.button(emoji="◀️")
    async def previous(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        """Show the page before this one."""
        await self.turn(interaction, partial(self._open, self.page - 1))

    @ui.button(emoji="▶️")
    async def next(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        """Show the page after this one."""
        await self.turn(interaction, partial(self._open, self.page + 1))

    @ui.select(
        cls=ui.Select[Any],
        options=[
            discord.SelectOption(label=label, value=sort.value) for sort, label in SORTS.items()
        ],
    )
    async def order(self, interaction: discord.Interaction, select: ui.Select[Any]) -> None:
        """Show the first page in the chosen order."""
        await self.turn(interaction, partial(self._order_by, MedalSort(select.values[0])))

    def _open(self, page: int) -> None:
        self.page = min(max(0, page), medal_pages(self.medals) - 1)

    def _order_by(self, sort: MedalSort) -> None:
        self.medals = self._sort(self.medals, sort)
        self.page = 0
