"""The controls below a service record: what it counts."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

import discord
from discord import ui

from bot.discord_app.card_ids import ControlsForgotten
from bot.discord_app.cards import Draw, ErrorReporter, OwnedView, choice_of
from bot.facts.seasons import season_stem
from bot.features.stats.card import SCOPES, stats_card
from bot.features.stats.lookup import StatsQuestion, StatsReport, StatsScope
from bot.features.stats.picture import service_record_picture
from bot.look import names, text
from bot.look.drawing import Drawing
from bot.look.texts import Texts

STATS = "stats"
"""What the ids of the menus call this view."""
LoadStats = Callable[[StatsQuestion], Awaitable[StatsReport]]
_VALUE, _MOST = 100, 25
_UNSET = [discord.SelectOption(label="0")]


@dataclass(frozen=True, slots=True)
class KeptStats:
    """What the ids of the menus say: whose record, and what was asked for."""

    xuid: int
    question: StatsQuestion

    def words(self) -> tuple[str, ...]:
        """The state for OwnedView.keep()."""
        asked = self.question
        return (
            f"{self.xuid:x}",
            # All of it would be too long.
            asked.scope[0],
            season_stem(asked.season),
            asked.playlist.replace("-", ""),
            "" if asked.mode is None else str(int(asked.mode)),
        )

    @classmethod
    def parse(cls, words: Sequence[str]) -> Self:
        """The state out of an id. Raises ControlsForgotten."""
        try:
            xuid, initial, season, playlist, mode = words
            (scope,) = (each for each in StatsScope if each[0] == initial)
            playlist = str(UUID(playlist)) if playlist else ""
            asked = StatsQuestion(scope, season, playlist, int(mode) if mode else None)
            return cls(int(xuid, 16), asked)
        except ValueError as error:
            raise ControlsForgotten(f"no record: {words}") from error


class StatsView(OwnedView):
    """A service record. `load` gives the same player's record of another kind."""

    def __init__(
        self,
        owner_id: int,
        report: ErrorReporter,
        texts: Texts,
        stats: StatsReport,
        load: LoadStats,
        draw: Draw | None = None,
    ) -> None:
        super().__init__(owner_id, report, texts, draw)
        self.stats = stats
        self._load = load
        self.arrange()

    @property
    def embed(self) -> discord.Embed:
        """The card as it is now."""
        return stats_card(self.stats, self.texts)

    @property
    def drawing(self) -> Drawing | None:
        """The card's picture; of no matches there is nothing to draw."""
        if self.stats.record.matches <= 0:
            return None
        return service_record_picture(self.stats, self.texts)

    def arrange(self) -> None:
        """Offer the scopes, and below them what fits the chosen one."""
        question, texts = self.stats.question, self.texts
        scopes = {scope.value: texts(name) for scope, name in SCOPES.items()}
        playlists = {
            each.playlist_id: names.playlist(each.name, each.playlist_id, texts)
            for each in self.stats.playlists
        }
        seasons = {each: names.season(each, texts) for each in self.stats.seasons}
        modes = {str(int(each)): names.mode(None, each, texts) for each in self.stats.modes}
        mode = "" if question.mode is None else str(int(question.mode))
        self.clear_items()
        for menu, label, choices, chosen in (
            (self.scope, texts("Scope"), scopes, question.scope.value),
            (self.playlist, texts("Playlist"), playlists, question.playlist),
            (self.season, texts("Season"), seasons, question.season),
            (self.mode, texts("Mode"), modes, mode),
        ):
            if options := _options(choices, chosen):
                menu.options = options
                menu.placeholder, menu.disabled = label, False
                self.add_item(menu)
        self.keep(
            STATS,
            *KeptStats(self.stats.player.xuid, question).words(),
            scope=self.scope,
            playlist=self.playlist,
            season=self.season,
            mode=self.mode,
        )

    @ui.select(cls=ui.Select[Any], options=_UNSET)
    async def scope(self, interaction: discord.Interaction, menu: ui.Select[Any]) -> None:
        """Count other matches."""
        asked = replace(self.stats.question, scope=StatsScope(choice_of(interaction)))
        await self._ask(interaction, menu, asked)

    @ui.select(cls=ui.Select[Any], options=_UNSET)
    async def playlist(self, interaction: discord.Interaction, menu: ui.Select[Any]) -> None:
        """Count the matches of another playlist."""
        asked = replace(self.stats.question, playlist=choice_of(interaction))
        await self._ask(interaction, menu, asked)

    @ui.select(cls=ui.Select[Any], options=_UNSET)
    async def season(self, interaction: discord.Interaction, menu: ui.Select[Any]) -> None:
        """Count the matches of another season."""
        asked = replace(self.stats.question, season=choice_of(interaction))
        await self._ask(interaction, menu, asked)

    @ui.select(cls=ui.Select[Any], options=_UNSET)
    async def mode(self, interaction: discord.Interaction, menu: ui.Select[Any]) -> None:
        """Count the matches of another kind of mode."""
        asked = replace(self.stats.question, mode=int(choice_of(interaction)))
        await self._ask(interaction, menu, asked)

    async def _ask(
        self, interaction: discord.Interaction, menu: ui.Select[Any], question: StatsQuestion
    ) -> None:
        async def load() -> None:
            self.stats = await self._load(question)

        await self.work(interaction, menu, load)


def _options(choices: Mapping[str, str], chosen: str) -> list[discord.SelectOption]:
    """What Discord can offer of names by value: at most 25, values of at most 100 characters."""
    offered = [each for each in choices.items() if 0 < text.length(each[0]) <= _VALUE]
    return [
        discord.SelectOption(label=text.plain(name), value=value, default=value == chosen)
        for value, name in offered[:_MOST]
    ]
