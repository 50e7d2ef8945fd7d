"""The control below somebody's ranks: asking for them anew."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import discord
from discord import ui

from bot.discord_app.card_ids import ControlsForgotten
from bot.discord_app.cards import Draw, ErrorReporter, OwnedView
from bot.facts.results import CsrReport
from bot.features.csr.card import csr_card
from bot.features.csr.picture import csr_picture
from bot.halo.ranks import Csr
from bot.look.drawing import Drawing
from bot.look.texts import Texts

FetchRanks = Callable[[Iterable[Csr]], Awaitable[Mapping[str, bytes]]]
LoadCsr = Callable[[], Awaitable[CsrReport]]
CSR = "csr"
"""What the id of the control calls this view."""


@dataclass(frozen=True, slots=True)
class KeptCsr:
    """What the id of the control says: whose ranks, and in which playlist ("" for all)."""

    xuid: int
    playlist: str

    def words(self) -> tuple[str, ...]:
        """The state for OwnedView.keep()."""
        return f"{self.xuid:x}", self.playlist

    @classmethod
    def parse(cls, words: Sequence[str]) -> Self:
        """The state out of an id. Raises ControlsForgotten."""
        try:
            # A playlist is as somebody has typed it, and may hold what separates the words.
            xuid, playlist = ":".join(words).split(":", 1)
            return cls(int(xuid, 16), playlist)
        except ValueError as error:
            raise ControlsForgotten(f"no ranks: {words}") from error


class CsrView(OwnedView):
    """Somebody's ranks in all playlists or in one, as it was asked for. `load` gives them as they
    are now, whatever is stored."""

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        ranks: CsrReport,
        playlist: str,
        load: LoadCsr,
        draw: Draw | None = None,
        artwork: FetchRanks | None = None,
    ) -> None:
        super().__init__(owner_id, report, texts, draw)
        self.ranks = ranks
        self._playlist = playlist
        self._load = load
        self._fetch_ranks = artwork
        self._artwork: Mapping[str, bytes] = {}
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The ranks in words."""
        return csr_card(self.ranks, self.texts)

    @property
    def drawing(self) -> Drawing:
        """The ranks as a picture."""
        return csr_picture(self.ranks, self.texts, self._artwork)

    async def fetch_artwork(self) -> None:
        """Fetch the emblems of the ranks."""
        if self._fetch_ranks is not None:
            self._artwork = await self._fetch_ranks([each.current for each in self.ranks.standings])

    def arrange(self) -> None:
        """Let the ranks be asked for anew."""
        self.refresh.label, self.refresh.disabled = self.texts("Refresh"), False
        kept = KeptCsr(self.ranks.player.xuid, self._playlist)
        self.keep(CSR, *kept.words(), refresh=self.refresh)

    @ui.button(emoji="🔄")
    async def refresh(self, interaction: discord.Interaction, button: ui.Button[Any]) -> None:
        """Show the ranks as they are now."""

        async def load() -> None:
            self.ranks = await self._load()

        await self.work(interaction, button, load)
