"""The controls below a match: older, newer and the newest one, and the scoreboard."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

import discord
from discord import ui

from bot.discord_app.card_ids import ControlsForgotten
from bot.discord_app.cards import Draw, ErrorReporter, OwnedView
from bot.facts.results import MatchArtwork, MatchKind, MatchReport
from bot.features.match.card import match_card
from bot.features.match.picture import match_picture
from bot.features.match.scoreboard import scoreboard_card
from bot.look import waypoint
from bot.look.drawing import Drawing
from bot.look.texts import Texts

FetchArtwork = Callable[[MatchReport], Awaitable[MatchArtwork]]
LoadMatch = Callable[[MatchReport, int], Awaitable[MatchReport]]
OLDER = 1
NEWER = -1
NEWEST = 0
MATCH = "match"
"""What the ids of the controls call this view."""


@dataclass(frozen=True, slots=True)
class KeptMatch:
    """What the ids of a match's controls say: which match, as which player saw it (None where it is
    neutral), where it stood in their list of which kind (None where it is from none), and which
    side of the card was up."""

    match_id: str
    xuid: int | None
    kind: MatchKind | None
    position: int
    scoreboard: bool

    def words(self) -> tuple[str, ...]:
        """The state for OwnedView.keep(): 80 characters at most."""
        return (
            self.match_id.replace("-", ""),
            f"{self.xuid:x}" if self.xuid is not None else "",
            self.kind or "",
            str(self.position),
            "s" if self.scoreboard else "",
        )

    @classmethod
    def parse(cls, words: Sequence[str]) -> Self:
        """The state out of an id. Raises ControlsForgotten."""
        try:
            match_id, xuid, kind, position, side = words
            return cls(
                str(UUID(match_id)),
                int(xuid, 16) if xuid else None,
                MatchKind(kind) if kind else None,
                int(position),
                bool(side),
            )
        except ValueError as error:
            raise ControlsForgotten(f"no match: {words}") from error


class MatchView(OwnedView):
    """A match card or scoreboard.

    `load` gives the match beside one, in the list of a `kind`: OLDER, NEWER, or the NEWEST there is
    now, whatever is stored; without it there are no ways to others.
    """

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        match: MatchReport,
        load: LoadMatch | None = None,
        draw: Draw | None = None,
        artwork: FetchArtwork | None = None,
        *,
        kind: MatchKind = MatchKind.ALL,
        scoreboard: bool = False,
    ) -> None:
        super().__init__(owner_id, report, texts, draw)
        self.match = match
        self._load = load
        self._kind = kind
        self._fetch_artwork = artwork
        self._artwork: MatchArtwork | None = None
        self._scoreboard = scoreboard
        self._waypoint: ui.Button[MatchView] = ui.Button(label="Halo Waypoint", url=self._url)
        self.add_item(self._waypoint)
        if load is None:
            self.remove_item(self.older)
            self.remove_item(self.newer)
            self.remove_item(self.refresh)
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The match card, or the scoreboard where it was asked for."""
        show = scoreboard_card if self._scoreboard else match_card
        return show(self.match, self.texts)

    @property
    def drawing(self) -> Drawing | None:
        """The match card's picture; the scoreboard is in words, with every figure of
        everybody, and so is a match as nobody in particular saw it."""
        in_words = self._scoreboard or self.match.neutral
        return None if in_words else match_picture(self.match, self.texts, self._artwork)

    async def fetch_artwork(self) -> None:
        """Fetch what the match card's picture shows."""
        if self._fetch_artwork is not None and not (self._scoreboard or self.match.neutral):
            self._artwork = await self._fetch_artwork(self.match)

    def arrange(self) -> None:
        """Close the ways that lead nowhere, and name the other side of the card."""
        texts = self.texts
        self.older.label, self.older.disabled = texts("Older"), not self.match.has_older
        self.newer.label, self.newer.disabled = texts("Newer"), self.match.position <= 0
        self.side.label = texts("Summary") if self._scoreboard else texts("Scoreboard")
        self.side.disabled = False
        self.refresh.label, self.refresh.disabled = texts("Refresh"), False
        self._waypoint.url = self._url
        ways = {"older": self.older, "newer": self.newer, "fresh": self.refresh}
        kept = KeptMatch(
            self.match.match_id,
            None if self.match.neutral else self.match.player.xuid,
            self._kind if self._load is not None else None,
            self.match.position,
            self._scoreboard,
        )
        self.keep(MATCH, *kept.words(), side=self.side, **(ways if self._load is not None else {}))

    @ui.button(emoji="◀️")
    async def older(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
        """Show the match before this one."""
        await self._go(interaction, button, OLDER)

    @ui.button(emoji="▶️")
    async def newer(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
        """Show the match after this one."""
        await self._go(interaction, button, NEWER)

    @ui.button(style=discord.ButtonStyle.primary)
    async def side(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        """Turn the card over."""
        await self.turn(interaction, self._turn_over)

    @ui.button(emoji="🔄")
    async def refresh(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
        """Show the newest match, asked for anew."""
        await self._go(interaction, button, NEWEST)

    def _turn_over(self) -> None:
        self._scoreboard = not self._scoreboard

    async def _go(
        self, interaction: discord.Interaction, button: ui.Button[Any], step: int
    ) -> None:
        async def load() -> None:
            if self._load is not None:
                self.match = await self._load(self.match, step)

        await self.work(interaction, button, load)

    @property
    def _url(self) -> str:
        return waypoint.match_url(self.match.player, self.match.match_id)
