"""The controls below found maps and modes: pages, a menu, and the cards they open."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import discord
from discord import ui

from bot.discord_app.card_ids import ControlsForgotten
from bot.discord_app.cards import ErrorReporter, OwnedView, choice_of
from bot.features.assets.card import asset_card, asset_options, assets_card
from bot.features.assets.lookup import AssetKind, AssetsReport, FoundAsset
from bot.look import waypoint
from bot.look.menu_values import chosen_id, menu_value
from bot.look.texts import Texts

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


class AssetsView(OwnedView):
    """A page of finds, or one of them. The menu stays, to go from one to another. `load` gives
    another page, counted from 0."""

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        assets: AssetsReport,
        load: LoadAssets,
    ) -> None:
        super().__init__(owner_id, report, texts)
        self.assets = assets
        # The find that is opened, if any.
        self.asset: FoundAsset | None = None
        self._load = load
        self._waypoint: ui.Button[AssetsView] = ui.Button(label="Halo Waypoint", url="", row=1)
        if len(assets.assets) == 1 and assets.page == 0:
            self.asset = assets.assets[0]
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The list, or what is opened."""
        if self.asset is None:
            return assets_card(self.assets, self.texts)
        return asset_card(self.assets, self.asset, self.texts)

    def arrange(self) -> None:
        """Offer what leads somewhere: pages in the list, the way back from what is opened; with
        ids that say what was looked for and which page this is."""
        self.clear_items()
        texts, assets = self.texts, self.assets
        if options := asset_options(assets, texts):
            a_map = assets.kind == AssetKind.MAP
            self.choose.options, self.choose.disabled = options, False
            self.choose.placeholder = texts("Open a map" if a_map else "Open a mode")
            self.add_item(self.choose)
        if self.asset is not None:
            self.back.label, self.back.disabled = texts("Back to the list"), False
            self._waypoint.url = waypoint.asset_url(assets.kind, self.asset.asset_id)
            self.add_item(self.back)
            self.add_item(self._waypoint)
        elif assets.page > 0 or assets.has_more:
            self.previous.label, self.previous.disabled = texts("Previous"), assets.page <= 0
            self.next.label, self.next.disabled = texts("Next"), not assets.has_more
            self.add_item(self.previous)
            self.add_item(self.next)
        self.keep(
            ASSETS,
            *KeptAssets(assets.kind, assets.page, assets.term).words(),
            previous=self.previous,
            next=self.next,
            back=self.back,
            choose=self.choose,
        )

    @ui.select(cls=ui.Select[Any], options=[discord.SelectOption(label="0")], row=0)
    async def choose(self, interaction: discord.Interaction, select: ui.Select[Any]) -> None:
        """Open what is chosen; the search has told all of it.

        Ends in ControlsForgotten for what an earlier process has shown, and that is not on this
        page any more.
        """

        async def load() -> None:
            wanted = chosen_id(choice_of(interaction))
            found = {chosen_id(menu_value(0, each.asset_id)): each for each in self.assets.assets}
            if wanted not in found:
                raise ControlsForgotten(f"not on the page: {wanted}")
            self.asset = found[wanted]

        await self.work(interaction, select, load)

    @ui.button(emoji="◀️", row=1)
    async def previous(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
        """Show the page before this one."""
        await self._go(interaction, button, -1)

    @ui.button(emoji="▶️", row=1)
    async def next(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
        """Show the page after this one."""
        await self._go(interaction, button, +1)

    @ui.button(emoji="↩️", row=1)
    async def back(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        """Close what is opened."""
        await self.turn(interaction, self._close)

    async def _go(
        self, interaction: discord.Interaction, button: ui.Button[Any], step: int
    ) -> None:
        async def load() -> None:
            self.assets = await self._load(self.assets.page + step)

        await self.work(interaction, button, load)

    def _close(self) -> None:
        self.asset = None
