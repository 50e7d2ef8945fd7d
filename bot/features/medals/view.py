"""The controls below a list of medals: pages and order."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self
from uuid import UUID

import discord
from discord import ui

from bot.discord_app.card_ids import ControlsForgotten
from bot.discord_app.cards import Draw, ErrorReporter, OwnedView, choice_of
from bot.facts.results import EarnedMedal, MedalSort, MedalsReport
from bot.features.medals.card import SORTS, medal_pages, medals_card
from bot.features.medals.picture import medals_picture
from bot.look.text import sentence
from bot.look.texts import Texts
from bot.pictures.drawing import Drawing

FetchIcons = Callable[[Sequence[EarnedMedal]], Awaitable[Mapping[int, bytes]]]
LoadMedals = Callable[[MedalsReport], Awaitable[MedalsReport]]
SortMedals = Callable[[MedalsReport, MedalSort], MedalsReport]
MEDALS = "medals"
"""What the ids of the controls call this view."""


@dataclass(frozen=True, slots=True)
class KeptMedals:
    """What the ids of the controls below medals say: whose, of which match ("" for the career), in
    which order, which page."""

    xuid: int
    match_id: str
    sort: MedalSort
    page: int

    def words(self) -> tuple[str, ...]:
        """The state for OwnedView.keep()."""
        return f"{self.xuid:x}", self.match_id.replace("-", ""), self.sort, str(self.page)

    @classmethod
    def parse(cls, words: Sequence[str]) -> Self:
        """The state out of an id. Raises ControlsForgotten."""
        try:
            xuid, match_id, sort, page = words
            match_id = str(UUID(match_id)) if match_id else ""
            return cls(int(xuid, 16), match_id, MedalSort(sort), int(page))
        except ValueError as error:
            raise ControlsForgotten(f"no medals: {words}") from error


class MedalsView(OwnedView):
    """A page of medals. `sort` gives the same report in another order, `load` the same medals as
    they are now, whatever is stored."""

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        medals: MedalsReport,
        sort: SortMedals,
        load: LoadMedals,
        draw: Draw | None = None,
        icons: FetchIcons | None = None,
        *,
        page: int = 0,
    ) -> None:
        super().__init__(owner_id, report, texts, draw)
        self._fetch_icons = icons
        self._icons: Mapping[int, bytes] = {}
        self.medals = medals
        self._sort = sort
        self._load = load
        self._open(page)
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
        self.refresh.label, self.refresh.disabled = self.texts("Refresh"), False
        self.order.placeholder, self.order.disabled = self.texts("Order"), False
        for option in self.order.options:
            option.label = sentence(self.texts(SORTS[MedalSort(option.value)]))
            option.default = option.value == self.medals.sort.value
        medals = self.medals
        kept = KeptMedals(medals.player.xuid, medals.match_id, medals.sort, self.page)
        self.keep(
            MEDALS,
            *kept.words(),
            previous=self.previous,
            next=self.next,
            refresh=self.refresh,
            order=self.order,
        )

    @ui.button(emoji="◀️")
    async def previous(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        """Show the page before this one."""
        await self.turn(interaction, partial(self._open, self.page - 1))

    @ui.button(emoji="▶️")
    async def next(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        """Show the page after this one."""
        await self.turn(interaction, partial(self._open, self.page + 1))

    @ui.button(emoji="🔄")
    async def refresh(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
        """Show the medals as they are now, asked for anew."""

        async def load() -> None:
            self.medals = await self._load(self.medals)
            self._open(self.page)

        await self.work(interaction, button, load)

    @ui.select(
        cls=ui.Select[Any],
        options=[
            discord.SelectOption(label=label, value=sort.value) for sort, label in SORTS.items()
        ],
    )
    async def order(self, interaction: discord.Interaction, _menu: ui.Select[Any]) -> None:
        """Show the first page in the chosen order."""
        await self.turn(interaction, partial(self._order_by, MedalSort(choice_of(interaction))))

    def _open(self, page: int) -> None:
        self.page = min(max(0, page), medal_pages(self.medals) - 1)

    def _order_by(self, sort: MedalSort) -> None:
        self.medals = self._sort(self.medals, sort)
        self.page = 0
