"""The controls below found maps and modes: pages, a menu, and the cards they open."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
from discord import ui

from bot.lookups.assets import AssetKind, AssetsReport, FoundAsset
from bot.presentation import waypoint
from bot.presentation.assets_card import asset_card, asset_options, assets_card
from bot.presentation.browser_view import BrowserView
from bot.presentation.texts import Texts
from bot.presentation.views import ErrorReporter

LoadAssets = Callable[[int], Awaitable[AssetsReport]]


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

    async def load_thing(self, place: int) -> None:
        """Open a find of the page; the search has told all of it."""
        self.asset = self.assets.assets[place]
