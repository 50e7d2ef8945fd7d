"""The controls below found maps and modes: pages, a menu, and the cards they open."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import discord
from discord import ui

from bot.lookups.assets import AssetKind, AssetsReport, FoundAsset
from bot.presentation import waypoint
from bot.presentation.assets_card import asset_card, asset_options, assets_card
from bot.presentation.browser_view import BrowserView
from bot.presentation.kept import ControlsForgotten
from bot.presentation.menu_values import chosen_id, menu_value
from bot.presentation.texts import Texts
from bot.presentation.views import ErrorReporter

ASSETS = "assets"
"""What the ids of the controls call this view."""
LoadAssets = Callable[[int], Awaitable[AssetsReport]]


@dataclass(frozen=True, slots=True)
class KeptAssets:
    """What the ids of the controls say: maps or modes, which page, and what was looked for."""

    kind: AssetKind
    page: int
    term: str

    def words(self) -> tuple[str, ...]:
        """The state for OwnedView.keep()."""
        return self.kind, str(self.page), self.term

    @classmethod
    def parse(cls, words: Sequence[str]) -> Self:
        """The state out of an id. Raises ControlsForgotten."""
        try:
            # The term is as somebody has typed it, and may hold what separates the words.
            kind, page, term = ":".join(words).split(":", 2)
            return cls(AssetKind(kind), int(page), term)
        except ValueError as error:
            raise ControlsForgotten(f"no finds: {words}") from error


class AssetsView(BrowserView):
    """A page of finds, or one of them. `load` gives another page, counted from 0."""

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        assets: AssetsReport,
        load: LoadAssets,
    ) -> None:
        placeholder = texts("Open a map" if assets.kind == AssetKind.MAP else "Open a mode")
        super().__init__(owner_id, report, texts, placeholder)
        self.assets = assets
        self.asset: FoundAsset | None = None
        self._load = load
        self._waypoint: ui.Button[AssetsView] = ui.Button(label="Halo Waypoint", url="", row=1)
        if len(assets.assets) == 1 and assets.page == 0:
            self.asset, self.opened = assets.assets[0], True
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The list, or what is opened."""
        if self.asset is None or not self.opened:
            return assets_card(self.assets, self.texts)
        return asset_card(self.assets, self.asset, self.texts)

    @property
    def options(self) -> Sequence[discord.SelectOption]:
        """The finds of the page."""
        return asset_options(self.assets, self.texts)

    @property
    def page(self) -> int:
        """The page that is shown, counted from 0."""
        return self.assets.page

    @property
    def is_last_page(self) -> bool:
        """Whether nothing more was found."""
        return not self.assets.has_more

    @property
    def opened_items(self) -> Sequence[ui.Item[Any]]:
        """The way to Halo Waypoint."""
        if self.asset is not None:
            self._waypoint.url = waypoint.asset_url(self.assets.kind, self.asset.asset_id)
        return (self._waypoint,)

    async def load_page(self, page: int) -> None:
        """Fetch a page of finds."""
        self.assets = await self._load(page)

    async def load_thing(self, thing_id: str) -> None:
        """Open a find of the page; the search has told all of it.

        Raises ControlsForgotten for one that an earlier process has shown, and that is not on this
        page any more.
        """
        found = {chosen_id(menu_value(0, asset.asset_id)): asset for asset in self.assets.assets}
        if thing_id not in found:
            raise ControlsForgotten(f"not on the page: {thing_id}")
        self.asset = found[thing_id]

    def arrange(self) -> None:
        """Lay out as any browser, with ids that say what was looked for and which page this is."""
        super().arrange()
        kept = KeptAssets(self.assets.kind, self.assets.page, self.assets.term)
        self.keep(
            ASSETS,
            *kept.words(),
            previous=self.previous,
            next=self.next,
            back=self.back,
            choose=self.choose,
        )
