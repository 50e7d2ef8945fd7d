"""The controls below a list of things of which each can be opened: pages, a menu, and back."""

from abc import abstractmethod
from collections.abc import Sequence
from functools import partial
from typing import Any

import discord
from discord import ui

from bot.presentation.menu_values import chosen_id
from bot.presentation.texts import Texts
from bot.presentation.views import Draw, ErrorReporter, OwnedView, choice_of


class BrowserView(OwnedView):
    """A page of a list, or one thing of it opened. The menu stays, to go from one to another."""

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        placeholder: str,
        draw: Draw | None = None,
    ) -> None:
        super().__init__(owner_id, report, texts, draw)
        self.opened = False
        self._placeholder = placeholder

    @property
    @abstractmethod
    def options(self) -> Sequence[discord.SelectOption]:
        """What can be opened on this page, at most 25; see menu_values.py for the values."""

    @property
    @abstractmethod
    def page(self) -> int:
        """The page that is shown, counted from 0."""

    @property
    @abstractmethod
    def is_last_page(self) -> bool:
        """Whether the list ends with this page."""

    @property
    def opened_items(self) -> Sequence[ui.Item[Any]]:
        """The controls of the thing that is opened."""
        return ()

    @abstractmethod
    async def load_page(self, page: int) -> None:
        """Go to a page."""

    @abstractmethod
    async def load_thing(self, thing_id: str) -> None:
        """Fetch a thing of the page, to be shown next."""

    def arrange(self) -> None:
        """Offer what leads somewhere: pages in the list, the way back from what is opened."""
        self.clear_items()
        texts = self.texts
        options = list(self.options)
        if options:
            self.choose.options = options
            self.choose.placeholder, self.choose.disabled = self._placeholder, False
            self.add_item(self.choose)
        if self.opened:
            self.back.label, self.back.disabled = texts("Back to the list"), False
            for item in (self.back, *self.opened_items):
                self.add_item(item)
        elif self.page > 0 or not self.is_last_page:
            self.previous.label, self.previous.disabled = texts("Previous"), self.page <= 0
            self.next.label, self.next.disabled = texts("Next"), self.is_last_page
            self.add_item(self.previous)
            self.add_item(self.next)

    @ui.select(cls=ui.Select[Any], options=[discord.SelectOption(label="0")], row=0)
    async def choose(self, interaction: discord.Interaction, select: ui.Select[Any]) -> None:
        """Open what is chosen."""

        async def load() -> None:
            await self.load_thing(chosen_id(choice_of(interaction)))
            self.opened = True

        await self.work(interaction, select, load)

    @ui.button(emoji="◀️", row=1)
    async def previous(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
        """Show the page before this one."""
        await self.work(interaction, button, partial(self.load_page, self.page - 1))

    @ui.button(emoji="▶️", row=1)
    async def next(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
        """Show the page after this one."""
        await self.work(interaction, button, partial(self.load_page, self.page + 1))

    @ui.button(emoji="↩️", row=1)
    async def back(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        """Close what is opened."""
        await self.turn(interaction, self._close)

    def _close(self) -> None:
        self.opened = False
