"""The controls below a match history: pages, a menu of matches, and the cards they open."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
from discord import ui

from bot.lookups.history import HistoryReport, ListedMatch
from bot.lookups.results import MatchReport
from bot.presentation import waypoint
from bot.presentation.browser_view import BrowserView
from bot.presentation.history_card import history_card, match_options
from bot.presentation.match_card import match_card
from bot.presentation.pictures.drawing import Drawing
from bot.presentation.pictures.match import match_picture
from bot.presentation.scoreboard_card import scoreboard_card
from bot.presentation.texts import Texts
from bot.presentation.views import Draw, ErrorReporter

LoadPage = Callable[[int], Awaitable[HistoryReport]]
OpenMatch = Callable[[ListedMatch], Awaitable[MatchReport]]


class HistoryView(BrowserView):
    """A page of matches, or the card or scoreboard of one.

    `load` gives another page, counted from 0; `open_match` a match of this one.
    """

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        history: HistoryReport,
        load: LoadPage,
        open_match: OpenMatch,
        draw: Draw | None = None,
    ) -> None:
        super().__init__(owner_id, report, texts, texts("Open a match"), draw)
        self.history = history
        self.match: MatchReport | None = None
        self._load = load
        self._open_match = open_match
        self._scoreboard = False
        self._waypoint: ui.Button[HistoryView] = ui.Button(label="Halo Waypoint", url="", row=1)
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The list, or what is opened."""
        if self.match is None or not self.opened:
            return history_card(self.history, self.texts)
        show = scoreboard_card if self._scoreboard else match_card
        return show(self.match, self.texts)

    @property
    def drawing(self) -> Drawing | None:
        """The picture of the match card that is opened."""
        if self.match is None or not self.opened or self._scoreboard:
            return None
        return match_picture(self.match, self.texts)

    @property
    def options(self) -> Sequence[discord.SelectOption]:
        """The matches of the page."""
        return match_options(self.history, self.texts)

    @property
    def page(self) -> int:
        """The page that is shown, counted from 0."""
        return self.history.page

    @property
    def is_last_page(self) -> bool:
        """Whether there are no older matches."""
        return not self.history.has_older

    @property
    def opened_items(self) -> Sequence[ui.Item[Any]]:
        """The other side of the card, and the way to Halo Waypoint."""
        texts = self.texts
        self.side.label = texts("Summary") if self._scoreboard else texts("Scoreboard")
        self.side.disabled = False
        if self.match is not None:
            self._waypoint.url = waypoint.match_url(self.match.player, self.match.match_id)
        return (self.side, self._waypoint)

    async def load_page(self, page: int) -> None:
        """Fetch a page of matches."""
        self.history = await self._load(page)

    async def load_thing(self, place: int) -> None:
        """Fetch a match of the page."""
        self.match = await self._open_match(self.history.matches[place])

    @ui.button(style=discord.ButtonStyle.primary, row=1)
    async def side(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        """Turn the match card over."""
        await self.turn(interaction, self._turn_over)

    def _turn_over(self) -> None:
        self._scoreboard = not self._scoreboard
