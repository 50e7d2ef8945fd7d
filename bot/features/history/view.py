"""The match browser: pages of matches, each with a button that opens it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self
from uuid import UUID

import discord
from discord import ui

from bot.discord_app.card_ids import ControlsForgotten
from bot.discord_app.cards import Draw, ErrorReporter, OwnedLayout, choice_of
from bot.facts.results import MatchArtwork, MatchKind, MatchReport
from bot.features.history.card import (
    history_foot,
    history_head,
    history_lines,
    match_options,
    page_options,
)
from bot.features.history.lookup import HISTORY_PAGE, HistoryReport
from bot.features.match.card import match_card
from bot.features.match.picture import match_picture
from bot.features.match.scoreboard import scoreboard_card
from bot.features.match.view import FetchArtwork
from bot.look import layout, theme, waypoint
from bot.look.drawing import Drawing
from bot.look.menu_values import chosen_id
from bot.look.texts import Texts

HISTORY = "history"
"""What the ids of the controls call this view."""
LoadPage = Callable[[int], Awaitable[HistoryReport]]
OpenMatch = Callable[[str], Awaitable[MatchReport]]
Press = Callable[[discord.Interaction, Any], Awaitable[None]]
# Ten matches of these, with 400 for the head and the foot each, are all that Discord allows.
_MATCH, _HEAD = 320, 400


@dataclass(frozen=True, slots=True)
class KeptHistory:
    """What the ids of the controls say: whose matches, of which kind, which page, the id of the
    match that is opened ("" for none; beside a match its own), and which side of it is up."""

    xuid: int
    kind: MatchKind
    page: int = 0
    match_id: str = ""
    scoreboard: bool = False

    def words(self) -> tuple[str, ...]:
        """The state for OwnedLayout.keep(): 65 characters at most up to the 1,000th page."""
        return (
            f"{self.xuid:x}",
            self.kind,
            str(self.page),
            self.match_id.replace("-", ""),
            "s" if self.scoreboard else "",
        )

    @classmethod
    def parse(cls, words: Sequence[str]) -> Self:
        """The state out of an id. Raises ControlsForgotten."""
        try:
            xuid, kind, page, match_id, side = words
            return cls(
                int(xuid, 16),
                MatchKind(kind),
                int(page),
                str(UUID(match_id)) if match_id else "",
                bool(side),
            )
        except ValueError as error:
            raise ControlsForgotten(f"no history: {words}") from error


class _Button(ui.Button[Any]):
    def __init__(self, press: Press, **look: Any) -> None:
        super().__init__(**look)
        self._press = press

    async def callback(self, interaction: discord.Interaction) -> None:
        await self._press(interaction, self)


class _Menu(ui.Select[Any]):
    def __init__(self, choose: Press) -> None:
        super().__init__(options=[discord.SelectOption(label="0")])
        self._choose = choose

    async def callback(self, interaction: discord.Interaction) -> None:
        await self._choose(interaction, self)


class HistoryView(OwnedLayout):
    """A page of matches, or the card or scoreboard of one.

    `load` gives another page, counted from 0; `open_match` a match by its id. `match` is opened
    from the start, with the scoreboard up if `scoreboard` says so.
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
        artwork: FetchArtwork | None = None,
        *,
        match: MatchReport | None = None,
        scoreboard: bool = False,
    ) -> None:
        super().__init__(owner_id, report, texts, draw)
        self.history = history
        self.match = match
        self._load = load
        self._open_match = open_match
        self._fetch_artwork = artwork
        self._artwork: MatchArtwork | None = None
        self._scoreboard = scoreboard
        self._open = [_Button(partial(self._open_listed, n)) for n in range(HISTORY_PAGE)]
        self._jump, self._choose = _Menu(self._jump_to), _Menu(self._choose_match)
        self._previous = _Button(partial(self._turn_page, -1), emoji="◀️")
        self._next = _Button(partial(self._turn_page, 1), emoji="▶️")
        self._back = _Button(self._close, emoji="↩️")
        self._side = _Button(self._turn_over, style=discord.ButtonStyle.primary)
        self._waypoint: ui.Button[Any] = ui.Button(label="Halo Waypoint", url="")
        self.arrange()

    @property
    def drawing(self) -> Drawing | None:
        """The picture of the match that is opened."""
        if self.match is None or self._scoreboard:
            return None
        return match_picture(self.match, self.texts, self._artwork)

    async def fetch_artwork(self) -> None:
        """Fetch what the picture shows."""
        if self._fetch_artwork is not None and self.match is not None and not self._scoreboard:
            self._artwork = await self._fetch_artwork(self.match)

    def arrange(self) -> None:
        """Lay out the page or the match, and close the ways that lead nowhere."""
        texts, match = self.texts, self.match
        for button in self._open:
            button.label, button.disabled = texts("Open"), False
        for menu, options in (
            (self._jump, page_options(self.history, texts)),
            (self._choose, match_options(self.history, texts)),
        ):
            menu.options, menu.disabled = options or menu.options, False
        self._jump.placeholder, self._choose.placeholder = texts("Page"), texts("Open a match")
        self._previous.label, self._previous.disabled = texts("Previous"), self.history.page <= 0
        self._next.label, self._next.disabled = texts("Next"), not self.history.has_older
        self._back.label, self._back.disabled = texts("Back to the list"), False
        self._side.label = texts("Summary") if self._scoreboard else texts("Scoreboard")
        self._side.disabled = False
        self._keep_all()
        self.lay_out(self._list() if match is None else self._opened(match))

    def _keep_all(self) -> None:
        history, match_id = self.history, self.match.match_id if self.match is not None else ""
        kept = KeptHistory(
            history.player.xuid, history.kind, history.page, match_id, self._scoreboard
        )
        self.keep(
            HISTORY,
            *kept.words(),
            jump=self._jump,
            previous=self._previous,
            next=self._next,
            choose=self._choose,
            back=self._back,
            side=self._side,
        )
        for place, (match, button) in enumerate(zip(history.matches, self._open, strict=False)):
            own = replace(kept, match_id=match.match_id)
            self.keep(HISTORY, *own.words(), **{f"open{place}": button})

    def _list(self) -> ui.Container[Any]:
        history, texts = self.history, self.texts
        container: ui.Container[Any] = ui.Container(accent_colour=theme.NEUTRAL)
        container.add_item(layout.words(history_head(history, texts), _HEAD))
        container.add_item(ui.Separator())
        for match, button in zip(history_lines(history, texts), self._open, strict=False):
            container.add_item(ui.Section(layout.words(match, _MATCH), accessory=button))
        container.add_item(layout.words(history_foot(history, texts), _HEAD))
        if history.page > 0 or history.has_older:
            if page_options(history, texts):
                container.add_item(ui.ActionRow(self._jump))
            container.add_item(ui.ActionRow(self._previous, self._next))
        return container

    def _opened(self, match: MatchReport) -> ui.Container[Any]:
        self._waypoint.url = waypoint.match_url(match.player, match.match_id)
        show = scoreboard_card if self._scoreboard else match_card
        return layout.card_container(
            show(match, self.texts),
            self.picture,
            ui.ActionRow(self._choose),
            ui.ActionRow(self._back, self._side, self._waypoint),
        )

    async def _open_listed(
        self, place: int, interaction: discord.Interaction, button: _Button
    ) -> None:
        # An earlier process has shown the button: its match is opened by now, and others may have
        # been played since, so that another match is at its place.
        match = self.match or self.history.matches[place]
        await self._show(match.match_id, interaction, button)

    async def _show(self, match_id: str, interaction: discord.Interaction, control: Any) -> None:
        async def load() -> None:
            self.match = await self._open_match(match_id)

        await self.work(interaction, control, load)

    async def _choose_match(self, interaction: discord.Interaction, menu: _Menu) -> None:
        await self._show(chosen_id(choice_of(interaction)), interaction, menu)

    async def _turn_page(self, step: int, interaction: discord.Interaction, control: Any) -> None:
        await self._go_to(self.history.page + step, interaction, control)

    async def _jump_to(self, interaction: discord.Interaction, menu: _Menu) -> None:
        await self._go_to(int(choice_of(interaction)), interaction, menu)

    async def _go_to(self, page: int, interaction: discord.Interaction, control: Any) -> None:
        async def load() -> None:
            self.history = await self._load(page)

        await self.work(interaction, control, load)

    async def _close(self, interaction: discord.Interaction, _button: _Button) -> None:
        def close() -> None:
            self.match = None

        await self.turn(interaction, close)

    async def _turn_over(self, interaction: discord.Interaction, _button: _Button) -> None:
        def turn_over() -> None:
            self._scoreboard = not self._scoreboard

        await self.turn(interaction, turn_over)
