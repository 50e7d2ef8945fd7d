"""The controls below a server's links: pages."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_app.card_ids import ControlsForgotten
from bot.discord_app.cards import ErrorReporter, OwnedView
from bot.features.links.card import Link, link_pages, links_card
from bot.look.texts import Texts

LoadLinks = Callable[[discord.Interaction, int], Awaitable[tuple[Sequence[Link], int]]]
LINKS = "links"
"""What the ids of the controls call this view."""


def kept_page(words: Sequence[str]) -> int:
    """The page that an id says. Raises ControlsForgotten."""
    try:
        (page,) = words
        return int(page)
    except ValueError as error:
        raise ControlsForgotten(f"no page: {words}") from error


class LinksView(OwnedView):
    """A page of links.

    `load` returns a page, counted from 0, and how many links there are, to whoever presses; it
    raises what that person is refused with.
    """

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        links: Sequence[Link],
        total: int,
        per_page: int,
        load: LoadLinks,
        *,
        page: int = 0,
    ) -> None:
        super().__init__(owner_id, report, texts)
        self.page = page
        self._links = links
        self._total = total
        self._per_page = per_page
        self._load = load
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The page as it is now."""
        return links_card(self._links, self._total, self.page, self._per_page, self.texts)

    def arrange(self) -> None:
        """Close the ways that lead nowhere."""
        last = link_pages(self._total, self._per_page) - 1
        self.previous.label, self.previous.disabled = self.texts("Previous"), self.page <= 0
        self.next.label, self.next.disabled = self.texts("Next"), self.page >= last
        self.keep(LINKS, str(self.page), previous=self.previous, next=self.next)

    @ui.button(emoji="◀️")
    async def previous(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
        """Show the page before this one."""
        await self._go(interaction, button, self.page - 1)

    @ui.button(emoji="▶️")
    async def next(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
        """Show the page after this one."""
        await self._go(interaction, button, self.page + 1)

    async def _go(
        self, interaction: discord.Interaction, button: ui.Button[Any], page: int
    ) -> None:
        async def load() -> None:
            links, total = await self._load(interaction, page)
            # Links may have been removed meanwhile, and the page with them.
            last = link_pages(total, self._per_page) - 1
            if page > last:
                links, total = await self._load(interaction, last)
            self.page, self._links, self._total = min(page, last), links, total

        await self.work(interaction, button, load)
